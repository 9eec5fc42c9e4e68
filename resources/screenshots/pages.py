"""Pictures of the pages a manager and an administrator see: lists, accounts, sheets, settings."""

from __future__ import annotations

from app.areas.parties import queries as parties
from app.gui.demo_hands import CTRL, KEY
from app.kernel.errors import OutsideError
from resources.screenshots import cards, displays, receipts
from resources.screenshots.camera import Camera

REPORTS = ("deposits", "cash-position", "over-short", "z-list")
SECTIONS = ("tenders", "reasons", "gateways", "readers", "numbers", "practice", "drawers", "window")


def pictures(camera: Camera) -> None:
    camera.come_in("103")
    for key, name in (
        (KEY.Key_2, "accounts"),
        (KEY.Key_3, "invoices"),
        (KEY.Key_4, "payments"),
        (KEY.Key_O, "shifts"),
        (KEY.Key_8, "activity"),
        (KEY.Key_B, "services"),
    ):
        camera.press(key, CTRL)
        camera.shoot(name)
    cards.listed(camera)
    camera.press(KEY.Key_7, CTRL)
    camera.shoot_all("day-sheet")
    camera.press(KEY.Key_D, CTRL)
    for report in REPORTS:
        camera.shoot_all(f"report-{report}")
        camera.press(KEY.Key_PageDown, CTRL)
    displays.report(camera)
    station = camera.application.station
    if station is None:
        raise OutsideError("The practice did not open.")
    found = max(station.ask(parties.find, "nguyen", 50).result(), key=lambda each: each.owed.minor)
    camera.session.desk.go("account", str(found.account_id))
    camera.shoot_all("account")
    camera.press(KEY.Key_H, CTRL)
    camera.shoot("account-history")
    camera.leave()
    camera.come_in("104")
    camera.press(KEY.Key_9, CTRL)
    camera.shoot("users")
    camera.press(KEY.Key_G, CTRL)
    camera.shoot("printer")
    receipts.page(camera)
    displays.settings_page(camera)
    displays.pictures(camera)
    camera.press(KEY.Key_Comma, CTRL)
    for section in SECTIONS:
        camera.session.desk.go("settings", section)
        camera.shoot(f"settings-{section}")

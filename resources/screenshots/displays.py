"""Pictures of the patient display in three languages, and of the page where it is set up."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QRect

from app.areas.displays import repository, rules
from app.areas.displays.rules import Here, full_hour
from app.areas.displays.values import DisplaySettings, Moment, Page, Showing
from app.areas.printing.design_values import ReceiptDesign, SaveReceiptDesign
from app.areas.printing.maintaining import save_receipt_design
from app.areas.settings import queries as settings
from app.bootstrap import Station
from app.gui.application import DESIGNED
from app.gui.theme import Scheme
from app.gui.widgets.patient_canvas import PatientCanvas, draws
from app.kernel.actor import SYSTEM
from app.kernel.clock import instant_text
from app.kernel.errors import OutsideError
from app.kernel.ids import CommandId, new_id
from app.kernel.money import Money
from app.storage.unit_of_work import UnitOfWork
from resources.screenshots.camera import Camera
from resources.screenshots.receipts import logo_named

WEEKS = 3
OFTEN = (5, 5, 4, 5, 3, 4, 5, 4, 5, 2, 4, 5, 5, 4, 1, 5)
"""How patients answer, over and over."""
HERE = Here("Riverside Family Clinic", "en_US", draws)


def pictures(camera: Camera) -> None:
    """What patients see, as the second screen shows it."""
    shown = DisplaySettings(shown=True, rates=True)
    due, given, change = (Money(minor, "USD") for minor in (35_00, 50_00, 15_00))
    idle = rules.page_of(Moment(), shown, HERE)
    paid = Moment(Showing.CHANGE, due, given, change, "en")
    owed = Moment(Showing.TENDER, due, given, language="my")
    card = Moment(Showing.CARD, due, language="ar")
    _shoot(camera, "patient-idle", idle, Scheme.LIGHT)
    _shoot(camera, "patient-change", rules.page_of(paid, shown, HERE, asks=True), Scheme.LIGHT)
    _shoot(camera, "patient-my", rules.page_of(owed, shown, HERE), Scheme.LIGHT)
    _shoot(camera, "patient-ar-dark", rules.page_of(card, shown, HERE), Scheme.DARK)
    camera.look(Scheme.LIGHT, 100, DESIGNED)


def _station(camera: Camera) -> Station:
    station = camera.application.station
    if station is None:
        raise OutsideError("The practice did not open.")
    return station


def _answered(uow: UnitOfWork, days: int) -> None:
    """Ratings of the working days up to today, as if their hours were over."""
    today = settings.business_today(settings.practice(uow), uow.now)
    for back in range(days):
        day = today - timedelta(days=back)
        hour = instant_text(full_hour(uow.now - timedelta(days=back)))
        for place in range(6 + (back * 5) % 7 if day.weekday() < 5 else 0):
            value = OFTEN[(back * 3 + place) % len(OFTEN)]
            repository.write_rating(uow, new_id(), day.isoformat(), hour, value)


def _shoot(camera: Camera, name: str, page: Page, scheme: Scheme) -> None:
    camera.look(scheme, 100, DESIGNED)
    canvas = PatientCanvas()
    canvas.setGeometry(QRect(0, 0, 1280, 720))
    canvas.show_logo(logo_named("Riverside"))
    canvas.show_page(page, "3:12 PM" if page.clock else "")
    path = camera.out / f"{name}.png"
    canvas.grab().save(str(path))
    camera.files.append(path)
    canvas.deleteLater()


def settings_page(camera: Camera) -> None:
    """The section of the settings, in every look, with the logo of receipts in its preview."""
    design = SaveReceiptDesign(CommandId(new_id()), ReceiptDesign(logo=logo_named("Riverside")))
    _station(camera).act(SYSTEM, save_receipt_design, design).result()
    camera.session.desk.go("settings", "display")
    camera.shoot_all("settings-display")


def report(camera: Camera) -> None:
    """What patients answered in the three weeks before, as a report tells it."""
    _station(camera).act(SYSTEM, _answered, WEEKS * 7).result()
    camera.session.desk.go("reports", "service")
    camera.shoot_all("report-service")

"""Pictures of the patient display in three languages, and of the page where it is set up."""

from __future__ import annotations

from PySide6.QtCore import QRect

from app.areas.displays import rules
from app.areas.displays.rules import Here
from app.areas.displays.values import DisplaySettings, Moment, Page, Showing
from app.gui.application import DESIGNED
from app.gui.theme import Scheme
from app.gui.widgets.patient_canvas import PatientCanvas, draws
from app.kernel.money import Money
from resources.screenshots.camera import Camera
from resources.screenshots.receipts import logo_named

HERE = Here("Riverside Family Clinic", "en_US", draws)


def pictures(camera: Camera) -> None:
    """What patients see, as the second screen shows it."""
    settings = DisplaySettings(shown=True, rates=True)
    due, given, change = (Money(minor, "USD") for minor in (35_00, 50_00, 15_00))
    idle = rules.page_of(Moment(), settings, HERE)
    paid = Moment(Showing.CHANGE, due, given, change, "en")
    owed = Moment(Showing.TENDER, due, given, language="my")
    card = Moment(Showing.CARD, due, language="ar")
    _shoot(camera, "patient-idle", idle, Scheme.LIGHT)
    _shoot(camera, "patient-change", rules.page_of(paid, settings, HERE, asks=True), Scheme.LIGHT)
    _shoot(camera, "patient-my", rules.page_of(owed, settings, HERE), Scheme.LIGHT)
    _shoot(camera, "patient-ar-dark", rules.page_of(card, settings, HERE), Scheme.DARK)
    camera.look(Scheme.LIGHT, 100, DESIGNED)


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
    """The section of the settings, in every look."""
    camera.session.desk.go("settings", "display")
    camera.shoot_all("settings-display")


def report(camera: Camera) -> None:
    """What patients answered, as a report tells it."""
    camera.session.desk.go("reports", "service")
    camera.shoot_all("report-service")

"""Pictures of a card that is charged: asked for, declined, in the tray, and the list of them."""

from __future__ import annotations

from app.areas.cards.simulated_cards import Button
from app.areas.parties.values import Found
from app.gui.demo_hands import CTRL, KEY, SHIFT
from resources.screenshots.camera import Camera


def pictures(camera: Camera, person: Found) -> None:
    """One card that is declined, and another one that pays."""
    camera.open_account(person.account_number)
    camera.press(KEY.Key_F8)
    camera.settle()
    camera.press(KEY.Key_Return)
    _at_reader(camera, Button.TAP_CREDIT)
    camera.shoot_all("card")
    _press(camera, Button.DECLINE)
    panel = camera.counter.card_panel
    camera.until(lambda: len(panel.buttons) > 1, "the declined card")
    camera.shoot("card-declined")
    camera.press(KEY.Key_F3, SHIFT)
    camera.shoot("cards-tray")
    camera.press(KEY.Key_Escape)
    camera.press(KEY.Key_Return)
    _at_reader(camera, Button.TAP_CREDIT)
    _press(camera, Button.APPLE_PAY)
    camera.until(lambda: camera.counter.acts.charging.front is None, "the charge")


def listed(camera: Camera) -> None:
    """Every attempt, from the payments."""
    camera.press(KEY.Key_4, CTRL)
    camera.settle()
    camera.press(KEY.Key_T, CTRL)
    camera.shoot("card-payments")


def _at_reader(camera: Camera, button: Button) -> None:
    reader = camera.session.cards.reader
    camera.until(lambda: button in reader.buttons and reader.isVisible(), "the card reader")


def _press(camera: Camera, button: Button) -> None:
    """At the reader by its key, then the digit of the button."""
    reader = camera.session.cards.reader
    camera.press(KEY.Key_F2, SHIFT)
    camera.until(lambda: reader.isAncestorOf(camera.focus), "the card reader")
    place = list(reader.buttons).index(button) + 1
    camera.press(KEY(KEY.Key_0 + place))
    camera.until(lambda: not reader.isVisible(), "the end at the reader")

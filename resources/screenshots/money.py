"""Pictures of where the money is: the five places, and the way of one bag and of one receipt."""

from __future__ import annotations

from app.gui.demo_hands import CTRL, KEY, SHIFT
from app.gui.screens.money.view import View
from app.kernel.errors import OutsideError
from resources.screenshots.camera import Camera

ON_THE_WAY = 3


def pictures(camera: Camera) -> None:
    """Mia looks for the bag that left for the bank, and for the money of the last receipt."""
    camera.come_in("103")
    camera.press(KEY.Key_M, CTRL)
    camera.settle()
    camera.quiet()
    view = camera.session.frame.screen_of("money")
    if not isinstance(view, View):
        raise OutsideError("There is no page that says where the money is.")
    while view.places.chosen < ON_THE_WAY:
        camera.press(KEY.Key_Right)
    camera.shoot_all("money")
    camera.press(KEY.Key_Down)
    camera.press(KEY.Key_Return)
    camera.until(lambda: bool(view.chain.view.trail.rows), "the way of the bag")
    camera.shoot_all("money-deposit")
    camera.press(KEY.Key_4, CTRL)
    camera.settle()
    camera.press(KEY.Key_Down)
    camera.press(KEY.Key_M, CTRL | SHIFT)
    camera.until(lambda: view.chain.title.text().startswith("Receipt"), "the way of the receipt")
    camera.shoot("money-receipt")
    camera.leave()

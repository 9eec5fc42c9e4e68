"""Pictures of the drawer: float, movements, the blind close, what differs, the hand-over."""

from __future__ import annotations

from app.gui.demo_hands import CTRL, KEY, SHIFT
from app.kernel.errors import OutsideError
from resources.screenshots.camera import PINS, Camera

FLOAT_MINOR = 28_000
SHORT_MINOR = 1_850
"""More than a cashier may close alone."""


def float_counted(camera: Camera) -> None:
    camera.come_in("101", picture="sign-in")
    _count_float(camera, picture=True)
    camera.pocket = FLOAT_MINOR


def _count_float(camera: Camera, *, picture: bool = False) -> None:
    seat = camera.session.desk.seat
    camera.press(KEY.Key_5, CTRL)
    camera.until(
        lambda: camera.drawer.count is not None and camera.drawer.count.isAncestorOf(camera.focus),
        "the count",
    )
    for quantity in ("", "", "10", "5", "6"):
        camera.type(quantity)
        camera.press(KEY.Key_Return)
    if picture:
        camera.shoot_all("float")
    camera.press(KEY.Key_Return, CTRL)
    camera.until(lambda: seat.shift is not None, "the open drawer")
    camera.settle()
    camera.quiet()


def pictures(camera: Camera) -> None:
    """Ana's cash moves, she counts blind and is short; then Ben counts and Ana takes over."""
    _movements(camera)
    _close(camera)
    camera.leave()
    camera.come_in("102")
    _count_float(camera)
    _seal(camera, FLOAT_MINOR)
    camera.leave()
    camera.come_in("101")
    camera.press(KEY.Key_5, CTRL)
    camera.settle()
    camera.shoot("hand-over")
    camera.leave()


def _movements(camera: Camera) -> None:
    cash = camera.session.cash
    for key, digit, amount, name, minor in (
        (KEY.Key_F6, "2", "12.40", "paid-out", -1_240),
        (KEY.Key_F7, "", "300", "drop", -30_000),
        (KEY.Key_F5, "1", "40", "paid-in", 4_000),
    ):
        camera.press(key, SHIFT)
        camera.settle()
        camera.type(digit)
        camera.settle()
        camera.type(amount)
        camera.shoot(name)
        camera.press(KEY.Key_Return)
        camera.until(lambda: cash.panel is None, "the movement")
        camera.pocket += minor
        camera.settle()
    camera.press(KEY.Key_Escape)
    camera.quiet()
    camera.press(KEY.Key_5, CTRL)
    camera.settle()
    camera.shoot_all("drawer")


def _close(camera: Camera) -> None:
    _seal(camera, camera.pocket - SHORT_MINOR, picture=True)
    camera.shoot("sealed")
    camera.press(KEY.Key_Return, CTRL)
    camera.until(lambda: camera.drawer.page is camera.drawer.difference, "the difference")
    camera.shoot_all("difference")
    failures = camera.session.failures
    camera.press(KEY.Key_4)
    camera.until(lambda: failures.approval is not None, "the approval")
    camera.shoot("approval")
    camera.type("103")
    camera.press(KEY.Key_Return)
    camera.type(PINS["103"])
    camera.press(KEY.Key_Return)
    camera.until(lambda: failures.approval is None, "the answer")
    camera.until(
        lambda: camera.drawer.closed is not None and camera.drawer.page is camera.drawer.closed,
        "the close",
    )
    camera.shoot("closed")
    camera.keep_paper("z-report")


def _seal(camera: Camera, minor: int, *, picture: bool = False) -> None:
    camera.press(KEY.Key_F12, SHIFT)
    camera.until(
        lambda: (
            camera.drawer.closing is not None and camera.drawer.closing.isAncestorOf(camera.focus)
        ),
        "the count",
    )
    page = camera.drawer.closing
    if page is None:
        raise OutsideError("There is no count.")
    camera.settle()
    camera.count(page.grid, minor)
    for place in range(len(page.model.rows)):
        if place:
            camera.press(KEY.Key_Down)
        camera.press(KEY.Key_Space)
    if picture:
        camera.shoot_all("close")
    camera.press(KEY.Key_Return, CTRL)
    camera.until(lambda: camera.drawer.page is not page, "the sealed count")
    camera.settle()

"""Pictures of the way to the bank: what lies ready, two counts, the sealed bag, its slip."""

from __future__ import annotations

from app.areas.deposits.values import DepositStage
from app.gui.demo_hands import CTRL, KEY, SHIFT
from app.gui.screens.deposits.bag_page import BagPage
from app.gui.screens.deposits.view import View
from app.kernel.errors import OutsideError
from resources.screenshots.camera import Camera

BAG = "7730418"


def pictures(camera: Camera) -> None:
    """Mia prepares what lies in the safe, Ben counts and seals it, Mia enters the bank's credit."""
    camera.come_in("103")
    _open(camera)
    camera.shoot_all("deposits")
    minor = _prepare(camera)
    camera.leave()
    camera.come_in("102")
    _open(camera)
    _count_again(camera, minor)
    _seal(camera)
    camera.leave()
    camera.come_in("103")
    _open(camera)
    camera.press(KEY.Key_Return)
    _stands(camera, DepositStage.SUBMITTED)
    _go_on(camera)
    camera.until(lambda: _view(camera).bags.panel is not None, "the credit")
    camera.shoot("deposits-credit")
    camera.press(KEY.Key_Escape)
    camera.settle()
    camera.leave()


def _view(camera: Camera) -> View:
    found = camera.session.frame.screen_of("deposits")
    if not isinstance(found, View):
        raise OutsideError("There are no deposits.")
    return found


def _bag(camera: Camera) -> BagPage:
    view = _view(camera)
    camera.until(lambda: view.bag is not None and view.page is view.bag, "the bag")
    if view.bag is None:
        raise OutsideError("There is no bag.")
    return view.bag


def _open(camera: Camera) -> None:
    camera.press(KEY.Key_6, CTRL)
    camera.settle()
    camera.quiet()


def _stands(camera: Camera, stage: DepositStage) -> None:
    page = _bag(camera)
    camera.until(
        lambda: page.bag is not None and page.bag.view.stage is stage, f"a bag that is {stage}"
    )
    camera.settle()


def _go_on(camera: Camera) -> None:
    page = _bag(camera)
    camera.until(lambda: page.may_go_on, "a step that was read")
    camera.press(KEY.Key_Return, CTRL)
    camera.settle()


def _prepare(camera: Camera) -> int:
    view = _view(camera)
    camera.press(KEY.Key_N, CTRL)
    camera.until(lambda: view.prepare is not None and view.page is view.prepare, "the form")
    page = view.prepare
    if page is None:
        raise OutsideError("There is nothing to prepare.")
    camera.settle()
    minor = page.expected.minor
    camera.count(page.grid, minor)
    camera.shoot_all("deposits-prepare")
    camera.press(KEY.Key_Return, CTRL)
    _stands(camera, DepositStage.PREPARED)
    camera.quiet()
    camera.shoot("deposits-prepared")
    return minor


def _count_again(camera: Camera, minor: int) -> None:
    view = _view(camera)
    camera.press(KEY.Key_Return)
    _stands(camera, DepositStage.PREPARED)
    _go_on(camera)
    camera.until(lambda: view.count is not None and view.page is view.count, "the second count")
    page = view.count
    if page is None:
        raise OutsideError("There is no second count.")
    camera.settle()
    camera.count(page.grid, minor)
    for place in range(len(page.checks)):
        if place:
            camera.press(KEY.Key_Down)
        camera.press(KEY.Key_Space)
    camera.shoot_all("deposits-count")
    camera.press(KEY.Key_Return, CTRL)
    _stands(camera, DepositStage.COUNTED)


def _seal(camera: Camera) -> None:
    camera.type(BAG)
    camera.quiet()
    camera.shoot("deposits-seal")
    camera.press(KEY.Key_Return)
    _stands(camera, DepositStage.SEALED)
    camera.quiet()
    camera.shoot_all("deposits-sealed")
    camera.press(KEY.Key_V, CTRL | SHIFT)
    slips = _view(camera).slips
    camera.until(
        lambda: slips.preview_panel is not None and slips.preview_panel.paper is not None,
        "the slip",
    )
    camera.shoot("deposit-slip")
    camera.press(KEY.Key_Escape)
    camera.settle()
    _go_on(camera)
    _stands(camera, DepositStage.SUBMITTED)

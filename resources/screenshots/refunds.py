"""Pictures of a card that gets its money back: asked for, agreed to by another person, given."""

from __future__ import annotations

from collections.abc import Callable

from app.areas.payments.lists import PaymentRow
from app.areas.refunds.values import RefundStatus
from app.gui.application import DESIGNED
from app.gui.demo_hands import CTRL, KEY, SHIFT
from app.gui.dialogs.refund_panel import RefundPanel
from app.gui.screens.payments.view import View as Payments
from app.gui.theme import Scheme
from app.kernel.errors import OutsideError
from resources.screenshots.camera import LARGE, Camera

WHY_TABS = 3
"""From how much to why: which way, and of what."""


def pictures(camera: Camera) -> None:
    """Ana asks for what a phone paid on the Counter; Mia agrees and sends it back."""
    camera.come_in("101")
    _ask(camera)
    camera.leave()
    camera.come_in("103")
    camera.press(KEY.Key_F11, SHIFT)
    camera.settle()
    camera.quiet()
    camera.shoot_all("refunds")
    _shoot_opened(camera, "refund-agree", _open_first)
    panel = _open_first(camera)
    camera.press(KEY.Key_Return, CTRL)
    camera.until(lambda: panel.refund.status is RefundStatus.APPROVED, "the agreement")
    camera.settle()
    camera.quiet()
    camera.shoot("refund-give")
    camera.press(KEY.Key_Return, CTRL)
    camera.until(lambda: panel.refund.status is RefundStatus.COMPLETED, "the money back")
    camera.settle()
    camera.quiet()
    camera.press(KEY.Key_F12)
    camera.settle()
    camera.quiet()
    camera.shoot("refund-given")
    camera.keep_paper("receipt-refund")
    _away(camera)
    camera.leave()


def _shoot_opened(camera: Camera, name: str, opened: Callable[[Camera], object]) -> None:
    """In every look, opened anew in each as a person would meet it."""
    for end, scheme, scale, size in (
        ("light", Scheme.LIGHT, 100, DESIGNED),
        ("dark", Scheme.DARK, 100, DESIGNED),
        ("200", Scheme.LIGHT, 200, LARGE),
    ):
        camera.look(scheme, scale, size)
        camera.settle()
        opened(camera)
        camera.shoot(f"{name}-{end}")
        _away(camera)
    camera.look(Scheme.LIGHT, 100, DESIGNED)
    camera.settle()


def _open_first(camera: Camera) -> RefundPanel:
    camera.press(KEY.Key_Return)
    return _panel(camera)


def _away(camera: Camera) -> None:
    """Back to the list."""
    desk = camera.session.refunds
    camera.press(KEY.Key_Escape)
    camera.until(lambda: desk.panel is None and desk.form is None, "the list")
    camera.settle()


def _ask(camera: Camera) -> None:
    """From the payments, with the keys of a list; somebody else will agree."""
    camera.press(KEY.Key_4, CTRL)
    camera.settle()
    _shoot_opened(camera, "refund-ask", _fill)
    _fill(camera)
    camera.press(KEY.Key_Return, CTRL)
    _panel(camera)
    camera.quiet()
    camera.shoot("refund-asked")
    _away(camera)


def _fill(camera: Camera) -> None:
    """The form of the newest payment by phone, with why."""
    desk = camera.session.refunds
    desk.begin_payment(_paid_by_phone(camera).payment_id)
    camera.until(lambda: desk.form is not None, "the form of a refund")
    camera.settle()
    for _ in range(WHY_TABS):
        camera.press(KEY.Key_Tab)
    camera.press(KEY.Key_Down)
    if desk.form is not None:
        desk.form.now.setChecked(False)


def _paid_by_phone(camera: Camera) -> PaymentRow:
    screen = camera.session.frame.screen_of("payments")
    if not isinstance(screen, Payments):
        raise OutsideError("There is no list of payments.")
    camera.until(lambda: bool(screen.model.rows), "the payments")
    return next(row for row in screen.model.rows if any(card.wallet for card in row.cards))


def _panel(camera: Camera) -> RefundPanel:
    desk = camera.session.refunds
    camera.until(lambda: desk.panel is not None, "the refund")
    camera.settle()
    if desk.panel is None:
        raise OutsideError("The refund went away.")
    return desk.panel

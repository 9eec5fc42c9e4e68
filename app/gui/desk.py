"""What every screen is handed: who acts, where, and what all share; there is no global window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from app.areas.drawers.values import OpenShiftRow
from app.areas.settings.values import Practice
from app.gui.action_runner import ActionRunner
from app.gui.patient_display.face import CounterFace, NoFace
from app.gui.theme import Theme
from app.gui.toasts import Toasts
from app.gui.widgets.find_box import FindBox
from app.kernel.actor import Actor
from app.kernel.errors import Bug
from app.kernel.ids import AccountId, AttemptId, InvoiceId, PaymentId, RefundId, TenderId
from app.kernel.money import Money

if TYPE_CHECKING:
    from app.gui.dialogs.cash_panel import CashVerb
    from app.gui.printing.paper import PaperTray


class Seat(QObject):
    """Who sits at the window and which shift they answer for. Signals come after the change."""

    signed_in = Signal(object)
    locked = Signal()
    signed_out = Signal()
    shift_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.actor: Actor | None = None
        self.role_name = ""
        self.shift: OpenShiftRow | None = None

    def take(self, actor: Actor, role_name: str) -> None:
        self.actor, self.role_name = actor, role_name
        self.signed_in.emit(actor)

    def leave(self) -> None:
        self.actor, self.role_name = None, ""
        self.hold_shift(None)
        self.signed_out.emit()

    def hold_shift(self, shift: OpenShiftRow | None) -> None:
        if shift != self.shift:
            self.shift = shift
            self.shift_changed.emit(shift)


def _nowhere(task: str, subject: str = "") -> None:
    raise Bug(f"nobody is there to go to {task}")


def _no_cash(verb: CashVerb, amount: Money | None = None) -> None:
    raise Bug(f"nobody is there for {verb.value}")


def _nothing() -> None:
    raise Bug("nobody is there to switch users")


def _not_kept() -> None:
    raise Bug("nobody is there to keep the look of the window")


def _no_charge(account_id: AccountId, draft_id: InvoiceId | None = None) -> None:
    raise Bug(f"nobody is there to charge account {account_id}")


def _no_patient(name: str = "", done: Callable[[AccountId], None] | None = None) -> None:
    raise Bug("nobody is there for a new patient")


def _no_invoice(invoice_id: InvoiceId) -> None:
    raise Bug(f"nobody is there to show invoice {invoice_id}")


def _no_payment(payment_id: PaymentId) -> None:
    raise Bug(f"nobody is there to open payment {payment_id}")


def _no_tray() -> None:
    raise Bug("nobody is there to list unfinished card payments")


def _no_return(tender_id: TenderId) -> None:
    raise Bug(f"nobody is there for the returned check {tender_id}")


def _no_return_of(payment_id: PaymentId) -> None:
    raise Bug(f"nobody is there for a returned check of {payment_id}")


def _no_refund(payment_id: PaymentId) -> None:
    raise Bug(f"nobody is there to refund {payment_id}")


def _no_credit_back(account_id: AccountId) -> None:
    raise Bug(f"nobody is there to give back credit of {account_id}")


def _no_such_refund(refund_id: RefundId) -> None:
    raise Bug(f"nobody is there to show refund {refund_id}")


class CardRefundRunner(Protocol):
    """Whoever gives refunds back to cards in the background: `bootstrap.Station.refunds`."""

    def look_now(self, refund_id: RefundId) -> None: ...


class CardRunner(Protocol):
    """Whoever talks to card readers in the background: `bootstrap.Station.cards`."""

    def check_now(self, attempt_id: AttemptId) -> None: ...


class Goes(Protocol):
    """Shows another screen, where one likes with the id of what it should open."""

    def __call__(self, task: str, subject: str = "") -> None: ...


class MovesCash(Protocol):
    """Shows the panel of a verb over any screen, where one likes with the amount filled in."""

    def __call__(self, verb: CashVerb, amount: Money | None = None) -> None: ...


class WritesCharge(Protocol):
    """Shows the panel that writes a new charge, or a known draft, over any screen."""

    def __call__(self, account_id: AccountId, draft_id: InvoiceId | None = None) -> None: ...


class RegistersPatient(Protocol):
    """Shows the form of a new patient; `done` gets the account that was made or chosen."""

    def __call__(self, name: str = "", done: Callable[[AccountId], None] | None = None) -> None: ...


@dataclass
class Desk:
    """One for each window. `go("drawer")` shows another screen; `find` is the frame's find box.

    `open_payment` shows a payment where it can be corrected or voided, `show_invoice` an invoice
    where it can be cancelled; `return_check` shows where a check is entered as returned and where
    that is taken back, `return_check_of` the same for the checks of a payment; `refund_payment`
    shows the form of a refund, `refund_credit` the same for an account's credit, `show_refund` one
    that was asked for; `keep_look` remembers colors and text size for the next start. `cards` talks
    to the card readers; without it no card is charged; `show_cards` lists the card payments that
    have not ended; `face` is what the patient sees.
    """

    runner: ActionRunner
    practice: Practice
    theme: Theme
    toasts: Toasts
    paper: PaperTray
    find: FindBox
    seat: Seat = field(default_factory=Seat)
    go: Goes = _nowhere
    move_cash: MovesCash = _no_cash
    open_payment: Callable[[PaymentId], None] = _no_payment
    write_charge: WritesCharge = _no_charge
    new_patient: RegistersPatient = _no_patient
    show_invoice: Callable[[InvoiceId], None] = _no_invoice
    return_check: Callable[[TenderId], None] = _no_return
    return_check_of: Callable[[PaymentId], None] = _no_return_of
    refund_payment: Callable[[PaymentId], None] = _no_refund
    refund_credit: Callable[[AccountId], None] = _no_credit_back
    show_refund: Callable[[RefundId], None] = _no_such_refund
    switch_user: Callable[[], None] = _nothing
    keep_look: Callable[[], None] = _not_kept
    cards: CardRunner | None = None
    card_refunds: CardRefundRunner | None = None
    show_cards: Callable[[], None] = _no_tray
    face: CounterFace = field(default_factory=NoFace)

    @property
    def actor(self) -> Actor:
        """The signed-in person; a Bug when nobody is."""
        if self.seat.actor is None:
            raise Bug("nobody is signed in")
        return self.seat.actor

    @property
    def shift(self) -> OpenShiftRow | None:
        """The signed-in person's open shift, kept current."""
        return self.seat.shift

"""Keeps typed money: a half-typed payment is stored with its id, and dropped once it is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from app.areas.payments import service as payments
from app.areas.payments.values import DropParked, ParkedForm, ParkForm
from app.gui.desk import Desk
from app.gui.screens.counter.account_tables import as_money
from app.gui.screens.counter.payment_form import PaymentForm, Stage
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, PaymentId, new_id
from app.kernel.translate import t

PARK_AFTER_MS: Final = 400
"""A power cut loses at most this much typing."""


class Parking(QObject):
    """Stores forms under their payment's id, in this station only. `current()` is the open form."""

    def __init__(
        self, desk: Desk, parent: QObject, *, current: Callable[[], PaymentForm | None]
    ) -> None:
        super().__init__(parent)
        self._desk, self._current = desk, current
        self._kept: frozenset[PaymentId] = frozenset()
        self._parked: tuple[ParkedForm, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PARK_AFTER_MS)
        self._timer.timeout.connect(self._keep)

    def know(self, parked: tuple[ParkedForm, ...]) -> None:
        """What is stored by now."""
        self._kept = frozenset(each.payment_id for each in parked)
        self._parked = parked

    def remind(self, form: PaymentForm) -> None:
        """Somebody came back for whom a payment lies parked: nobody should take it twice."""
        waiting = [
            each
            for each in self._parked
            if each.account_id == form.account_id and each.payment_id != form.payment_id
        ]
        if waiting:
            practice, first = self._desk.practice, waiting[0]
            text = first.amount_text or first.given_text
            typed = as_money(text, practice.currency, practice.locale)
            self._desk.toasts.success(
                t("{amount} is parked for {name}", amount=typed, name=form.account.header.name),
                t("To go on with it press Esc, ↓ and Enter."),
            )

    def keep_soon(self) -> None:
        """Something was typed: store it when the person pauses."""
        self._timer.start()

    def wait(self) -> None:
        """Store nothing now; the payment is being taken."""
        self._timer.stop()

    def park(self, form: PaymentForm, done: Callable[[], None] = lambda: None) -> None:
        """Store what was typed, if anything was and the money is not taken."""
        self._timer.stop()
        if form.stage is Stage.OPEN and form.typed:
            self._kept = self._kept | {form.payment_id}
            self._desk.runner.act(
                payments.park_form, form.park(), done=lambda _kept: done(), refused=_not_kept
            )

    def put_aside(self, form: PaymentForm) -> None:
        """Store typed money and say where it is; without any there is nothing to keep."""
        if form.stage is Stage.OPEN and form.typed:
            self.park(form, lambda: self._say_kept(form.account.header.name))
        elif form.stage is Stage.CHARGING:
            self._timer.stop()
        else:
            self._timer.stop()
            self.drop(form)

    def _say_kept(self, name: str) -> None:
        self._desk.toasts.success(
            t("Typed money is kept for {name}", name=name),
            t("It waits under parked payments: Esc, ↓ and Enter."),
        )

    def taken(self, form: PaymentForm) -> None:
        """The payment dropped its stored form in the same transaction."""
        self._timer.stop()
        self._kept = self._kept - {form.payment_id}

    def drop(self, form: PaymentForm) -> None:
        """Forget a stored form whose text was cleared."""
        if form.payment_id in self._kept:
            self._kept = self._kept - {form.payment_id}
            command = DropParked(id=CommandId(new_id()), payment_id=form.payment_id)
            self._desk.runner.act(payments.drop_parked, command, done=lambda _gone: None)

    def throw_away(self, parked: object) -> None:
        """Del on the list: the typed money of that form is dropped; it can be brought back."""
        if not isinstance(parked, ParkedForm):
            return
        self._kept = self._kept - {parked.payment_id}
        command = DropParked(id=CommandId(new_id()), payment_id=parked.payment_id)
        self._desk.runner.act(
            payments.drop_parked, command, done=lambda _gone: self._say_dropped(parked)
        )

    def _say_dropped(self, parked: ParkedForm) -> None:
        def bring_back() -> None:
            again = ParkForm(
                CommandId(new_id()),
                parked.payment_id,
                parked.account_id,
                parked.amount_text,
                parked.given_text,
                parked.typed,
            )
            self._desk.runner.act(
                payments.park_form, again, done=lambda _kept: None, refused=_not_kept
            )

        self._desk.toasts.offer(
            t("The parked payment for {name} is dropped", name=parked.name),
            verb=t("Bring it back"),
            act=bring_back,
        )

    def _keep(self) -> None:
        form = self._current()
        if form is None or form.stage is not Stage.OPEN:
            return
        if form.typed:
            self.park(form)
        else:
            self.drop(form)


def _not_kept(_refused: UserError) -> None:
    """Text that is no amount, such as a pasted page, is not worth keeping."""

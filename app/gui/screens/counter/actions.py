"""Connects the Counter's view, its payment form and the action runner; it draws nothing.

One form is open at a time and owns its account. Searching never changes it; opening another account
does, and then what was typed is parked with its id.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from app.areas.drawers import queries as drawer_queries
from app.areas.drawers.values import Denomination
from app.areas.payments import queries as payment_queries
from app.areas.payments import service as payments
from app.areas.payments.rules import quick_amounts
from app.areas.payments.values import (
    CounterAccount,
    CounterIdle,
    LatestPayment,
    ParkedForm,
    PaymentTaken,
    Receipt,
    TakePayment,
)
from app.gui.desk import Desk
from app.gui.screens.counter.finding import Finding
from app.gui.screens.counter.parking import Parking
from app.gui.screens.counter.payment_form import PaymentForm, Stage
from app.kernel.clock import SystemClock, business_date, zone_named
from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.ids import AccountId
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.gui.screens.counter.view import View

SHOWN_TABLES: Final = frozenset(
    (
        "account",
        "account_balance",
        "guarantor",
        "invoice",
        "invoice_balance",
        "parked_form",
        "patient",
        "payment",
        "print_job",
        "receipt",
    )
)


class CounterActions(QObject):
    """What the Counter does, one method for each thing a cashier can do."""

    def __init__(self, view: View, desk: Desk) -> None:
        super().__init__(view)
        self.view, self.desk = view, desk
        self.form: PaymentForm | None = None
        self.account_id: AccountId | None = None
        self._opening: Callable[[], None] | None = None
        self._idle = CounterIdle((), ())
        self._here = False
        self.parking = Parking(desk, self, current=lambda: self.form)
        self.finding = Finding(view.found, desk, view, busy=self._busy)
        self._connect()

    def _connect(self) -> None:
        view = self.view
        self.finding.chosen.connect(self.open_account)
        self.finding.escaped.connect(self.back)
        self.desk.find.moved.connect(self._walk)
        view.scan.scanned.connect(self.finding.scanned)
        view.scan.forged.connect(self._forged)
        view.panel.tender.connect(self.choose_tender)
        view.panel.amount_text.connect(self._amount_typed)
        view.panel.given_text.connect(self._given_typed)
        view.panel.take.connect(self.take)
        view.panel.elsewhere.connect(self.desk.find.take_key)
        view.panel.open_drawer.connect(lambda: self.desk.go("drawer"))
        view.invoices.ticked.connect(self._ticked)
        view.latest_table.opened.connect(self._open_receipt)
        view.station_table.opened.connect(self._open_receipt)
        view.parked_table.opened.connect(self.resume)
        self.desk.runner.changed.connect(self._changed)
        self.desk.seat.shift_changed.connect(lambda _shift: self._show_form())

    # -------------------------------------------------------------------------- coming and going

    def today(self) -> date:
        """The day payments are booked to: the shift's, else the site's by its clock and cut-off."""
        if self.desk.shift is not None:
            return self.desk.shift.business_date
        practice = self.desk.practice
        zone = zone_named(practice.time_zone)
        return business_date(SystemClock().now(), zone, time.fromisoformat(practice.cutoff))

    def arrive(self) -> None:
        """The screen is shown: read anew, and put the keyboard where work goes on."""
        self._here = True
        self.desk.runner.ask(
            drawer_queries.denominations, done=self._have_denominations, key="counter.notes"
        )
        self.read_again()
        self._show_form()
        if self.desk.find.text():
            self.desk.find.setFocus()
            self.finding.look_again()
        else:
            self._stand()

    def leave(self) -> None:
        """Another screen or the lock comes: typed money is kept, nothing is sent."""
        self._here = False
        self.finding.close()
        if self.form is not None and self.form.stage is Stage.OPEN:
            self.parking.park(self.form)

    def forget(self) -> None:
        """Nobody is signed in: no name, no amount, no answer that is still on its way."""
        for key in ("counter.account", "counter.idle", "counter.receipt"):
            self.desk.runner.forget(key)
        self.finding.clear()
        self.form, self.account_id, self._opening = None, None, None
        self._idle = CounterIdle((), ())
        self.view.show_idle(self._idle)
        self.view.clear_person()
        self._show_form()

    def read_again(self) -> None:
        """Read what is on the screen once more."""
        self.desk.runner.ask(payment_queries.counter_idle, done=self._have_idle, key="counter.idle")
        if self._opening is not None:
            # Another account is on its way: asking for the one before would drop its answer.
            self._opening()
        elif self.account_id is not None:
            self._ask_account(self.account_id, self._refresh_account)

    def back(self) -> None:
        """One step back: the list of people, then the typed payment, then the account."""
        if self.view.found.isVisible():
            self.finding.clear()
            self._stand()
        elif self.form is None or self.form.stage is Stage.SENDING:
            return
        elif self.form.stage is Stage.OPEN and self.form.armed:
            self.parking.put_aside(self.form)
            self._new_form(self.form.account)
            self.view.stand_on_invoices()
        else:
            self._close_account()

    def _stand(self) -> None:
        if self.account_id is None:
            self.desk.find.setFocus()
        else:
            self.view.stand_on_invoices()

    def _walk(self, steps: int) -> None:
        """The arrow down in an empty find box walks into the list below."""
        if self._here and self.account_id is None and steps > 0 and not self.desk.find.text():
            self.view.stand_on_idle()

    def _close_account(self) -> None:
        self.form, self.account_id, self._opening = None, None, None
        self.desk.runner.forget("counter.account")
        self.view.clear_person()
        self._show_form()
        self.desk.find.setFocus()

    # -------------------------------------------------------------------------- one account

    def open_account(self, account_id: AccountId) -> None:
        """Put this account on the screen; what was typed for another one is parked first."""
        form = self.form
        if form is not None and form.stage is Stage.SENDING:
            return
        if form is not None and form.account_id != account_id:
            self.parking.put_aside(form)
        if form is not None and (form.account_id != account_id or form.stage is Stage.TAKEN):
            self.form = None
        self.finding.clear()
        self._open(account_id, self._have_account)

    def _open(self, account_id: AccountId, done: Callable[[CounterAccount], None]) -> None:
        """Ask for an account until its answer is there, whatever is read again meanwhile."""

        def arrived(account: CounterAccount) -> None:
            self._opening = None
            done(account)

        self._opening = lambda: self._ask_account(account_id, arrived)
        self._opening()

    def _ask_account(self, account_id: AccountId, done: Callable[[CounterAccount], None]) -> None:
        self.desk.runner.ask(
            payment_queries.counter_account, account_id, done=done, key="counter.account"
        )

    def _have_account(self, account: CounterAccount) -> None:
        self.account_id = account.header.account_id
        if self.form is None or self.form.account_id != self.account_id:
            self.parking.remind(self._new_form(account))
        else:
            self.form.refresh(account)
        self.view.show_account(account)
        self._show_form()
        self.view.stand_on_invoices()

    def _refresh_account(self, account: CounterAccount) -> None:
        if account.header.account_id != self.account_id:
            return
        if self.form is not None and self.form.stage is not Stage.SENDING:
            if self.form.stage is Stage.OPEN and self.form.untouched:
                self._new_form(account)
            else:
                self.form.refresh(account)
        self.view.show_account(account)
        self._show_form()

    def _have_idle(self, idle: CounterIdle) -> None:
        self._idle = idle
        self.parking.know(idle.parked)
        self.view.show_idle(idle)

    def _have_denominations(self, notes: tuple[Denomination, ...]) -> None:
        paper = tuple(note.value for note in notes if not note.coin and not note.rare)
        self.view.panel.use(notes, lambda due: quick_amounts(due, paper))

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & SHOWN_TABLES and self._here:
            self.read_again()

    # -------------------------------------------------------------------------- the payment

    def choose_tender(self, method: str) -> None:
        """A tender key: arms Take, and puts the keyboard where the cash given is typed."""
        if self._closed() or self.form is None or self.form.stage is Stage.SENDING:
            return
        if self.form.stage is Stage.TAKEN:
            self._new_form(self.form.account)
        self.finding.clear()
        self.form.choose_tender(method)
        self._show_form()
        self.view.panel.given.setFocus()

    def take(self) -> None:
        """Enter on the armed form, the button, Ctrl+Enter: send the one command, once."""
        form = self.form
        if form is None or self._closed():
            return
        self.view.panel.clear_errors()
        try:
            command = form.press()
        except UserError as error:
            self._show_form()
            self.view.panel.show_error(error)
            return
        if command is None:
            return
        self.parking.wait()
        self.view.stand_on_invoices()
        self._show_form()
        self._send(form, command)

    def _send(self, form: PaymentForm, command: TakePayment) -> None:
        self.desk.runner.act(
            payments.take_payment,
            command,
            done=lambda answer: self._taken(form, answer),
            refused=lambda error: self._refused(form, error),
            always=lambda: self._answered(form),
        )

    def _taken(self, form: PaymentForm, answer: PaymentTaken) -> None:
        form.taken(answer)
        if form is not self.form or not self._here:
            # The panel that would say it is not in front of the cashier any more.
            name, locale = form.account.header.name, self.desk.practice.locale
            self.desk.toasts.success(
                t("Receipt {number}", number=answer.receipt_number),
                t("{amount} from {name}", amount=format_money(answer.amount, locale), name=name),
            )
        self.desk.runner.ask(payment_queries.receipt, answer.receipt_id, done=self._show_receipt)
        self.parking.taken(form)
        if form is self.form:
            self._show_form()
            self.view.panel.announce_taken(answer.change)
            self.view.stand_on_invoices()

    def _refused(self, form: PaymentForm, error: UserError) -> None:
        form.refused()
        if form is self.form:
            self._show_form()
            self.view.panel.show_error(error)

    def _answered(self, form: PaymentForm) -> None:
        """Last in every case: a question answered with no and a failure leave the form open."""
        was_sending = form.stage is Stage.SENDING
        form.refused()
        if form is self.form:
            self._show_form()
            if was_sending:
                self.view.panel.given.setFocus()

    def _forged(self) -> None:
        """A code pressed a tender key: take that back."""
        if self.form is not None:
            self.form.disarm()
            self._show_form()

    def _amount_typed(self, text: str) -> None:
        if self.form is not None:
            self.form.type_amount(text)
            self._typing()

    def _given_typed(self, text: str) -> None:
        if self.form is not None:
            self.form.type_given(text)
            self._typing()

    def _typing(self) -> None:
        self.view.panel.clear_errors()
        self.parking.keep_soon()
        self._show_form()

    def _ticked(self, keys: object) -> None:
        if self.form is None or not isinstance(keys, tuple):
            return
        if self.form.stage is Stage.TAKEN:
            self._new_form(self.form.account)
        self.form.choose(keys)
        self._show_form()

    def _new_form(self, account: CounterAccount) -> PaymentForm:
        locale = self.desk.practice.locale
        self.form = PaymentForm(account, today=self.today(), locale=locale)
        return self.form

    def _closed(self) -> bool:
        return self.desk.shift is None

    def _busy(self) -> bool:
        return self.form is not None and self.form.armed

    def _show_form(self) -> None:
        view, form = self.view, self.form
        if form is None:
            view.invoices.show_pays({})
        else:
            view.invoices.tick(form.chosen)
            view.invoices.show_pays(form.pays())
        if self._closed():
            view.panel.show_no_shift()
        elif form is None:
            view.panel.show_nobody()
        else:
            view.panel.show_form(form)

    def resume(self, parked: object) -> None:
        """Open a parked payment again, under its id."""
        if not isinstance(parked, ParkedForm):
            return

        def opened(account: CounterAccount) -> None:
            self.form = PaymentForm.resumed(
                parked,
                account,
                today=self.today(),
                locale=self.desk.practice.locale,
            )
            self._have_account(account)
            self.view.panel.given.setFocus()

        self._open(parked.account_id, opened)

    # -------------------------------------------------------------------------- receipts

    def show_last_receipt(self) -> None:
        """F12: the account's latest receipt, else the station's, on the paper again."""
        account = self.form.account if self.form is not None else None
        rows = account.latest if account is not None and account.latest else self._idle.latest
        if rows:
            self._open_receipt(rows[0])
        else:
            self.desk.toasts.caution(t("There is no receipt yet."))

    def _open_receipt(self, row: object) -> None:
        if isinstance(row, LatestPayment):
            self.desk.runner.ask(
                payment_queries.receipt,
                row.receipt_id,
                done=self._show_receipt,
                key="counter.receipt",
            )

    def _show_receipt(self, receipt: Receipt) -> None:
        self.desk.paper.show(receipt)

"""Connects the Counter's view, its payment form and the action runner; it draws nothing.

One form is open at a time and owns its account. Searching never changes it; opening another account
does, and then what was typed is parked with its id.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from app.areas.cards.values import AttemptState
from app.areas.payments import queries as payment_queries
from app.areas.payments.values import (
    CounterAccount,
    CounterIdle,
    LatestPayment,
    ParkedForm,
)
from app.gui.desk import Desk
from app.gui.screens.counter.charging import Charging
from app.gui.screens.counter.check_reader import CheckReader
from app.gui.screens.counter.facing import Facing
from app.gui.screens.counter.family import Family, accounts, standing_accounts
from app.gui.screens.counter.finding import Finding
from app.gui.screens.counter.pay_lines import PayLine
from app.gui.screens.counter.payment_form import PaymentForm, Stage, joined_accounts
from app.gui.screens.counter.receipts import Receipts, Undo
from app.gui.screens.counter.taking import Taking
from app.kernel.clock import SystemClock, business_date, zone_named
from app.kernel.ids import AccountId, PaymentId
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.gui.screens.counter.view import View

SHOWN_TABLES: Final = frozenset(
    (
        "account",
        "account_alias",
        "account_balance",
        "account_flag",
        "guarantor",
        "invoice",
        "invoice_balance",
        "invoice_draft",
        "invoice_numbering",
        "not_collected",
        "parked_form",
        "patient",
        "payment",
        "payment_state",
        "print_job",
        "receipt",
    )
)
MEANS_TABLES: Final = frozenset(
    (
        *("tender_type", "setting"),
        *("gateway", "card_reader", "window_reader", "gateway_standing"),
    )
)
Done = Callable[[tuple[CounterAccount, ...]], None]


class CounterActions(QObject):
    """What the Counter does, one method for each thing a cashier can do."""

    def __init__(self, view: View, desk: Desk) -> None:
        super().__init__(view)
        self.view, self.desk = view, desk
        self.account_id: AccountId | None = None
        self._opening: Callable[[], None] | None = None
        self._idle = CounterIdle((), ())
        self._here = False
        self.taking = Taking(view, desk, self.today, lambda: self._here)
        self.charging = Charging(
            view, desk, self.taking, lambda: self.account_id, lambda: self._here
        )
        self.taking.charge = self.charging.begin
        self.charging.open_account = self.open_account
        self.parking = self.taking.parking
        self.receipts = Receipts(view, desk, lambda: self._here)
        self.family = Family(view, desk, self.taking)
        self.finding = Finding(view.found, desk, view)
        self.checks = CheckReader(desk, self.taking)
        self.facing = Facing(desk, lambda: self.form, lambda: self._here, self._at_reader)
        self.taking.tell = self.facing.tell
        self._connect()

    @property
    def form(self) -> PaymentForm | None:
        return self.taking.form

    def _connect(self) -> None:
        view = self.view
        self.taking.before_choice(self.finding.clear)
        self.finding.chosen.connect(self.open_account)
        self.finding.escaped.connect(self.back)
        self.desk.find.moved.connect(self._walk)
        self.desk.find.textChanged.connect(lambda _text: self.facing.tell())
        view.card_panel.told.connect(self.facing.tell)
        view.panel.elsewhere.connect(self.desk.find.take_key)
        view.panel.open_drawer.connect(lambda: self.desk.go("drawer"))
        view.parked_table.opened.connect(self.resume)
        view.parked_dropped.connect(self.parking.throw_away)
        self.desk.open_payment = self.open_payment
        self.desk.runner.changed.connect(self._changed)
        self.desk.seat.shift_changed.connect(self._shift_changed)

    def _at_reader(self, form: PaymentForm) -> AttemptState | None:
        """Where the card of a form is, while it is in front."""
        front = self.charging.front
        return front.shown.state if front and front.account_id == form.account_id else None

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
        self.taking.read_means()
        self.read_again()
        self.charging.read()
        self.taking.show()
        if self.desk.find.text():
            self.desk.find.setFocus()
            self.finding.look_again()
        else:
            self._stand()

    def leave(self) -> None:
        """Another screen or the lock comes: typed money is kept, nothing is sent."""
        self._here = False
        self.facing.tell()
        self.finding.close()
        self.view.digits.give_up()
        if self.form is not None and self.form.stage is Stage.OPEN:
            self.parking.park(self.form)

    def forget(self) -> None:
        """Nobody is signed in: no name, no amount, no answer that is still on its way."""
        for key in ("account", "idle", "receipt", "reasons", "payment"):
            self.desk.runner.forget(f"counter.{key}")
        self.finding.clear()
        self.taking.form, self.account_id, self._opening = None, None, None
        self._idle = CounterIdle((), ())
        self.view.show_idle(self._idle)
        self.view.clear_person()
        self.charging.forget()
        self.taking.show()

    def read_again(self) -> None:
        """Read what is on the screen once more."""
        self.desk.runner.ask(payment_queries.counter_idle, done=self._have_idle, key="counter.idle")
        if self._opening is not None:
            # Another account is on its way: asking for the one before would drop its answer.
            self._opening()
        elif self.account_id is not None:
            joined = self.form.joined if self.form is not None else ()
            ids = (self.account_id, *(each.header.account_id for each in joined))
            self._ask_accounts(ids, self._refresh)

    def back(self) -> None:
        """One step back: the list of people, then the typed payment, then the account."""
        form = self.form
        if self.view.found.isVisible():
            self.finding.clear()
            self._stand()
        elif self.charging.back():
            return
        elif form is None:
            if self._opening is None:
                self.desk.find.setFocus()
        elif form.stage is Stage.SENDING:
            return
        elif form.stage is Stage.OPEN and (form.begun or form.joined):
            self.parking.put_aside(form)
            self.taking.new_form(form.account)
            self.view.show_lines(form.account, ())
            self.taking.show()
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
        self.taking.form, self.account_id, self._opening = None, None, None
        self.desk.runner.forget("counter.account")
        self.view.clear_person()
        self.taking.show()
        self.charging.show()
        self.desk.find.setFocus()

    def take_code(self, code: str) -> bool:
        """A scanned code answers no list of digits; the line of a check fills the open check."""
        self.view.digits.give_up()
        return self.checks.take(code)

    # -------------------------------------------------------------------------- one account

    def open_payment(self, payment_id: PaymentId) -> None:
        """From any screen: whose payment it is, and what can still be done with it."""
        self.desk.go("counter")

        def found(undo: Undo) -> None:
            start = partial(self.receipts.start, "", undo)
            self.open_account(undo.payment.header.account_id, then=start)

        self.receipts.find(payment_id, found)

    def open_account(
        self, account_id: AccountId, *, then: Callable[[], None] = lambda: None
    ) -> None:
        """Put this account on the screen; what was typed for another one is parked first."""
        form = self.form
        if form is not None and form.stage is Stage.SENDING:
            return
        if form is not None and form.account_id != account_id:
            self.parking.put_aside(form)
        if form is not None and (form.account_id != account_id or form.stage is Stage.TAKEN):
            self.taking.form = None
        self.finding.clear()

        def opened(found: tuple[CounterAccount, ...]) -> None:
            self._have_account(found[0])
            then()

        self._open((account_id,), opened, ask=standing_accounts)

    def _open(
        self, ids: tuple[AccountId, ...], done: Done, ask: Callable[..., Any] = accounts
    ) -> None:
        """Ask for accounts until their answer is there, whatever is read again meanwhile."""

        def arrived(found: tuple[CounterAccount, ...]) -> None:
            self._opening = None
            done(found)

        self._opening = lambda: self._ask_accounts(ids, arrived, ask)
        self._opening()

    def _ask_accounts(
        self, ids: tuple[AccountId, ...], done: Done, ask: Callable[..., Any] = accounts
    ) -> None:
        self.desk.runner.ask(ask, ids, done=done, key="counter.account")

    def _have_account(self, account: CounterAccount) -> None:
        self.account_id = account.header.account_id
        if (locked := self.charging.form_of(self.account_id)) is not None:
            self.taking.form = locked
        if self.form is None or self.form.account_id != self.account_id:
            self.parking.remind(self.taking.new_form(account))
        else:
            self.form.refresh(account)
        self._show_account(account)
        if self._here:
            self.view.stand_on_invoices()

    def _refresh(self, found: tuple[CounterAccount, ...]) -> None:
        account, *joined = found
        if account.header.account_id != self.account_id:
            return
        if self.form is not None and self.form.stage is not Stage.SENDING:
            if self.form.stage is Stage.OPEN and self.form.untouched:
                self.taking.new_form(account)
            else:
                self.form.refresh(account, joined)
        self._show_account(account)

    def _show_account(self, account: CounterAccount) -> None:
        joined = self.form.joined if self.form is not None else ()
        self.view.show_account(account, joined)
        self.taking.show()
        self.charging.show()
        self.charging.read_for(account.header.account_id)

    def _have_idle(self, idle: CounterIdle) -> None:
        self._idle = idle
        self.parking.know(idle.parked)
        self.view.show_idle(idle)

    def _changed(self, tables: object) -> None:
        if not isinstance(tables, frozenset) or not self._here:
            return
        if tables & MEANS_TABLES:
            self.taking.read_means()
        if tables & SHOWN_TABLES:
            self.read_again()

    def _shift_changed(self, _shift: object) -> None:
        form = self.form
        if form is not None and form.untouched and form.stage is Stage.OPEN:
            self.taking.new_form(form.account)
        elif form is not None:
            form.use_drawer(not self.taking.closed)
        self.taking.show()

    # -------------------------------------------------------------------------- what keys ask

    def choose_tender(self, verb: str) -> None:
        if not self.charging.choose_tender(verb):
            self.taking.choose_tender(verb)

    def take(self) -> None:
        if not self.charging.main():
            self.taking.take()

    def resume(self, parked: object) -> None:
        """Open a parked payment again, under its id, with the accounts that were joined."""
        if not isinstance(parked, ParkedForm):
            return
        if self.charging.charges(parked.payment_id):
            self.open_account(parked.account_id)
            return

        def opened(found: tuple[CounterAccount, ...]) -> None:
            account, *joined = found
            self.taking.resumed(parked, account, tuple(joined))
            self._have_account(account)
            self.view.panel.stand_on_leg()

        self._open((parked.account_id, *joined_accounts(parked)), opened)

    def latest(self) -> None:
        """Ctrl+R: into the latest receipts of the account, else of this station."""
        self.view.stand_on_latest()

    def new_account(self) -> None:
        """Ctrl+N: somebody new, under the name that was typed to find them."""
        self.desk.new_patient(self.desk.find.text().strip(), self.open_account)

    def charge(self) -> None:
        """Ctrl+I: a new charge for the account, or the marked draft."""
        if self.account_id is None:
            self.desk.toasts.caution(t("Find the account first, then write the charge."))
            return
        if self.form is not None:
            self.taking.fresh(self.form)
            self.taking.show()
        line = self.view.invoices_table.current_row()
        draft = line if isinstance(line, PayLine) and line.draft else None
        on_list = self.view.invoices_table.hasFocus()
        if draft is not None and on_list:
            self.desk.write_charge(draft.account_id, draft.invoice_id)
        else:
            self.desk.write_charge(self.account_id, None)

    def show_line(self, line: object) -> None:
        """A double click: the invoice as it was issued, or the draft to go on with."""
        if isinstance(line, PayLine) and line.draft:
            self.desk.write_charge(line.account_id, line.invoice_id)
        elif isinstance(line, PayLine):
            self.desk.show_invoice(line.invoice_id)

    def show_last_receipt(self) -> None:
        """F12: the account's latest receipt, else the station's, once more as a copy."""
        account = self.form.account if self.form is not None else None
        rows: tuple[LatestPayment, ...] = self._idle.latest
        if account is not None and account.latest:
            rows = account.latest
        if rows:
            self.receipts.copy(rows[0])
        else:
            self.desk.toasts.caution(t("There is no receipt yet."))

"""Opens the form of a refund, or one refund, from any screen and carries out what they ask for; it
draws nothing.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.areas.ledger.values import ReasonKind
from app.gui.desk import Desk
from app.gui.dialogs.refund_reading import to_ask, to_pay, to_read
from app.gui.panel_acts import PanelActs
from app.kernel.clock import SystemClock
from app.kernel.ids import AccountId, CommandId, PaymentId, RefundId, new_id
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.areas.cards.gateway_values import ReaderRow
    from app.areas.deposits.bank_values import BankAccountRow
    from app.areas.ledger.values import Reason
    from app.areas.refunds.card_values import CardRefundBegun
    from app.areas.refunds.shown_values import RefundOffer, RefundView
    from app.areas.refunds.values import RefundMoved, RefundPrinted, RefundRequested
    from app.devices.printing.copies import Copy
    from app.gui.dialogs.form_panel import FormPanel
    from app.gui.dialogs.refund_form import RefundForm
    from app.gui.dialogs.refund_panel import RefundPanel

_WATCHED: Final = frozenset({"refund_state", "refund_step", "refund_working"})
_ASK, _SHOW = "refund.ask", "refund.show"


class RefundDesk(QObject):
    """One for each window. Each panel stays until its answer came; pressing often does it once."""

    def __init__(self, window: QWidget, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.form: RefundForm | None = None
        self.panel: RefundPanel | None = None
        self.step: FormPanel | None = None
        self._intent = CommandId(new_id())
        self._asking = PanelActs(self, desk, lambda: self.form)
        self._showing = PanelActs(self, desk, lambda: self.panel)
        self._stepping = PanelActs(self, desk, lambda: self.step)
        desk.refund_payment = self.begin_payment
        desk.refund_credit = self.begin_credit
        desk.show_refund = self.show
        desk.seat.signed_out.connect(self.withdraw)
        desk.runner.changed.connect(self._changed)

    def begin_payment(self, payment_id: PaymentId) -> None:
        """The form for money of one payment."""
        self._begin(AccountId(""), payment_id)

    def begin_credit(self, account_id: AccountId) -> None:
        """The form for an account's credit."""
        self._begin(account_id, None)

    def show(self, refund_id: RefundId) -> None:
        """One refund with all that may be done about it."""
        from app.areas.refunds import queries

        if self._desk.seat.actor is not None and self.form is None and self.panel is None:
            who = self._desk.actor.user_id
            self._desk.runner.ask(
                queries.refund_view, refund_id, who, done=self._open_panel, key=_SHOW
            )

    def withdraw(self) -> None:
        """The lock comes, or somebody else sits down: nothing is shown any more."""
        for panel in (self.step, self.form, self.panel):
            if panel is not None:
                panel.leave()
        for key in (_ASK, _SHOW):
            self._desk.runner.forget(key)

    # ---------------------------------------------------------------------------- asking for one

    def _begin(self, account_id: AccountId, payment_id: PaymentId | None) -> None:
        if self._desk.seat.actor is None or self.form is not None or self.panel is not None:
            return
        who = self._desk.actor.user_id
        self._desk.runner.ask(to_ask, account_id, payment_id, who, done=self._open_form, key=_ASK)

    def _open_form(self, found: tuple[RefundOffer, tuple[Reason, ...], str]) -> None:
        from app.gui.dialogs.refund_form import RefundForm

        offer, reasons, why = found
        if self._desk.seat.actor is None or self.form is not None or self.panel is not None:
            return
        if why or not offer.most:
            title = t("There is no credit to give back.")
            if offer.receipt_number:
                title = t("Receipt {number}", number=offer.receipt_number)
            self._desk.toasts.caution(title, why)
            return
        form = self.form = RefundForm(self._window, offer, reasons, self._desk.practice)
        form.wanted.connect(self._request)
        form.left.connect(self._form_left)
        form.begin()

    def _form_left(self) -> None:
        self.form = None

    def _request(self) -> None:
        from app.areas.refunds import service
        from app.areas.refunds.values import RequestRefund

        form = self.form
        if form is None:
            return
        account_id = form.offer.header.account_id
        command = RequestRefund(form.intent, account_id, **form.values())
        self._asking.act(service.request_refund, command, self._requested)

    def _requested(self, done: RefundRequested) -> None:
        if self.form is not None:
            self.form.leave()
        self._desk.toasts.success(t("Refund {number}", number=done.number), done.words)
        self.show(done.refund_id)

    # ------------------------------------------------------------------------------- one refund

    def _open_panel(self, refund: RefundView) -> None:
        from app.gui.dialogs.refund_panel import RefundPanel

        if self._desk.seat.actor is None or self.form is not None or self.panel is not None:
            return
        panel = self.panel = RefundPanel(self._window, refund, self._desk.practice)
        self._intent = CommandId(new_id())
        panel.verb.connect(self._do)
        panel.another_way.connect(partial(self._ask_payout, another=True))
        panel.left.connect(self._panel_left)
        panel.begin()

    def _panel_left(self) -> None:
        self.panel = None
        if self.step is not None:
            self.step.leave()

    def _changed(self, tables: frozenset[str]) -> None:
        """It went on, here or elsewhere: the panel shows how it stands now."""
        if self.panel is not None and tables & _WATCHED:
            self._read_again()

    def _read_again(self) -> None:
        from app.areas.refunds import queries

        if self.panel is not None and self._desk.seat.actor is not None:
            who, refund_id = self._desk.actor.user_id, self.panel.refund.refund_id
            self._desk.runner.ask(
                queries.refund_view, refund_id, who, done=self._show_again, key=_SHOW
            )

    def _show_again(self, refund: RefundView) -> None:
        panel = self.panel
        same = panel is not None and refund.refund_id == panel.refund.refund_id
        if panel is not None and same and refund != panel.refund:
            panel.show_refund(refund)
            self._intent = CommandId(new_id())

    def _do(self, verb: object) -> None:
        """Begin what a button of the panel asks for."""
        from app.areas.refunds.shown_values import RefundVerb as V

        doing: dict[object, Any] = {
            V.APPROVE: self._approve,
            V.PAY: self._pay,
            V.DECLINE: self._ask_why,
            V.CANCEL: self._ask_why,
            V.FAIL: self._ask_came_back,
            V.TELL: self._ask_told,
            V.PRINT: self._print,
            V.LOOK: self._look,
        }
        if self.panel is not None and self.step is None:
            doing[verb]()

    def _approve(self) -> None:
        from app.areas.refunds import service
        from app.areas.refunds.values import ApproveRefund

        if self.panel is not None:
            command = ApproveRefund(self._intent, self.panel.refund.refund_id)
            self._showing.act(service.approve_refund, command, self._moved)

    def _pay(self) -> None:
        from app.areas.refunds import paying
        from app.areas.refunds.values import PayRefund, RefundMethod

        panel = self.panel
        if panel is None:
            return
        refund = panel.refund
        if refund.method is RefundMethod.CASH:
            command = PayRefund(self._intent, refund.refund_id, RefundMethod.CASH)
            self._showing.act(paying.pay_refund, command, self._moved)
        elif refund.method is RefundMethod.CARD_REVERSAL and refund.by_reader:
            self._send_to_card()
        else:
            self._ask_payout()

    def _send_to_card(self) -> None:
        """An Interac card has to be held to a reader; every other goes back by itself."""
        if self.panel is not None and self.panel.refund.card_present:
            self._desk.runner.ask(to_read, done=self._ask_reader, key=_ASK)
        else:
            self._begin_card(None)

    def _begin_card(self, reader_id: Any) -> None:
        from app.areas.refunds import returning
        from app.areas.refunds.card_values import BeginCardRefund

        if self.panel is not None:
            command = BeginCardRefund(self._intent, self.panel.refund.refund_id, reader_id)
            acts = self._stepping if self.step is not None else self._showing
            acts.act(returning.begin_card_refund, command, self._sent)

    def _sent(self, _begun: CardRefundBegun) -> None:
        if self.step is not None:
            self.step.leave()
        self._read_again()

    def _look(self) -> None:
        """Ask the processor now, at another window than the one that sent it too."""
        if self.panel is not None and self._desk.card_refunds is not None:
            self._desk.card_refunds.look_now(self.panel.refund.refund_id)
            self._begin_card(None)
        elif self.panel is not None:
            self.panel.say_error(t("Cards are not set up at this window."))

    def _print(self) -> None:
        from app.areas.refunds import service
        from app.areas.refunds.values import PrintRefund

        if self.panel is not None:
            command = PrintRefund(CommandId(new_id()), self.panel.refund.refund_id)
            self._showing.act(service.print_refund, command, self._printed)

    def _printed(self, done: RefundPrinted) -> None:
        from app.devices.printing.copies import Copy

        said = t("Copy {copy} of refund {number}", copy=done.copy_no, number=done.number)
        self._desk.toasts.success(said)
        copy = Copy(done.copy_no, SystemClock().now(), self._desk.actor.name)
        self._show_paper(done.receipt_id, copy)

    def _moved(self, done: RefundMoved) -> None:
        if self.step is not None:
            self.step.leave()
        self._desk.toasts.success(t("Refund {number}", number=done.number), done.words)
        if done.receipt_id is not None:
            self._show_paper(done.receipt_id)
        self._read_again()

    def _show_paper(self, receipt_id: str, copy: Copy | None = None) -> None:
        from app.areas.refunds import queries
        from app.areas.refunds.shown_values import RefundReceipt
        from app.devices.printing.papers import refund_paper

        def lay(found: RefundReceipt) -> None:
            shelf = self._desk.paper
            shelf.show_paper(refund_paper(found, shelf.columns, copy, shelf.design))

        self._desk.runner.ask(queries.refund_receipt, receipt_id, done=lay, key="refund.paper")

    # ---------------------------------------------------------------------- what a step asks for

    def _put(self, form: FormPanel, send: Any) -> None:
        self.step = form
        form.wanted.connect(send)
        form.left.connect(self._step_left)
        form.begin()

    def _step_left(self) -> None:
        self.step = None
        if self.panel is not None:
            self.panel.come_back_soon()

    def _ask_payout(self, *, another: bool = False) -> None:
        """Which bank account, and the number of the check or the transfer."""
        if self.panel is None or self.step is not None:
            return
        then = partial(self._open_payout, another=another)
        self._desk.runner.ask(to_pay, done=then, key=_ASK)

    def _open_payout(self, banks: tuple[BankAccountRow, ...], *, another: bool) -> None:
        from app.gui.dialogs import refund_steps

        if self.panel is not None and self.step is None:
            refund, practice = self.panel.refund, self._desk.practice
            form = refund_steps.payout(self._window, refund, banks, practice, another=another)
            self._put(form, self._send_payout)

    def _send_payout(self) -> None:
        from app.areas.refunds import paying
        from app.gui.dialogs import refund_steps

        if self.panel is not None and self.step is not None:
            command = refund_steps.paid(self._intent, self.panel.refund, self.step)
            self._stepping.act(paying.pay_refund, command, self._moved)

    def _ask_reader(self, readers: tuple[ReaderRow, ...]) -> None:
        from app.gui.dialogs import refund_steps

        if self.panel is not None and self.step is None:
            form = refund_steps.at_reader(self._window, self.panel.refund, readers, self._desk)
            self._put(form, self._send_reader)

    def _send_reader(self) -> None:
        if self.step is not None:
            self._begin_card(self.step.form.value("reader_id") or None)

    def _ask_why(self) -> None:
        from app.areas.ledger import queries as ledger

        self._desk.runner.ask(
            ledger.reasons, ReasonKind.REFUND_CANCEL, done=self._open_why, key=_ASK
        )

    def _open_why(self, reasons: tuple[Reason, ...]) -> None:
        from app.gui.dialogs import refund_steps

        if self.panel is not None and self.step is None:
            form = refund_steps.why(self._window, self.panel.refund, reasons, self._desk.practice)
            self._put(form, self._send_cancel)

    def _send_cancel(self) -> None:
        from app.areas.refunds import service
        from app.areas.refunds.values import CancelRefund

        if self.panel is not None and self.step is not None:
            told, refund_id = self.step.form.values(), self.panel.refund.refund_id
            command = CancelRefund(self._intent, refund_id, told["reason_id"], told["note"])
            self._stepping.act(service.cancel_refund, command, self._moved)

    def _ask_came_back(self) -> None:
        from app.gui.dialogs import refund_steps

        if self.panel is not None:
            form = refund_steps.came_back(self._window, self.panel.refund, self._desk.practice)
            self._put(form, self._send_came_back)

    def _send_came_back(self) -> None:
        from app.areas.refunds import paying
        from app.areas.refunds.values import FailRefund

        if self.panel is not None and self.step is not None:
            told, refund_id = self.step.form.values(), self.panel.refund.refund_id
            command = FailRefund(self._intent, refund_id, told["happened_on"], told["note"])
            self._stepping.act(paying.fail_refund, command, self._moved)

    def _ask_told(self) -> None:
        from app.gui.dialogs import refund_steps

        if self.panel is not None:
            form = refund_steps.told(self._window, self.panel.refund, self._desk.practice)
            self._put(form, self._send_told)

    def _send_told(self) -> None:
        from app.areas.refunds import service
        from app.areas.refunds.values import TellPatient, ToldHow

        if self.panel is not None and self.step is not None:
            told, refund_id = self.step.form.values(), self.panel.refund.refund_id
            how = ToldHow(str(told["told_how"]))
            command = TellPatient(self._intent, refund_id, how, told["note"])
            self._stepping.act(service.tell_patient, command, self._moved)

"""Takes the money: tender keys, what is typed, the one command and its answer; it draws nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.areas.cards.gateway_values import CardWay
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import Reason, ReasonKind
from app.areas.payments import crediting, queries, service
from app.areas.payments.crediting_values import ApplyCredit, CreditApplied, RecordNotCollected
from app.areas.payments.rules import quick_amounts
from app.areas.payments.tender_values import TenderField, TenderTypeRow
from app.areas.payments.values import (
    Channel,
    CounterAccount,
    NotCollected,
    ParkedForm,
    PaymentTaken,
    TakePayment,
    TenderKind,
)
from app.gui.desk import Desk
from app.gui.screens.counter.means import Means, means
from app.gui.screens.counter.parking import Parking
from app.gui.screens.counter.payment_form import PaymentForm, Stage
from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.ids import CommandId, InvoiceId, new_id
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.gui.screens.counter.view import View

_KINDS = {"cash": TenderKind.CASH, "check": TenderKind.CHECK, "card": TenderKind.CARD}
_BY_MAIL = (TenderKind.CHECK, TenderKind.OTHER)


class Taking(QObject):
    """Holds the one open form. `here()` says whether the Counter is in front of the person;
    `charge` takes a payment whose card the program charges.
    """

    def __init__(
        self, view: View, desk: Desk, today: Callable[[], date], here: Callable[[], bool]
    ) -> None:
        super().__init__(view)
        self.view, self.desk = view, desk
        self._today, self._here = today, here
        self.form: PaymentForm | None = None
        self._means = Means()
        self.parking = Parking(desk, self, current=lambda: self.form)
        self._before_choice: Callable[[], None] = lambda: None
        self.charge: Callable[[PaymentForm, TakePayment, CardWay], None]
        self.tell: Callable[[], None] = lambda: None
        self._connect()

    def _connect(self) -> None:
        panel = self.view.panel
        panel.tender.connect(self.choose_tender)
        panel.amount_text.connect(self._amount_typed)
        panel.given_text.connect(self._given_typed)
        panel.detail_text.connect(self._detail_typed)
        panel.channel.connect(self._channel_chosen)
        panel.leg_removed.connect(self._leg_removed)
        panel.leg_reopened.connect(self._leg_reopened)
        panel.take.connect(self.take)
        self.view.invoices.ticked.connect(self._ticked)
        self.view.pays_box.typed.connect(self._pays_typed)

    # -------------------------------------------------------------------------- the form

    def read_means(self) -> None:
        """Notes, ways to pay and rounding may have been changed elsewhere."""
        self.desk.runner.ask(means, done=self._have_means, key="counter.means")

    def _have_means(self, found: Means) -> None:
        self._means = found
        paper = tuple(note.value for note in found.denominations if not note.coin and not note.rare)
        if self.form is not None and self.form.untouched:
            self.new_form(self.form.account)
        self.view.panel.use(found.denominations, lambda due: quick_amounts(due, paper))
        self.show()

    def new_form(self, account: CounterAccount) -> PaymentForm:
        """A form nobody touched; what was said of a card on the one before stays said."""
        before = self.form
        self.form = PaymentForm(
            account,
            today=self._today(),
            locale=self.desk.practice.locale,
            ways=self._means.ways,
            rounding=self._means.rounding,
            drawer=not self.closed,
        )
        if before and before.account_id == self.form.account_id and before.said_of_a_card:
            self.form.hint, self.form.failed = before.hint, before.failed
        return self.form

    def fresh(self, form: PaymentForm) -> PaymentForm:
        """The form itself, or after it was taken the next one for the same account alone."""
        if form.stage is not Stage.TAKEN:
            return form
        new = self.new_form(form.account)
        if form.joined:
            self.view.show_lines(form.account, ())
        return new

    def resumed(
        self, parked: ParkedForm, account: CounterAccount, joined: tuple[CounterAccount, ...]
    ) -> PaymentForm:
        """Bring a parked form back, under its id."""
        self.form = PaymentForm.resumed(
            parked,
            account,
            today=self._today(),
            locale=self.desk.practice.locale,
            joined=joined,
            ways=self._means.ways,
            rounding=self._means.rounding,
            drawer=not self.closed,
        )
        return self.form

    @property
    def closed(self) -> bool:
        """No drawer is open: only what comes by mail or bank can be taken."""
        return self.desk.shift is None

    @property
    def busy(self) -> bool:
        return self.form is not None and self.form.begun

    def show(self) -> None:
        """Let the screen say what the form is now, and the patient display what it may."""
        self.view.show_form(self.form, closed=self.closed)
        self.tell()

    # -------------------------------------------------------------------------- tender keys

    def choose_tender(self, verb: str) -> None:
        """A tender key: arms Take, and puts the keyboard where the tender needs it."""
        form = self.form
        if form is None or form.stage in (Stage.SENDING, Stage.CHARGING):
            return
        if verb == "other":
            self._offer_others(form)
        elif verb == "credit":
            self._choose(lambda form: form.choose_credit())
        else:
            way = form.ways.first(_KINDS[verb])
            if way is None:
                words = t("That is not among the ways to pay here.")
                self.view.panel.show_error(UserError(words, field="given"))
            else:
                self._choose_way(way)

    def _choose_way(self, way: TenderTypeRow) -> None:
        if self.closed and way.kind not in _BY_MAIL:
            self.view.panel.show_no_shift()
            return
        self._choose(lambda form: form.choose_tender(way))

    def _choose(self, choose: Callable[[PaymentForm], None]) -> None:
        if self.form is None:
            return
        form = self.fresh(self.form)
        self._before_choice()
        try:
            choose(form)
        except UserError as error:
            self.show()
            self.view.panel.show_error(error)
            return
        self.view.panel.clear_errors()
        self.parking.keep_soon()
        self.show()
        self.view.panel.stand_on_leg()

    def before_choice(self, act: Callable[[], None]) -> None:
        """Do this first whenever a tender is chosen."""
        self._before_choice = act

    def _offer_others(self, form: PaymentForm) -> None:
        others = form.ways.others()
        if self.closed:
            others = tuple(row for row in form.ways.rows if row.kind in _BY_MAIL)
        if not others:
            words = t("The list of ways to pay has no others.")
            self.view.panel.show_error(UserError(words, field="given"))
            return
        detail = t("No drawer is open: for money that came by mail or bank.") if self.closed else ""
        self.view.offer(
            t("Paid with"),
            tuple((row.name, row) for row in others),
            lambda row: self._choose_way(row) if isinstance(row, TenderTypeRow) else None,
            detail=detail,
        )

    def take_back_keys(self) -> None:
        """A code pressed a tender key: take that back."""
        self.view.digits.give_up()
        if self.form is not None:
            self.form.disarm()
            self.show()

    # -------------------------------------------------------------------------- what is typed

    def _amount_typed(self, text: str) -> None:
        self._change(lambda form: form.type_amount(text))

    def _given_typed(self, text: str) -> None:
        self._change(lambda form: form.type_given(text))

    def _detail_typed(self, name: str, text: str) -> None:
        self._change(lambda form: form.type_detail(TenderField(name), text))

    def fill_details(self, told: Mapping[TenderField, str]) -> None:
        """Write down of the open tender what a reader told."""

        def fill(form: PaymentForm) -> None:
            for name, text in told.items():
                form.type_detail(name, text)

        self._change(fill)

    def _channel_chosen(self, channel: str) -> None:
        def choose(form: PaymentForm) -> None:
            form.channel = Channel(channel)

        self._change(choose)

    def _leg_removed(self, place: int) -> None:
        self._change(lambda form: form.take_back_leg(place))

    def _leg_reopened(self) -> None:
        self._change(lambda form: form.reopen_leg())

    def _change(self, change: Callable[[PaymentForm], None]) -> None:
        if self.form is not None:
            change(self.form)
            self.view.panel.clear_errors()
            self.parking.keep_soon()
            self.show()

    def _ticked(self, keys: object) -> None:
        if self.form is None or not isinstance(keys, tuple):
            return
        self.fresh(self.form).choose(keys)
        self.show()

    def _pays_typed(self, invoice_id: InvoiceId, text: str) -> None:
        if self.form is None:
            return
        try:
            self.fresh(self.form).type_pays(invoice_id, text)
        except UserError as error:
            self.view.pays_box.refuse(error.text)
            return
        self.view.pays_box.accept()
        self.parking.keep_soon()
        self.show()

    # -------------------------------------------------------------------------- sending

    def take(self) -> None:
        """Enter on the armed form, the button, Ctrl+Enter: send the one command, once."""
        form = self.form
        if form is None or (self.closed and form.channel is Channel.COUNTER):
            return
        self.view.panel.clear_errors()
        try:
            command = form.press()
        except UserError as error:
            self.show()
            self.view.panel.show_error(error)
            return
        if command is None:
            return
        self.parking.wait()
        self.view.stand_on_invoices()
        self.show()
        if isinstance(command, ApplyCredit):
            self._apply(form, command)
        elif (way := form.to_charge(command)) is not None:
            self.charge(form, command, way)
        else:
            self._send(form, command)

    def _send(self, form: PaymentForm, command: TakePayment) -> None:
        self.desk.runner.act(
            service.take_payment,
            command,
            done=lambda answer: self.taken(form, answer),
            refused=lambda error: self.refused(form, error),
            always=lambda: self.answered(form),
        )

    def _apply(self, form: PaymentForm, command: ApplyCredit) -> None:
        self.desk.runner.act(
            crediting.apply_credit,
            command,
            done=lambda answer: self._applied(form, answer),
            refused=lambda error: self.refused(form, error),
            always=lambda: self.answered(form),
        )

    def taken(self, form: PaymentForm, answer: PaymentTaken) -> None:
        """The money is in the books: say it, and let the receipt come out."""
        form.taken(answer)
        if form is not self.form or not self._here():
            # The panel that would say it is not in front of the cashier any more.
            name, locale = form.account.header.name, self.desk.practice.locale
            self.desk.toasts.success(
                t("Receipt {number}", number=answer.receipt_number),
                t("{amount} from {name}", amount=format_money(answer.amount, locale), name=name),
            )
        for receipt in answer.receipts:
            self.desk.runner.ask(queries.receipt, receipt.receipt_id, done=self.desk.paper.came_out)
        self.parking.taken(form)
        if form is self.form:
            self.show()
        if form is self.form and self._here():
            self.view.panel.announce_taken(answer.change, answer.receipt_number)
            self.view.stand_on_invoices()

    def _applied(self, form: PaymentForm, answer: CreditApplied) -> None:
        form.credit_taken(answer)
        self.parking.drop(form)
        words = t("Credit applied: {amount}", amount=format_money(answer.amount))
        if form is self.form and self._here():
            self.show()
            self.view.panel.announce(words)
            self.view.stand_on_invoices()
        else:
            self.desk.toasts.success(words, form.account.header.name)

    def refused(self, form: PaymentForm, error: UserError) -> None:
        """The action said no: the form is open again, with the words beside the box."""
        form.refused()
        if form is self.form:
            self.show()
            self.view.panel.show_error(error, ask=self._here())

    def answered(self, form: PaymentForm) -> None:
        """Last in every case: a question answered with no and a failure leave the form open."""
        was_sending = form.stage is Stage.SENDING
        form.refused()
        if form is self.form:
            self.show()
            if was_sending and self._here():
                self.view.panel.given.setFocus()

    # -------------------------------------------------------------------------- not collected

    def not_collected(self) -> None:
        """F4: what was asked for and not given, with a reason by one digit."""
        form = self.form
        if form is None or form.stage in (Stage.SENDING, Stage.CHARGING):
            return
        if not form.suggested:
            self.desk.toasts.caution(t("Tick what was asked for and not paid, then press F4."))
            return
        self.desk.runner.ask(
            ledger.reasons,
            ReasonKind.NOT_COLLECTED,
            done=lambda reasons: self._ask_why(form, reasons),
            key="counter.reasons",
        )

    def _ask_why(self, form: PaymentForm, reasons: tuple[Reason, ...]) -> None:
        if form is not self.form or not self._here():
            return
        amount = form.suggested
        words = t("Not collected: {amount}", amount=format_money(amount, form.locale))

        def chosen(reason: object) -> None:
            if isinstance(reason, Reason):
                command = RecordNotCollected(
                    CommandId(new_id()), form.account_id, amount, reason.reason_id
                )
                self.desk.runner.act(crediting.record_not_collected, command, done=self._noted)

        self.view.offer(
            words,
            tuple((reason.words, reason) for reason in reasons),
            chosen,
            detail=t("Why was it not paid? It stays owed."),
        )

    def _noted(self, noted: NotCollected) -> None:
        amount = format_money(noted.amount, self.desk.practice.locale)
        self.desk.toasts.success(t("Noted: {amount} not collected", amount=amount), noted.words)

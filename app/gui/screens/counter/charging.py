"""Charges cards from the Counter: opens attempts, shows where they stand, sends what is pressed;
the talking to readers is done elsewhere, and the queue goes on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from app.areas.cards import gateways, service
from app.areas.cards.gateway_values import CardWay, ReaderRow
from app.areas.cards.values import (
    AttemptOpened,
    AttemptState,
    CardVerb,
    ChooseOtherAmount,
    DropCashLegs,
    OpenAttempt,
    ResetReader,
    TryAgain,
    WantVoid,
)
from app.areas.payments.values import PaymentTaken, TakePayment
from app.gui.desk import Desk
from app.gui.screens.counter.card_words import leaving_verb, main_verb, waits_for_person
from app.gui.screens.counter.payment_form import PaymentForm, Stage
from app.gui.screens.counter.running import Running, other_readers, running_here, with_person
from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.ids import AccountId, AttemptId, CommandId, PaymentId, new_id
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.gui.screens.counter.taking import Taking
    from app.gui.screens.counter.view import View

TABLES: Final = frozenset(
    ("card_working", "card_attempt", "card_attempt_end", "card_attempt_step", "card_attempt_state")
)
KEY: Final = "counter.attempts"
SENT_ONCE: Final = frozenset(
    {CardVerb.CANCEL, CardVerb.OTHER_TENDER, CardVerb.TRY_AGAIN, CardVerb.CASH_BACK}
)
"""Pressed twice before the panel has changed they mean one thing."""


class Charging(QObject):
    """The attempts of this window. `in_front()` is the account on the screen, `here()` whether the
    Counter is; `open_account` shows another one.
    """

    def __init__(
        self,
        view: View,
        desk: Desk,
        taking: Taking,
        in_front: Callable[[], AccountId | None],
        here: Callable[[], bool],
    ) -> None:
        super().__init__(view)
        self.view, self.desk, self.taking = view, desk, taking
        self._in_front, self._here = in_front, here
        self.open_account: Callable[[AccountId], None] = lambda _account_id: None
        self.running: tuple[Running, ...] = ()
        self._forms: dict[AttemptId, PaymentForm] = {}
        self._aside: set[AttemptId] = set()
        self._left: set[AttemptId] = set()
        self._after: dict[AttemptId, Callable[[], None]] = {}
        self._read_for: AccountId | None = None
        self._sent: object = None
        view.card_panel.pressed.connect(self.press)
        view.card_panel.other_amount.connect(self._charge_other)
        view.card_panel.let_go.connect(view.stand_on_invoices)
        view.card_strip.wanted.connect(self._go_to)
        desk.runner.changed.connect(self._changed)

    # ------------------------------------------------------------------- what is shown

    @property
    def front(self) -> Running | None:
        """The attempt of the account on the screen, unless it was put aside there."""
        account_id = self._in_front()
        mine = (row for row in self.running if row.here and row.account_id == account_id)
        return next((row for row in mine if row.attempt_id not in self._aside), None)

    def form_of(self, account_id: AccountId) -> PaymentForm | None:
        """The locked form of an account whose card is being charged."""
        for row in self.running:
            if row.account_id == account_id and row.attempt_id not in self._aside:
                return self._forms.get(row.attempt_id)
        return None

    def charges(self, payment_id: PaymentId) -> bool:
        """Whether a card is being charged for this payment."""
        return any(row.shown.payment_id == payment_id for row in self.running)

    def read(self) -> None:
        """Ask how the attempts stand."""
        mine = (row.attempt_id for row in self.running if row.here)
        known = tuple(dict.fromkeys((*self._left, *self._forms, *mine)))
        self.desk.runner.ask(running_here, known, self._in_front(), done=self._have, key=KEY)

    def read_for(self, account_id: AccountId) -> None:
        """Another account is shown: another window may be charging it."""
        if account_id != self._read_for:
            self._read_for = account_id
            self.read()

    def show(self) -> None:
        """Let the panel and the strip say it."""
        front = self.front
        form = self._forms.get(front.attempt_id) if front is not None else None
        change = form is not None and form.leg.charges
        if front is not None and form is not None:
            front = with_person(front, form)
        self.view.show_attempt(front, can_change=change)
        shown = front.attempt_id if front is not None else None
        account_id = self._in_front()
        others = [
            row
            for row in self.running
            if row.attempt_id != shown and (row.here or row.account_id == account_id)
        ]
        self.view.show_running(others)

    def forget(self) -> None:
        """Somebody else sits down: the attempts go on, their forms are nobody's any more."""
        self.desk.runner.forget(KEY)
        self._left |= {row.attempt_id for row in self.running if row.here}
        self._forms, self._after, self._aside = {}, {}, set()
        self.running, self._read_for = (), None
        self.show()

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & TABLES and self.desk.seat.actor is not None:
            self.read()

    def _have(self, found: tuple[Running, ...]) -> None:
        before = {row.attempt_id: row for row in self.running}
        self.running = tuple(row for row in found if not row.shown.ended)
        for row in found:
            if row.shown.ended:
                self._ended(row)
        self.show()
        for row in self.running:
            was = before.get(row.attempt_id)
            if waits_for_person(row.shown) and not (was and waits_for_person(was.shown)):
                self._come_back(row)

    def _come_back(self, row: Running) -> None:
        """A decision is needed: show whose it is, unless somebody else is being served."""
        form = self.taking.form
        served = form is not None and (form.begun or form.stage is Stage.SENDING)
        searched = bool(self.desk.find.text())
        if self._here() and not served and not searched and row != self.front:
            self._aside.discard(row.attempt_id)
            self.open_account(row.account_id)

    # ------------------------------------------------------------------------ beginning

    def begin(self, form: PaymentForm, command: TakePayment, way: CardWay) -> None:
        """Commit the attempt; the reader is told after that, by somebody else."""
        if way.reader is None:
            return
        wanted = OpenAttempt(
            CommandId(new_id()), command, way.gateway.gateway_id, way.reader.reader_id
        )
        self.desk.runner.act(
            service.open_attempt,
            wanted,
            done=partial(self._opened, form),
            refused=partial(self.taking.refused, form),
            always=partial(self.taking.answered, form),
        )

    def _opened(self, form: PaymentForm, answer: AttemptOpened) -> None:
        form.charging()
        self._forms[answer.attempt_id] = form
        self.read()

    # ------------------------------------------------------------------------ what is pressed

    def main(self) -> bool:
        """Enter: press the main verb; whether an attempt is in front."""
        front = self.front
        if front is not None and (verb := main_verb(front.shown)) is not None:
            self.press(verb)
        return front is not None

    def back(self) -> bool:
        """Esc: cancel, or leave for another way to pay; whether an attempt heard it."""
        front = self.front
        if front is None:
            return False
        if self.view.card_panel.asks_amount:
            self.view.card_panel.put_amount_away()
            self.view.stand_on_invoices()
        elif (verb := leaving_verb(front.shown)) is not None:
            self.press(verb)
        elif front.shown.state is AttemptState.UNKNOWN:
            return False
        return True

    def press(self, verb: object) -> None:
        """A button of the panel, or its key."""
        front = self.front
        if front is None or not isinstance(verb, CardVerb) or verb not in front.shown.buttons:
            return
        attempt_id, once = front.attempt_id, (front.attempt_id, verb, front.shown.since)
        if verb in SENT_ONCE and once == self._sent:
            return
        self._sent = once
        if verb in (CardVerb.CANCEL, CardVerb.OTHER_TENDER):
            self._act(service.want_void, WantVoid(CommandId(new_id()), attempt_id))
        elif verb is CardVerb.TRY_AGAIN:
            self._act(service.try_again, TryAgain(CommandId(new_id()), attempt_id))
        elif verb is CardVerb.RESET_READER:
            self._act(service.reset_reader, ResetReader(CommandId(new_id()), attempt_id))
        elif verb is CardVerb.CASH_BACK:
            self._act(service.drop_cash_legs, DropCashLegs(CommandId(new_id()), attempt_id))
        elif verb is CardVerb.OTHER_AMOUNT:
            self.view.card_panel.ask_amount()
        elif verb is CardVerb.OTHER_READER:
            self.desk.runner.ask(
                gateways.readers, done=partial(self._offer_readers, front), key="counter.readers"
            )
        elif verb is CardVerb.CHECK_NOW and self.desk.cards is not None:
            self.desk.cards.check_now(attempt_id)

    def _act(self, action: Callable[..., Any], command: Any) -> None:
        """What was asked for is carried out by who talks to the reader, and then shown."""
        self.desk.runner.act(
            action, command, done=lambda _moved: self.read(), refused=self._say_refused
        )

    def _say_refused(self, error: UserError) -> None:
        """The state moved on meanwhile: what it is now stands in the panel."""
        self._sent = None
        self.desk.toasts.caution(error.text)
        self.read()

    def choose_tender(self, verb: str) -> bool:
        """A tender key while a card is in front: another way to pay, as soon as nothing can be
        charged on this one any more. Whether it was heard.
        """
        front = self.front
        if front is None:
            return False
        if front.shown.state is AttemptState.UNKNOWN:
            self._pay_beside(front, verb)
        elif CardVerb.OTHER_TENDER in front.shown.buttons:
            if verb != "card":
                self._after[front.attempt_id] = partial(self.taking.choose_tender, verb)
            self.press(CardVerb.OTHER_TENDER)
        else:
            self.view.card_panel.announce(front.shown.words)
        return True

    def _pay_beside(self, front: Running, verb: str) -> None:
        """Nobody knows how it ended: what else is owed may be paid; that bill stays locked."""

        def go_on() -> None:
            self._aside.add(front.attempt_id)
            form = self._forms.get(front.attempt_id)
            account = form.account if form is not None else None
            if account is None and self.taking.form is not None:
                account = self.taking.form.account
            if account is not None:
                self.taking.new_form(account)
            self.show()
            self.taking.show()
            self.taking.choose_tender(verb)

        if CardVerb.CASH_BACK not in front.shown.buttons:
            go_on()
            return
        cash = format_money(front.shown.cash_on_form, self.desk.practice.locale)

        def said(where: object) -> None:
            if where is CardVerb.CASH_BACK:
                self.press(CardVerb.CASH_BACK)
            go_on()

        self.view.offer(
            t("Where is the {amount} in cash?", amount=cash),
            (
                (t("It was given back"), CardVerb.CASH_BACK),
                (t("It is in the drawer, for this payment"), None),
            ),
            said,
            detail=t("It belongs to the payment whose card is not decided yet."),
        )

    def _offer_readers(self, front: Running, rows: tuple[ReaderRow, ...]) -> None:
        others = other_readers(rows, front.shown)
        if self.front is None or self.front.attempt_id != front.attempt_id:
            return
        if not others:
            self.desk.toasts.caution(
                t("There is no other reader of this gateway. Try again, or pay another way.")
            )
            return

        def chosen(row: object) -> None:
            if isinstance(row, ReaderRow):
                command = TryAgain(CommandId(new_id()), front.attempt_id, row.reader_id)
                self._act(service.try_again, command)

        self.view.offer(
            t("On which reader?"), tuple((row.label, row) for row in others[:9]), chosen
        )

    def _charge_other(self, text: str) -> None:
        front = self.front
        form = self._forms.get(front.attempt_id) if front is not None else None
        if front is None or form is None:
            return
        panel, before = self.view.card_panel, form.leg
        try:
            payment = form.recharge(text)
        except UserError as error:
            panel.refuse_amount(error.text)
            return
        moved = False

        def done(_moved: object) -> None:
            nonlocal moved
            moved = True
            panel.put_amount_away()
            if self._here():
                self.view.stand_on_invoices()

        def over() -> None:
            if not moved:
                form.leg = before

        self.desk.runner.act(
            service.choose_other_amount,
            ChooseOtherAmount(CommandId(new_id()), front.attempt_id, payment),
            done=done,
            refused=lambda error: panel.refuse_amount(error.text),
            always=over,
        )

    def _go_to(self, row: object) -> None:
        if isinstance(row, Running):
            self._aside.discard(row.attempt_id)
            self.open_account(row.account_id)

    # ------------------------------------------------------------------------- how it ended

    def _ended(self, row: Running) -> None:
        """The form that waited learns it: taken, or open again without its card."""
        form = self._forms.pop(row.attempt_id, None)
        after = self._after.pop(row.attempt_id, None)
        self._aside.discard(row.attempt_id)
        self._left.discard(row.attempt_id)
        taken = row.shown.taken
        if taken is not None and (form is None or taken.payment_id != form.payment_id):
            self._say_posted(taken, form)
            return
        if form is None or form.stage is not Stage.CHARGING:
            return
        if taken is not None:
            form.card = row.shown.card
            self.taking.taken(form, taken)
            return
        form.not_charged()
        front = form is self.taking.form and self._here()
        failed = row.shown.state is AttemptState.SETUP_ERROR
        if not front:
            name = form.account.header.name
            self.desk.toasts.caution(t("{name}: {words}", name=name, words=row.shown.words))
            self.taking.parking.put_aside(form)
            return
        self.show()
        form.hint, form.failed = ("", row.shown.words) if failed else (row.shown.words, "")
        self.taking.show()
        if failed:
            self.view.panel.show_error(UserError(row.shown.words, field="given"))
        elif after is not None:
            after()
        else:
            self.view.panel.given.setFocus()

    def _say_posted(self, taken: PaymentTaken, form: PaymentForm | None) -> None:
        """A card whose form is not here any more, such as after a restart, is in the books."""
        self.desk.toasts.success(
            t("Receipt {number}", number=taken.receipt_number),
            t("The card was charged; {amount} is in the books.", amount=format_money(taken.amount)),
        )
        if form is not None and form is self.taking.form:
            self.taking.new_form(form.account)
            self.taking.show()

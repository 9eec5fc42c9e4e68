"""What is typed for one payment, and what it comes to; it sends nothing, and has no widget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from app.areas.payments import rules
from app.areas.payments.crediting_values import CreditApplied
from app.areas.payments.tender_values import TenderField, TenderTypeRow
from app.areas.payments.values import (
    AllocationWanted,
    Channel,
    CounterAccount,
    PaymentTaken,
    TenderKind,
)
from app.gui.screens.counter.legs import Leg, WaysToPay, plain_cash
from app.gui.screens.counter.pay_lines import Choice, PayLine, due_first, lines_of
from app.gui.screens.counter.stage import CREDIT, Outcome, Stage
from app.kernel.errors import UserError, ensure
from app.kernel.i18n import parse_money
from app.kernel.ids import AccountId, InvoiceId, PaymentId, new_id
from app.kernel.money import Money, total
from app.kernel.translate import t

_Of = tuple[CounterAccount, tuple[CounterAccount, ...]]


class TypedPayment:
    """One intent to take money for one account, of which others may be joined.

    The payment's id is made here, once, and goes with every retry; the account never changes, so no
    search can move typed money to another person. Text stays as it was typed; what it comes to
    raises a UserError that names the field: `amount`, `given`, `allocations` or a TenderField.
    """

    def __init__(
        self,
        account: CounterAccount,
        *,
        today: date,
        locale: str,
        payment_id: PaymentId | None = None,
        ways: WaysToPay | None = None,
        rounding: str = "off",
        drawer: bool = True,
    ) -> None:
        self.payment_id = payment_id or PaymentId(new_id())
        self.account = account
        self.joined: tuple[CounterAccount, ...] = ()
        self._lines: tuple[_Of, tuple[PayLine, ...]] = ((account, ()), lines_of(account))
        self.locale = locale
        self.today = today
        self.ways = ways or WaysToPay()
        self.how_rounded = rounding
        self.stage = Stage.OPEN
        self.amount_text = ""
        self.legs: tuple[Leg, ...] = ()
        self.leg = self.ways.leg(self.ways.first(plain_cash().kind) or plain_cash())
        self.by_key = self.pays_credit = False
        self.drawer = drawer
        self.channel = Channel.COUNTER if drawer else Channel.MAIL
        self.one_receipt = True
        self.hint = ""
        self.failed = ""
        """Why its card was not charged, for the person who was to hear it and chose nothing yet."""
        self.answer: PaymentTaken | None = None
        self.applied: CreditApplied | None = None
        self.typed_pays: dict[InvoiceId, str] = {}
        self.ticked = due_first(self.lines, today)
        self._looked: frozenset[str] = frozenset()
        self._moved = False
        self._touched = False

    # -------------------------------------------------------------------------- what it is

    @property
    def account_id(self) -> AccountId:
        return self.account.header.account_id

    @property
    def currency(self) -> str:
        return self.account.header.currency

    @property
    def method(self) -> str:
        """The method Take would use: chosen by a key, or of a typed amount; empty while none is."""
        if not (self.by_key or self._amount_typed):
            return ""
        return CREDIT if self.pays_credit else self.leg.way.method

    @property
    def given_text(self) -> str:
        return self.leg.text

    @property
    def lines(self) -> tuple[PayLine, ...]:
        of, lines = self._lines
        if of[0] is not self.account or of[1] != self.joined:
            lines = lines_of(self.account, self.joined)
            self._lines = ((self.account, self.joined), lines)
        return lines

    @property
    def armed(self) -> bool:
        """Only a tender key or a typed amount arms Take; an allocation says not how it is paid."""
        return self.stage is Stage.OPEN and (self.by_key or self._amount_typed)

    @property
    def untouched(self) -> bool:
        """Nobody chose or typed anything yet."""
        return not (self.by_key or self.typed or self._touched or self.joined)

    @property
    def said_of_a_card(self) -> bool:
        """Something is said of a card, and nobody went on since."""
        return self.stage is Stage.OPEN and self.untouched and bool(self.hint or self.failed)

    @property
    def typed(self) -> bool:
        """Something a person would be sorry to lose."""
        return self._amount_typed or any(text.strip() for text in self.typed_pays.values())

    @property
    def _amount_typed(self) -> bool:
        return bool(self.legs or self.leg.typed or self.amount_text.strip())

    @property
    def chosen(self) -> tuple[InvoiceId, ...]:
        """The ticked lines, in the order of the list."""
        return tuple(line.invoice_id for line in self.lines if line.invoice_id in self.ticked)

    @property
    def choice(self) -> Choice:
        return Choice(self.lines, self.ticked, self.typed_pays, self.currency, self.locale)

    @property
    def suggested(self) -> Money:
        """What the ticked lines come to."""
        return self.choice.asked()

    # -------------------------------------------------------------------------- what people do

    def choose_tender(self, way: TenderTypeRow) -> None:
        """A tender key: less than the rest typed so far stays as a leg, and this pays the rest.

        With nothing typed it only changes how the rest is paid. A UserError says what is missing
        on the leg before it.
        """
        if self.stage is not Stage.OPEN:
            return
        self.ways.refuse_trouble(way)
        self._changed()
        self.hint = ""
        if self.pays_credit:
            self.pays_credit = False
            self.leg = self.ways.leg(way)
        elif way.method == self.leg.way.method and (self.leg.is_cash or not self._part()):
            pass
        else:
            self._close_leg()
            again = next((leg for leg in self.legs if leg.is_cash and leg.way == way), None)
            self.legs = tuple(leg for leg in self.legs if leg is not again)
            self.leg = again or self.ways.leg(way)
        if not self.drawer:
            mailed = way.kind is TenderKind.CHECK
            self.channel = Channel.MAIL if mailed else Channel.ONLINE
        elif way.kind is TenderKind.CASH or self.leg.charges:
            self.channel = Channel.COUNTER
        self.by_key = True

    def use_drawer(self, drawer: bool) -> None:
        """A drawer was opened or closed since; what was chosen to come by mail or bank stays so."""
        if self.stage is Stage.OPEN and drawer != self.drawer:
            self.drawer = drawer
            if drawer and not self.by_key:
                self.channel = Channel.COUNTER

    def _close_leg(self) -> None:
        part = self._part()
        if part:
            self.leg.check(part, part if self.leg.is_cash else None, Money.zero(self.currency))
            self.legs = (*self.legs, self.leg)
        elif self.leg.text.strip():
            self.hint = t(
                "{tender} {amount} covers all of it, so it is replaced.",
                tender=self.leg.way.name,
                amount=self.leg.text,
            )

    def _part(self) -> Money | None:
        """What the open leg pays when that leaves something for another tender."""
        typed = self.leg.amount(self.currency, self.locale)
        return typed if typed and typed < self.rest() else None

    def choose_credit(self) -> None:
        """Pay with the credit on the account; it is applied by itself, before money is taken."""
        if self.stage is not Stage.OPEN:
            return
        if not self.account.credit:
            raise UserError(t("There is no credit on this account."), field="amount")
        if not self.suggested:
            raise UserError(t("Tick what the credit should pay."), field="amount")
        if self.legs or self.leg.typed:
            raise UserError(
                t("Credit is applied by itself. Take what is typed first, or clear it."),
                field="given",
            )
        self._changed()
        self.pays_credit, self.by_key, self.hint = True, True, ""

    def disarm(self) -> None:
        """Take the tender key back; typed money stays."""
        if self.stage is Stage.OPEN:
            self.by_key = self.pays_credit = False

    def type_amount(self, text: str) -> None:
        if self.stage is Stage.OPEN and text != self.amount_text:
            self.amount_text = text
            self._changed()

    def type_given(self, text: str) -> None:
        if self.stage is Stage.OPEN and text != self.leg.text:
            self.leg = self.leg.with_text(text)
            self.hint = ""
            self._changed()

    def type_detail(self, name: TenderField, text: str) -> None:
        if self.stage is Stage.OPEN:
            self.leg = self.leg.with_detail(name, text)
            self._changed()

    def type_pays(self, invoice_id: InvoiceId, text: str) -> None:
        """So much to this line; it is ticked with it, and nothing at all unticks it.

        A UserError beside `allocations` when it is no amount or more than is owed, and then the
        line stays as it was.
        """
        line = next((each for each in self.lines if each.invoice_id == invoice_id), None)
        if self.stage is not Stage.OPEN or line is None:
            return
        pays = dict(self.typed_pays)
        pays.pop(invoice_id, None)
        ticked = self.ticked
        if text.strip():
            amount = parse_money(text, self.currency, self.locale, field="allocations")
            if amount:
                wanted = (AllocationWanted(invoice_id, amount),)
                rules.allocate_as_wanted(amount, [Choice._item(line)], wanted)
                pays[invoice_id], ticked = text, ticked | {invoice_id}
            else:
                ticked = ticked - {invoice_id}
        self.typed_pays, self.ticked, self._touched = pays, ticked, True
        self._changed()

    def choose(self, invoice_ids: Iterable[InvoiceId]) -> None:
        """Pay exactly these lines; a typed amount stays and goes to them first."""
        chosen = frozenset(invoice_ids) & {line.invoice_id for line in self.lines}
        if self.stage is Stage.OPEN and chosen != self.ticked:
            self.ticked, self._touched = chosen, True
            self.typed_pays = {i: text for i, text in self.typed_pays.items() if i in chosen}
            self._changed()

    def join(self, account: CounterAccount) -> None:
        """Pay for this account too; a UserError where that can't be."""
        ensure(account.header.account_id != self.account_id, "an account joins another one")
        if account.header.currency != self.currency:
            raise UserError(
                t("That account is kept in {code}.", code=account.header.currency), field="amount"
            )
        if self.stage is Stage.OPEN and not self._has_joined(account.header.account_id):
            self.joined = (*self.joined, account)
            self.ticked = self.ticked | due_first(lines_of(account), self.today)
            self._changed()

    def part_with(self, account_id: AccountId) -> None:
        """Take a joined account out again, with its lines."""
        if self.stage is Stage.OPEN and self._has_joined(account_id):
            self.joined = tuple(a for a in self.joined if a.header.account_id != account_id)
            self._forget_lines()
            self._changed()

    def _has_joined(self, account_id: AccountId) -> bool:
        return any(each.header.account_id == account_id for each in self.joined)

    def take_back_leg(self, place: int = -1) -> None:
        """Put a leg aside for good; its place is as the list shows it."""
        if self.stage is Stage.OPEN and self.legs:
            gone = self.legs[place]
            self.legs = tuple(leg for leg in self.legs if leg is not gone)
            self._changed()

    def reopen_leg(self) -> None:
        """Go on typing at the leg before; the open one had nothing typed."""
        if self.stage is Stage.OPEN and self.legs and not self.leg.typed:
            *before, self.leg = self.legs
            self.legs, self.by_key = tuple(before), True
            self._changed()

    def _forget_lines(self) -> None:
        """Lines that are gone are neither ticked nor typed for."""
        still = {line.invoice_id for line in self.lines}
        self.ticked = self.ticked & still
        self.typed_pays = {i: text for i, text in self.typed_pays.items() if i in still}

    def _changed(self) -> None:
        self._looked = frozenset()

    # -------------------------------------------------------------------------- what it comes to

    def to_pay(self) -> Money:
        """The typed amount, else what the ticks come to; a UserError beside `amount`."""
        if self.amount_text.strip():
            return parse_money(self.amount_text, self.currency, self.locale, field="amount")
        return self.suggested

    def in_legs(self) -> Money:
        """What the legs before the open one pay."""
        pays = (leg.amount(self.currency, self.locale) for leg in self.legs)
        return total((each for each in pays if each is not None), self.currency)

    def rest(self) -> Money:
        """What is left for the open leg; a UserError beside `amount`."""
        to_pay, before = self.to_pay(), self.in_legs()
        return to_pay - before if before < to_pay else Money.zero(self.currency)

    def rounding(self) -> Money:
        """What is added to the rest because it is paid in cash."""
        if not self.leg.is_cash or self.pays_credit:
            return Money.zero(self.currency)
        rest, given = self.rest(), self.given()
        rounding = rules.cash_rounding(rest, self.how_rounded)
        short = given is not None and given < rest + rounding
        return Money.zero(self.currency) if short else rounding

    def given(self) -> Money | None:
        """What is typed for the open leg, None for all of it; a UserError beside `given`."""
        return self.leg.amount(self.currency, self.locale)

    def leg_pays(self) -> Money:
        """What the open leg pays: of cash no more than the rest, of the others what is typed."""
        rest, given = self.rest(), self.given()
        if self.pays_credit:
            most = min(self.account.credit, rest)
            return most if given is None else min(most, given)
        if given is None:
            return rest
        if not self.leg.is_cash:
            return given
        return rest if given >= rest + self.rounding() else given

    def outcome(self) -> Outcome:
        """Change, or what is missing; a UserError as `to_pay` and `given` raise it."""
        rest, given, none = self.rest(), self.given(), Money.zero(self.currency)
        if given is None or self.pays_credit:
            return Outcome(none, short=False)
        due = rest + self.rounding()
        if given < due:
            return Outcome(due - given, short=True)
        return Outcome(given - due if self.leg.is_cash else none, short=False)

    def paying(self) -> Money:
        """What the payment will come to, all legs together."""
        return self.in_legs() + self.leg_pays()

    def ahead(self) -> bool:
        """Money that pays nothing now: no line is ticked, so all of it becomes credit."""
        return not self.ticked and bool(self.amount_text.strip() or self.leg.text.strip())

    def pays(self) -> Mapping[InvoiceId, Money]:
        """What each line would get, by the rule that takes the money; empty while unclear."""
        if self.stage is Stage.TAKEN:
            return {}
        try:
            return self.choice.shares(self.paying())
        except UserError:
            return {}

    def faults(self) -> dict[str, str]:
        """Sentences beside the fields that hold text which is no amount."""
        found: dict[str, str] = {}
        for read in (self.to_pay, self.given):
            try:
                read()
            except UserError as error:
                found[error.field or "amount"] = error.text
        return found

"""The state behind the payment panel: who pays what with what; no widget, no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.areas.drawers.values import Denomination
from app.areas.invoices.values import OpenInvoice
from app.areas.payments.rules import OwedItem, allocate_oldest_first
from app.areas.payments.values import (
    CounterAccount,
    ParkedForm,
    ParkForm,
    PaymentTaken,
    TakePayment,
    TenderGiven,
    TenderKind,
)
from app.kernel.errors import UserError, ensure
from app.kernel.i18n import format_money, parse_money
from app.kernel.ids import AccountId, CommandId, InvoiceId, PaymentId, new_id
from app.kernel.money import Money, total
from app.kernel.translate import t


class Stage(Enum):
    """Open for typing, on its way to the writer, or taken: there is no way back from taken."""

    OPEN = "open"
    SENDING = "sending"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the large figure says: change to hand back, or what stays open when less was given."""

    amount: Money
    short: bool


class PaymentForm:
    """One intent to take money for one account.

    The payment's id is made here, once, and goes with every retry; the account never changes, so no
    search can move typed money to another person. Text stays as it was typed; it becomes `Money` in
    `to_pay` and `given`, which raise a UserError that names the field.
    """

    def __init__(
        self,
        account: CounterAccount,
        *,
        today: date,
        locale: str,
        payment_id: PaymentId | None = None,
    ) -> None:
        self.payment_id = payment_id or PaymentId(new_id())
        self.account = account
        self.locale = locale
        self.stage = Stage.OPEN
        self.method = ""
        self.amount_text = ""
        self.given_text = ""
        self.answer: PaymentTaken | None = None
        self._chosen = frozenset(_due_first(account.open_invoices, today))
        self._looked: frozenset[str] = frozenset()
        self._moved = False
        self._ticked = False

    @classmethod
    def resumed(
        cls,
        parked: ParkedForm,
        account: CounterAccount,
        *,
        today: date,
        locale: str,
    ) -> PaymentForm:
        """The form as it was parked, under the same id; invoices paid since are left out."""
        ensure(parked.account_id == account.header.account_id, "typed money stays with its account")
        form = cls(account, today=today, locale=locale, payment_id=parked.payment_id)
        form.method, form.given_text = parked.method, parked.given_text
        form.amount_text = parked.amount_text
        still = frozenset(i.invoice_id for i in account.open_invoices)
        form._chosen = frozenset(parked.invoice_ids) & still
        return form

    # -------------------------------------------------------------------------- what it is

    @property
    def account_id(self) -> AccountId:
        return self.account.header.account_id

    @property
    def currency(self) -> str:
        return self.account.header.currency

    @property
    def armed(self) -> bool:
        """Only a tender key or a typed amount arms Take; a stray Enter finds nothing to press."""
        return self.stage is Stage.OPEN and bool(self.method or self.typed)

    @property
    def untouched(self) -> bool:
        """Nobody chose or typed anything yet."""
        return not (self.method or self.typed or self._ticked)

    @property
    def typed(self) -> bool:
        """Something a person would be sorry to lose."""
        return bool(self.amount_text.strip() or self.given_text.strip())

    @property
    def chosen(self) -> tuple[InvoiceId, ...]:
        """The ticked invoices, in the order of the list."""
        return tuple(i.invoice_id for i in self._open_invoices if i.invoice_id in self._chosen)

    @property
    def suggested(self) -> Money:
        """What the ticked invoices come to."""
        return total(
            (i.due for i in self._open_invoices if i.invoice_id in self._chosen), self.currency
        )

    @property
    def _open_invoices(self) -> tuple[OpenInvoice, ...]:
        return self.account.open_invoices

    # -------------------------------------------------------------------------- what people do

    def choose_tender(self, method: str) -> None:
        if self.stage is Stage.OPEN:
            self.method = method

    def disarm(self) -> None:
        """Take the tender key back; typed money stays."""
        if self.stage is Stage.OPEN:
            self.method = ""

    def type_amount(self, text: str) -> None:
        if self.stage is Stage.OPEN and text != self.amount_text:
            self.amount_text = text
            self._looked = frozenset()

    def type_given(self, text: str) -> None:
        if self.stage is Stage.OPEN and text != self.given_text:
            self.given_text = text
            self._looked = frozenset()

    def choose(self, invoice_ids: Iterable[InvoiceId]) -> None:
        """Pay exactly these invoices; a typed amount stays and goes to them first."""
        chosen = frozenset(invoice_ids) & {i.invoice_id for i in self._open_invoices}
        if self.stage is Stage.OPEN and chosen != self._chosen:
            self._chosen, self._ticked = chosen, True
            self._looked = frozenset()

    # -------------------------------------------------------------------------- what it comes to

    def to_pay(self) -> Money:
        """The typed amount, else what the ticks come to; a UserError beside `amount`."""
        if self.amount_text.strip():
            return parse_money(self.amount_text, self.currency, self.locale, field="amount")
        return self.suggested

    def given(self) -> Money | None:
        """The cash handed over, or None for exact cash; a UserError beside `given`."""
        if not self.given_text.strip():
            return None
        return parse_money(self.given_text, self.currency, self.locale, field="given")

    def outcome(self) -> Outcome:
        """Change, or what is missing; a UserError as `to_pay` and `given` raise it."""
        amount, given = self.to_pay(), self.given()
        if given is None:
            return Outcome(Money.zero(self.currency), short=False)
        return Outcome(amount - given if given < amount else given - amount, short=given < amount)

    def paying(self) -> Money:
        """What the payment will come to: the amount to pay, or less when less was given."""
        amount, given = self.to_pay(), self.given()
        return amount if given is None or given > amount else given

    def pays(self) -> Mapping[InvoiceId, Money]:
        """What each invoice would get, by the rule that takes the money; empty while unclear."""
        if self.stage is Stage.TAKEN:
            return {}
        try:
            paying = self.paying()
        except UserError:
            return {}
        owed = [
            OwedItem(i.invoice_id, i.number, i.invoice_date, i.due) for i in self._open_invoices
        ]
        shares, _credit = allocate_oldest_first(paying, owed, self.chosen)
        return {share.item.invoice_id: share.amount for share in shares}

    def faults(self) -> dict[str, str]:
        """Sentences beside the fields that hold text which is no amount."""
        found: dict[str, str] = {}
        for read in (self.to_pay, self.given):
            try:
                read()
            except UserError as error:
                found[error.field or "amount"] = error.text
        return found

    # -------------------------------------------------------------------------- sending

    def press(self) -> TakePayment | None:
        """The one command to send now; None when nothing is armed or one is on its way already.

        A UserError says what to mend. Less cash than the amount and a balance that moved
        meanwhile are each said once: the next press goes through.
        """
        if not self.armed:
            return None
        command = self.command()
        self._look_twice()
        self.stage = Stage.SENDING
        return command

    def command(self) -> TakePayment:
        """What `press` sends."""
        paying, given = self.paying(), self.given()
        if not paying:
            raise UserError(self._nothing(), field="given" if given is not None else "amount")
        method = self.method or TenderKind.CASH.value
        return TakePayment(
            id=CommandId(self.payment_id),
            account_id=self.account_id,
            tenders=(TenderGiven(method=method, amount=paying, given=given),),
            invoice_ids=self.chosen,
        )

    def refused(self) -> None:
        """The action said no and wrote nothing: the same intent and id may go again."""
        if self.stage is Stage.SENDING:
            self.stage = Stage.OPEN

    def taken(self, answer: PaymentTaken) -> None:
        """Done. Another payment is another form with another id."""
        ensure(answer.payment_id == self.payment_id, "the answer belongs to this form")
        self.stage, self.answer = Stage.TAKEN, answer

    def refresh(self, account: CounterAccount) -> None:
        """The account was read anew; a changed amount is said before money is taken on it."""
        ensure(account.header.account_id == self.account_id, "a form never changes its account")
        before = self.suggested
        still = frozenset(i.invoice_id for i in account.open_invoices)
        self.account = account
        self._chosen = self._chosen & still
        if self.armed and not self.amount_text.strip() and self.suggested != before:
            self._moved = True

    def _look_twice(self) -> None:
        outcome = self.outcome()
        doubt = ""
        if self._moved:
            doubt = "moved"
            words = t(
                "What is owed changed to {amount} meanwhile. Enter again takes it.",
                amount=self._text(self.to_pay()),
            )
        elif outcome.short:
            doubt = "short"
            words = t(
                "That is {missing} less than {amount}. Enter again takes {paying} as a part.",
                missing=self._text(outcome.amount),
                amount=self._text(self.to_pay()),
                paying=self._text(self.paying()),
            )
        if doubt and doubt not in self._looked:
            self._looked = self._looked | {doubt}
            self._moved = False if doubt == "moved" else self._moved
            raise UserError(words, field="amount" if doubt == "moved" else "given")

    def _nothing(self) -> str:
        if self._open_invoices and not self.amount_text.strip() and self.given() is None:
            return t("Tick an invoice, or type the amount to pay.")
        return t("Type the amount to pay. It is more than zero.")

    def _text(self, amount: Money) -> str:
        return format_money(amount, self.locale)

    # -------------------------------------------------------------------------- parking

    def park(self) -> ParkForm:
        """What to keep of this form, for this account only."""
        return ParkForm(
            id=CommandId(new_id()),
            payment_id=self.payment_id,
            account_id=self.account_id,
            method=self.method,
            amount_text=self.amount_text,
            given_text=self.given_text,
            invoice_ids=self.chosen,
        )


def _due_first(invoices: Sequence[OpenInvoice], today: date) -> Iterable[InvoiceId]:
    """What a cashier asks for: today's invoices where there are any, else everything open."""
    todays = [i.invoice_id for i in invoices if i.invoice_date == today]
    return todays or [i.invoice_id for i in invoices]


def change_in_pieces(
    change: Money, denominations: Sequence[Denomination]
) -> tuple[tuple[int, Money], ...]:
    """The fewest usual notes and coins that make `change`, largest first, as (count, value)."""
    left, pieces = change.minor, []
    for value in sorted({d.value.minor for d in denominations if not d.rare}, reverse=True):
        count, left = divmod(left, value)
        if count:
            pieces.append((count, Money(value, change.currency)))
    return () if left else tuple(pieces)

"""The form behind the payment panel: what is typed becomes one command, once; no widget, no
database.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from app.areas.cards.gateway_values import CardWay
from app.areas.drawers.values import Denomination
from app.areas.payments.crediting_values import ApplyCredit, CreditApplied
from app.areas.payments.tender_values import TenderField, TenderTypeRow
from app.areas.payments.values import (
    AllocationWanted,
    CardLines,
    Channel,
    CounterAccount,
    ParkedForm,
    ParkForm,
    PaymentTaken,
    Purpose,
    TakePayment,
    TenderGiven,
    TenderKind,
)
from app.gui.screens.counter.legs import Leg, WaysToPay, plain_cash
from app.gui.screens.counter.stage import CREDIT, Outcome, Stage
from app.gui.screens.counter.typed_payment import TypedPayment
from app.kernel.errors import Bug, UserError, ensure
from app.kernel.i18n import format_money
from app.kernel.ids import AccountId, CommandId, InvoiceId, new_id
from app.kernel.money import Money
from app.kernel.translate import t

__all__ = ["CREDIT", "Outcome", "PaymentForm", "Stage", "change_in_pieces", "joined_accounts"]

_VERSION: Final = 1


class PaymentForm(TypedPayment):
    """A typed payment on its way: pressed, refused or taken, parked and brought back."""

    card: CardLines | None = None
    """What a charged card said, once the payment is taken."""

    # -------------------------------------------------------------------------- sending

    def press(self) -> TakePayment | ApplyCredit | None:
        """The one command to send now; None when nothing is armed or one is on its way already.

        A UserError says what to mend. Less than the amount and a balance that moved meanwhile are
        each said once: the next press goes through.
        """
        if not self.armed:
            return None
        command = self.command()
        self._look_twice()
        self.stage = Stage.SENDING
        return command

    def command(self) -> TakePayment | ApplyCredit:
        """What `press` sends."""
        if self.pays_credit:
            return ApplyCredit(
                id=CommandId(self.payment_id),
                account_id=self.account_id,
                amount=self.leg_pays(),
                invoice_ids=tuple(i for i in self.chosen if i not in self._drafts()),
            )
        paying = self.paying()
        if not paying:
            given = self.given()
            zero = given is not None and not given
            raise UserError(self._nothing(), field="given" if zero else "amount")
        tenders = self._tenders()
        shares = self.choice.shares(paying)
        gets = tuple(i for i in self.chosen if shares.get(i))
        drafts = self._drafts()
        explicit = bool(self.typed_pays or self.joined)
        wanted = tuple(AllocationWanted(i, amount) for i, amount in shares.items())
        return TakePayment(
            id=CommandId(self.payment_id),
            account_id=self.account_id,
            tenders=tenders,
            invoice_ids=gets or tuple(i for i in self.chosen if i not in drafts),
            allocations=wanted if explicit and wanted else None,
            purpose=Purpose.PREPAYMENT if not self.ticked else Purpose.BALANCE,
            joined=tuple(each.header.account_id for each in self.joined),
            issue_drafts=tuple(i for i in gets if i in drafts),
            channel=self.channel,
            one_receipt=self.one_receipt,
        )

    def _drafts(self) -> frozenset[InvoiceId]:
        return frozenset(line.invoice_id for line in self.lines if line.draft)

    def _tenders(self) -> tuple[TenderGiven, ...]:
        none = Money.zero(self.currency)
        sent: list[tuple[Leg, TenderGiven]] = []
        for leg in self.legs:
            part = leg.amount(self.currency, self.locale) or none
            sent.append((leg, leg.given(part, part if leg.is_cash else None)))
        pays, given = self.leg_pays(), self.given()
        if not pays and given:
            raise UserError(t("Nothing is left to pay. Clear this amount."), field="given")
        if pays:
            self.leg.check(pays, given, self.rounding())
            sent.append((self.leg, self.leg.given(pays, given)))
        if sum(leg.charges for leg, _ in sent) > 1:
            raise UserError(
                t("One card at a time: take the part of this card, then the other one."),
                field="given",
            )
        cash = any(leg.is_cash for leg in (*self.legs, *((self.leg,) if pays else ())))
        if cash and self.channel is not Channel.COUNTER:
            raise UserError(
                t("Cash is taken at the counter only. Choose how the money came."), field="given"
            )
        return tuple(tender for _, tender in sorted(sent, key=lambda each: each[0].charges))

    def to_charge(self, command: TakePayment) -> CardWay | None:
        """How the card of this payment is charged by the program; None where none is."""
        legs = (leg for leg in (*self.legs, self.leg) if leg.charges)
        sent = {tender.method for tender in command.tenders}
        return next((leg.card for leg in legs if leg.way.method in sent), None)

    @property
    def begun(self) -> bool:
        """Open, with a tender chosen or something typed, be it only an allocation."""
        return self.armed or (self.stage is Stage.OPEN and self.typed)

    @property
    def asks_nothing(self) -> bool:
        """Nothing is owed or ticked, and no amount is typed yet: how much has to be said first."""
        return not (self.amount_text.strip() or self.suggested or self.legs or self.leg.typed)

    @property
    def paid(self) -> Money | None:
        """What was taken or applied; None before."""
        if self.answer is not None:
            return self.answer.amount
        return self.applied.amount if self.applied is not None else None

    def charging(self) -> None:
        """The attempt is committed: nothing changes here until the card's outcome is known."""
        self.stage = Stage.CHARGING

    def not_charged(self) -> None:
        """Nothing was charged and nothing can be any more: the card is out, what else was typed
        stays, and no key is pressed.
        """
        if self.stage is not Stage.CHARGING:
            return
        self.stage = Stage.OPEN
        cash = self.ways.first(plain_cash().kind) or plain_cash()
        before = tuple(leg for leg in self.legs if not leg.charges)
        if not self.leg.charges:
            self.legs = before
        else:
            self.leg = before[-1] if before else self.ways.leg(cash)
            self.legs = before[:-1]
        self.by_key, self.hint = False, ""
        self._changed()

    def recharge(self, text: str) -> TakePayment:
        """The same payment with another amount on its card; a UserError leaves all as it was."""
        before = self.leg
        try:
            self.leg = self.leg.with_text(text)
            command = self.command()
        except UserError:
            self.leg = before
            raise
        if not isinstance(command, TakePayment):
            raise Bug("a card pays money")
        return command

    def refused(self) -> None:
        """The action said no and wrote nothing: the same intent and id may go again."""
        if self.stage is Stage.SENDING:
            self.stage = Stage.OPEN

    def taken(self, answer: PaymentTaken) -> None:
        """Done. Another payment is another form with another id."""
        ensure(answer.payment_id == self.payment_id, "the answer belongs to this form")
        self.stage, self.answer = Stage.TAKEN, answer

    def credit_taken(self, answer: CreditApplied) -> None:
        """The credit paid what it could."""
        ensure(answer.account_id == self.account_id, "the answer belongs to this form")
        self.stage, self.applied = Stage.TAKEN, answer

    def refresh(self, account: CounterAccount, joined: Sequence[CounterAccount] = ()) -> None:
        """Accounts were read anew; a changed amount is said before money is taken on it."""
        ensure(account.header.account_id == self.account_id, "a form never changes its account")
        before = self.suggested
        fresh = {each.header.account_id: each for each in joined}
        self.account = account
        self.joined = tuple(fresh.get(a.header.account_id, a) for a in self.joined)
        self._forget_lines()
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
        if self.lines and not self.amount_text.strip() and self.given() is None:
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
            amount_text=self._asked_text()[:40],
            given_text=" + ".join(leg.text for leg in (*self.legs, self.leg) if leg.text)[:40],
            typed=json.dumps(self._as_json(), ensure_ascii=False, separators=(",", ":")),
        )

    def _asked_text(self) -> str:
        """What the list of parked forms says is to pay."""
        if self.amount_text.strip() or not self.suggested:
            return self.amount_text
        return self._text(self.suggested)

    def _as_json(self) -> dict[str, Any]:
        return {
            "v": _VERSION,
            "amount": self.amount_text,
            "legs": [_leg_as_json(leg) for leg in self.legs],
            "leg": _leg_as_json(self.leg),
            "key": self.by_key and not self.pays_credit,
            "ticks": sorted(self.ticked),
            "pays": dict(self.typed_pays),
            "joined": [each.header.account_id for each in self.joined],
            "channel": self.channel.value,
            "one_receipt": self.one_receipt,
        }

    @classmethod
    def resumed(
        cls,
        parked: ParkedForm,
        account: CounterAccount,
        *,
        today: date,
        locale: str,
        joined: Sequence[CounterAccount] = (),
        ways: WaysToPay | None = None,
        rounding: str = "off",
        drawer: bool = True,
    ) -> PaymentForm:
        """The form as it was parked, under the same id; invoices paid since are left out."""
        ensure(parked.account_id == account.header.account_id, "typed money stays with its account")
        form = cls(
            account,
            today=today,
            locale=locale,
            payment_id=parked.payment_id,
            ways=ways,
            rounding=rounding,
            drawer=drawer,
        )
        form.joined = tuple(joined)
        form._read(_typed(parked))
        form._forget_lines()
        return form

    def _read(self, typed: Mapping[str, Any]) -> None:
        self.amount_text = typed["amount"]
        self.legs = tuple(self._leg(each) for each in typed["legs"])
        self.leg = self._leg(typed["leg"])
        self.by_key = typed["key"]
        self.ticked = frozenset(InvoiceId(each) for each in typed["ticks"])
        self.typed_pays = {InvoiceId(i): text for i, text in typed["pays"].items()}
        self.one_receipt = typed["one_receipt"]
        if not self.drawer or typed["channel"] != Channel.COUNTER:
            self.channel = Channel(typed["channel"])

    def _leg(self, typed: Mapping[str, Any]) -> Leg:
        way = self.ways.of(typed["method"]) or _gone(typed["method"], typed["kind"])
        details = {TenderField(name): text for name, text in typed["details"].items()}
        return Leg(way, typed["text"], details, self.ways.card(way))


def joined_accounts(parked: ParkedForm) -> tuple[AccountId, ...]:
    """The accounts to read before the form is brought back."""
    return tuple(AccountId(each) for each in _typed(parked)["joined"])


def _typed(parked: ParkedForm) -> Mapping[str, Any]:
    """What was kept; of one that was parked without the window, its texts."""
    if parked.typed:
        kept: Mapping[str, Any] = json.loads(parked.typed)
        return kept
    leg = {"method": "cash", "kind": "cash", "text": parked.given_text}
    return {
        "amount": parked.amount_text,
        "legs": [],
        "leg": leg | {"details": {}},
        "key": False,
        "ticks": [],
        "pays": {},
        "joined": [],
        "channel": Channel.COUNTER.value,
        "one_receipt": True,
    }


def _leg_as_json(leg: Leg) -> dict[str, Any]:
    return {
        "method": leg.way.method,
        "kind": leg.way.kind.value,
        "text": leg.text,
        "details": {str(name): text for name, text in leg.details.items()},
    }


def _gone(method: str, kind: str) -> TenderTypeRow:
    """A way to pay that is out of use by now: the action says so when it is sent."""
    cash = plain_cash()
    return TenderTypeRow(
        method, method, TenderKind(kind), cash.gl_code, (), False, False, "", 0, active=False
    )


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

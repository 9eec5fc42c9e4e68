"""Ways to pay as the Counter offers them, and one leg of a payment as it is typed; no widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.areas.cards.gateway_values import CardWay
from app.areas.payments import rules
from app.areas.payments.tender_values import TenderField, TenderTypeRow
from app.areas.payments.values import TenderGiven, TenderKind
from app.kernel.errors import UserError
from app.kernel.i18n import parse_money
from app.kernel.money import Money
from app.kernel.translate import later, t

FIELDS: Final[Mapping[TenderKind, tuple[TenderField, ...]]] = {
    TenderKind.CASH: (),
    TenderKind.CHECK: (TenderField.CHECK_NUMBER, TenderField.BANK),
    TenderKind.CARD: (TenderField.CARD_BRAND, TenderField.CARD_LAST4, TenderField.REFERENCE),
    TenderKind.OTHER: (TenderField.REFERENCE,),
}
"""What may be written down of each kind; what the practice requires comes on top. Of a card it is
what the slip of its terminal says.
"""
ON_SLIPS: Final[Mapping[TenderField, str]] = {
    TenderField.CARD_BRAND: later("Brand"),
    TenderField.CARD_LAST4: later("Last four"),
    TenderField.REFERENCE: later("Approval code"),
}
"""What the boxes of a card are called on the terminal's slip; three stand in one row."""
FIELD_WORDS: Final[Mapping[TenderField, str]] = {
    TenderField.REFERENCE: later("Reference"),
    TenderField.BANK: later("Bank"),
    TenderField.CHECK_NUMBER: later("Check number"),
    TenderField.CARD_LAST4: later("Last four digits"),
    TenderField.CARD_BRAND: later("Card brand"),
    TenderField.WALLET: later("Wallet"),
}
DIGITS: Final = 9


def plain_cash() -> TenderTypeRow:
    """Cash as every practice has it, until the list of ways to pay is read."""
    return TenderTypeRow(
        method=TenderKind.CASH.value,
        name=t("Cash"),
        kind=TenderKind.CASH,
        gl_code="",
        required=(),
        opens_drawer=True,
        in_deposit=True,
        refunded_by="",
        position=0,
        active=True,
    )


@dataclass(frozen=True, slots=True)
class WaysToPay:
    """The active ways by their keys: one of cash, check and card each, the others by a digit."""

    rows: tuple[TenderTypeRow, ...] = ()
    cards: tuple[CardWay, ...] = ()

    def leg(self, way: TenderTypeRow) -> Leg:
        """An empty tender of this way to pay."""
        return Leg(way, card=self.card(way))

    def card(self, way: TenderTypeRow) -> CardWay | None:
        """How a gateway takes it at this window; None where none does."""
        return next((each for each in self.cards if each.method == way.method), None)

    def refuse_trouble(self, way: TenderTypeRow) -> None:
        """A UserError where the reader of this window can't charge now."""
        card = self.card(way)
        if card is not None and card.charges and card.trouble:
            words = t("{why} All other ways to pay work.", why=card.trouble)
            raise UserError(words, field="given")

    def first(self, kind: TenderKind) -> TenderTypeRow | None:
        """What the key of `kind` chooses; None where the practice does not take it."""
        found = next((row for row in self.rows if row.kind is kind), None)
        return found or (plain_cash() if kind is TenderKind.CASH and not self.rows else None)

    def others(self) -> tuple[TenderTypeRow, ...]:
        """All that has no key of its own, in the order of the list: digits 1 to 9."""
        keyed = {
            row.method
            for kind in (TenderKind.CASH, TenderKind.CHECK, TenderKind.CARD)
            if (row := self.first(kind)) is not None
        }
        return tuple(row for row in self.rows if row.method not in keyed)[:DIGITS]

    def of(self, method: str) -> TenderTypeRow | None:
        found = next((row for row in self.rows if row.method == method), None)
        return found or (plain_cash() if method == TenderKind.CASH.value else None)


@dataclass(frozen=True, slots=True)
class Leg:
    """One tender as it is typed. `text` is what it pays, of cash what was handed over; empty is
    all that is left to pay.
    """

    way: TenderTypeRow
    text: str = ""
    details: Mapping[TenderField, str] = field(default_factory=dict)
    card: CardWay | None = None

    @property
    def charges(self) -> bool:
        """Whether the program charges the card itself, so that nothing of it is typed."""
        return self.card is not None and self.card.charges

    @property
    def is_cash(self) -> bool:
        return self.way.kind is TenderKind.CASH

    @property
    def fields(self) -> tuple[TenderField, ...]:
        """The boxes to show: what belongs to the kind, then what else is required."""
        if self.charges:
            return ()
        return tuple(dict.fromkeys((*FIELDS[self.way.kind], *self.way.required)))

    @property
    def typed(self) -> bool:
        return bool(self.text.strip() or any(text.strip() for text in self.details.values()))

    def with_text(self, text: str) -> Leg:
        return replace(self, text=text)

    def with_detail(self, name: TenderField, text: str) -> Leg:
        return replace(self, details={**self.details, name: text})

    def amount(self, currency: str, locale: str) -> Money | None:
        """What is typed, or None for all that is left; a UserError beside `given`."""
        if not self.text.strip():
            return None
        return parse_money(self.text, currency, locale, field="given")

    def given(self, pays: Money, handed: Money | None) -> TenderGiven:
        """This leg as it is sent: it pays `pays`, and of cash `handed` was given."""
        told = {str(name): text.strip() for name, text in self.details.items() if text.strip()}
        return TenderGiven(
            method=self.way.method,
            amount=pays,
            given=handed if self.is_cash else None,
            **told,
        )

    def check(self, pays: Money, handed: Money | None, rounding: Money) -> None:
        """A UserError beside the field that is missing or wrong, as the action would raise it."""
        way = replace(self.way, required=()) if self.charges else self.way
        rules.tender_leg(way, self.given(pays, handed), rounding)

    def missing(self) -> TenderField | None:
        """The first required field that is still empty."""
        required = () if self.charges else self.way.required
        return next((name for name in required if not self.details.get(name, "").strip()), None)

    def told(self) -> str:
        """What tells it from another of its kind: check number and bank, last digits, reference."""
        said = [self.details.get(name, "").strip() for name in self.fields]
        return ", ".join(text for text in said if text)


def in_order(rows: Sequence[TenderTypeRow], cards: tuple[CardWay, ...] = ()) -> WaysToPay:
    return WaysToPay(tuple(row for row in rows if row.active), cards)


def field_words(name: TenderField, leg: Leg) -> str:
    """What a box is called; those of a card as the terminal's slip calls them."""
    slip = ON_SLIPS if leg.way.kind is TenderKind.CARD else {}
    return t(slip.get(name, FIELD_WORDS[name]))

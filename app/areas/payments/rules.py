"""What a tender must say, how a payment is allocated and cut to receipts, what change is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.areas.payments import errors, tender_errors
from app.areas.payments.tender_values import TenderTypeRow
from app.areas.payments.values import (
    AllocationWanted,
    CardLines,
    Purpose,
    ReceiptTender,
    TenderGiven,
    TenderKind,
)
from app.kernel.ids import AccountId, InvoiceId
from app.kernel.money import LARGEST_MINOR, Money, total
from app.kernel.text import clean, refuse_card_number
from app.kernel.translate import t

TENDERS_AT_MOST = 20
ROUNDING_STEP = 5
"""Cash is rounded to so many minor units."""
_MOST = {
    "reference": 60,
    "bank": 80,
    "check_number": 30,
    "card_last4": 4,
    "card_brand": 20,
    "wallet": 40,
}


@dataclass(frozen=True, slots=True)
class OwedItem:
    """An open invoice as allocation sees it; `account_id` where it may be another than who pays."""

    invoice_id: InvoiceId
    number: str
    invoice_date: date
    due: Money
    account_id: AccountId | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """So much of a payment to this item."""

    item: OwedItem
    amount: Money
    purpose: Purpose

    @property
    def left(self) -> Money:
        return self.item.due - self.amount


@dataclass(frozen=True, slots=True)
class TenderLeg:
    """A tender as it is stored; of cash, `amount` and `rounding` together are what was taken.

    What a gateway charged says which one, its id of the charge, and what the receipt must say;
    `tender_id` where it is known before.
    """

    method: str
    words: str
    kind: TenderKind
    gl_code: str
    amount: Money
    given: Money | None
    change: Money | None
    rounding: Money | None
    reference: str
    bank: str
    check_number: str
    card_last4: str
    card_brand: str
    wallet: str
    opens_drawer: bool = False
    gateway: str = ""
    gateway_transaction_id: str = ""
    card: CardLines | None = None
    tender_id: str = ""

    @property
    def taken(self) -> Money:
        """What came in: into the drawer, on the check, over the wire."""
        return self.amount if self.rounding is None else self.amount + self.rounding


@dataclass(frozen=True, slots=True)
class Part:
    """What one receipt of a payment says: an account's invoices, and credit kept for it."""

    account_id: AccountId
    shares: tuple[Share, ...]
    to_credit: Money

    @property
    def amount(self) -> Money:
        paid = total((share.amount for share in self.shares), self.to_credit.currency)
        return paid + self.to_credit


def cash_rounding(amount: Money, how: str) -> Money:
    """What is added to `amount` when it is paid in cash (setting payments.cash_rounding)."""
    over = amount.minor % ROUNDING_STEP
    if how == "off" or not over:
        return Money.zero(amount.currency)
    up = how == "nearest_5" and over * 2 > ROUNDING_STEP
    return Money(ROUNDING_STEP - over if up else -over, amount.currency)


def rounding_beside(amount: Money, beside: Sequence[TenderLeg], how: str) -> Money:
    """What is added to `amount` when it becomes cash of a payment with these other legs: all its
    cash is rounded as one sum, unless what is there was rounded in another way.
    """
    cash = [leg for leg in beside if leg.kind is TenderKind.CASH]
    came_in = total((leg.taken for leg in cash), amount.currency)
    paid = total((leg.amount for leg in cash), amount.currency)
    rounding = cash_rounding(paid + amount, how) - (came_in - paid)
    if how == "off" or abs(rounding.minor) >= ROUNDING_STEP or (amount + rounding).minor < 0:
        return cash_rounding(amount, how)
    return rounding


def tender_leg(kind: TenderTypeRow, tender: TenderGiven, rounding: Money) -> TenderLeg:
    """The tender, checked against what its kind asks for; a UserError beside the field.

    `rounding` is added where it is cash.
    """
    refuse_amount(tender.amount, rounding.currency)
    told = _told(kind, tender)
    given, change, rounded = tender.given, None, None
    if kind.kind is TenderKind.CASH:
        rounded = rounding
        given = tender.amount + rounding if given is None else given
        change = change_of(tender.amount + rounding, given)
    elif given is not None:
        if given != tender.amount:
            raise tender_errors.change_only_for_cash(kind.name)
        given = None
    return TenderLeg(
        kind.method,
        kind.name,
        kind.kind,
        kind.gl_code,
        tender.amount,
        given,
        change,
        rounded,
        reference=told["reference"],
        bank=told["bank"],
        check_number=told["check_number"],
        card_last4=told["card_last4"],
        card_brand=told["card_brand"],
        wallet=told["wallet"],
        opens_drawer=kind.opens_drawer,
    )


def _told(kind: TenderTypeRow, tender: TenderGiven) -> dict[str, str]:
    """What was written down beside the amount, cleaned; and nothing required is missing."""
    told = {field: clean(getattr(tender, field), field, most=most) for field, most in _MOST.items()}
    refuse_card_number("\n".join(filter(None, told.values())), "reference")
    last4 = told["card_last4"]
    if last4 and not (len(last4) == 4 and last4.isascii() and last4.isdecimal()):
        raise tender_errors.not_four_digits()
    for field in kind.required:
        if not told[field]:
            raise tender_errors.field_missing(field, kind.name)
    return told


def tender_legs(
    kinds: Mapping[str, TenderTypeRow],
    tenders: Sequence[TenderGiven],
    currency: str,
    how_rounded: str,
) -> tuple[TenderLeg, ...]:
    """All legs of a payment. Only its cash is rounded, and once: so cash is one leg then."""
    cash = [tender for tender in tenders if kinds[tender.method].kind is TenderKind.CASH]
    if how_rounded != "off" and len(cash) > 1:
        raise tender_errors.cash_in_one_line()
    legs = tuple(
        tender_leg(
            kinds[tender.method],
            tender,
            cash_rounding(Money(tender.amount.minor, currency), how_rounded),
        )
        for tender in tenders
    )
    checks = [(leg.bank.casefold(), leg.check_number) for leg in legs if leg.check_number]
    if len(set(checks)) < len(checks):
        raise tender_errors.check_twice()
    return legs


def tender_detail(leg: TenderLeg) -> str:
    """What tells a tender from another of its kind, for the receipt; never more of a card than its
    last four digits.
    """
    said = []
    if leg.check_number:
        said.append(t("check {number}", number=leg.check_number))
    if leg.card_last4:
        said.append(f"{leg.card_brand} ···· {leg.card_last4}".strip())
    elif leg.card_brand:
        said.append(leg.card_brand)
    if leg.reference:
        said.append(t("ref. {reference}", reference=leg.reference))
    return ", ".join(part for part in (leg.bank, leg.wallet, *said) if part)


def receipt_parts(
    payer: AccountId, shares: Sequence[Share], to_credit: Money, *, one_receipt: bool
) -> tuple[Part, ...]:
    """What each receipt says: all of it on one, or each account's own; the payer's comes first and
    has the credit.
    """
    if one_receipt:
        return (Part(payer, tuple(shares), to_credit),)
    by_account: dict[AccountId, list[Share]] = {payer: []}
    for share in shares:
        by_account.setdefault(share.item.account_id or payer, []).append(share)
    none = Money.zero(to_credit.currency)
    parts = (
        Part(account_id, tuple(own), to_credit if account_id == payer else none)
        for account_id, own in by_account.items()
    )
    return tuple(part for part in parts if part.amount)


def cut_tenders(
    legs: Sequence[TenderLeg], parts: Sequence[Part]
) -> tuple[tuple[ReceiptTender, ...], ...]:
    """The tenders each receipt shows: they fill the parts one after the other.

    What was given and handed back stands where the tender lies in one part whole.
    """
    cut: list[tuple[ReceiptTender, ...]] = []
    left = [leg.amount for leg in legs]
    place = 0
    for part in parts:
        need, shown = part.amount, []
        while need:
            piece = min(need, left[place])
            shown.append(_shown(legs[place], piece))
            need, left[place] = need - piece, left[place] - piece
            if not left[place]:
                place += 1
        cut.append(tuple(shown))
    return tuple(cut)


def _shown(leg: TenderLeg, piece: Money) -> ReceiptTender:
    detail = tender_detail(leg)
    card = leg.card
    if piece != leg.amount:
        return ReceiptTender(leg.words, piece, None, None, detail=detail, card=card)
    rounding = leg.rounding or None
    return ReceiptTender(leg.words, piece, leg.given, leg.change, rounding, detail, card)


def allocate_oldest_first(
    amount: Money,
    owed: Sequence[OwedItem],
    chosen: Sequence[InvoiceId] = (),
    purpose: Purpose = Purpose.BALANCE,
) -> tuple[tuple[Share, ...], Money]:
    """Cut `amount` to the chosen invoices in their order, then the oldest; and what is left over.

    `owed` stands oldest first. No share exceeds what its invoice owes.
    """
    by_id = {item.invoice_id: item for item in owed}
    order = list(dict.fromkeys([*(i for i in chosen if i in by_id), *by_id]))
    shares, left = [], amount
    for invoice_id in order:
        part = min(left, by_id[invoice_id].due)
        if part:
            shares.append(Share(by_id[invoice_id], part, purpose))
            left = left - part
    return tuple(shares), left


def allocate_as_wanted(
    amount: Money, owed: Sequence[OwedItem], wanted: Sequence[AllocationWanted]
) -> tuple[tuple[Share, ...], Money]:
    """The allocation a person typed, checked against what is owed; and what is left over."""
    by_id = {item.invoice_id: item for item in owed}
    shares: dict[InvoiceId, Share] = {}
    for want in wanted:
        item = by_id.get(want.invoice_id)
        if item is None:
            raise errors.invoice_not_owed()
        if want.amount.currency != amount.currency:
            raise errors.account_in_other_currency(amount.currency, "allocations")
        if want.invoice_id in shares or want.amount.minor <= 0:
            raise errors.allocation_twice_or_not_positive()
        if want.amount > item.due:
            raise errors.allocation_above_due(item.number, item.due)
        shares[want.invoice_id] = Share(item, want.amount, want.purpose)
    used = total((share.amount for share in shares.values()), amount.currency)
    if used > amount:
        raise errors.allocations_above_payment()
    return tuple(shares.values()), amount - used


def refuse_amount(amount: Money, currency: str) -> None:
    """A UserError unless `amount` can be paid."""
    if amount.currency != currency:
        raise errors.account_in_other_currency(currency, "amount")
    if amount.minor <= 0:
        raise errors.amount_not_positive()
    if amount.minor > LARGEST_MINOR:
        raise errors.sum_too_large("amount")


def change_of(amount: Money, given: Money | None) -> Money:
    """What goes back to the person who gave `given`; a UserError when it is not enough."""
    if given is None:
        return Money.zero(amount.currency)
    if given.currency != amount.currency:
        raise errors.cash_in_other_currency(amount.currency)
    if given < amount:
        raise errors.cash_missing(amount - given)
    if given.minor > LARGEST_MINOR:
        raise errors.sum_too_large("given")
    return given - amount


def change_is_odd(change: Money, largest_note: Money) -> bool:
    """Nobody hands over a note that comes straight back: such change is a typing mistake or a
    scan.
    """
    return change >= largest_note


def quick_amounts(due: Money, notes: Sequence[Money], most: int = 3) -> tuple[Money, ...]:
    """Round sums a person is likely to hand over for `due`: next multiples of each note, smallest
    first.

    `notes` are the notes in use, coins left out; small ones beside a large sum are passed over, and
    the exact sum is not among them.
    """
    found: set[int] = set()
    for note in notes:
        if note.minor * 10 < due.minor:
            continue
        multiple = -(-due.minor // note.minor) * note.minor
        if multiple > due.minor:
            found.add(multiple)
    return tuple(Money(minor, due.currency) for minor in sorted(found)[:most])


def age_group(place: int, edges: Sequence[int]) -> str:
    """The words of an age group by its place: `0–30`, `31–60`, … `> 120` days."""
    if place == len(edges):
        return f"> {edges[-1]}"
    return f"{edges[place - 1] + 1 if place else 0}–{edges[place]}"

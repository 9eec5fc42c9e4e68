"""What may go to the bank now, and one deposit as it stands with what may be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from app.areas.deposits import banks, records, rules, safe_records
from app.areas.deposits.rules import Standing, StoredDeposit, StoredItem
from app.areas.deposits.values import (
    CountSeen,
    Depositable,
    DepositStep,
    DepositVerb,
    DepositView,
    ItemKind,
    ItemRow,
    Proposal,
)
from app.areas.drawers import records as counts
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GL
from app.areas.parties import queries as parties
from app.areas.payments import returned_records as returns
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.actor import Actor, Permission
from app.kernel.clock import instant_from, zone_named
from app.kernel.errors import NotAllowed
from app.kernel.i18n import format_date, format_money, format_time
from app.kernel.ids import AccountId, DepositId, UserId
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.statements import Reader

NEEDS = {
    "count": Permission.VERIFY_DEPOSIT,
    "seal": Permission.VERIFY_DEPOSIT,
    "take_out": Permission.PREPARE_DEPOSIT,
    "submit": Permission.PREPARE_DEPOSIT,
    "clear": Permission.CLEAR_DEPOSIT,
    "take_back": Permission.CLEAR_DEPOSIT,
    "void": Permission.VOID_DEPOSIT,
    "slip": Permission.PREPARE_DEPOSIT,
}
"""What a verb asks of whoever does it."""


# ------------------------------------------------------------------------------ what may be banked


def proposal(reader: Reader, asker: UserId | None = None) -> Proposal:
    """What may be banked here, oldest first: what closed shifts left in the safe, drops, checks of
    closed shifts and of the mail; and what of the safe is its own.
    """
    currency = settings.practice(reader).currency
    items = depositables(reader, currency)
    cash, check_count, checks = rules.sums(items, currency)
    cards = cards_with(reader, items, currency)
    return Proposal(
        items=items,
        cash=cash,
        check_count=check_count,
        checks=checks,
        card_count=cards[0],
        cards=cards[1],
        reserve=reserve(reader, cash),
        dates=tuple(sorted({item.item_date for item in items})),
    )


def depositables(reader: Reader, currency: str) -> tuple[Depositable, ...]:
    """Everything that lies in the safe and is in no deposit, oldest first."""
    found = [*_shifts(reader, currency), *_drops(reader, currency), *_checks(reader, currency)]
    return tuple(sorted(found, key=lambda item: item.item_date))


def _shifts(reader: Reader, currency: str) -> Iterator[Depositable]:
    for shift_id, number, day, user_id, minor in safe_records.closed_shifts(reader, currency):
        if minor:
            yield Depositable(
                ItemKind.SHIFT,
                shift_id,
                Money(minor, currency),
                date.fromisoformat(day),
                t("Cash of shift {number}", number=number),
                reference=number,
                cashier=security.user_name(reader, user_id),
            )


def _drops(reader: Reader, currency: str) -> Iterator[Depositable]:
    for movement_id, number, day, user_id, minor, _ in safe_records.drops(reader, currency):
        yield Depositable(
            ItemKind.DROP,
            movement_id,
            Money(minor, currency),
            date.fromisoformat(day),
            t("Drop {number}", number=number),
            reference=number,
            cashier=security.user_name(reader, user_id),
        )


def _checks(reader: Reader, currency: str) -> Iterator[Depositable]:
    for row in safe_records.checks_here(reader, currency):
        tender_id, receipt, day, user_id, minor, check_number, bank, payer, account_id, _ = row
        payer = payer or parties.account_header(reader, AccountId(account_id)).name
        yield Depositable(
            ItemKind.CHECK,
            tender_id,
            Money(minor, currency),
            date.fromisoformat(day),
            _check_words(check_number),
            check_number=check_number,
            bank=bank,
            reference=f"{receipt}, {payer}",
            cashier=security.user_name(reader, user_id),
        )


def _check_words(number: str) -> str:
    return t("Check {number}", number=number) if number else t("Check without a number")


def cards_with(reader: Reader, items: tuple[Depositable, ...], currency: str) -> tuple[int, Money]:
    """The cards of the shifts whose cash is among `items`: for information alone."""
    count, minor = 0, 0
    for item in items:
        if item.kind is ItemKind.SHIFT:
            cards = safe_records.cards_of(reader, item.source_id)
            count, minor = count + cards[0], minor + cards[1]
    return count, Money(minor, currency)


def reserve(reader: Reader, free_cash: Money) -> Money:
    """What lies in the safe besides what may be banked and what is in bags that are not sealed."""
    currency = free_cash.currency
    there = ledger.gl_balance(reader, GL.CASH_IN_SAFE, date.max, currency)
    return there - free_cash - safe_records.cash_in_open_bags(reader, currency)


# -------------------------------------------------------------------------------------- one deposit


def deposit_view(reader: Reader, deposit_id: DepositId, asker: UserId | None = None) -> DepositView:
    """A deposit as it stands, with what `asker` may do with it now and why not the rest."""
    deposit = records.stored_deposit(reader, deposit_id)
    allowed = frozenset(Permission) if asker is None else security.permissions_now(reader, asker)
    standing = standing_of(reader, deposit, asker)
    seen = rules.may_see_cash(deposit, asker)
    seal, clear, last = deposit.seal, deposit.clear, deposit.last_count
    return DepositView(
        deposit_id=deposit_id,
        number=deposit.number,
        stage=deposit.stage,
        status=deposit.status,
        business_date=deposit.business_date,
        bank=banks.bank_account(reader, deposit.bank_account_id),
        cash=deposit.cash if seen else None,
        check_count=len(deposit.check_items),
        checks=deposit.checks,
        total=deposit.amount if seen else None,
        card_count=deposit.cards[0],
        cards=deposit.cards[1],
        items=tuple(_item_row(item, seen=seen) for item in deposit.items),
        counts=_counts(reader, deposit, asker, seen=seen),
        difference=_difference(deposit) if seen else None,
        bag_number=seal.bag_number if seal else "",
        slip_number=deposit.submit.slip_number if deposit.submit else "",
        prepared_by=security.user_name(reader, deposit.prepared_by),
        prepared_by_id=deposit.prepared_by,
        verified_by=security.user_name(reader, last.user_id) if last else "",
        single_person=bool(seal and seal.single_person),
        cleared_on=clear.bank_date if clear else None,
        cleared=clear.amount if clear else None,
        reference=clear.reference if clear else "",
        note=deposit.note,
        history=_history(reader, deposit, asker),
        verbs=_verbs(standing, Actor(asker or deposit.prepared_by, "", allowed), reader),
    )


def _difference(deposit: StoredDeposit) -> Money | None:
    """What the count that rules found over the items; the first one while there is no other."""
    if deposit.seal:
        return deposit.seal.difference
    last = deposit.last_count
    return (last.cash if last else deposit.first_count) - deposit.items_cash


def item_words(item: StoredItem) -> str:
    """What people call a thing in a bag."""
    if item.kind is ItemKind.CHECK:
        return _check_words(item.check_number)
    if item.kind is ItemKind.RESERVE:
        return item.reason
    if item.kind is ItemKind.DROP:
        return t("Drop {number}", number=item.reference)
    return t("Cash of shift {number}", number=item.reference)


def _item_row(item: StoredItem, *, seen: bool) -> ItemRow:
    return ItemRow(
        item_id=item.item_id,
        kind=item.kind,
        source_id=item.source_id,
        amount=item.amount if seen or item.is_check else None,
        item_date=item.item_date,
        words=item_words(item),
        check_number=item.check_number,
        bank=item.bank,
        reference=item.reference,
        out=item.out,
    )


def _counts(
    reader: Reader, deposit: StoredDeposit, asker: UserId | None, *, seen: bool
) -> tuple[CountSeen, ...]:
    first = CountSeen(
        count_id=deposit.count_id,
        second=False,
        attempt=1,
        user_id=deposit.prepared_by,
        user_name=security.user_name(reader, deposit.prepared_by),
        at=deposit.at,
        total=deposit.first_count if seen else None,
        piles=counts.piles_of(reader, deposit.count_id) if seen else (),
    )
    return (
        first,
        *(
            CountSeen(
                count_id=count.count_id,
                second=True,
                attempt=count.attempt,
                user_id=count.user_id,
                user_name=security.user_name(reader, count.user_id),
                at=count.at,
                total=count.cash if seen or asker == count.user_id else None,
                piles=counts.piles_of(reader, count.count_id)
                if seen or asker == count.user_id
                else (),
            )
            for count in deposit.counts
        ),
    )


# ------------------------------------------------------------------------------------ what was done


def _history(
    reader: Reader, deposit: StoredDeposit, asker: UserId | None
) -> tuple[DepositStep, ...]:
    """What was done with it, oldest first; no sum is in it that is not known to all."""
    steps = sorted(_steps(reader, deposit, asker), key=lambda step: step[2])
    return tuple(
        DepositStep(what, security.user_name(reader, user_id), at, words)
        for what, user_id, at, words in steps
    )


def _steps(
    reader: Reader, deposit: StoredDeposit, asker: UserId | None
) -> Iterator[tuple[str, str, datetime, str]]:
    seen = rules.may_see_cash(deposit, asker)
    yield "prepared", deposit.prepared_by, deposit.at, deposit.note
    for count in deposit.counts:
        words = t("Second count: {amount}", amount=format_money(count.cash, code=True))
        if not seen and asker != count.user_id:
            words = ""
        yield "counted", count.user_id, count.at, _joined(words, count.note)
    yield from _moved_checks(reader, deposit)
    seal, submit, void = deposit.seal, deposit.submit, deposit.void
    if seal:
        said = [t("Bag {number}", number=seal.bag_number), seal.reason, seal.note]
        yield "sealed", seal.user_id, seal.at, _joined(*said)
    if submit:
        said = [submit.handed_to, submit.slip_number, submit.note]
        yield "submitted", submit.user_id, submit.at, _joined(*said)
    for clear in deposit.clears:
        said = [format_money(clear.amount, code=True), clear.reference, clear.reason, clear.note]
        yield "cleared", clear.user_id, clear.at, _joined(*said)
        if clear.taken_back:
            user_id, at, note = clear.taken_back
            yield "taken_back", user_id, at, note
    if void:
        yield "void", void.user_id, void.at, _joined(void.reason, void.note)


def _moved_checks(
    reader: Reader, deposit: StoredDeposit
) -> Iterator[tuple[str, str, datetime, str]]:
    items = {item.item_id: item for item in deposit.items}
    for _, item_id, reason, reverses_id, at, user_id in records.outs(reader, deposit.deposit_id):
        what = "taken_out" if reverses_id is None else "put_back"
        yield what, user_id, instant_from(at), _joined(item_words(items[item_id]), reason)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


# --------------------------------------------------------------------------------- what may be done


def standing_of(reader: Reader, deposit: StoredDeposit, asker: UserId | None) -> Standing:
    """A deposit with what decides which verbs are legal for `asker`."""
    last = deposit.last_count
    zone = settings.practice(reader).time_zone
    return Standing(
        deposit=deposit,
        asker=asker,
        same_person=asker is not None and one_person(reader, asker, deposit.prepared_by),
        counter_same=last is not None and one_person(reader, last.user_id, deposit.prepared_by),
        single=settings.setting(reader, "deposits.second_count") == "single_person",
        returned=returns.returned_at_bank(reader, deposit.deposit_id),
        name=lambda user_id: security.user_name(reader, user_id),
        when=lambda at: _when(at, zone),
    )


def one_person(reader: Reader, one: UserId, other: UserId) -> bool:
    """Whether two accounts are one person's."""
    return security.person_of(reader, one) == security.person_of(reader, other)


def _when(at: datetime, zone: str) -> str:
    day = format_date(at.astimezone(zone_named(zone)).date())
    return t("{date}, {time}", date=day, time=format_time(at, zone))


def _verbs(standing: Standing, who: Actor, reader: Reader) -> tuple[DepositVerb, ...]:
    named = Actor(who.user_id, security.user_name(reader, who.user_id), who.permissions)
    return tuple(_verb(verb, standing, named) for verb in rules.VERBS)


def _verb(verb: str, standing: Standing, who: Actor) -> DepositVerb:
    """What is wrong with the deposit is said first, then what is wrong with who asks."""
    refused = rules.refusal(verb, standing)
    if refused is not None:
        return DepositVerb(verb, allowed=False, why=refused.text)
    try:
        who.require(NEEDS[verb])
    except NotAllowed as no:
        return DepositVerb(verb, allowed=False, why=no.text)
    return DepositVerb(verb, allowed=True, why="")

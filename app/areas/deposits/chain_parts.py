"""Each piece of money with what was done with it: tenders, drops, what a shift left, checks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from app.areas.deposits.chain_records import Trail
from app.areas.deposits.chain_rules import (
    Drop,
    InBag,
    Part,
    Shift,
    Tender,
    bag_steps,
    least,
    place_of,
)
from app.areas.deposits.chain_values import Link, Place, Step
from app.areas.deposits.returning_rules import reason_words
from app.areas.deposits.rules import StoredItem
from app.areas.deposits.values import ItemKind
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GL
from app.areas.payments.values import TenderKind
from app.kernel.i18n import format_money
from app.kernel.ids import InvoiceId, PaymentId
from app.kernel.money import Money, total
from app.kernel.translate import t, tn

_IN_BAGS = (GL.CASH_IN_DRAWERS, GL.UNDEPOSITED_CHECKS)

# ----------------------------------------------------------------------------- tenders of a payment


def of_payment(trail: Trail, payment_id: PaymentId) -> Iterator[Part]:
    for line in trail.tenders(payment_id):
        yield from _of_tender(trail, line)
    yield from _refunded(trail, payment_id)


def _refunded(trail: Trail, payment_id: PaymentId) -> Iterator[Part]:
    """What of a payment goes back: by cash it leaves a drawer as a movement of its own."""
    for number, status, amount, by, at in trail.refunds(payment_id):
        given = status == "completed"
        said = t("Given back by refund {number}", number=number)
        if not given:
            said = t("Owed back by refund {number}", number=number)
        place = Place.GIVEN_BACK if given else Place.ELSEWHERE
        link = Link("payments", payment_id)
        step = Step(place, said, number, trail.name(by), at, None, amount, True, link)
        yield Part(t("Refund {number}", number=number), amount, (step,), place)


def _of_tender(trail: Trail, line: tuple[Tender, ...]) -> Iterator[Part]:
    """`line` is a tender behind those it was corrected from."""
    tender, steps = line[-1], _received(trail, line)
    void = trail.void(tender.payment_id)
    shift = trail.shift(tender.shift_id) if tender.shift_id else None
    if void:
        by, at, reason = void
        said = t("Voided: {reason}. {back}", reason=reason, back=_given_back(tender))
        back = _step(trail, tender, Place.GIVEN_BACK, said, by, at)
        yield Part(_words(tender), tender.taken, (*steps, back), Place.GIVEN_BACK)
    elif tender.gl_code == GL.CASH_IN_DRAWERS and shift:
        yield from _with_cash(trail, tender, shift, steps)
    elif tender.gl_code == GL.UNDEPOSITED_CHECKS:
        yield _check(trail, tender, shift, steps)
    else:
        yield Part(_words(tender), tender.taken, steps, _place(tender), ends=_never_bagged(tender))


def _received(trail: Trail, line: tuple[Tender, ...]) -> tuple[Step, ...]:
    first = line[0]
    shift = trail.shift(first.shift_id) if first.shift_id else None
    said = t("{what} received without a drawer", what=_words(first))
    if shift:
        said = t("{what} received at {drawer}", what=_words(first), drawer=shift.drawer)
    steps = [_step(trail, first, _place(first), said, first.by, first.at)]
    for before, after in pairwise(line):
        said = t(
            "Corrected from {old} to {new}: {reason}",
            old=_words(before),
            new=_words(after),
            reason=after.reason,
        )
        steps.append(_step(trail, after, _place(after), said, after.by, after.at))
    return tuple(steps)


def _place(tender: Tender) -> Place:
    """Where it was when it came."""
    if tender.gl_code in _IN_BAGS:
        return Place.DRAWER if tender.shift_id else Place.SAFE
    return Place.CARD if tender.kind == TenderKind.CARD else Place.ELSEWHERE


def _words(tender: Tender) -> str:
    """What was handed over, with what tells it from another."""
    details = [part for part in (tender.check_number, tender.bank) if part]
    if tender.card_last4:
        details.append(f"•••• {tender.card_last4}")
    return " ".join((tender.words, ", ".join(details))) if details else tender.words


def _never_bagged(tender: Tender) -> str:
    if tender.kind == TenderKind.CARD:
        return t("The card processor pays it out to the bank. It never goes into a bag.")
    return t("It is on GL account {code} and never goes into a bag.", code=tender.gl_code)


def _given_back(tender: Tender) -> str:
    if tender.kind == TenderKind.CASH:
        return t("The cash was given back.")
    if tender.kind == TenderKind.CHECK:
        return t("The check was given back.")
    return t("It went back the way it came.")


def _step(trail: Trail, tender: Tender, place: Place, words: str, by: str, at: datetime) -> Step:
    link = Link("payments", tender.payment_id)
    return Step(place, words, tender.receipt, trail.name(by), at, None, tender.taken, True, link)


# ------------------------------------------------------------------------------------------- cash


def _with_cash(
    trail: Trail, tender: Tender, shift: Shift, steps: tuple[Step, ...]
) -> Iterator[Part]:
    """Cash is in a drop that was made after it came, or in what was left at the close."""
    later = [d for d in trail.drops(shift.shift_id) if not d.back and d.at >= tender.at]
    rest, words = of_rest(trail, shift), _words(tender)
    if not later:
        steps = (*steps, *(step for step in rest.steps if step.place is not Place.DRAWER))
        yield Part(words, tender.taken, steps, rest.place, rest.bag, rest.ends)
        return
    parts = [*(of_drop(trail, drop) for drop in later), rest]
    ends = tn(
        "It is in one of {count} part of the shift's cash, below.",
        "It is in one of {count} parts of the shift's cash, below.",
        len(parts),
    )
    yield Part(words, tender.taken, steps, least(part.place for part in parts), ends=ends)
    yield from parts


def of_rest(trail: Trail, shift: Shift) -> Part:
    """The cash of a shift that was not dropped: in its drawer, or since its close on its way."""
    words = t("Cash of shift {number}", number=shift.number)
    opened = _at_drawer(
        trail,
        shift,
        Place.DRAWER,
        t("{drawer} opened with its float", drawer=shift.drawer),
        (shift.user_id, shift.opened_at, shift.float_amount),
    )
    closing = shift.closing
    if closing is None:
        where = (GL.CASH_IN_DRAWERS, shift.float_amount.currency)
        holds = ledger.shift_holds(trail.reader, shift.shift_id, *where)
        hidden = trail.hides(shift.user_id)
        return Part(words, None if hidden else holds, (opened,), Place.DRAWER)
    bags, bag = _bags(trail, shift.shift_id)
    left = None if bag and bag.hidden else closing.left
    said = t("{drawer} counted and closed; its cash went into the safe", drawer=shift.drawer)
    if closing.left != closing.counted:
        said = t(
            "{drawer} counted and closed; its cash over the float went into the safe",
            drawer=shift.drawer,
        )
    closed = _at_drawer(trail, shift, Place.SAFE, said, (closing.by, closing.at, left))
    ends = "" if closing.left or bag else t("It brought back what it took out of the safe.")
    steps = (opened, closed, *_through(trail, bags))
    return Part(words, left, steps, place_of(bag, Place.SAFE), bag, ends)


def _at_drawer(
    trail: Trail,
    shift: Shift,
    place: Place,
    words: str,
    done: tuple[str, datetime, Money | None],
) -> Step:
    by, at, amount = done
    link = Link("money", f"shift:{shift.shift_id}")
    return Step(place, words, shift.number, trail.name(by), at, None, amount, True, link)


def of_drop(trail: Trail, drop: Drop) -> Part:
    words = t("Drop {number}", number=drop.number)
    if drop.reference:
        words = t("Drop {number}, {reference}", number=drop.number, reference=drop.reference)
    link = Link("money", f"shift:{drop.shift_id}")

    def step(place: Place, said: str, by: str, at: datetime, amount: Money | None) -> Step:
        return Step(place, said, drop.number, trail.name(by), at, None, amount, True, link)

    dropped = t("Dropped into the safe")
    if drop.back:
        by, at = drop.back
        back = step(Place.DRAWER, t("Taken back into the drawer"), by, at, drop.amount)
        first = step(Place.SAFE, dropped, drop.by, drop.at, drop.amount)
        ends = t("It is cash of the drawer again.")
        return Part(words, drop.amount, (first, back), Place.DRAWER, ends=ends)
    bags, bag = _bags(trail, drop.movement_id)
    amount = None if bag and bag.hidden else drop.amount
    first = step(Place.SAFE, dropped, drop.by, drop.at, amount)
    steps = (first, *_through(trail, bags))
    return Part(words, amount, steps, place_of(bag, Place.SAFE), bag)


def _bags(trail: Trail, source_id: str) -> tuple[tuple[InBag, ...], InBag | None]:
    """The deposits that had something, and the one that has it now."""
    bags = trail.bags(source_id)
    return bags, next((bag for bag in bags if bag.holds), None)


def _through(trail: Trail, bags: tuple[InBag, ...]) -> Iterator[Step]:
    for bag in bags:
        yield from bag_steps(bag, trail.name)


# ----------------------------------------------------------------------------------------- checks


def _check(trail: Trail, tender: Tender, shift: Shift | None, steps: tuple[Step, ...]) -> Part:
    """A check follows itself, whatever its shift's cash does."""
    found = list(steps)
    closing = shift.closing if shift else None
    if shift and closing:
        said = t("{drawer} closed; the check went into the safe", drawer=shift.drawer)
        done = (closing.by, closing.at, tender.taken)
        found.append(_at_drawer(trail, shift, Place.SAFE, said, done))
    bags, bag = _bags(trail, tender.tender_id)
    returns = trail.returns(tender.tender_id)
    moments = {one.at for one in returns}
    found += (step for step in _through(trail, bags) if step.at not in moments)
    before = Place.SAFE if closing or shift is None else Place.DRAWER
    place = place_of(bag, before)
    for one in returns:
        said = t("The bank paid it after all; the return was taken back")
        if not one.back:
            said = t(
                "The bank did not pay it: {reason}",
                reason=reason_words(one.bank_reason),
            )
        where = place if one.back else Place.RETURNED
        found.append(_step(trail, tender, where, said, one.by, one.at))
    if returns and not returns[-1].back:
        ends = t("What it paid is owed again.")
        return Part(_words(tender), tender.taken, tuple(found), Place.RETURNED, ends=ends)
    return Part(_words(tender), tender.taken, tuple(found), place, bag)


# ---------------------------------------------------------------- an invoice, a shift, a deposit


def of_invoice(trail: Trail, invoice_id: InvoiceId) -> Iterator[Part]:
    """The money of its payments; of those that do not pay it any more, what was undone."""
    undone = (Place.GIVEN_BACK, Place.RETURNED)
    for payment_id, paid in trail.payments_of_invoice(invoice_id):
        found = trail.payment(payment_id)
        number = found[0] if found else ""
        for part in of_payment(trail, payment_id):
            if paid or part.place in undone:
                yield part.named(_of_receipt(number, paid, part.words))


def _of_receipt(number: str, paid: Money, words: str) -> str:
    if not paid:
        return t("{what} of receipt {number}", what=words, number=number)
    return t(
        "{what} of receipt {number}, which pays {amount} of it",
        what=words,
        number=number,
        amount=format_money(paid),
    )


def of_shift(trail: Trail, shift: Shift) -> Iterator[Part]:
    """Its drops and its cash, its checks one by one, and the rest in one line for each way."""
    for drop in trail.drops(shift.shift_id):
        yield of_drop(trail, drop)
    yield of_rest(trail, shift)
    others: dict[tuple[str, str], list[Tender]] = {}
    for payment_id in trail.payments_of_shift(shift.shift_id):
        for line in trail.tenders(payment_id):
            tender = line[-1]
            if tender.gl_code == GL.UNDEPOSITED_CHECKS:
                yield _check(trail, tender, shift, _received(trail, line))
            elif tender.gl_code != GL.CASH_IN_DRAWERS:
                others.setdefault((tender.words, tender.gl_code), []).append(tender)
    for (words, _code), found in others.items():
        amount = total((one.taken for one in found), found[0].taken.currency)
        said = tn("{what}, {count} payment", "{what}, {count} payments", len(found), what=words)
        yield Part(said, amount, (), _place(found[0]), ends=_never_bagged(found[0]))


def of_item(trail: Trail, item: StoredItem, deposit_id: str) -> Part:
    """One thing that was put into a deposit, wherever it is by now."""
    if item.kind is ItemKind.CHECK:
        payment_id = trail.payment_of_tender(item.source_id)
        lines = (line for line in trail.tenders(payment_id))
        line = next(line for line in lines if line[-1].tender_id == item.source_id)
        shift = trail.shift(line[-1].shift_id) if line[-1].shift_id else None
        return _check(trail, line[-1], shift, _received(trail, line))
    if item.kind is ItemKind.DROP:
        return of_drop(trail, trail.drops(item.source_id)[0])
    shift = trail.shift(item.source_id) if item.kind is ItemKind.SHIFT else None
    if shift:
        return of_rest(trail, shift)
    bag = trail.bag(item.item_id, deposit_id)
    words = t("Change kept in the safe: {reason}", reason=item.reason)
    if item.amount.minor > 0:
        words = t("Money of the safe's own: {reason}", reason=item.reason)
    amount, steps = item.amount if bag.seen else None, bag_steps(bag, trail.name)
    ends = "" if bag.holds else t("It lies in the safe.")
    where = place_of(bag if bag.holds else None, Place.SAFE)
    return Part(words, amount, steps, where, bag if bag.holds else None, ends)

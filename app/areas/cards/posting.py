"""Posts what a card was charged, once for each charge, whatever happened to the books meanwhile.

The runner alone calls this, with what the processor said: no person asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from app.areas.cards import records, repository, rules
from app.areas.cards.ports import Charge
from app.areas.cards.records import Attempt
from app.areas.cards.values import ChargePosted, EndUncharged, PostCharge
from app.areas.drawers import queries as drawers
from app.areas.drawers.values import ShiftState
from app.areas.invoices import drafting
from app.areas.invoices import queries as invoices
from app.areas.ledger.values import GL
from app.areas.parties import queries as parties
from app.areas.payments import records as payment_records
from app.areas.payments import repository as payments
from app.areas.payments import rules as tenders
from app.areas.payments.card_words import brand_words, wallet_words
from app.areas.payments.planning import Plan
from app.areas.payments.rules import OwedItem, Share, TenderLeg
from app.areas.payments.service import write_payment
from app.areas.payments.tender_values import TenderTypeRow
from app.areas.payments.values import CardLines, PaymentTaken, Purpose, TakePayment, TenderKind
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.actor import Actor
from app.kernel.codec import to_plain
from app.kernel.errors import Bug, NeedsApproval, NeedsConfirmation, UserError
from app.kernel.ids import (
    AccountId,
    CommandId,
    InvoiceId,
    PaymentId,
    ShiftId,
    TenderId,
)
from app.kernel.money import Money, total
from app.storage import answers
from app.storage.unit_of_work import UnitOfWork

_TAKE_PAYMENT = "payments.take_payment"
_REFUSED = (UserError, NeedsConfirmation, NeedsApproval)
"""What nobody can be asked any more when a charge is posted."""


def post_charge(uow: UnitOfWork, command: PostCharge) -> ChargePosted:
    """The charge as a payment: the whole one it was begun as where that still goes, else the card
    alone. What was charged is posted, not what was wanted; what no invoice can take becomes credit;
    a shift that is closed gets nothing of it.
    """
    made = records.the_attempt(uow, command.attempt_id)
    charge = command.intent.charge
    if charge is None or charge.amount.currency != made.amount.currency:
        raise Bug("a charge comes with its amount in the currency of its attempt")
    known = records.payment_of_charge(uow, charge.ref)
    if known is not None:
        _end(uow, made, command, charge)
        return ChargePosted(known, posted=False)
    with _in_the_name_of(uow, made):
        plan = _plan(uow, made, charge, found_later=command.swept)
        taken = write_payment(uow, plan, kick=not command.swept)
        _remember(uow, made, plan, taken)
        repository.add_charge(
            uow,
            made,
            command.intent.ref,
            charge,
            card_lines(charge),
            plan.command.id,
            plan.legs[-1].tender_id,
            plan.day,
        )
        left_out = bool(made.beside_card) and plan.amount == charge.amount
        _end(uow, made, command, charge, rules.CASH_LEFT_CODE if left_out else "")
    return ChargePosted(taken.payment_id, posted=True)


@contextmanager
def _in_the_name_of(uow: UnitOfWork, made: Attempt) -> Iterator[None]:
    """Whoever began it took the money: so the receipt says, however late it comes."""
    program = uow.actor
    uow.actor = Actor(made.made_by, security.user_name(uow, made.made_by), frozenset())
    try:
        yield
    finally:
        uow.actor = program


def _end(
    uow: UnitOfWork, made: Attempt, command: PostCharge, charge: Charge, code: str = ""
) -> None:
    found = records.ended(uow, made.attempt_id)
    row = records.working(uow, made.attempt_id)
    if found is not None and found.charge_ref:
        if row is not None:
            repository.drop_working(uow, made.attempt_id)
        return
    differs = "" if charge.amount == made.amount else "amount_differs"
    code = rules.GIVEN_BACK_CODE if charge.refunded.minor > 0 else code
    told = EndUncharged(made.attempt_id, code or differs, swept=command.swept or bool(code))
    day = settings.business_today(settings.practice(uow), uow.now)
    repository.add_end(uow, made, command.intent.ref, day, told, charge)


def _remember(uow: UnitOfWork, made: Attempt, plan: Plan, taken: PaymentTaken) -> None:
    """The same form sent again as another payment finds that it was taken; parked, it is gone."""
    payment_records.drop_parked(uow, made.payment_id)
    for form_id in dict.fromkeys((plan.command.id, made.payment.id)):
        if answers.known(uow, form_id) is None:
            digest = answers.digest(_TAKE_PAYMENT, to_plain(replace(plan.command, id=form_id)))
            answers.keep(uow, form_id, _TAKE_PAYMENT, digest, to_plain(taken))


# ------------------------------------------------------------------------------- what it comes to


def _plan(uow: UnitOfWork, made: Attempt, charge: Charge, *, found_later: bool) -> Plan:
    """What is found out after a start takes an id of its own: in an old copy of the books it may
    have been posted under the form's, and then one of the two has to be void.
    """
    own = made.station_id == uow.stream.station and made.at >= records.life_began(uow)
    whole = own and not payments.is_taken(uow, made.payment_id)
    day, shift_id, open_shift = _place(uow, made) if own else (_today(uow), None, False)
    same = whole and not found_later
    payment_id = made.payment_id if same else PaymentId(uow.new_id())
    goes_with = whole and open_shift and not made.cash_back
    beside = _beside(uow, made) if goes_with else ()
    legs = (*beside, _card_leg(uow, made, charge))
    amount = total((leg.amount for leg in legs), made.amount.currency)
    issued = _issue_drafts(uow, made.payment, day)
    shares = _shares(uow, made, amount)
    accounts = dict.fromkeys((made.account_id, *(s.item.account_id for s in shares)))
    headers = {each: parties.account_header(uow, each) for each in accounts if each}
    command = replace(
        made.payment,
        id=CommandId(payment_id),
        tenders=made.payment.tenders if beside else made.payment.tenders[-1:],
        issue_drafts=issued,
    )
    left = amount - total((share.amount for share in shares), amount.currency)
    return Plan(command, headers, day, shift_id, legs, shares, amount, left)


def _today(uow: UnitOfWork) -> date:
    return settings.business_today(settings.practice(uow), uow.now)


def _place(uow: UnitOfWork, made: Attempt) -> tuple[date, ShiftId | None, bool]:
    """The day and the shift it falls into, and whether its drawer still takes cash."""
    shift = None if made.shift_id is None else drawers.shift_brief(uow, made.shift_id)
    if shift is None or shift.state is ShiftState.CLOSED:
        return _today(uow), None, False
    return shift.business_date, shift.shift_id, shift.state is ShiftState.OPEN


def _beside(uow: UnitOfWork, made: Attempt) -> tuple[TenderLeg, ...]:
    """The other legs of a split, as they were checked when the card was begun."""
    given = made.payment.tenders[:-1]
    kinds = {tender.method: _kind(uow, tender.method) for tender in given}
    how = settings.setting(uow, "payments.cash_rounding")
    told = {method: replace(kind, required=()) for method, kind in kinds.items()}
    try:
        return tenders.tender_legs(told, given, made.amount.currency, how)
    except _REFUSED:  # cash is rounded in another way since: the drawer tells what it got
        return ()


def _card_leg(uow: UnitOfWork, made: Attempt, charge: Charge) -> TenderLeg:
    kind = _kind_charged(uow, made.method, charge.funding)
    card = card_lines(charge)
    given = made.payment.tenders[-1]
    return TenderLeg(
        kind.method,
        kind.name,
        kind.kind,
        kind.gl_code,
        charge.amount,
        None,
        None,
        None,
        reference=given.reference,
        bank="",
        check_number="",
        card_last4=card.last4,
        card_brand=brand_words(card.brand)[:20],
        wallet=wallet_words(card.wallet),
        gateway=made.gateway_id,
        gateway_transaction_id=charge.ref,
        card=card,
        tender_id=TenderId(uow.new_id()),
    )


def _kind_charged(uow: UnitOfWork, method: str, funding: str) -> TenderTypeRow:
    """Credit and debit are told apart by the card, not by the key that was pressed."""
    pressed = _kind(uow, method)
    pair = {"credit": "credit_card", "debit": "debit_card"}
    real = pair.get(funding, method)
    if pressed.method not in pair.values() or real == pressed.method:
        return pressed
    other = payment_records.tender_type(uow, real)
    fits = other is not None and other.active and other.gl_code == pressed.gl_code
    return other if fits and other is not None else pressed


def _kind(uow: UnitOfWork, method: str) -> TenderTypeRow:
    found = payment_records.tender_type(uow, method)
    if found is not None:
        return found
    return TenderTypeRow(
        method, method, TenderKind.CARD, GL.CARD_CLEARING, (), False, False, "", 99, active=False
    )


def _issue_drafts(uow: UnitOfWork, payment: TakePayment, day: date) -> tuple[InvoiceId, ...]:
    """The drafts it was to pay become invoices, as far as they still can."""
    done = []
    for draft_id in dict.fromkeys(payment.issue_drafts):
        try:
            with uow.savepoint():
                drafting.issue_from_draft(uow, draft_id, day)
                done.append(draft_id)
        except _REFUSED:
            continue
    return tuple(done)


def _shares(uow: UnitOfWork, made: Attempt, amount: Money) -> tuple[Share, ...]:
    """To the invoices it was meant for, as far as they still owe; nothing to others."""
    purpose = made.payment.purpose
    wanted = records.wanted_shares(uow, made.attempt_id)
    purposes = {each.invoice_id: each.purpose for each in made.payment.allocations or ()}
    owed = _owed(uow, (made.account_id, *made.payment.joined))
    shares, left = [], amount
    for invoice_id, most in wanted:
        item = owed.get(invoice_id)
        piece = min(left, most, item.due) if item is not None else left - left
        if item is not None and piece.minor > 0:
            given = Purpose.BALANCE if purpose is Purpose.PREPAYMENT else purpose
            shares.append(Share(item, piece, purposes.get(invoice_id, given)))
            left = left - piece
    return tuple(shares)


def _owed(uow: UnitOfWork, accounts: tuple[AccountId, ...]) -> dict[str, OwedItem]:
    return {
        invoice_id: OwedItem(invoice_id, number, made, due, account_id)
        for account_id in dict.fromkeys(accounts)
        for invoice_id, number, made, due, _ in invoices.owed_in_order(uow, account_id)
    }


def card_lines(charge: Charge) -> CardLines:
    """What is kept of a card, whatever the processor tells: four digits, short codes."""
    digits = charge.last4
    fits = len(digits) == 4 and digits.isascii() and digits.isdecimal()

    def code(text: str, most: int = 40) -> str:
        return repository.plain(text, most)

    return CardLines(
        brand=code(charge.brand, 20),
        last4=digits if fits else "",
        funding=code(charge.funding),
        wallet=code(charge.wallet),
        entry_method=code(charge.entry_method),
        application_name=code(charge.application_name),
        aid=code(charge.aid),
        authorization_code=code(charge.authorization_code),
        authorization_response=code(charge.authorization_response),
        verification=code(charge.verification),
        verification_results=code(charge.verification_results),
        status_information=code(charge.status_information),
        account_type=code(charge.account_type),
    )

"""What a refund does to the books: its money is taken from where it lay and is owed to the patient;
paid; owed again; or given back to where it lay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.areas.deposits import returning_books
from app.areas.invoices import queries as invoices
from app.areas.ledger import queries as ledger_queries
from app.areas.ledger import service as ledger
from app.areas.ledger.values import GL, Entry, EntryType, Leg, Reason, ReasonKind
from app.areas.payments import refunded_records as gone
from app.areas.payments import repository as payments
from app.areas.payments import returned_records as returns
from app.areas.payments import undoing_records as records
from app.areas.payments.refunded_records import NewPaymentRefund
from app.areas.payments.repository import NewAllocation
from app.areas.payments.undoing_receipts import Change, make_again
from app.areas.payments.undoing_rules import StoredPayment, TakenOff
from app.areas.payments.undoing_values import RevisionKind
from app.areas.refunds import errors, planning, repository, rules
from app.areas.refunds.rules import StoredPart, StoredRefund, StoredStep
from app.kernel.errors import ensure
from app.kernel.ids import AccountId, CommandId, InvoiceId, PaymentId, ReasonId, ShiftId
from app.kernel.money import Money
from app.kernel.translate import t_kept
from app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Taken:
    """What one part is taken from."""

    part: StoredPart
    payment: StoredPayment
    off: TakenOff


def refuse_moved(uow: UnitOfWork, refund: StoredRefund) -> None:
    """A UserError unless everything it gives back still lies where it was brought."""
    wanted: dict[PaymentId, Money] = {}
    for part in refund.parts:
        payment = records.stored_payment(uow, part.payment_id)
        tender = next((one for one in payment.legs if one.tender_id == part.tender_id), None)
        so_far = wanted.get(part.payment_id, Money.zero(part.amount.currency))
        wanted[part.payment_id] = so_far + part.amount
        most = payment.stands if refund.payment_id is not None else payment.unapplied
        if payment.voided or tender is None or wanted[part.payment_id] > most:
            raise errors.money_moved(refund.number)


def book(uow: UnitOfWork, refund: StoredRefund, step_id: str, day: date) -> None:
    """DR credits and invoices, CR refunds payable; the step and the views are written before."""
    taken = [_take(uow, refund, part, step_id, day) for part in refund.parts]
    legs = [leg for one in taken for leg in _off_legs(one)]
    ledger.post(
        uow,
        Entry(
            business_date=day,
            description=t_kept("Refund {number}", number=refund.number),
            legs=(*_added(legs), _payable(refund, -refund.amount)),
            source_type="refund",
            source_id=step_id,
            reference=refund.number,
        ),
    )
    if not refund.owed_again:
        sums: dict[tuple[AccountId, InvoiceId], Money] = {}
        for one in taken:
            for share, part in one.off.shares:
                key = (share.account_id, share.invoice_id)
                sums[key] = sums.get(key, Money.zero(part.currency)) + part
        _forgive(uow, refund, step_id, sums, day)
    why = Reason(refund.reason_id, ReasonKind.REFUND, 0, refund.reason, "", active=True)
    _again(uow, refund, RevisionKind.REFUNDED, step_id, why, "", day)


def _take(
    uow: UnitOfWork, refund: StoredRefund, part: StoredPart, step_id: str, day: date
) -> Taken:
    payment = records.stored_payment(uow, part.payment_id)
    credit_only = refund.payment_id is None
    off = rules.taken_from(payment, part.amount, refund.invoice_ids, credit_only=credit_only)
    returning_books.take_from(uow, payment, off, CommandId(step_id), day)
    new = NewPaymentRefund(
        part.payment_id,
        part.tender_id,
        payment.account_id,
        refund.refund_id,
        step_id,
        part.amount,
    )
    gone.add_payment_refund(uow, new, day)
    return Taken(part, payment, off)


def _off_legs(taken: Taken) -> list[Leg]:
    owed = [
        Leg(GL.RECEIVABLE_PATIENTS, part, account_id=share.account_id, invoice_id=share.invoice_id)
        for share, part in taken.off.shares
    ]
    credit = Leg(GL.PATIENT_CREDITS, taken.off.credit, account_id=taken.payment.account_id)
    return [*owed, credit]


def _added(legs: list[Leg]) -> tuple[Leg, ...]:
    """Legs of the same place as one, without what comes to nothing."""
    sums: dict[tuple[str, str | None, str | None], Leg] = {}
    for leg in legs:
        key = (leg.gl_code, leg.account_id, leg.invoice_id)
        before = sums.get(key)
        sums[key] = leg if before is None else _with(leg, leg.amount + before.amount)
    return tuple(leg for leg in sums.values() if leg.amount)


def _with(leg: Leg, amount: Money) -> Leg:
    return Leg(leg.gl_code, amount, account_id=leg.account_id, invoice_id=leg.invoice_id)


def _payable(refund: StoredRefund, amount: Money) -> Leg:
    return Leg(GL.REFUNDS_PAYABLE, amount, account_id=refund.account_id)


def _forgive(
    uow: UnitOfWork,
    refund: StoredRefund,
    step_id: str,
    sums: dict[tuple[AccountId, InvoiceId], Money],
    day: date,
) -> None:
    """Invoices are lowered by as much as was taken off them: they are not owed again. Negative
    amounts take that back.
    """
    if not sums:
        return
    legs = []
    for (account_id, invoice_id), amount in sorted(sums.items()):
        repository.add_forgiven(
            uow, refund, step_id, account_id, invoice_id, amount, GL.DISCOUNTS, day
        )
        place = {"account_id": account_id, "invoice_id": invoice_id}
        legs.append(Leg(GL.DISCOUNTS, amount, **place))  # type: ignore[arg-type]  # both are ids
        legs.append(Leg(GL.RECEIVABLE_PATIENTS, -amount, **place))  # type: ignore[arg-type]
    ledger.post(
        uow,
        Entry(
            business_date=day,
            description=t_kept("Not owed again after refund {number}", number=refund.number),
            legs=tuple(legs),
            source_type="refund_forgiven",
            source_id=step_id,
            reference=refund.number,
        ),
    )


def _again(
    uow: UnitOfWork,
    refund: StoredRefund,
    kind: RevisionKind,
    step_id: str,
    reason: Reason,
    note: str,
    day: date,
) -> None:
    """Where its payments stand now, and their receipts as they read from now on."""
    for payment_id in dict.fromkeys(part.payment_id for part in refund.parts):
        after = records.stored_payment(uow, payment_id)
        returns.mark_state(uow, payment_id, after.unapplied, after.status)
        make_again(uow, after, Change(kind, CommandId(step_id), reason, note, day))


# ------------------------------------------------------------------------------------ given up


def unbook(
    uow: UnitOfWork, refund: StoredRefund, step_id: str, reason: Reason, note: str, day: date
) -> None:
    """The opposite: its invoices are paid again as far as they are still owed, the rest is
    credit.
    """
    if refund.booked is not None:
        words = t_kept("Refund {number} cancelled", number=refund.number)
        _unbook(uow, refund, refund.booked, step_id, words, day)
        _again(uow, refund, RevisionKind.REFUND_UNDONE, step_id, reason, note, day)


def unbook_doubled(
    uow: UnitOfWork, refund: StoredRefund, booked: StoredStep, step_id: str, note: str, day: date
) -> None:
    """The exact opposite of what was booked a second time: its payments stand as the other booking
    left them.
    """
    words = t_kept("Refund {number}: agreed to twice, taken back once", number=refund.number)
    _unbook(uow, refund, booked, step_id, words, day, exactly=True)
    why = said(refund.reason, step_id)
    _again(uow, refund, RevisionKind.REFUND_UNDONE, step_id, why, note, day)


def _unbook(
    uow: UnitOfWork,
    refund: StoredRefund,
    booked: StoredStep,
    step_id: str,
    words: str,
    day: date,
    *,
    exactly: bool = False,
) -> None:
    forgiven = _forgiven_by(uow, booked)
    _forgive(uow, refund, step_id, {key: -amount for key, amount in forgiven.items()}, day)
    legs: list[Leg] = []
    for payment_id in dict.fromkeys(part.payment_id for part in refund.parts):
        legs += _give_again(uow, refund, payment_id, booked, step_id, day, exactly=exactly)
    ledger.post(
        uow,
        Entry(
            business_date=day,
            description=words,
            legs=(*_added(legs), _payable(refund, refund.amount)),
            source_type="refund_cancelled",
            source_id=step_id,
            reference=refund.number,
            entry_type=EntryType.REVERSING,
            reverses_entry_id=ledger_queries.entry_of(uow, "refund", booked.step_id),
        ),
    )


def _forgiven_by(uow: UnitOfWork, booked: StoredStep) -> dict[tuple[AccountId, InvoiceId], Money]:
    """(account, invoice) → what they were lowered by when the money was taken off them."""
    return {
        (leg.account_id, leg.invoice_id): leg.amount
        for leg in ledger_queries.net_legs(uow, "refund_forgiven", booked.step_id)
        if leg.gl_code == GL.DISCOUNTS and leg.account_id and leg.invoice_id
    }


def _give_again(
    uow: UnitOfWork,
    refund: StoredRefund,
    payment_id: PaymentId,
    booked: StoredStep,
    step_id: str,
    day: date,
    *,
    exactly: bool,
) -> list[Leg]:
    """As far as invoices are still owed and there is credit for it; `exactly`: as it was."""
    payment = records.stored_payment(uow, payment_id)
    back = Money.zero(refund.amount.currency)
    for row in gone.rows_of(uow, booked.step_id, payment_id):
        new = NewPaymentRefund(
            payment_id,
            row.tender_id,
            payment.account_id,
            refund.refund_id,
            step_id,
            -row.amount,
            row.row_id,
        )
        gone.add_payment_refund(uow, new, day)
        back = back + row.amount
    if exactly:
        return _as_it_was(uow, payment, booked, step_id, back, day)
    nothing = Money.zero(back.currency)
    legs, rest = [], back
    left = min(back, max(payment.unapplied + back, nothing))
    for invoice_id, account_id, amount, purpose in returns.taken_by(
        uow, payment_id, booked.step_id
    ):
        due = invoices.invoice_view(uow, invoice_id).due
        part = min(amount, max(due, nothing), left)
        if part:
            allocation = NewAllocation(
                payment_id,
                payment.account_id,
                invoice_id,
                account_id,
                part,
                purpose,
                CommandId(step_id),
            )
            payments.add_allocation(uow, allocation, day)
            legs.append(
                Leg(GL.RECEIVABLE_PATIENTS, -part, account_id=account_id, invoice_id=invoice_id)
            )
            left, rest = left - part, rest - part
    return [*legs, Leg(GL.PATIENT_CREDITS, -rest, account_id=payment.account_id)]


def _as_it_was(
    uow: UnitOfWork,
    payment: StoredPayment,
    booked: StoredStep,
    step_id: str,
    back: Money,
    day: date,
) -> list[Leg]:
    """Row by row the opposite. An allocation that the other booking took back too stays taken back
    once; one that was moved on since stays where it is.
    """
    legs, rest = [], back
    for row in gone.moved_by(uow, booked.step_id, payment.payment_id):
        if row.again and row.reverses_id is None:
            continue
        opposite = NewAllocation(
            payment.payment_id,
            payment.account_id,
            row.invoice_id,
            row.account_id,
            -row.amount,
            row.purpose,
            CommandId(step_id),
            None if row.reverses_id is not None and not row.again else row.row_id,
        )
        payments.add_allocation(uow, opposite, day)
        place = {"account_id": row.account_id, "invoice_id": row.invoice_id}
        legs.append(Leg(GL.RECEIVABLE_PATIENTS, row.amount, **place))  # type: ignore[arg-type]  # both are ids
        rest = rest + row.amount
    return [*legs, Leg(GL.PATIENT_CREDITS, -rest, account_id=payment.account_id)]


# --------------------------------------------------------------------------------- paid, and back


def post_paid(
    uow: UnitOfWork,
    refund: StoredRefund,
    step_id: str,
    gl_code: str,
    day: date,
    rounding: Money | None = None,
    shift_id: ShiftId | None = None,
) -> None:
    """DR refunds payable, CR what it came from, in the shift that gave it to a card. Cash left its
    drawer as a movement of its own: what it was rounded by is put right here.
    """
    if rounding is None:
        out = _from(refund, gl_code, -1, shift_id)
        legs: tuple[Leg, ...] = (_payable(refund, refund.amount), out)
    else:
        legs = (_payable(refund, -rounding), Leg(GL.CASH_ROUNDING, rounding))
        ensure(bool(rounding), "only what was rounded is put right")
    ledger.post(
        uow,
        Entry(
            business_date=day,
            description=t_kept("Refund {number} given back", number=refund.number),
            legs=legs,
            source_type="refund_paid",
            source_id=step_id,
            reference=refund.number,
        ),
    )


def post_failed(
    uow: UnitOfWork, refund: StoredRefund, paid: StoredStep, step_id: str, day: date
) -> None:
    """It came back: owed to the patient again, in the shift that gave it while that is open."""
    shift_id = planning.open_shift(uow, paid.shift_id)
    ledger.post(
        uow,
        Entry(
            business_date=day,
            description=t_kept("Refund {number} failed", number=refund.number),
            legs=(_from(refund, paid.gl_code, 1, shift_id), _payable(refund, -refund.amount)),
            source_type="refund_failed",
            source_id=step_id,
            reference=refund.number,
            entry_type=EntryType.REVERSING,
            reverses_entry_id=ledger_queries.entry_of(uow, "refund_paid", paid.step_id),
        ),
    )


def _from(refund: StoredRefund, gl_code: str, sign: int, shift_id: ShiftId | None) -> Leg:
    return Leg(
        gl_code,
        refund.amount * sign,
        shift_id=shift_id,
        reference_type="refund",
        reference_id=refund.refund_id,
    )


def said(words: str, action_id: str, kind: ReasonKind = ReasonKind.REFUND_CANCEL) -> Reason:
    """A reason that stands in no list."""
    return Reason(ReasonId(action_id), kind, 0, words, "", active=True)

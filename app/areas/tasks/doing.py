"""What answers do: each by the action that people would use for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.areas.deposits.service import take_out_check
from app.areas.deposits.values import TakeOutCheck
from app.areas.drawers.closing_values import LateInto, SettleLateCash
from app.areas.invoices import queries as invoices
from app.areas.invoices.undoing import cancel_invoice
from app.areas.invoices.values import CancelInvoice
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.parties import queries as parties
from app.areas.parties.maintaining import renumber_account
from app.areas.parties.service import change_patient
from app.areas.parties.values import ChangePatient, RenumberAccount
from app.areas.payments.forcing import settle_late_cash
from app.areas.payments.undoing import reallocate, void_within
from app.areas.payments.undoing_rules import StoredPayment
from app.areas.payments.undoing_values import Reallocate, VoidPayment
from app.areas.payments.values import AllocationWanted, Purpose
from app.areas.refunds.outside import RecordOutside, record_outside
from app.areas.reports.closing import reopen_day
from app.areas.reports.values import ReopenDay
from app.areas.stations.maintaining import approve_hole, release_record, set_aside
from app.areas.stations.queries import stuck_record
from app.areas.stations.values import ApproveHole, ReleaseRecord, SetAside
from app.areas.tasks import (
    brought_telling,
    card_telling,
    edit_records,
    errors,
    hole_telling,
    late_telling,
    money_records,
    stuck_telling,
)
from app.areas.tasks import station_telling as stations
from app.areas.tasks import telling as says
from app.areas.tasks.rules import cut, positive, verb_of
from app.areas.tasks.values import AnswerTask, Found
from app.kernel.i18n import format_date, format_money
from app.kernel.ids import (
    AccountId,
    CommandId,
    DepositItemId,
    InvoiceId,
    PatientId,
    PaymentId,
    ReasonId,
    ShiftId,
    StationId,
    derived_id,
)
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.unit_of_work import UnitOfWork

Deed = Callable[[UnitOfWork, AnswerTask, Found], str]
LEAVES = frozenset(
    {says.SEEN, edit_records.KEEP, stations.LEAVE, hole_telling.WAIT, stuck_telling.WAIT}
)
"""Answers that change nothing: they hold only for what the task is about now."""


def done(uow: UnitOfWork, command: AnswerTask, found: Found) -> str:
    """Do what was answered, and say so."""
    verb = verb_of(command.answer)
    if verb == hole_telling.WAIT:
        return t("The task is put away until tomorrow, unless the records come before.")
    if verb == stuck_telling.WAIT:
        return t("The task is put away until tomorrow, unless the centre takes it before.")
    if verb in LEAVES:
        return t("The task is put away. It comes back if something else happens.")
    return _DEEDS[verb](uow, command, found)


# ------------------------------------------------------------------------------------------- money


def _move_excess(uow: UnitOfWork, command: AnswerTask, found: Found) -> str:
    """What is too much goes off the invoice, the latest payment first; to open invoices where that
    was chosen.
    """
    view = invoices.invoice_view(uow, InvoiceId(found.subject))
    onward = verb_of(command.answer) == says.APPLY
    left, moved = -view.due, 0
    for payment in reversed(money_records.payers(uow, found.subject)):
        given = tuple(share for share in payment.shares if share.invoice_id == view.invoice_id)
        pieces = cut(given, left)
        off = sum((piece for _, piece in pieces), Money.zero(left.currency))
        if not off:
            continue
        wanted = _given(payment)
        wanted[view.invoice_id] -= off.minor
        if onward:
            _spread(uow, view.account_id, wanted, off)
        _reallocate(uow, command, payment, wanted, moved)
        moved, left = moved + 1, left - off
    amount = format_money(-view.due)
    if onward:
        return t("{amount} was moved to open invoices.", amount=amount)
    return t("{amount} is credit of the account now.", amount=amount)


def _spread(
    uow: UnitOfWork, account_id: AccountId, wanted: dict[InvoiceId, int], off: Money
) -> None:
    """Give what came off to the account's open invoices, oldest first."""
    left = off.minor
    for invoice_id, _, _, due, _ in invoices.owed_in_order(uow, account_id):
        piece = min(left, due.minor)
        if piece:
            wanted[invoice_id] = wanted.get(invoice_id, 0) + piece
            left -= piece


def _take_back(uow: UnitOfWork, command: AnswerTask, found: Found) -> str:
    """What one window brought in of an old system, as if a person took it back paper by paper."""
    station, note = _named(command), command.note or t("Brought in at two windows")
    there = brought_telling.doubled(uow, found.subject)
    for place, one in enumerate(one for one in there if one.station == station):
        made = CommandId(derived_id("task_answer", command.id, str(place)))
        if one.what == brought_telling.INVOICE:
            reason = _last_reason(uow, ReasonKind.CANCEL)
            cancel_invoice(uow, CancelInvoice(made, InvoiceId(one.id), reason, note))
        else:
            reason = _last_reason(uow, ReasonKind.VOID)
            void_within(uow, VoidPayment(made, PaymentId(one.id), reason, note), command.id)
    return t("What that window brought in is taken back.")


def _owe_again(uow: UnitOfWork, command: AnswerTask, found: Found) -> str:
    """Payments take back what they gave beyond what they brought, the newest first."""
    short = money_records.overdrawn_payments(uow, found.subject)
    if not short:
        raise errors.no_such_answer()
    zero = Money.zero(short[0].amount.currency)
    amount = zero
    for place, payment in enumerate(short):
        wanted = _given(payment)
        for share, piece in cut(payment.shares, -payment.unapplied):
            wanted[share.invoice_id] -= piece.minor
        _reallocate(uow, command, payment, wanted, place)
        amount = amount - payment.unapplied
    return t("{amount} is owed again.", amount=format_money(amount))


def _given(payment: StoredPayment) -> dict[InvoiceId, int]:
    found: dict[InvoiceId, int] = {}
    for share in payment.shares:
        found[share.invoice_id] = found.get(share.invoice_id, 0) + share.amount.minor
    return found


def _reallocate(
    uow: UnitOfWork,
    command: AnswerTask,
    payment: StoredPayment,
    wanted: dict[InvoiceId, int],
    place: int,
) -> None:
    currency = payment.amount.currency
    purposes = {share.invoice_id: share.purpose for share in payment.shares}
    allocations = tuple(
        AllocationWanted(
            invoice_id, Money(minor, currency), purposes.get(invoice_id, Purpose.BALANCE)
        )
        for invoice_id, minor in wanted.items()
        if minor
    )
    move_id = command.id if not place else derived_id("task_answer", command.id, str(place))
    note = command.note or t("Paid more than once")
    reason = _last_reason(uow, ReasonKind.REALLOCATE)
    move = Reallocate(CommandId(move_id), payment.payment_id, allocations, reason, note)
    reallocate(uow, move)


def _last_reason(uow: UnitOfWork, kind: ReasonKind) -> ReasonId:
    """The last reason of the list, which practices keep for what no other fits."""
    there = ledger.reasons(uow, kind)
    if not there:
        raise errors.no_reason_in_use()
    return there[-1].reason_id


# ---------------------------------------------------------------------------------- everything else


def _record(uow: UnitOfWork, command: AnswerTask, found: Found) -> str:
    moved = record_outside(uow, RecordOutside(command.id, found.subject, command.note))
    return t("It is refund {number} now.", number=moved.number)


def _take_out(uow: UnitOfWork, command: AnswerTask, _found: Found) -> str:
    item_id = DepositItemId(_named(command))
    reason = command.note or t("It was in two bags")
    moved = take_out_check(uow, TakeOutCheck(command.id, item_id, reason))
    return t("It is taken out of {number}.", number=moved.number)


def _release(uow: UnitOfWork, command: AnswerTask, found: Found) -> str:
    release_record(uow, ReleaseRecord(command.id, found.subject, command.note))
    return t("The centre tries it again as soon as it hears of this.")


def _set_aside(uow: UnitOfWork, command: AnswerTask, found: Found) -> str:
    there = stuck_record(uow)
    if there is None or there.hash != found.subject:
        raise errors.gone()
    note = command.note or t("The centre can't take it")
    place = (StationId(there.station), there.incarnation, there.seq, there.hash)
    set_aside(uow, SetAside(command.id, *place, note))
    return t("It is kept aside as soon as the centre hears of this, and the rest is sent.")


def _go_on(uow: UnitOfWork, command: AnswerTask, found: Found) -> str:
    gap = hole_telling.gap_of(uow, found)
    if gap is None:
        raise errors.gone()
    note = command.note or t("Nobody has them any more")
    station_id = StationId(gap.station)
    span = (gap.incarnation, gap.first, gap.last, gap.next_hash)
    approve_hole(uow, ApproveHole(command.id, station_id, *span, note))
    return t("It goes on without them as soon as the centre and the other windows hear of this.")


def _settle_late(uow: UnitOfWork, command: AnswerTask, found: Found) -> str:
    into = LateInto(command.answer)
    settle = SettleLateCash(command.id, ShiftId(found.subject), into, command.note)
    settled = settle_late_cash(uow, settle)
    amount = format_money(positive(settled.amount))
    if into is LateInto.SAFE:
        return t("{amount} is in the safe now.", amount=amount)
    return t("{amount} was in the count.", amount=amount)


def _reopen(uow: UnitOfWork, command: AnswerTask, found: Found) -> str:
    day = date.fromisoformat(found.subject)
    reopen_day(uow, ReopenDay(command.id, day, command.note or t("Something came late for it")))
    return t("{day} is open again.", day=format_date(day))


def _take_typed(uow: UnitOfWork, command: AnswerTask, found: Found) -> str:
    patient_id, group = found.subject.split()
    said = edit_records.conflict(uow, patient_id, group)
    typed = [one for one in said.lost if one.edit_id == _named(command)] if said else []
    if not typed:
        raise errors.no_such_answer()
    person = edit_records.as_typed(parties.person(uow, PatientId(patient_id)), typed[0])
    change_patient(uow, ChangePatient(command.id, PatientId(patient_id), person))
    return t("The account says what was chosen.")


def _renumber(uow: UnitOfWork, command: AnswerTask, _found: Found) -> str:
    account_id = AccountId(_named(command))
    number = renumber_account(uow, RenumberAccount(command.id, account_id)).number
    return t("The account is {number} now.", number=number)


def _named(command: AnswerTask) -> str:
    return command.answer.partition(":")[2]


_DEEDS: dict[str, Deed] = {
    says.APPLY: _move_excess,
    says.CREDIT: _move_excess,
    says.OWE: _owe_again,
    brought_telling.TAKE_BACK: _take_back,
    says.TAKE_OUT: _take_out,
    card_telling.RECORD: _record,
    stations.RELEASE: _release,
    stuck_telling.SET_ASIDE: _set_aside,
    hole_telling.GO_ON: _go_on,
    LateInto.SAFE.value: _settle_late,
    LateInto.COUNTED.value: _settle_late,
    late_telling.REOPEN: _reopen,
    edit_records.TAKE: _take_typed,
    says.RENUMBER: _renumber,
}

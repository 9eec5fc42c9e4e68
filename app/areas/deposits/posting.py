"""What every step of a deposit has in common: who may take it, what it posts, what it answers."""

from __future__ import annotations

from datetime import date

from app.areas.approvals import queries as approvals
from app.areas.approvals.service import require_approval
from app.areas.approvals.values import ApprovalRow
from app.areas.deposits import errors, queries, records, rules, safe_records
from app.areas.deposits.rules import StoredDeposit
from app.areas.deposits.values import DepositMoved
from app.areas.ledger import queries as reasons
from app.areas.ledger import service as ledger
from app.areas.ledger.values import GL, Entry, EntryType, Leg, Reason, ReasonKind
from app.areas.settings import queries as settings
from app.kernel.errors import NeedsApproval
from app.kernel.ids import ApprovalId, CommandId, DepositId, EntryId, ReasonId, check_id
from app.kernel.money import Money
from app.storage.unit_of_work import UnitOfWork


def today(uow: UnitOfWork) -> date:
    """The business date that what is done with a deposit now is booked to."""
    return settings.business_today(settings.practice(uow), uow.now)


def allowed(uow: UnitOfWork, verb: str, deposit_id: DepositId) -> StoredDeposit:
    """The deposit, when this person may use `verb` on it now."""
    deposit = records.stored_deposit(uow, DepositId(check_id(deposit_id, "deposit_id")))
    refused = rules.refusal(verb, queries.standing_of(uow, deposit, uow.actor.user_id))
    if refused is not None:
        raise refused
    return deposit


def moved(uow: UnitOfWork, deposit_id: DepositId) -> DepositMoved:
    """Where a deposit stands after what was just done with it."""
    deposit = records.stored_deposit(uow, deposit_id)
    seen = rules.may_see_cash(deposit, uow.actor.user_id)
    return DepositMoved(deposit_id, deposit.number, deposit.stage, deposit.amount if seen else None)


def difference_reason(
    uow: UnitOfWork, reason_id: ReasonId | None, difference: Money
) -> Reason | None:
    """Why something differs; None where nothing does and nothing was said."""
    if not difference and reason_id is None:
        return None
    return reasons.reason(uow, reason_id, ReasonKind.DEPOSIT_DIFFERENCE)


def approval_limit(uow: UnitOfWork) -> int:
    """From which difference on a third person has to agree."""
    return settings.whole_setting(uow, "drawers.difference_approval")


def approved(
    uow: UnitOfWork,
    command_id: CommandId,
    deposit: StoredDeposit,
    difference: Money,
    asked: NeedsApproval,
) -> ApprovalId | None:
    """The approval of a large difference, by nobody who counted the bag under any account."""
    if not difference or abs(difference.minor) < approval_limit(uow):
        return None
    found = require_approval(uow, command_id, asked.key, asked.text)
    given = approvals.approval(uow, found)
    if given is None:
        return found
    counted_by = (deposit.prepared_by, *(count.user_id for count in deposit.counts))
    if any(queries.one_person(uow, given.approver_id, user_id) for user_id in counted_by):
        raise errors.approver_counted(given.approver_name)
    _refuse_own(uow, given)
    return found


def approve_keeping_back(uow: UnitOfWork, command_id: CommandId, amount: Money, why: str) -> None:
    """Somebody else agrees to cash that stays in the safe, for nobody counts that there again: from
    the amount of a large movement on, little by little too. A practice of one person has nobody.
    """
    kept = safe_records.kept_back(uow, amount.currency) + amount
    if kept.minor < settings.whole_setting(uow, "drawers.large_movement"):
        return
    if settings.setting(uow, "deposits.second_count") == "single_person":
        return
    asked = errors.approve_keeping_back(amount, why, kept)
    given = approvals.approval(uow, require_approval(uow, command_id, asked.key, asked.text))
    if given is not None:
        _refuse_own(uow, given)


def _refuse_own(uow: UnitOfWork, given: ApprovalRow) -> None:
    if queries.one_person(uow, given.approver_id, uow.actor.user_id):
        raise errors.approver_asks(given.approver_name)


def post(
    uow: UnitOfWork,
    source: tuple[str, str],
    deposit: StoredDeposit,
    day: date,
    description: str,
    amounts: dict[str, Money],
    over_short: str = "",
    reverses: EntryId | None = None,
) -> None:
    """One entry of a deposit, nothing where nothing moves; `over_short` explains a difference."""
    legs = tuple(
        Leg(
            code,
            amount,
            over_short if code == GL.CASH_OVER_SHORT else "",
            deposit_id=deposit.deposit_id,
        )
        for code, amount in amounts.items()
        if amount
    )
    if legs:
        kind = EntryType.STANDARD if reverses is None else EntryType.REVERSING
        entry = Entry(
            day, description, legs, *source, deposit.number, kind, reverses_entry_id=reverses
        )
        ledger.post(uow, entry)

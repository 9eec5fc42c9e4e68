"""The lists of reasons a practice keeps: why cash moved, a drawer opened, something was undone."""

from __future__ import annotations

from app.areas.ledger import errors, queries, repository
from app.areas.ledger.values import Reason, ReasonKind, SaveReason
from app.kernel.actor import Permission
from app.kernel.ids import ReasonId
from app.kernel.text import clean_required
from app.storage.unit_of_work import UnitOfWork


def save_reason(uow: UnitOfWork, command: SaveReason) -> ReasonId:
    """Add a reason to a list or change one; what was explained with it keeps its words."""
    uow.actor.require(Permission.MAINTAIN_LISTS)
    words = clean_required(command.words, "words", most=60)
    if not 1 <= command.digit <= 9:
        raise errors.digit_out_of_range()
    reason_id = ReasonId(command.reason_id or command.id)
    if command.reason_id is not None:
        kind = repository.reason_kind(uow, command.reason_id)
        if kind is None:
            raise errors.no_such_reason()
        if kind is not command.kind:
            raise errors.reason_kind_stays()
    _refuse_account(uow, command)
    if command.active:
        for other in queries.reasons(uow, command.kind):
            if other.digit == command.digit and other.reason_id != reason_id:
                raise errors.digit_taken(other.digit, other.words)
    reason = Reason(reason_id, command.kind, command.digit, words, command.gl_code, command.active)
    if command.reason_id is None:
        repository.add_reason(uow, reason)
    else:
        repository.change_reason(uow, reason)
    return reason_id


def _refuse_account(uow: UnitOfWork, command: SaveReason) -> None:
    code = command.gl_code
    if command.kind not in (ReasonKind.PAID_IN, ReasonKind.PAID_OUT):
        if code:
            raise errors.reason_needs_no_account()
        return
    if not code:
        raise errors.reason_needs_account()
    if code not in {row.code for row in queries.accounts_for_reasons(uow)}:
        raise errors.reason_account_refused(code)


def seed_reasons(uow: UnitOfWork, _nothing: None) -> None:
    """The reasons of every list, at set-up."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    repository.add_reasons(uow)


def seed_missing_reasons(uow: UnitOfWork, _nothing: None) -> None:
    """The reasons of lists that came with a newer program."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    repository.add_reasons(uow, queries.kinds_without_reasons(uow))

"""Granting an approval, and asking for one: single use, one command, one amount, another person."""

from __future__ import annotations

from datetime import timedelta

from app.areas.approvals import errors, queries, repository
from app.areas.approvals.values import VALID_S, ApprovalGranted, GrantApproval
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import ApprovalId, CommandId, UserId, check_id
from app.kernel.text import clean_required
from app.storage.unit_of_work import UnitOfWork


def grant_approval(uow: UnitOfWork, command: GrantApproval) -> ApprovalGranted:
    """Agree to one command of another person; it has to be sent again within two minutes."""
    if not uow.actor.may(Permission.APPROVE):
        raise errors.may_not_approve(uow.actor.name)
    check_id(command.for_command, "for_command")
    asks = check_id(command.requested_by, "requested_by")
    if _one_person(uow, UserId(asks), uow.actor.user_id):
        raise errors.own_request()
    key = clean_required(command.key, "key", most=120)
    if key != command.key:
        raise errors.no_key()
    words = clean_required(command.words, "words", most=400)
    day = settings.business_today(settings.practice(uow), uow.now)
    cleaned = GrantApproval(command.id, command.for_command, key, command.requested_by, words)
    return ApprovalGranted(repository.add_approval(uow, cleaned, day), uow.actor.name)


def require_approval(
    uow: UnitOfWork,
    command_id: CommandId,
    key: str,
    words: str,
    *,
    never_by: UserId | None = None,
) -> ApprovalId:
    """The approval this command brings with it; NeedsApproval while there is none.

    `key` carries the amount, so that an approval never covers another sum, and `words` say what
    for: the same command with another payment or drawer in it is something else than was agreed
    to. It is used once, because its command is carried out once. An approval of `never_by`, whom
    it is about, counts for nothing, under no account of theirs.
    """
    since = uow.now - timedelta(seconds=VALID_S)
    read = clean_required(words, "words", most=400)
    found = repository.fresh(uow, command_id, key, read, since, never_by=never_by)
    given = None if found is None else queries.approval(uow, found)
    if given is None or (never_by and _one_person(uow, given.approver_id, never_by)):
        raise errors.approval_needed(key, words)
    return given.approval_id


def _one_person(uow: UnitOfWork, one: UserId, other: UserId) -> bool:
    return security.person_of(uow, one) == security.person_of(uow, other)

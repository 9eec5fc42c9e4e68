"""Stores approvals, and finds the one a command brings with it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import bindparam, select

from app.areas.approvals import schema
from app.areas.approvals.values import GrantApproval
from app.kernel.clock import instant_text
from app.kernel.ids import ApprovalId, CommandId, UserId
from app.storage.statements import Read
from app.storage.tables import counted
from app.storage.unit_of_work import UnitOfWork

_a = counted(schema.approval).c
_FRESH = Read(
    select(_a.id)
    .where(
        _a.for_command == bindparam("for_command"),
        _a.key == bindparam("key"),
        _a.words == bindparam("words"),
        _a.requested_by == bindparam("requested_by"),
        _a.made_by != bindparam("requested_by"),
        _a.made_by != bindparam("never_by"),
        _a.at >= bindparam("since"),
        _a.at <= bindparam("until"),
    )
    .order_by(_a.at.desc())
    .limit(1)
)


def add_approval(uow: UnitOfWork, command: GrantApproval, day: date) -> ApprovalId:
    uow.insert(
        schema.approval,
        {
            **uow.made(day),
            "id": command.id,
            "for_command": command.for_command,
            "key": command.key,
            "requested_by": command.requested_by,
            "words": command.words,
        },
    )
    return ApprovalId(command.id)


def fresh(
    uow: UnitOfWork,
    command_id: CommandId,
    key: str,
    words: str,
    since: datetime,
    *,
    never_by: UserId | None = None,
) -> ApprovalId | None:
    """The approval of another person for exactly this command, key and words, given after
    `since`; not one of `never_by`.
    """
    found = uow.scalar(
        _FRESH,
        for_command=command_id,
        key=key,
        words=words,
        requested_by=uow.actor.user_id,
        never_by=never_by or uow.actor.user_id,
        since=instant_text(since),
        until=instant_text(uow.now),
    )
    return None if found is None else ApprovalId(found)

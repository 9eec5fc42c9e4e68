"""Who approved what."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from app.areas.approvals import schema
from app.areas.approvals.values import ApprovalRow
from app.areas.security import queries as security
from app.kernel.clock import instant_from
from app.kernel.ids import ApprovalId, UserId
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_a = counted(schema.approval).c
_ONE = Read(
    select(_a.key, _a.words, _a.made_by, _a.requested_by, _a.at).where(_a.id == bindparam("id"))
)


def approval(reader: Reader, approval_id: ApprovalId) -> ApprovalRow | None:
    """An approval with its two people; None when there is none."""
    row = reader.first(_ONE, id=approval_id)
    if row is None:
        return None
    key, words, approver, requester, at = row
    return ApprovalRow(
        approval_id,
        key,
        words,
        UserId(approver),
        security.user_name(reader, approver),
        UserId(requester),
        security.user_name(reader, requester),
        instant_from(at),
    )

"""What must hold of approvals: two people, and both are known."""

from __future__ import annotations

from typing import Any

from sqlalchemy import literal_column, or_, select

from app.areas.approvals import schema
from app.areas.security.schema import app_user
from app.kernel.translate import t
from app.storage.checking import Check, rows_check
from app.storage.tables import counted

_approval = counted(schema.approval)
_a, _u = _approval.c, app_user.c
_there: Any = literal_column("1")


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    approver = select(_there).where(_u.id == _a.made_by).exists()
    return (
        rows_check(
            "approvals.two_people",
            "Nobody approves their own request.",
            select(_a.id, _a.words).where(or_(_a.made_by == _a.requested_by, ~approver)),
            lambda approval, words: t(
                "Approval {id} (“{words}”) was not given by another person.",
                id=approval,
                words=words,
            ),
        ),
    )

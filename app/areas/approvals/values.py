"""A second person's word for one command of somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.kernel.ids import ApprovalId, CommandId, UserId

VALID_S = 120
"""Seconds an approval waits for its command to be sent again."""


@dataclass(frozen=True, slots=True)
class GrantApproval:
    """Agree that `requested_by` carries out `for_command`.

    `key` and `words` are those of the NeedsApproval that was raised; the key carries the amount, so
    the approval is good for nothing else.
    """

    id: CommandId
    for_command: CommandId
    key: str
    requested_by: UserId
    words: str


@dataclass(frozen=True, slots=True)
class ApprovalGranted:
    approval_id: ApprovalId
    approver_name: str


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """Who agreed to what of whom, and when (UTC)."""

    approval_id: ApprovalId
    key: str
    words: str
    approver_id: UserId
    approver_name: str
    requester_id: UserId
    requester_name: str
    at: datetime

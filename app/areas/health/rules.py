"""When a backup is due, and which ones may go."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from app.areas.health.backup_values import BackupState, KeepRule, KeptBackup, Why
from app.areas.settings.values import Practice

AGAIN_AFTER: Final = timedelta(minutes=5)
"""A backup that was not made is tried again after so long."""
PROOF_EVERY: Final = timedelta(hours=20)
"""Shorter than a day, so that it is not put off a little more each day."""


def due(state: BackupState, now: datetime) -> Why | None:
    """Why a backup is due now, or None. A clock that was set back makes one due, never none."""
    newest, keeping = state.newest, state.keeping
    if keeping.trouble and keeping.tried_at and now - AGAIN_AFTER < keeping.tried_at <= now:
        return None
    if newest is None:
        return Why.HOUR if state.head_seq else None
    if newest.log_seq == state.head_seq:
        return None
    if state.last_close is not None and newest.made_at < state.last_close <= now:
        return Why.CLOSE
    age = now - newest.made_at
    if age >= timedelta(minutes=state.every_minutes) or age < timedelta(0):
        return Why.HOUR
    return None


def next_due(state: BackupState) -> datetime | None:
    """When the next one comes if work goes on; None while nothing was done since the last."""
    newest = state.newest
    if newest is None or newest.log_seq == state.head_seq:
        return None
    return newest.made_at + timedelta(minutes=state.every_minutes)


def proof_due(state: BackupState, now: datetime) -> bool:
    """Whether the next backup is to be opened and looked through wholly."""
    looked = [at for one in state.kept if (at := one.proven_at) is not None and at <= now]
    last = max(looked, default=None)
    return last is None or now - last >= PROOF_EVERY


def may_go(kept: Sequence[KeptBackup], rule: KeepRule, time_zone: str) -> tuple[KeptBackup, ...]:
    """Those of one place that the rule lets go, oldest first.

    It counts hours, days and months that have a backup, not time gone by: after a long holiday or
    a clock that was wrong nothing goes but what newer ones stand for. The newest one always stays,
    and so does the newest in which everything was found to add up.
    """
    zone = ZoneInfo(time_zone)
    newest_first = sorted(kept, key=lambda one: (one.made_at, one.name), reverse=True)
    stays = {one.name for one in newest_first[:1]}
    stays |= {one.name for one in [b for b in newest_first if b.proven][:1]}

    def keep(count: int, slot_of: Callable[[datetime], object]) -> None:
        slots: set[object] = set()
        for one in newest_first:
            slot = slot_of(one.made_at.astimezone(zone))
            if slot not in slots and len(slots) < count:
                slots.add(slot)
                stays.add(one.name)

    keep(rule.hours, lambda at: (at.date(), at.hour))
    keep(rule.days, lambda at: at.date())
    keep(rule.months, lambda at: (at.year, at.month))
    return tuple(one for one in reversed(newest_first) if one.name not in stays)


def told_of(practice: Practice) -> str:
    """Whose books a backup holds; only the recovery key opens it."""
    whose = {"practice": practice.organization_name, "site": practice.site_name}
    return json.dumps({**whose, "demo": practice.demo})

"""What needs somebody's attention now, for those who may deal with it."""

from __future__ import annotations

from dataclasses import replace

from app.areas.security import queries as security
from app.areas.tasks import kinds, rules
from app.areas.tasks.values import Task, TaskKind
from app.kernel.actor import Permission
from app.kernel.ids import UserId
from app.storage.statements import Reader

SHOWN = 100
"""So many tasks are put into words at most; answering some brings up the others."""
_PLACE = {kind: place for place, kind in enumerate(TaskKind)}


def tasks(reader: Reader, asker: UserId | None = None) -> tuple[Task, ...]:
    """What waits for `asker`, by kind, in each the oldest first, with the answers they may give;
    without an asker all there is.
    """
    permissions = _permissions(reader, asker)
    waiting = kinds.waiting(reader, _seen(permissions))
    waiting.sort(key=lambda one: (_PLACE[one.kind], one.since, one.task_id))
    told = (kinds.told(reader, one) for one in waiting[:SHOWN])
    return tuple(_for(task, permissions) for task in told if task is not None)


def count_tasks(reader: Reader, asker: UserId | None = None) -> int:
    """How many tasks wait for `asker`; cheap enough to be asked after every commit."""
    return len(kinds.waiting(reader, _seen(_permissions(reader, asker))))


def _permissions(reader: Reader, asker: UserId | None) -> frozenset[Permission]:
    return frozenset(Permission) if asker is None else security.permissions_now(reader, asker)


def _seen(permissions: frozenset[Permission]) -> list[TaskKind]:
    return [kind for kind in kinds.FINDS if rules.sees(kind, permissions)]


def _for(task: Task, permissions: frozenset[Permission]) -> Task:
    mine = (one for one in task.answers if rules.may_answer(task.kind, one.key, permissions))
    return replace(task, answers=tuple(mine))

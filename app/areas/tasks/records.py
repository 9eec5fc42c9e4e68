"""Answers to tasks, and what windows are called."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import bindparam, select

from app.areas.settings import queries as settings
from app.areas.settings.schema import station
from app.areas.tasks import schema
from app.areas.tasks.values import AnswerTask, Found
from app.kernel.translate import t
from app.storage.checking import KEYS
from app.storage.statements import Read, Reader
from app.storage.tables import counted
from app.storage.unit_of_work import UnitOfWork

_a, _s = counted(schema.task_answer).c, station.c
_ANSWERED = Read(select(_a.task_id, _a.state).where(_a.task_id.in_(KEYS)))
_WINDOW = Read(select(_s.name, _s.code).where(_s.id == bindparam("id")))


def open_ones(reader: Reader, found: Iterable[Found]) -> list[Found]:
    """The tasks nobody has answered as they stand now."""
    there = list(found)
    if not there:
        return there
    ids = json.dumps([one.task_id for one in there])
    answered = set(reader.fetch(_ANSWERED, keys=ids))
    return [one for one in there if (one.task_id, one.state) not in answered]


def add_answer(uow: UnitOfWork, command: AnswerTask, found: Found, note: str) -> None:
    today = settings.business_today(settings.practice(uow), uow.now)
    uow.insert(
        schema.task_answer,
        {
            **uow.made(today),
            "id": command.id,
            "task_id": found.task_id,
            "kind": found.kind,
            "answer": command.answer,
            "state": found.state,
            "note": note,
        },
    )


def window_name(reader: Reader, station_id: str) -> str:
    """What people call a window: its name, else its code."""
    row = reader.first(_WINDOW, id=station_id)
    if row is None:
        return t("a window that is not known here")
    name, code = row
    return str(name or code)

"""Puts an attribute of a real module out of order for a while, or a piece of the shipped SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from app.kernel.errors import ensure
from app.sync import projection
from app.sync.setting_up import STATEMENTS
from app.sync.simulator.centre import RETENTION, SimCentre, aged
from app.sync.simulator.ground import Ground

Plant = Callable[[Ground], AbstractContextManager[None]]
PUSH = "20_functions.sql"


# ------------------------------------------------------------------------------------ worse SQL


def worse_sql(*changes: tuple[str, str], file: str = PUSH) -> Plant:
    """Run a shipped file with each text replaced; the true one again afterwards."""

    @contextmanager
    def plant(ground: Ground) -> Iterator[None]:
        true = (STATEMENTS / file).read_text(encoding="utf-8")
        true = aged(true) if file == RETENTION else true
        text = true
        for old, new in changes:
            ensure(text.count(old) == 1, f"{file} has this once: {old}")
            text = text.replace(old, new)
        try:
            ground.centre.admin.execute(text)
            yield
        finally:
            ground.centre.admin.execute(true)

    return plant


def worse_projection(old: str, new: str, more: str = "", undo: str = "") -> Plant:
    """The same for what puts rows into tables."""

    @contextmanager
    def plant(ground: Ground) -> Iterator[None]:
        true = list(projection.functions())
        ensure(any(old in one for one in true), f"some projection has {old}")
        try:
            _run(ground.centre, [*(one.replace(old, new) for one in true), more])
            yield
        finally:
            _run(ground.centre, [*true, undo])

    return plant


def _run(centre: SimCentre, statements: list[str]) -> None:
    for statement in filter(None, statements):
        centre.admin.execute(statement)


# --------------------------------------------------------------------------------- worse Python


def instead(owner: Any, name: str, worse: Callable[[Any], Any]) -> Plant:
    """An attribute replaced by what `worse` makes of it."""

    @contextmanager
    def plant(_ground: Ground) -> Iterator[None]:
        ensure(hasattr(owner, name), f"{owner} has {name}")
        with patch.object(owner, name, worse(getattr(owner, name))):
            yield

    return plant


def always(answer: Any) -> Callable[[Any], Any]:
    def worse(_true: Any) -> Any:
        return lambda *_args, **_more: answer

    return worse


def both(*plants: Plant) -> Plant:
    @contextmanager
    def plant(ground: Ground) -> Iterator[None]:
        with ExitStack() as stack:
            for one in plants:
                stack.enter_context(one(ground))
            yield

    return plant

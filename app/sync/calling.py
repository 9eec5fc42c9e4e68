"""A connection that gives up on a server which never answers, whatever the network says."""

from __future__ import annotations

from collections.abc import Generator
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psycopg import Connection

CONNECT_S = 5
ANSWER_S = 25.0
"""Longer than the centre lets a statement run (`46_enrolment.sql`): its own word comes first."""


def call(address: str) -> Connection[Any]:
    """Connect as a station. No `options` at the start: poolers refuse them; how long a statement
    may run is a setting of the station's role.
    """
    return _kind().connect(
        address,
        autocommit=True,
        connect_timeout=CONNECT_S,
        application_name="counterfoil",
        prepare_threshold=None,  # nothing prepared: a pooler may hand us any session
    )


@cache
def _kind() -> type[Connection[Any]]:
    import psycopg

    class Answered(psycopg.Connection[Any]):
        """Each question has ANSWER_S to be answered in."""

        def wait(self, gen: Any, *args: Any, **named: Any) -> Any:
            return super().wait(_within(gen, ANSWER_S), *args, **named)

    return Answered


def _within(asked: Generator[Any, Any, Any], limit_s: float) -> Generator[Any, Any, Any]:
    """What psycopg waits for, until `limit_s` went by without an answer."""
    from psycopg.errors import ConnectionTimeout

    end = monotonic() + limit_s
    try:
        wanted = next(asked)
        while True:
            ready = yield wanted
            if not ready and monotonic() > end:
                raise ConnectionTimeout("no answer: timeout expired")
            wanted = asked.send(ready)
    except StopIteration as answer:
        return answer.value

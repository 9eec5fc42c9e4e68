"""A station as sync sees it: questions and notes, each answered on the station's own threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from app.areas.settings.values import Practice
from app.kernel.clock import Clock

A = TypeVar("A")
C = TypeVar("C")


class Books(Protocol):
    """What of an open station is needed to send and to receive."""

    clock: Clock

    @property
    def practice(self) -> Practice: ...

    def record(self, action: Callable[[Any, C], A], command: C) -> Future[A]: ...

    def ask(self, query: Callable[..., A], *args: Any) -> Future[A]: ...

"""Calls that must not take longer than so many seconds, whatever name servers and networks do.

A time-out of a socket counts each wait alone and never the looking up of a name. So a call runs on
a thread of its own; one that comes too late is left to itself and its answer is dropped.
"""

from __future__ import annotations

import contextlib
import threading
import weakref
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, wait
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

C = TypeVar("C")
A = TypeVar("A")


class Deadline(Generic[C]):
    """Threads with one client each, made by `client` where it is used; idle ones wait for more, and
    end with whoever holds this.
    """

    def __init__(self, client: Callable[[], C], seconds: float, name: str) -> None:
        self._client, self._seconds, self._name = client, seconds, name
        self._idle: deque[_Worker[C]] = deque()
        self.close = weakref.finalize(self, _end, self._idle)
        """End the idle threads; one at work ends after it."""

    def run(self, work: Callable[[C], A]) -> A:
        """What `work` answers or raises; TimeoutError when it takes too long."""
        try:
            worker = self._idle.pop()
        except IndexError:
            worker = _Worker(self._client, self._name)
        done = worker.begin(work)
        if not wait([done], self._seconds).done:
            worker.end()
            raise TimeoutError
        self._idle.append(worker)
        if not self.close.alive:
            _end(self._idle)
        return done.result()


def _end(idle: deque[_Worker[C]]) -> None:
    with contextlib.suppress(IndexError):
        while True:
            idle.pop().end()


class _Worker(Generic[C]):
    def __init__(self, client: Callable[[], C], name: str) -> None:
        self._jobs: SimpleQueue[tuple[Callable[[C], Any], Future[Any]] | None] = SimpleQueue()
        threading.Thread(target=self._work, args=(client,), name=name, daemon=True).start()

    def begin(self, work: Callable[[C], A]) -> Future[A]:
        done: Future[A] = Future()
        self._jobs.put((work, done))
        return done

    def end(self) -> None:
        self._jobs.put(None)

    def _work(self, make: Callable[[], C]) -> None:
        client: C | None = None
        while (job := self._jobs.get()) is not None:
            work, done = job
            try:
                client = client or make()
                answer = work(client)
            except BaseException as error:  # noqa: BLE001 it goes to whoever waits
                done.set_exception(error)
            else:
                done.set_result(answer)
            del job, work, done

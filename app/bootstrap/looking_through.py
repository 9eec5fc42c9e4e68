"""Looks at every promise of the books in processes of their own, two or three at a time: beside a
window they never hold up what is drawn there, and two processors do twice as much.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from pathlib import Path
from typing import Final

from app.areas.health import queries
from app.areas.health.checks import PARTS, share_of
from app.areas.health.values import Verdict
from app.bootstrap.report_log import log_folder
from app.kernel.clock import Clock
from app.kernel.codec import from_plain
from app.kernel.errors import CounterfoilError, OutsideError, UserError
from app.kernel.log_lines import Count
from app.kernel.translate import language, t
from app.storage.database import Database
from app.storage.keys import Keys

Told = Callable[[str, int, int], None]
"""Told (promise, done, of) from some thread: how far it is, and what is looked at now."""
Stop = Callable[[], bool]
_ROOT: Final = Path(__file__).resolve().parents[2]
_LOOK_S: Final = 0.2
_BELOW_NORMAL: Final = 0x4000 | 0x08000000
"""Windows: below normal priority, and no console."""
_SMALL: Final = 64 << 20
"""Books of so few bytes are looked through before two processes have begun."""
_PROCESSORS: Final = 4
_WHOLE: Final = 1000
_BROKE: Final = (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError)
"""What a process that ended, or that says something else than an answer, is noticed by."""
_NO_CODE: Final = 999
_LOG: Final = logging.getLogger("counterfoil.verify")


class CantBeOpened(OutsideError):
    """The books are so damaged, or so new, that nothing in them can be looked at."""


class BrokeOff(OutsideError):
    """A process ended before its answer, and so did the one after it."""

    def __init__(self, *, begun: bool) -> None:
        self.begun = begun
        super().__init__(
            t(
                "The books could not be looked through: the program that does it broke off. Try "
                "again."
            )
        )


def frozen() -> bool:
    """Whether this is one program without an interpreter beside it."""
    return bool(getattr(sys, "frozen", False))


def verify_open(database: Database, told: Told, stop: Stop) -> Verdict:
    """The verdict over open books; blocks. `stop()` ends it within a second. Where no process can
    be begun, as after an update that replaced the program, this one does it.
    """
    if frozen() or database.path.stat().st_size < _SMALL:
        return _here(database, told, stop)
    try:
        log = log_folder(database.folder)
        books = (database.folder, database.keys, database.clock)
        return look_through(*books, told, stop, helpers=_helpers(), log=log)
    except BrokeOff as why:
        if why.begun:
            raise
    return _here(database, told, stop)


def _helpers() -> int:
    """A third pays where a processor is left for everything else; more would wait for the log."""
    return 3 if (os.cpu_count() or 1) >= _PROCESSORS else 2


def _here(database: Database, told: Told, stop: Stop) -> Verdict:
    """On one reading thread, so that screens keep the others. What is given up is ended inside a
    statement too, so nothing is said of what was found until then.
    """
    whole, done, keys = sum(queries.shares()), 0, database.keys

    def begun(name: str, promise: str) -> None:
        nonlocal done
        told(promise, done, whole)
        done += share_of(name)

    every = tuple(range(PARTS))
    asked = database.ask(queries.verify, keys.master, begun, None, every, keys.own)
    while True:
        try:
            return asked.result(timeout=_LOOK_S)
        except NotYet:
            if stop():
                database.give_up(asked)
        except CancelledError:
            return Verdict.stopped_at(database.clock.now())


def look_through(
    folder: Path,
    keys: Keys,
    clock: Clock,
    told: Told,
    stop: Stop,
    *,
    helpers: int = 2,
    gently: bool = False,
    log: Path | None = None,
) -> Verdict:
    """The verdict over the books in `folder`, by so many processes, which give way to all others
    where it is done `gently`, and say in `log` what ended them; blocks. UserError while the books
    still arrive, OutsideError where they can't be opened.
    """
    asked = {
        "folder": str(folder),
        **{name: getattr(keys, name).hex() for name in ("database", "master", "own")},
        "language": language(),
        "gently": gently,
        "log": "" if log is None else str(log),
    }
    run = _Run(json.dumps(asked), told)
    threads = [threading.Thread(target=run.help, name="verify") for _ in range(helpers)]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            while thread.is_alive():
                thread.join(_LOOK_S)
                if stop():
                    run.end()
    finally:
        run.end()
        for thread in threads:
            thread.join()
    return run.verdict(clock)


class _Run:
    """The groups that wait, and what was found in the others; helpers take one after another."""

    def __init__(self, asked: str, told: Told) -> None:
        self._asked, self._told = asked, told
        self._shares = queries.shares()
        self._waiting = list(range(len(self._shares)))
        self._found: dict[int, Verdict] = {}
        self._on_the_way: dict[int, int] = {}
        self._children: list[subprocess.Popen[str]] = []
        self._failed: Exception | None = None
        self._ended = False
        self._broken: set[int] = set()
        self._lock = threading.Lock()

    def help(self) -> None:
        """Look at group after group in a process; from a thread of its own. Where one ends before
        its answer, another looks at that group once more.
        """
        child: subprocess.Popen[str] | None = None
        try:
            while (number := self._next()) is not None:
                try:
                    child = child or self._begun()
                    self._ask(child, str(number))
                    self._take(number, child)
                except _BROKE as error:
                    self._broke(number, error, child)
                    child = None
            if child is not None:
                child.communicate()
        except (*_BROKE, CounterfoilError, CancelledError, RuntimeError) as error:
            with self._lock:
                if not self._ended:
                    self._failed = self._failed or error
            self.end()
        finally:
            if child is not None:
                _buried(child)

    def end(self) -> None:
        """No further group is looked at; harmless twice."""
        with self._lock:
            self._ended = True
            self._waiting.clear()
            for child in self._children:
                child.kill()

    def verdict(self, clock: Clock) -> Verdict:
        if self._failed is not None:
            raise self._failed
        stopped = len(self._found) < len(self._shares)
        if not self._found:
            return Verdict.stopped_at(clock.now())
        found = [self._found[number] for number in sorted(self._found)]
        return queries.together(found, stopped=stopped)

    def _begun(self) -> subprocess.Popen[str]:
        with self._lock:
            if self._ended:
                raise CancelledError
            child = subprocess.Popen(
                [sys.executable, "-m", "app.bootstrap.proving"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                encoding="utf-8",
                creationflags=_BELOW_NORMAL if sys.platform == "win32" else 0,
            )
            self._children.append(child)
        try:
            self._ask(child, self._asked)
        except OSError:
            _buried(child)
            raise
        return child

    def _broke(self, number: int, error: Exception, child: subprocess.Popen[str] | None) -> None:
        """Say why in the log, and let the group be looked at again, once."""
        ended = None if child is None else _buried(child)
        with self._lock:
            if self._ended:
                return
            again = number not in self._broken
            self._broken.add(number)
            if again:
                self._waiting.insert(0, number)
            found = bool(self._found)
        code = _NO_CODE if ended is None else ended
        _LOG.warning("a process that looks through the books ended: %s %s", error, Count(code))
        if not again:
            raise BrokeOff(begun=found) from error

    def _next(self) -> int | None:
        with self._lock:
            return self._waiting.pop(0) if self._waiting else None

    def _ask(self, child: subprocess.Popen[str], words: str) -> None:
        if child.stdin is not None:
            child.stdin.write(f"{words}\n")
            child.stdin.flush()

    def _take(self, number: int, child: subprocess.Popen[str]) -> None:
        for line in child.stdout or ():
            said = json.loads(line)
            if "verdict" in said:
                found: Verdict = from_plain(Verdict, said["verdict"])
                with self._lock:
                    self._found[number] = found
                    self._on_the_way.pop(number, None)
                return
            if "early" in said:
                raise UserError(str(said["early"]))
            if "broken" in said:
                raise CantBeOpened(str(said["broken"]))
            self._heard(number, str(said["promise"]), int(said["thousandths"]))
        raise ValueError("it ended")

    def _heard(self, number: int, promise: str, thousandths: int) -> None:
        with self._lock:
            part = min(_WHOLE, thousandths)
            self._on_the_way[number] = max(part, self._on_the_way.get(number, 0))
            done = sum(self._shares[one] * _WHOLE for one in self._found)
            done += sum(self._shares[one] * so_far for one, so_far in self._on_the_way.items())
            self._told(promise, done, sum(self._shares) * _WHOLE)


def _buried(child: subprocess.Popen[str]) -> int:
    """What a process ended with, by itself or now."""
    with suppress(subprocess.TimeoutExpired):
        child.wait(_LOOK_S)
    child.kill()
    with suppress(OSError, ValueError):
        child.communicate()
    return child.wait()

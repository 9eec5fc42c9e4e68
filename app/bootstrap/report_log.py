"""The log of this program: JSON lines beside the data, turned over by size, without a word of the
data (`kernel/log_lines.py` says what may stand in a line).
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from app.kernel.log_lines import ROOM, describe, line_of, place_of, places, report_number
from app.storage.private import private_folder

LARGEST: Final = 2_000_000
"""Bytes after which a file is turned over."""
KEPT: Final = 4
"""Older files beside the one that is written: `window.1.log` is the youngest of them."""
LOUD: Final = 3
"""So often the same trouble is told to a person each time it comes."""
QUIET_S: Final = 60.0
"""After that, at most once in so many seconds: a picture that can't be painted fails all day."""
_TURN: Final = threading.Lock()
"""One line after another, whichever part of the process writes it."""
_LOG: Final = logging.getLogger(f"{ROOM}.threads")


def log_folder(data: Path) -> Path:
    """Where the log of the practice in `data` lies."""
    return data / "log"


def make_log_folder(folder: Path) -> None:
    """The folder of a log, and the data folder it lies in, which may not be there yet either."""
    private_folder(folder.parent)
    private_folder(folder)


@dataclass(slots=True)
class Again:
    """One trouble and how often it came in this run; it keeps its report number."""

    number: str
    times: int = 0
    told_at: float = float("-inf")

    @property
    def is_written(self) -> bool:
        """The first times, then the 10th, the 100th …: a line a second would push the rest out."""
        return self.times <= LOUD or set(str(self.times)[1:]) == {"0"}

    def is_told(self) -> bool:
        """Whether a person should hear of it now."""
        now = time.monotonic()
        if self.times > LOUD and now - self.told_at < QUIET_S:
            return False
        self.told_at = now
        return True


class ReportLog:
    """Appends lines to `folder`/`name`.log; one process may hold several."""

    def __init__(self, folder: Path, name: str = "window") -> None:
        self.folder = folder
        self.file = folder / f"{name}.log"
        self._seen: dict[tuple[str, ...], Again] = {}
        self._counting = threading.Lock()

    def report(self, error: BaseException) -> Again:
        """Note an error of ours under its number, away from this thread."""
        found = self.again(type(error).__name__, *places(error.__traceback__)[-3:])
        if found.is_written:
            self.write(found.number, error, times=found.times)
        return found

    def again(self, *what: str) -> Again:
        """The trouble that `what` says, counted once more."""
        with self._counting:  # never the lock that is held while a disk takes its time
            found = self._seen.setdefault(what, Again(report_number()))
            found.times += 1
        return found

    def begin(self) -> threading.Thread:
        """Write which program begins to run, and on what."""
        thread = threading.Thread(target=lambda: self.append(_begun()), name="report-log")
        thread.start()
        return thread

    def write(self, number: str, error: BaseException, **more: int) -> threading.Thread:
        """Note `error` under `number`; the thread that writes may be joined."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        return self.append_soon(
            {"at": at, "level": "error", "report": number} | more | {"error": describe(error)}
        )

    def append_soon(self, told: dict[str, Any]) -> threading.Thread:
        """Write one line on a thread of its own: the window must not wait for a disk."""
        thread = threading.Thread(target=self.append, args=(told,), name="report-log")
        thread.start()
        return thread

    def append(self, told: dict[str, Any]) -> None:
        """Write one line; blocks for as long as the disk takes."""
        line = json.dumps(told, ensure_ascii=False, default=lambda _: "…") + "\n"
        with _TURN:
            try:
                make_log_folder(self.folder)
                self._turn_over()
                with self.file.open("ab", buffering=0) as log:
                    log.write(line.encode("utf-8", "backslashreplace"))
            except OSError:
                # A full disk must not turn a report into a second failure; the number was shown.
                return

    def _turn_over(self) -> None:
        if not self.file.exists() or self.file.stat().st_size < LARGEST:
            return
        for older in range(KEPT, 0, -1):
            younger = self._older(older - 1) if older > 1 else self.file
            if younger.exists():
                try:
                    younger.replace(self._older(older))
                except PermissionError:
                    # Windows, while another process writes to it: it grows a little longer.
                    return

    def _older(self, which: int) -> Path:
        return self.file.with_name(f"{self.file.stem}.{which}.log")


class LogKeeper(logging.Handler):
    """Puts what the program's loggers say into a ReportLog. An error gets a number, and `heard` is
    told (on the thread where it happened) the number and the room it happened in.
    """

    def __init__(self, log: ReportLog) -> None:
        super().__init__(logging.INFO)
        self.log = log
        self.heard: Callable[[str, str], None] | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno < logging.WARNING and not record.name.startswith(ROOM):
            return
        try:
            self._keep(record)
        except Exception:  # noqa: BLE001 whoever spoke must go on
            self.handleError(record)

    def _keep(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        kind = (type(error).__name__, place_of(error)) if error is not None else ()
        what = (record.name, record.levelname, f"{record.pathname}:{record.lineno}", *kind)
        found = self.log.again(*what)
        ours = error is not None and not isinstance(error, CancelledError)
        ours = ours and record.levelno >= logging.ERROR
        if found.is_written:
            told = line_of(record) | {"times": found.times}
            if ours:
                told["report"] = found.number
            self._append(told)
        if ours and self.heard is not None and found.is_told():
            self.heard(found.number, record.name.rpartition(".")[2])

    def _append(self, told: dict[str, Any]) -> None:
        if threading.current_thread() is threading.main_thread():
            self.log.append_soon(told)
        else:
            self.log.append(told)

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: the standard library would print the data of the record."""


@contextmanager
def keeping_log(folder: Path, name: str) -> Iterator[LogKeeper]:
    """Let every logger, and threads that end with an error, write to `folder`/`name`.log."""
    keeper, root, ours = LogKeeper(ReportLog(folder, name)), logging.getLogger(), ROOM
    level, before = logging.getLogger(ours).level, threading.excepthook
    logging.getLogger(ours).setLevel(logging.INFO)
    root.addHandler(keeper)
    threading.excepthook = _thread_ended
    try:
        yield keeper
    finally:
        threading.excepthook = before
        root.removeHandler(keeper)
        logging.getLogger(ours).setLevel(level)


def _thread_ended(what: threading.ExceptHookArgs) -> None:
    if what.exc_value is not None and not issubclass(what.exc_type, SystemExit):
        _LOG.error("a thread ended with an error", exc_info=what.exc_value)


def _begun() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    try:
        program = version("counterfoil")
    except PackageNotFoundError:
        program = "checkout"
    return {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": "info",
        "said": "started",
        "program": program,
        "python": sys.version.split()[0],
        "system": sys.platform,
    }

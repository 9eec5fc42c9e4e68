"""What is left when the process itself falls over: Python's stacks, told at the next start."""

from __future__ import annotations

import faulthandler
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from app.bootstrap.report_log import make_log_folder
from app.kernel.log_lines import report_number

NAME: Final = "crash.log"
_TOLD: Final = "crash.told"
LARGEST: Final = 500_000
_FRAME: Final = re.compile(r'^  File "(?P<file>.+)", line (?P<line>\d+) in (?P<name>\S+)$')
_FRAMES: Final = 25


@dataclass(frozen=True, slots=True)
class Crash:
    """How the window before this one ended; `line` is what the log keeps of it."""

    at: datetime
    number: str
    line: dict[str, object]


class CrashFile:
    """`crash.log` in `folder`, which Python writes to when the process dies of a fault.

    Several windows may hold it. What one has told, or outlived, is not told again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._path = folder, folder / NAME
        self._file: IO[bytes] | None = None

    def watch(self) -> Crash | None:
        """Have faults written from now on; the one that nobody was told of, if there is one."""
        try:
            make_log_folder(self._folder)
            crash = self._untold()
            self._begin_again()
            if not faulthandler.is_enabled():  # else somebody watches already, and wants to see it
                self._file = self._path.open("ab", buffering=0)
                faulthandler.enable(self._file)
        except (OSError, ValueError):
            # A folder that can't be written has its own page in the window.
            return None
        return crash

    def end_well(self) -> None:
        """This run is over as it should be; what was written and outlived is no crash."""
        if self._file is None:
            return
        faulthandler.disable()
        try:
            self._note(self._path.stat().st_size)
            self._file.close()
        except OSError:
            # Then it is told once more.
            return
        finally:
            self._file = None

    def _untold(self) -> Crash | None:
        if not self._path.exists():
            return None
        size, told = self._path.stat().st_size, self._told()
        if size <= told:
            return None
        with self._path.open("rb") as file:
            file.seek(told)
            text = file.read(LARGEST).decode("utf-8", "replace")
        at = datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        number = report_number()
        self._note(size)
        return Crash(at, number, _line(at, number, text))

    def _told(self) -> int:
        try:
            return int((self._folder / _TOLD).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def _note(self, size: int) -> None:
        (self._folder / _TOLD).write_text(str(size), encoding="ascii")

    def _begin_again(self) -> None:
        if self._path.exists() and self._path.stat().st_size > LARGEST:
            try:
                self._path.replace(self._path.with_name("crash.old.log"))
            except PermissionError:  # Windows, while another window holds it
                return
            self._note(0)


def _line(at: datetime, number: str, text: str) -> dict[str, object]:
    """Of the stacks only what names code: the kind of fault, and the places of the thread that fell
    over.
    """
    lines = text.splitlines()
    faults = [each for each in lines if each.startswith(("Fatal Python error:", "Windows fatal"))]
    begun = next((n for n, each in enumerate(lines) if each.startswith("Current thread")), 0)
    places = []
    for each in lines[begun + 1 :]:
        found = _FRAME.match(each)
        if found is None:
            break
        places.append(f"{Path(found['file']).name}:{found['line']} {found['name']}")
    return {
        "at": at.isoformat(timespec="milliseconds"),
        "level": "critical",
        "report": number,
        "said": "the process ended with a fault",
        "fault": (faults or [""])[0][:100],
        "where": places[:_FRAMES],
    }

"""The printer of a station, its waiting papers, and what people say about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.kernel.ids import CommandId
from app.kernel.paper import JobState, Trouble


class PrinterKind(StrEnum):
    SCREEN = "screen"
    FILE = "file"
    TCP = "tcp"


class Answers(StrEnum):
    """Whether a printer says how it is; what never answered yet is UNKNOWN."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"


CODE_TABLES = ("ascii", "cp437", "cp850", "cp858", "cp1252", "cp852", "cp866")
"""Letters a printer may have of its own; every other letter is drawn."""


@dataclass(frozen=True, slots=True)
class Printer:
    """Where this station prints. `drawer_pin` is 0 where no cash drawer hangs on the printer;
    `condition` is what it said last.
    """

    kind: PrinterKind = PrinterKind.SCREEN
    address: str = ""
    columns: int = 42
    code_table: str = "cp437"
    cutter: bool = True
    drawer_pin: int = 0
    pulse_ms: int = 100
    answers: Answers = Answers.UNKNOWN
    condition: Trouble = Trouble.NONE


@dataclass(frozen=True, slots=True)
class SavePrinter:
    """Say where this station prints. What waits is laid out again for the new printer."""

    id: CommandId
    kind: PrinterKind
    address: str = ""
    columns: int = 42
    code_table: str = "cp437"
    cutter: bool = True
    drawer_pin: int = 0
    pulse_ms: int = 100
    answers: Answers = Answers.UNKNOWN


@dataclass(frozen=True, slots=True)
class PrintTestPage:
    """Print a page that shows columns, letters and cut; the drawer opens when one is set."""

    id: CommandId


@dataclass(frozen=True, slots=True)
class PrintQueued:
    job_id: str


@dataclass(frozen=True, slots=True)
class PrintAgain:
    """Try again what was put aside or waits; never what a printer may have got already."""

    id: CommandId
    job_id: str


@dataclass(frozen=True, slots=True)
class SayPrinted:
    """Somebody looked at the paper. When it did not come out whole a copy is printed."""

    id: CommandId
    job_id: str
    complete: bool


@dataclass(frozen=True, slots=True)
class PutAway:
    """Take a paper off the list; the document itself can be printed again at any time."""

    id: CommandId
    job_id: str


@dataclass(frozen=True, slots=True)
class JobSettled:
    job_id: str
    state: JobState
    copy_no: int


@dataclass(frozen=True, slots=True)
class PaperJob:
    """One paper that is not done. `title` is empty until it is laid out."""

    job_id: str
    doc_kind: str
    doc_id: str
    copy_no: int
    title: str
    state: JobState
    trouble: Trouble
    at: datetime
    since: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class PrintQueue:
    """The printer with all that waits for it or for a person, oldest first."""

    printer: Printer
    jobs: tuple[PaperJob, ...]

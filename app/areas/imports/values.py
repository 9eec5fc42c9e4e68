"""What an import is told, finds and answers; nothing here reads a file or a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from app.kernel.actor import Actor
from app.kernel.ids import CommandId
from app.kernel.money import Money


class ImportKind(StrEnum):
    PATIENTS = "patients"
    INVOICES = "invoices"
    SERVICES = "services"


class ImportState(StrEnum):
    STAGING = "staging"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    DROPPED = "dropped"


class DateOrder(StrEnum):
    """How a column writes its days; the values are what a person types as `date_format`."""

    ISO = "Y-M-D"
    MONTH_FIRST = "M/D/Y"
    DAY_FIRST = "D/M/Y"


class NumberStyle(StrEnum):
    """How a file writes amounts; the values are what a person types as `number_format`."""

    POINT = "1,234.56"
    COMMA = "1.234,56"


@dataclass(frozen=True, slots=True)
class BringIn:
    """What a person asks for. `source` names the system the file comes from: it is part of every
    id, so the same source again changes and never doubles.

    `mapping` holds (field, column) pairs that overrule what is found; an empty column leaves the
    field out. `date_format` (DateOrder) and `number_format` (NumberStyle) answer what the file
    leaves open; `encoding` is only needed for a file that says nothing of its own.
    """

    kind: ImportKind
    source: str
    mapping: tuple[tuple[str, str], ...] = ()
    date_format: str = ""
    number_format: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """The column a field is read from, counted from 0; `dates` only where it holds dates."""

    field: str
    index: int
    dates: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """How each field of a file is read: decided once from the whole file, kept with the run."""

    kind: ImportKind
    header: tuple[str, ...]
    columns: tuple[ReadColumn, ...]
    numbers: NumberStyle | None
    currency: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of the file, read and checked without the database; `problem` is empty when good.

    `record` holds the fields as wire texts and whole numbers. `cells` are kept for bad rows only.
    """

    line: int
    key: str
    record: dict[str, Any]
    problem: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BeginImport:
    """The id becomes the run's id: it is on every log record the import makes."""

    id: CommandId
    wanted: BringIn
    plan: ReadPlan
    file_name: str
    file_sha256: str


@dataclass(frozen=True, slots=True)
class StageRows:
    run_id: str
    rows: tuple[ReadRow, ...]


@dataclass(frozen=True, slots=True)
class FinishCheck:
    run_id: str


@dataclass(frozen=True, slots=True)
class ApplyNext:
    """One more transaction of a run; the confirmation `bad_rows` leaves the bad rows out."""

    run_id: str
    confirmations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DropImport:
    run_id: str


@dataclass(frozen=True, slots=True)
class ImportBegun:
    run_id: str


@dataclass(frozen=True, slots=True)
class RowsStaged:
    good: int
    bad: int


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that can't be brought in; `line` is the line of the file where it begins."""

    line: int
    problem: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportChecked:
    """A file checked whole. `new`, `changed`, `unchanged` and `nothing_owed` count good rows.

    `total_open` sums the open amounts of new invoices. `columns` says which column each field is
    read from, `left_out` which columns are not read at all.
    """

    run_id: str
    state: ImportState
    kind: ImportKind
    source: str
    file_name: str
    rows: int
    bad: int
    new: int
    changed: int
    unchanged: int
    nothing_owed: int
    applied: int
    total_open: Money | None
    problems: tuple[RowProblem, ...]
    columns: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]

    @property
    def left(self) -> int:
        """Rows still to be applied."""
        return self.new + self.changed - self.applied


@dataclass(frozen=True, slots=True)
class Applied:
    """After one transaction: rows applied so far and still to go; `rejected` failed only now."""

    done: int
    left: int
    rejected: int


@dataclass(frozen=True, slots=True)
class ImportDropped:
    run_id: str


class Act(Protocol):
    """Runs one action as one transaction and waits for its answer: what a Station is to an import.

    `run_id` goes into the log record. An import should run behind the cashier's own actions.
    """

    def __call__(
        self,
        actor: Actor,
        action: Callable[..., Any],
        command: Any,
        run_id: str | None = None,
    ) -> Any: ...


class Ask(Protocol):
    """Runs one query in a reading snapshot and waits for its answer."""

    def __call__(self, query: Callable[..., Any], *args: Any) -> Any: ...


Progress = Callable[[int, int], None]
"""Told (done, of how many) after every transaction."""

Stop = Callable[[], bool]
"""Asked between transactions; True leaves the run as it is, to be continued later."""

"""What an import is told, finds and answers; nothing here reads a file or a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from app.kernel.actor import Actor
from app.kernel.errors import UserError
from app.kernel.ids import CommandId
from app.kernel.money import Money


class ImportKind(StrEnum):
    PATIENTS = "patients"
    INVOICES = "invoices"
    SERVICES = "services"
    GUARANTORS = "guarantors"
    BALANCES = "balances"


MONEY_KINDS = frozenset({ImportKind.INVOICES, ImportKind.BALANCES})
"""What has a total to tie to the old system's books."""


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
    leaves open; `encoding`, `delimiter` and `quote` overrule what the file shows. Invoices and
    balances are booked to `as_of`, the day before today without one.
    """

    kind: ImportKind
    source: str
    mapping: tuple[tuple[str, str], ...] = ()
    date_format: str = ""
    number_format: str = ""
    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    as_of: date | None = None


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
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of the file, read and checked without the database; `problem` is empty when good.

    `record` holds the fields as wire texts and whole numbers. `cells` are kept for bad rows only,
    and so is `minor`: what a bad row would bring, where its amount can be read.
    """

    line: int
    key: str
    record: dict[str, Any]
    problem: str = ""
    cells: tuple[str, ...] = ()
    minor: int | None = None


@dataclass(frozen=True, slots=True)
class BeginImport:
    """The id becomes the run's id: it is on every log record the import makes."""

    id: CommandId
    wanted: BringIn
    plan: ReadPlan
    file_name: str
    file_sha256: str
    known_by: tuple[str, ...] = ()
    """Keys of the sets of columns under which what was chosen is kept."""


@dataclass(frozen=True, slots=True)
class StageRows:
    run_id: str
    rows: tuple[ReadRow, ...]


@dataclass(frozen=True, slots=True)
class KeepCells:
    """What stands in bad rows, (line, cells), so that they can be mended."""

    run_id: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class FinishCheck:
    """`twins` are rows that are likely the same person as an earlier one: (line, earlier line);
    `twin_count` how many there are, of which only the first are listed.
    """

    run_id: str
    twins: tuple[tuple[int, int], ...] = ()
    twin_count: int = 0


@dataclass(frozen=True, slots=True)
class ApplyNext:
    """One more transaction of a run; the confirmation `bad_rows` leaves the bad rows out. `singly`
    finds out which rows can't be written.
    """

    run_id: str
    singly: bool = False
    confirmations: frozenset[str] = frozenset()


class RowByRow(UserError):
    """One of the next rows can't be written: they are to be taken singly."""


@dataclass(frozen=True, slots=True)
class DropImport:
    run_id: str


@dataclass(frozen=True, slots=True)
class SayOldTotals:
    """What the old system's own report says, to be tied to: rows, what is owed, what is credit."""

    run_id: str
    count: int | None = None
    owed: Money | None = None
    credit: Money | None = None


@dataclass(frozen=True, slots=True)
class OldTotalsSaid:
    run_id: str


@dataclass(frozen=True, slots=True)
class ImportBegun:
    run_id: str


@dataclass(frozen=True, slots=True)
class RowsStaged:
    """`without_cells` are the lines of bad rows whose cells were not told: they were read well."""

    good: int
    bad: int
    without_cells: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that can't be brought in; `line` is the line of the file where it begins."""

    line: int
    problem: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Twin:
    """A row that is likely somebody who is known: here by `account_number`, or in `other_line`."""

    line: int
    name: str
    account_number: str = ""
    other_line: int | None = None


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a row says otherwise than last time: (field, before, now) as texts."""

    line: int
    key: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a file of balances or invoices adds up to: its good rows, whether new or here already,
    beside what stands in bad rows and what the old system says; credits are positive sums.
    """

    as_of: date
    owed_count: int
    owed: Money
    credit_count: int
    credit: Money
    bad_owed: Money
    bad_credit: Money
    bad_unread: int
    applied_owed: Money
    applied_credit: Money
    old_owed: Money | None = None
    old_credit: Money | None = None

    @property
    def difference(self) -> Money | None:
        """What the old system has more; None until its total was typed."""
        return None if self.old_owed is None else self.old_owed - self.owed

    @property
    def credit_difference(self) -> Money | None:
        return None if self.old_credit is None else self.old_credit - self.credit


@dataclass(frozen=True, slots=True)
class ImportChecked:
    """A file checked whole. `new`, `changed`, `unchanged` and `nothing_owed` count good rows.

    `total_open` sums the open amounts of new invoices. `columns` says which column each field is
    read from, `left_out` which columns are not read at all. `old_count` is how many rows the old
    system counts.
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
    tally: Tally | None = None
    twin_count: int = 0
    twins: tuple[Twin, ...] = ()
    changes: tuple[RowChange, ...] = ()
    old_count: int | None = None

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

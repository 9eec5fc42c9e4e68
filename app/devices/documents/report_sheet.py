"""A report as tables, ties and a chart: what screen, PDF and CSV all show in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from babel.dates import format_skeleton

from app.areas.reports.money_values import ReportName, Span, Tie
from app.areas.settings.values import Practice
from app.kernel import csv_text
from app.kernel.chart import Chart, ChartKind, Series
from app.kernel.clock import zone_named
from app.kernel.i18n import format_date, format_money, format_short_date, format_time
from app.kernel.money import Money, total
from app.kernel.translate import t


class Hidden(Enum):
    """Stands where whoever reads must not know an amount yet."""

    HIDDEN = "hidden"


HIDDEN = Hidden.HIDDEN


class Width(Enum):
    """How much room a column wants, in designed pixels."""

    DAY = 84
    AMOUNT = 100
    COUNT = 80
    NUMBER = 112
    MOMENT = 140
    NAME = 150
    LONG = 190


Cell = str | int | bool | Money | date | datetime | Hidden | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A column; amounts and counts stand at the right, `stretch` takes what is left of the room.

    The columns with a higher `leaves` go first where a table is too wide for its page.
    """

    title: str
    width: Width
    stretch: bool = False
    leaves: int = 0

    @property
    def right(self) -> bool:
        return self.width in (Width.AMOUNT, Width.COUNT)


@dataclass(frozen=True, slots=True)
class Row:
    """`tone` is danger or caution where somebody should look; a word says it too. `link` is what
    the row is about: z, shift or deposit, a colon and its id.
    """

    cells: tuple[Cell, ...]
    tone: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`total` has a cell for each heading; `empty` says why there are no rows. With `always` so
    many first columns are shown in any case, others only where they say something; a file has all.
    """

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    empty: str
    total: tuple[Cell, ...] = ()
    always: int = 0


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """`foot` are the sums that matter most, each with its words; `notes` what has to be said."""

    name: ReportName
    title: str
    span: Span
    tables: tuple[Table, ...]
    ties: tuple[Tie, ...]
    chart: Chart | None
    foot: tuple[tuple[str, Cell], ...]
    notes: tuple[str, ...] = ()

    @property
    def all_tie(self) -> bool:
        """Whether every sum agrees with its other way."""
        return all(tie.ok for tie in self.ties)


def known(amount: Money | None) -> Cell:
    """An amount, or that it is hidden."""
    return HIDDEN if amount is None else amount


def cell_words(cell: Cell, here: Practice) -> str:
    """A cell as screen and paper write it."""
    if cell is None:
        return ""
    if isinstance(cell, Hidden):
        return t("hidden")
    if isinstance(cell, Money):
        return format_money(cell, here.locale)
    if isinstance(cell, bool):
        return t("Yes") if cell else t("No")
    if isinstance(cell, datetime):
        local = cell.astimezone(zone_named(here.time_zone))
        day = format_short_date(local.date(), here.locale)
        return f"{day} {format_time(cell, here.time_zone, here.locale)}"
    if isinstance(cell, date):
        return format_short_date(cell, here.locale)
    return str(cell)


def days_words(span: Span, here: Practice) -> str:
    """The days of a report: one, or the first to the last."""
    first, last = (format_date(day, here.locale) for day in (span.day_from, span.day_to))
    return first if span.day_from == span.day_to else f"{first} – {last}"


def as_read(table: Table) -> Table:
    """The table as people read it: without the columns that are nought or empty in every row."""
    if not table.always:
        return table
    kept = [
        n
        for n, heading in enumerate(table.headings)
        if n < table.always or heading.stretch or any(_says(row.cells[n]) for row in table.rows)
    ]
    return replace(
        table,
        headings=tuple(table.headings[n] for n in kept),
        rows=tuple(replace(row, cells=tuple(row.cells[n] for n in kept)) for row in table.rows),
        total=tuple(table.total[n] for n in kept) if table.total else (),
    )


def _says(cell: Cell) -> bool:
    return bool(cell) if isinstance(cell, Money | str) else cell is not None


def csv_rows(sheet: ReportSheet, here: Practice) -> list[Sequence[csv_text.Cell]]:
    """The tables one below the other, then the ties; a hidden amount is left empty."""
    rows: list[Sequence[csv_text.Cell]] = [
        [sheet.title, sheet.span.day_from, sheet.span.day_to, sheet.span.practice]
    ]
    for table in sheet.tables:
        rows += [[], [table.title], [heading.title for heading in table.headings]]
        rows += [[_plain(cell, here) for cell in row.cells] for row in table.rows]
        if table.total and table.rows:
            rows.append([_plain(cell, here) for cell in table.total])
    if sheet.ties:
        rows += [[], [t("What"), t("One way"), "", t("The other way"), "", t("Ties")]]
        rows += [
            [tie.words, tie.left_words, tie.left, tie.right_words, tie.right, tie.ok]
            for tie in sheet.ties
        ]
    rows += [[note] for note in sheet.notes]
    return rows


def _plain(cell: Cell, here: Practice) -> csv_text.Cell:
    if isinstance(cell, Hidden):
        return None
    if isinstance(cell, datetime):
        return cell.astimezone(zone_named(here.time_zone)).replace(tzinfo=None)
    return cell


def totals_of(rows: Sequence[Row], columns: Iterable[int], currency: str) -> tuple[Cell, ...]:
    """The sum of each of these columns; hidden where one of its cells is."""
    return tuple(_total([row.cells[n] for row in rows], currency) for n in columns)


def sum_of(amounts: Iterable[Money | None], currency: str) -> Cell:
    """Their sum; hidden where one of them is."""
    return _total([known(amount) for amount in amounts], currency)


def _total(cells: Sequence[Cell], currency: str) -> Cell:
    if HIDDEN in cells:
        return HIDDEN
    return total((cell for cell in cells if isinstance(cell, Money)), currency)


def hidden_note(hidden: bool) -> tuple[str, ...]:
    """Why sums are missing."""
    words = t("Some cash is left out: a drawer is open, or a bag waits for its second count.")
    return (words,) if hidden else ()


def day_chart(
    words: str,
    kind: ChartKind,
    days: tuple[date, ...],
    series: tuple[Series, ...],
    *,
    currency: str,
    locale: str,
) -> Chart:
    """A chart over days."""
    return Chart(
        words,
        kind,
        tuple(format_skeleton("MMMd", day, locale=locale) for day in days),
        tuple(format_date(day, locale) for day in days),
        series,
        currency,
    )


def ties_table(sheet: ReportSheet) -> Table:
    """What is compared with what, and whether it agrees."""
    return Table(
        t("Does it tie?"),
        (
            Heading(t("What"), Width.NAME, stretch=True),
            Heading(t("One way"), Width.LONG),
            Heading("", Width.AMOUNT),
            Heading(t("The other way"), Width.LONG),
            Heading("", Width.AMOUNT),
            Heading(t("Ties"), Width.COUNT),
        ),
        tuple(
            Row(
                (
                    tie.words,
                    tie.left_words,
                    known(tie.left),
                    tie.right_words,
                    known(tie.right),
                    tie.ok,
                ),
                "" if tie.ok else "danger",
            )
            for tie in sheet.ties
        ),
        t("There is nothing to tie."),
    )

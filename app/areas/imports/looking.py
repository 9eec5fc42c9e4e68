"""A file before it is staged: what its columns are taken for, what it leaves open, and how its
first rows will be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from app.areas.imports import columns, file_errors, formats, queries, reading, rules, service
from app.areas.imports.reading import CsvFile
from app.areas.imports.values import (
    Ask,
    BringIn,
    DateOrder,
    ImportKind,
    NumberStyle,
    ReadColumn,
    ReadPlan,
    ReadRow,
)
from app.areas.settings import queries as settings
from app.kernel.errors import UserError

LOOKED_AT = 20_000
"""Rows that are looked through for how dates and amounts are written before the file is checked."""
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Looked:
    """What a person sees before a file is checked. `question` is (field, sentence) of what the
    file leaves open; `missing` the groups of fields of which one still needs a column. `samples`
    are the first cell of each column that says something, and nothing of one that is never read.
    `likelier` is the kind of file it looks like rather, where nobody said yet what its columns are.
    """

    file: CsvFile
    mapping: dict[str, str]
    missing: tuple[tuple[str, ...], ...]
    question: tuple[str, str]
    dates: DateOrder | None
    numbers: NumberStyle | None
    samples: tuple[str, ...]
    rows: tuple[ReadRow, ...]
    never_read: tuple[str, ...]
    remembered: bool
    likelier: ImportKind | None
    currency: str
    today: date


def look(path: Path, wanted: BringIn, ask: Ask) -> Looked:
    """Open a file and read its first rows; a UserError for one that can't be read at all."""
    file, before, _ = open_file(path, wanted, ask)
    mapping = columns.choose_mapping(
        wanted.kind, file.header, before.get("mapping", {}), wanted.mapping, whole=False
    )
    missing = columns.missing(wanted.kind, mapping)
    first = list(islice(reading.rows_of(file), SHOWN))
    if not first:
        raise file_errors.no_rows()
    question, plan = ("", ""), None
    try:
        plan, _ = _planned(file, wanted, before, mapping, ask, most=LOOKED_AT)
    except UserError as open_question:
        question = (open_question.field or "", open_question.text)
    rows: tuple[ReadRow, ...] = ()
    today = ask(service.business_today)
    if plan is not None and not missing:
        reader = rules.Reader(plan, today)
        rows = tuple(reader.read(row.line, row.cells) for row in first)
    used = {c.dates for c in plan.columns if c.dates is not None} if plan else set()
    return Looked(
        file=file,
        mapping=mapping,
        missing=missing,
        question=question,
        dates=next(iter(sorted(used - {DateOrder.ISO}, key=str)), next(iter(used), None)),
        numbers=plan.numbers if plan else None,
        samples=tuple(
            "" if columns.is_never_read(name) else _sample(first, place)
            for place, name in enumerate(file.header)
        ),
        rows=rows,
        never_read=tuple(name for name in file.header if columns.is_never_read(name)),
        remembered=bool(before),
        likelier=None if before else columns.likelier_kind(wanted.kind, file.header),
        currency=ask(settings.practice).currency,
        today=today,
    )


def _sample(rows: list[reading.CsvRow], place: int) -> str:
    cells = (row.cells[place].strip() for row in rows if place < len(row.cells))
    return next((cell[:60] for cell in cells if cell), "")


def open_file(
    path: Path, wanted: BringIn, ask: Ask
) -> tuple[CsvFile, dict[str, Any], tuple[str, ...]]:
    """(the file, what was chosen before for such a file, the keys to keep the choice under).

    The file is first read as it shows itself: so a choice of another delimiter is found again.
    """
    shown = reading.open_csv(path, wanted.encoding)
    key = columns.key_of(shown.header)
    before: dict[str, Any] = {}
    if wanted.source.strip():
        source = wanted.source.strip()
        before = ask(queries.remembered_mapping, source, wanted.kind, shown.header)
    told = with_before(wanted, _that_fits(before, shown))
    asked = (told.encoding, told.delimiter, told.quote)
    if asked == (wanted.encoding, "", ""):
        return shown, before, (key,)
    file = reading.open_csv(path, *asked)
    used = [column for column in before.get("mapping", {}).values() if column]
    found, otherwise = (
        sum(one in header for one in used) for header in (file.header, shown.header)
    )
    if not wanted.delimiter and found < otherwise:
        file = reading.open_csv(path, told.encoding, "", wanted.quote)
    return file, before, tuple(dict.fromkeys((key, columns.key_of(file.header))))


def _that_fits(before: dict[str, Any], shown: CsvFile) -> dict[str, Any]:
    """What was chosen for an earlier file says nothing about text that shows its own encoding, and
    nothing about rows that this program wrote.
    """
    kept = dict(before)
    if shown.encoding not in reading.GUESSED or before.get("encoding") in reading.SURE:
        kept.pop("encoding", None)
    if columns.is_rejected(shown.header):
        kept = {name: kept[name] for name in kept if name not in ("delimiter", "quote")}
    return kept


def with_before(wanted: BringIn, before: dict[str, Any]) -> BringIn:
    """What was chosen for this source the last time, where nothing else is said now."""
    mapping = dict(before.get("mapping", {})) | dict(wanted.mapping)
    return replace(
        wanted,
        mapping=tuple(mapping.items()),
        date_format=wanted.date_format or before.get("date_format", ""),
        number_format=wanted.number_format or before.get("number_format", ""),
        encoding=wanted.encoding or before.get("encoding", ""),
        delimiter=wanted.delimiter or before.get("delimiter", ""),
        quote=wanted.quote or before.get("quote", ""),
    )


def plan_of(
    file: CsvFile, wanted: BringIn, before: dict[str, Any], ask: Ask
) -> tuple[ReadPlan, int]:
    """How the file is read, decided from all of it, and how many rows it has."""
    mapping = columns.choose_mapping(
        wanted.kind, file.header, before.get("mapping", {}), wanted.mapping
    )
    return _planned(file, wanted, before, mapping, ask)


def _planned(
    file: CsvFile,
    wanted: BringIn,
    before: dict[str, Any],
    mapping: dict[str, str],
    ask: Ask,
    most: int | None = None,
) -> tuple[ReadPlan, int]:
    if file.unclear:
        raise file_errors.unclear_encoding(file.unclear)
    here = ask(settings.practice)
    places = tuple((field, file.header.index(column)) for field, column in mapping.items())
    dates = {
        index: formats.DateEvidence(file.header[index])
        for field, index in places
        if field in columns.DATE_FIELDS
    }
    amounts = [
        (index, field in columns.SIGNED_FIELDS)
        for field, index in places
        if field in columns.AMOUNT_FIELDS
    ]
    evidence = formats.AmountEvidence(here.currency)
    count = _look_through(file, dates, amounts, evidence, most)
    order = formats.known_order(wanted.date_format or before.get("date_format", ""))
    style = formats.known_style(wanted.number_format or before.get("number_format", ""))
    plan = ReadPlan(
        kind=ImportKind(wanted.kind),
        header=file.header,
        columns=tuple(
            ReadColumn(field, index, dates[index].decide(order) if index in dates else None)
            for field, index in places
        ),
        numbers=evidence.decide(style),
        currency=here.currency,
        as_of=wanted.as_of,
    )
    return plan, count


def _look_through(
    file: CsvFile,
    dates: dict[int, formats.DateEvidence],
    amounts: list[tuple[int, bool]],
    evidence: formats.AmountEvidence,
    most: int | None,
) -> int:
    count = 0
    for row in islice(reading.rows_of(file), most):
        count += 1
        cells, width = row.cells, len(row.cells)
        for index, seen in dates.items():
            if index < width and cells[index]:
                seen.see(cells[index].strip(), row.line)
        for index, signed in amounts:
            if index < width and cells[index]:
                text = cells[index].strip()
                evidence.see(formats.unsigned(text)[0] if signed else text, row.line)
    if not count:
        raise file_errors.no_rows()
    return count

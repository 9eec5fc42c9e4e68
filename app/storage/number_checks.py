"""That numbers run from 1 without a gap or a double, and read as they count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, literal_column, select

from app.kernel.number_pattern import PLACE, WIDEST
from app.kernel.translate import t
from app.storage.checking import MOST, Check
from app.storage.counting import QUARANTINED
from app.storage.elsewhere import PARTED, came
from app.storage.numbering import KINDS_OF
from app.storage.schema import number_series, this_station, uncounted
from app.storage.slices import TURN, Look, in_slices
from app.storage.statements import Read, Reader, ReadSql
from app.storage.tables import station

_LATER_LIFE = ReadSql("SELECT count(*) > 1 FROM stream")
_ME = "(SELECT station_id FROM this_station WHERE one = 1)"
OTHERS_THERE = ReadSql(
    "SELECT EXISTS (SELECT 1 FROM stream_anchor) "
    f"OR EXISTS (SELECT 1 FROM station_log WHERE station < {_ME}) "
    f"OR EXISTS (SELECT 1 FROM station_log WHERE station > {_ME})"
)
"""Whether any other station ever wrote here."""
_SOME_UNCOUNTED = ReadSql("SELECT 1 FROM uncounted WHERE fact_table = :table LIMIT 1")
_NEXT_VALUES = Read(
    select(number_series.c.kind, number_series.c.series, number_series.c.next_value)
)


def number_check() -> Check:
    return Check(
        "storage.numbers", "Numbers run from 1 without a gap or a double.", _numbers, sliced=True
    )


def _numbers(reader: Reader) -> Look:
    next_values = {(kind, series): value for kind, series, value in reader.fetch(_NEXT_VALUES)}
    tables = [table for table in station.sorted_tables if "number_series" in table.c]
    counts = {table: _InOrder() for table in tables if _may_come_in_order(reader, table)}
    walks = [in_slices(reader, reader.each(_numbers_of_table(table)), 0) for table in counts]
    for slice_of_all in zip(*walks, strict=True):
        for count, rows in zip(counts.values(), slice_of_all, strict=True):
            count.see(rows)
        yield TURN
    for table in tables:
        yield from _numbers_of(reader, table, next_values, counts.get(table))
    for (kind, series), value in sorted(next_values.items()):
        if value != 1:
            yield t(
                "{kind} numbers {series} went up to {last}, and there is none of them.",
                kind=kind,
                series=series,
                last=value - 1,
            )


def _numbers_of(
    reader: Reader,
    table: Table,
    next_values: dict[tuple[str, str], int],
    in_order: _InOrder | None,
) -> Iterator[str]:
    """Takes the table's own series out of `next_values`; other stations count theirs."""
    others = _others(reader, table)
    apart = bool(reader.scalar(PARTED))
    odd, counts = _numbers_in(table, apart)
    found = None if in_order is None else in_order.found()
    for number, wanted in reader.fetch(odd) if found is None else ():
        yield t(
            "{table} {number} should be {wanted}.", table=table.name, number=number, wanted=wanted
        )
    for series, rows, different, first, last in reader.fetch(counts) if found is None else found:
        kinds = KINDS_OF.get(table.name, (table.name,))
        kind = next((kind for kind in kinds if (kind, series) in next_values), kinds[0])
        left = others is None or series in others or reader.scalar(_LATER_LIFE)
        if (kind, series) not in next_values and left:
            continue
        if apart and "at" not in table.c:  # whose it is can't be said
            next_values.pop((kind, series), None)
            continue
        if not rows == different == last or first != 1:
            yield from _gaps(reader, table, series)
        expected = next_values.pop((kind, series), None)
        if expected != last + 1:
            yield t(
                "The next {table} number of {series} should be {wanted} and is {is_now}.",
                table=table.name,
                series=series,
                wanted=last + 1,
                is_now=expected or "gone",
            )


@dataclass(slots=True)
class _Series:
    """What there is of one series whose numbers were met in their order."""

    head: str
    tail: str
    first: int
    last: int = 0
    rows: int = 0
    around: int = field(init=False)

    def __post_init__(self) -> None:
        self.around = len(self.head) + len(self.tail)


def _may_come_in_order(reader: Reader, table: Table) -> bool:
    """Whether each row of the table counts as a number that was given here or elsewhere."""
    if reader.scalar(PARTED):
        return False
    return reader.first(_SOME_UNCOUNTED, table=table.name) is None


class _InOrder:
    """What `_numbers_in` counts, in one pass over a table."""

    def __init__(self) -> None:
        self._found: dict[str, _Series] = {}
        self._fails = False

    def see(self, rows: Iterable[tuple[str, str, int, str]]) -> None:
        """Count (id, series, value, number) in."""
        try:
            self._fails = self._fails or not self._counts(rows)
        except (TypeError, ValueError, AttributeError):  # what is damaged may be of any type
            self._fails = True

    def found(self) -> list[tuple[str, int, int, int, int]] | None:
        """None where some number is not written as it counts, or is not above the one before it:
        only sorting says more then.
        """
        if self._fails:
            return None
        every = self._found.items()
        return [(name, one.rows, one.rows, one.first, one.last) for name, one in every]

    def _counts(self, rows: Iterable[tuple[str, str, int, str]]) -> bool:
        found = self._found
        for _, name, value, number in rows:
            one = found.get(name)
            if one is None:
                head, place, tail = name.partition(PLACE)
                if not place:
                    continue
                one = found[name] = _Series(head, tail, value, value - 1)
            width = max(min(len(number) - one.around, WIDEST), 1)
            if value <= one.last or f"{one.head}{value:0{width}d}{one.tail}" != number:
                return False
            one.last = value
            one.rows += 1
        return True


@cache
def _numbers_of_table(table: Table) -> Read:
    return Read(select(table.c.id, table.c.number_series, table.c.number_value, table.c.number))


@cache
def _numbers_in(table: Table, apart: bool) -> tuple[Read, Read]:
    """What is not written as it counts, and what there is of each series: only what was numbered
    here, once there were copies of some station that went on apart.
    """
    c = _numbered(table).c
    fits = _as_written(c)
    ours = func.instr(c.number_series, PLACE) > 0
    odd = select(c.number, fits).where(ours, c.number != fits).limit(MOST + 1)
    counts = (
        select(
            c.number_series,
            func.count(),
            func.count(c.number_value.distinct()),
            func.min(c.number_value),
            func.max(c.number_value),
        )
        .where(ours, *([~came(c.at)] if apart and "at" in c else []))
        .group_by(c.number_series)
    )
    return Read(odd), Read(counts)


def _as_written(c: Any) -> ColumnElement[str]:
    """The number as its series and value say; it may be wider or narrower than the next one."""
    place = func.instr(c.number_series, PLACE)
    head = func.substr(c.number_series, 1, place - 1)
    tail = func.substr(c.number_series, place + len(PLACE))
    width = func.length(c.number) - func.length(head) - func.length(tail)
    digits = func.printf("%0*d", func.max(func.min(width, WIDEST), 1), c.number_value)
    return head.concat(digits).concat(tail)


def _others(reader: Reader, table: Table) -> set[str] | None:
    """The series that only other stations used; None for any, where the rows do not say whose."""
    if not reader.scalar(OTHERS_THERE):
        return set()
    if "station_id" not in table.c:
        return None
    return {series for (series,) in reader.fetch(_series_of_others(table))}


@cache
def _series_of_others(table: Table) -> Read:
    c = table.c
    ours = func.max(c.station_id == select(this_station.c.station_id).scalar_subquery())
    return Read(select(c.number_series).group_by(c.number_series).having(ours == 0))


def _numbered(table: Table) -> Any:
    """The rows whose numbers are counted: one of each number of a fact, quarantined ones too. A
    copy that lost against another still took a number of its own where it was made.
    """
    if table.info["kind"] != "fact":
        return table
    u, c, lower = uncounted.c, table.c, table.alias("lower").c
    again: Select[Any] = select(literal_column("1")).where(
        u.fact_table == table.name,
        u.fact_id == c.id,
        u.content_hash == c.content_hash,
        u.why != QUARANTINED,
        select(literal_column("1"))
        .where(
            lower.id == c.id,
            lower.content_hash < c.content_hash,
            lower.number_series == c.number_series,
            lower.number_value == c.number_value,
        )
        .correlate(table)
        .exists(),
    )
    return select(table).where(~again.exists()).subquery("numbered")


def _gaps(reader: Reader, table: Table, series: str) -> Iterator[str]:
    c = _numbered(table).c
    read = Read(select(c.number_value).where(c.number_series == series).order_by(c.number_value))
    expected = 1
    for (value,) in reader.each(read):
        if value < expected:
            yield t(
                "{table} number {value} of {series} is used twice.",
                table=table.name,
                series=series,
                value=value,
            )
            continue
        if value > expected:
            yield t(
                "{table} numbers {first} to {last} of {series} are missing.",
                table=table.name,
                series=series,
                first=expected,
                last=value - 1,
            )
        expected = value + 1

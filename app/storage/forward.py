"""Forward entries: what folded journal lines add up to, kept in journal entries of this station's
own, which are no facts and stand in no record.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from app.kernel.ids import derived_id
from app.kernel.translate import t
from app.storage.canonical import content_hash
from app.storage.schema_folding import forward_entry, forward_zero
from app.storage.statements import Reader, ReadSql, insert_sql, values_of
from app.storage.tables import Row, station
from app.storage.unit_of_work import UnitOfWork

LINE, ENTRY = "journal_line", "journal_entry"
"""The tables that are folded, by name: storage stands below the areas."""
FORWARD = "forward"
"""The entry type of what brings sums forward, and the source of what no day is the day of."""
NOWHERE = "00000000-0000-0000-0000-000000000000"
ALWAYS = "1970-01-01"
"""The day of what is brought forward for accounts; on every day it adds up to nothing."""
DIMENSIONS = (
    "account_id",
    "invoice_id",
    "payer_id",
    "shift_id",
    "deposit_id",
    "cost_center_id",
    "practitioner_id",
)
DAY = ("station_id", "business_date", "period_date", "source_type", "currency")
"""What an entry is brought forward by."""
Key = tuple[str, ...]
LineKey = tuple[str | None, ...]
_NOTHING: tuple[None, ...] = (None,) * len(DIMENSIONS)

_STOOD = ReadSql(
    "SELECT id, amount_minor, line_no FROM journal_line "
    "WHERE id IN (SELECT value FROM json_each(:keys)) UNION ALL "
    "SELECT id, 0, lines FROM forward_zero WHERE id IN (SELECT value FROM json_each(:keys))"
)
FORWARD_LINES = ReadSql(
    "SELECT id, amount_minor, line_no FROM journal_line "
    "WHERE entry_id IN (SELECT id FROM forward_entry) UNION ALL "
    "SELECT id, 0, lines FROM forward_zero"
)
_COUNT = ReadSql("SELECT count(*) FROM journal_line WHERE entry_id = :entry_id")
_ALL_GONE = (
    (LINE, "DELETE FROM journal_line WHERE entry_id IN (SELECT id FROM forward_entry)"),
    (ENTRY, "DELETE FROM journal_entry WHERE id IN (SELECT id FROM forward_entry)"),
    ("forward_zero", "DELETE FROM forward_zero"),
    ("forward_entry", "DELETE FROM forward_entry"),
)
_GONE_LINE = "DELETE FROM journal_line WHERE id = ?"
_GONE_ZERO = "DELETE FROM forward_zero WHERE id = ?"
_GONE_ENTRY = "DELETE FROM journal_entry WHERE id = ?"


class Sums:
    """What forward entries gain or lose: (minor units, lines). A line of an account is brought
    forward for the account on no day at all, and for its day without the account; both parts
    balance.
    """

    def __init__(self) -> None:
        self.entries: dict[Key, dict[LineKey, list[int]]] = {}

    def add(self, head: Sequence[Any], lines: Iterable[Row], sign: int, count: int = 1) -> None:
        _, station_id, booked, period, source_type, currency, _ = head
        day: Key = (station_id, booked, period, source_type, currency)
        accounts: Key = (NOWHERE, ALWAYS, ALWAYS, FORWARD, currency)
        for line in lines:
            minor, gl = int(line["amount_minor"] or 0) * sign, str(line["gl_code"])
            size = count * sign
            values = [None if line[name] is None else str(line[name]) for name in DIMENSIONS]
            if values[0] is not None or values[1] is not None:
                self._add(accounts, (gl, *values[:3], *_NOTHING[3:]), minor, size)
                self._add(accounts, (gl, *_NOTHING), -minor, size)
                values[:3] = _NOTHING[:3]
            self._add(day, (gl, *values), minor, size)

    def add_sum(self, one: dict[str, Any]) -> None:
        """Lines that were added up elsewhere: their dimensions, `minor`, and how many `lines`."""
        head = ("", *(one[name] for name in DAY), 0)
        self.add(head, [{**one, "amount_minor": one["minor"]}], 1, one["lines"])

    def _add(self, key: Key, line: LineKey, minor: int, count: int) -> None:
        sums = self.entries.setdefault(key, {}).setdefault(line, [0, 0])
        sums[0] += minor
        sums[1] += count

    def write(self, uow: UnitOfWork) -> None:
        for key, deltas in sorted(self.entries.items()):
            _move(uow, key, deltas)


def forward_id(key: Key) -> str:
    return derived_id(FORWARD, *key)


def line_id(key: Key, line: LineKey) -> str:
    return derived_id(forward_id(key), json.dumps(line))


def odd_lines(reader: Reader, should: Sums) -> int:
    """How many forward lines are not what they should be altogether."""
    wanted = {
        line_id(key, line): (minor, count)
        for key, lines in should.entries.items()
        for line, (minor, count) in lines.items()
    }
    found = {row[0]: (row[1], row[2]) for row in reader.each(FORWARD_LINES)}
    return sum(found.get(one) != wanted.get(one) for one in found.keys() | wanted.keys())


def make_afresh(uow: UnitOfWork, should: Sums) -> None:
    """Put these in the place of all that is brought forward."""
    for name, sql in _ALL_GONE:
        uow.write_many(station.tables[name], sql, [()])
    should.write(uow)


def _move(uow: UnitOfWork, key: Key, deltas: dict[LineKey, list[int]]) -> None:
    """Add to the lines of a forward entry; one without lines goes."""
    entry_id, table = forward_id(key), station.tables[LINE]
    uow.put(forward_entry, {"id": entry_id})
    ids = {line_id(key, line): line for line in deltas}
    stood = {row[0]: row[1:] for row in uow.fetch(_STOOD, keys=json.dumps(sorted(ids)))}
    uow.write_many(table, _GONE_LINE, [(one,) for one in stood])
    uow.write_many(forward_zero, _GONE_ZERO, [(one,) for one in stood])
    lines, zeros = [], []
    for its_id, line in ids.items():
        minor, count = (x + y for x, y in zip(stood.get(its_id, (0, 0)), deltas[line], strict=True))
        if minor:
            lines.append(values_of(table)(_forward_line(key, its_id, line, (minor, count))))
        elif count:
            zero: Row = {"id": its_id, "lines": count, "gl_code": line[0], "currency": key[-1]}
            zero |= dict(zip(DIMENSIONS, line[1:], strict=True))
            zeros.append(values_of(forward_zero)(zero))
    uow.write_many(table, insert_sql(table)[0], lines)
    uow.write_many(forward_zero, insert_sql(forward_zero)[0], zeros)
    head = station.tables[ENTRY]
    uow.write_many(head, _GONE_ENTRY, [(entry_id,)])
    size = int(uow.scalar(_COUNT, entry_id=entry_id))
    if size:
        uow.write_many(head, insert_sql(head)[0], [values_of(head)(_forward_head(key, size))])
    else:
        uow.drop(forward_entry, id=entry_id)


def _forward_line(key: Key, its_id: str, line: LineKey, sums: tuple[int, int]) -> Row:
    """The line's number says how many lines it stands for."""
    _, booked, period, _, currency = key
    row: Row = {
        "id": its_id,
        "entry_id": forward_id(key),
        "line_no": sums[1],
        "gl_code": line[0],
        "amount_minor": sums[0],
        "currency": currency,
        "business_date": booked,
        "period_date": period,
        "description": t("Brought forward"),
        "reference_type": None,
        "reference_id": None,
        **dict(zip(DIMENSIONS, line[1:], strict=True)),
    }
    return _hashed(LINE, row)


def _forward_head(key: Key, count: int) -> Row:
    station_id, booked, period, source_type, currency = key
    entry_id = forward_id(key)
    row: Row = {
        "id": entry_id,
        "at": f"{booked}T00:00:00.000000Z",
        "business_date": booked,
        "station_id": station_id,
        "made_by": NOWHERE,
        "number": "",
        "number_series": "",
        "number_value": 0,
        "period_date": period,
        "fiscal_period": period[:7],
        "entry_type": FORWARD,
        "source_module": FORWARD,
        "source_type": source_type,
        "source_id": entry_id,
        "reference": "",
        "description": t("Brought forward"),
        "currency": currency,
        "line_count": count,
        "reverses_entry_id": None,
    }
    return _hashed(ENTRY, row)


def _hashed(name: str, row: Row) -> Row:
    info = station.tables[name].info
    digest = content_hash(info["record_type"], ("id", *info["content"]), row)
    return {**row, "content_hash": digest}

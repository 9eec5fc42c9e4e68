"""Compares the books here with the centre's, table by table and month by month, when both have the
same records; brings over what differs, and notes it for a person to see.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from app.areas.health.checks import all_recipes
from app.kernel.clock import instant_text
from app.storage import folding, receiving, taking_over
from app.storage.following import follow
from app.storage.forward import LINE
from app.storage.statements import Reader, ReadSql
from app.storage.tables import station
from app.storage.unit_of_work import UnitOfWork
from app.sync import digest_sql, schema
from app.sync.books import Books
from app.sync.comparing_sums import check_sums
from app.sync.copying import is_fact
from app.sync.line import Line
from app.sync.snapshot import tables_in_order

MOST = 500
"""Rows of one bucket that are mended at once; the next check goes on."""

_OWN_ASIDE = ReadSql(
    "SELECT l.body FROM record_verdict AS v JOIN station_log AS l ON l.station = v.station "
    "AND l.incarnation = v.incarnation AND l.seq = v.seq WHERE v.applied = 1"
)
_WITH_HASH = ReadSql("SELECT station, incarnation, seq FROM station_log WHERE instr(body, :digest)")
_WITH_EDIT = ReadSql("SELECT station, incarnation, seq FROM station_log WHERE instr(body, :its_id)")
Sums = dict[str, tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Digest:
    """One table here: the records it rests on, documents left out of the comparison, its sums."""

    vector: dict[str, list[Any]]
    without: tuple[str, ...]
    sums: Sums


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows and money of one month that were not the same on both sides, and what was done."""

    table: str
    bucket: str
    here: int
    there: int
    here_minor: int
    there_minor: int
    taken: int
    given: int
    mended: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """`compared` of `tables` could be compared: the others had news on the way."""

    tables: int
    compared: int
    differences: tuple[Difference, ...]


def check_digests(
    books: Books, line: Line, progress: Callable[[str], None] | None = None
) -> Checked:
    """Compare every table with the centre's; an OutsideError when the centre is away."""
    names = tables_in_order()
    compared, found = 0, list[Difference]()
    for name in names:
        if progress is not None:
            progress(name)
        differences = check_table(books, line, name)
        if differences is not None:
            compared += 1
            found.extend(differences)
    return Checked(len(names), compared, tuple(found))


def check_table(books: Books, line: Line, name: str) -> list[Difference] | None:
    """Compare one table with the centre's; None while there is news on the way."""
    pair = both(books, line, name)
    if pair is None:
        return None
    here, there = pair
    buckets = sorted(here.sums.keys() | there.keys())
    odd = [one for one in buckets if here.sums.get(one) != there.get(one)]
    if name == LINE and not odd and (wrong := check_sums(books, line)):
        one = Difference(name, "in sums", wrong, wrong, 0, 0, wrong, 0, mended=True)
        books.record(_note, one).result()
        return [one]
    return [_mend(books, line, name, bucket, here, there) for bucket in odd]


def both(books: Books, line: Line, name: str) -> tuple[Digest, Sums] | None:
    """Both sides at the same records; None while there is news."""
    here = books.ask(digest, name).result()
    with line.open() as centre:
        there = centre.digest(name, here.vector, here.without)
    return None if there is None else (here, there)


def _mend(
    books: Books, line: Line, name: str, bucket: str, here: Digest, there: Sums
) -> Difference:
    with line.open() as centre:
        wanted = centre.bucket(name, bucket, here.without)
    mine = set(books.ask(rows_of_bucket, name, bucket).result())
    lacking = sorted({row_id for row_id, _ in wanted - mine})[:MOST]
    taken = given = 0
    if lacking:
        with line.open() as centre:
            rows = centre.snapshot_some(name, lacking)
        taken = books.record(_take, (name, rows)).result()
    over = sorted(set(books.ask(rows_of_bucket, name, bucket).result()) - wanted)[:MOST]
    records = books.ask(_records_of, name, over).result() if over else {}
    for (station_id, life), seqs in records.items():
        with line.open() as centre:
            given += centre.mend(station_id, life, seqs)
    again = both(books, line, name)
    mended = again is not None and again[0].sums.get(bucket) == again[1].get(bucket)
    before, then = here.sums.get(bucket, (0, 0, "")), there.get(bucket, (0, 0, ""))
    one = Difference(name, bucket, before[0], then[0], before[1], then[1], taken, given, mended)
    books.record(_note, one).result()
    return one


def digest(reader: Reader, name: str) -> Digest:
    """The sums of a table as they are now."""
    held = receiving.held(reader)
    vector = {f"{one}/{life}": [seq, digest] for (one, life), (seq, digest) in held.items()}
    without = _without(reader) if not is_fact(station.tables[name]) else ()
    sums: dict[str, list[int]] = {}
    left_out = set(without)
    for bucket, row_id, minor, digest_of in _rows(reader, name):
        if row_id in left_out:
            continue
        one = sums.setdefault(bucket, [0, 0, 0])
        one[0] += 1
        one[1] += minor
        one[2] ^= int(digest_of[:16], 16)
    return Digest(
        vector, without, {key: (rows, minor, f"{x:x}") for key, (rows, minor, x) in sums.items()}
    )


def rows_of_bucket(reader: Reader, name: str, bucket: str) -> list[tuple[str, str]]:
    """(id, hash) of the rows of one month."""
    return [(row_id, digest) for own, row_id, _, digest in _rows(reader, name) if own == bucket]


def _rows(reader: Reader, name: str) -> Iterator[tuple[str, str, int, str]]:
    """(bucket, id, money, hash) of every row that the centre should have too."""
    table = station.tables[name]
    bucket, money = digest_sql.bucket_here(table), digest_sql.money(table)
    if is_fact(table):
        read = ReadSql(
            f"SELECT {bucket}, id, {money}, lower(hex(content_hash)) FROM {name} AS f WHERE NOT "
            f"EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = '{name}' "
            "AND u.fact_id = f.id AND u.content_hash = f.content_hash "
            f"AND u.why <> 'other content') AND {folding.NOT_FORWARD.get(name, 'true')}"
        )
        yield from reader.each(read)
        if name == LINE:  # the lines of an entry add up to nothing
            for month, line_id, hash_of in folding.folded_lines(reader):
                yield month, line_id, 0, hash_of
        return
    content = table.info["content"]
    columns = ", ".join(("id", "stamp", "edit_id", "clocks", *content))
    for row_id, stamp, edit, clocks, *values in reader.each(
        ReadSql(f"SELECT {columns} FROM {name}")
    ):
        later = json.loads(clocks)
        fields: dict[str, tuple[str | None, str, str]] = {}
        for field, value in zip(content, values, strict=True):
            made = (stamp, edit) if value is not None else ("", "")
            at, by = later.get(field, made)
            shown = value.hex() if isinstance(value, bytes) else value
            fields[field] = (None if shown is None else str(shown), str(at), str(by))
        text = digest_sql.document_text(row_id, fields)
        yield row_id[-2:], row_id, 0, hashlib.sha256(text.encode()).hexdigest()


def _without(reader: Reader) -> tuple[str, ...]:
    """Documents with edits of this station that the centre keeps aside: they stay as typed here."""
    rows = (row for (body,) in reader.fetch(_OWN_ASIDE) for row in json.loads(body)["rows"])
    return tuple(sorted({row["id"] for row in rows if isinstance(row, dict) and "d" in row}))


def _records_of(
    reader: Reader, name: str, rows: list[tuple[str, str]]
) -> dict[tuple[str, str], list[int]]:
    """The records held here that tell of these rows."""
    fact = is_fact(station.tables[name])
    found: dict[tuple[str, str], list[int]] = {}
    for row_id, digest_of in rows:
        places = (
            reader.fetch(_WITH_HASH, digest=digest_of)
            if fact
            else reader.fetch(_WITH_EDIT, its_id=f'"id":"{row_id}"')
        )
        for station_id, life, seq in places:
            found.setdefault((station_id, life), []).append(seq)
    return found


def _take(uow: UnitOfWork, told: tuple[str, list[tuple[str | None, ...]]]) -> int:
    name, rows = told
    table = station.tables[name]
    if not is_fact(table):
        changes = taking_over.take_documents(uow, name, rows)
    else:
        known = taking_over.digests_here(uow, name, [str(row[0]) for row in rows])
        new = [taking_over.typed_fact(table, row) for row in rows if row[1] not in known]
        changes = taking_over.take_facts(uow, name, new)
    follow(uow, changes, all_recipes())
    return changes.written


def _note(uow: UnitOfWork, one: Difference) -> None:
    uow.put(
        schema.digest_difference,
        {
            "kind": one.table,
            "bucket": one.bucket,
            "here": one.here,
            "there": one.there,
            "here_minor": one.here_minor,
            "there_minor": one.there_minor,
            "taken": one.taken,
            "given": one.given,
            "mended": int(one.mended),
            "seen_at": instant_text(uow.now),
        },
    )

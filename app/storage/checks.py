"""What must hold of the store itself: pages, guards, log, hashes, numbers; it never repairs."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import (
    Table,
    bindparam,
    select,
)
from sqlcipher3 import dbapi2 as driver

from app.kernel.translate import t
from app.storage import table_reads
from app.storage.checking import Check, restore_backup
from app.storage.counting import QUARANTINED
from app.storage.number_checks import number_check
from app.storage.schema import station_log, stream, this_station, uncounted
from app.storage.search import read_anew
from app.storage.statements import Read, Reader, ReadSql
from app.storage.tables import station

_PAGES = ReadSql("SELECT quick_check FROM pragma_quick_check LIMIT 1")
"""What the walk finds is told in one row. Asked for a second one, the driver would take the next
step before it gives the first, and lose it with what that step runs into.
"""
_MORE = 10_000
"""Steps that may come beside one for each page: some dozens before the walk, and one for each page
that is met again, of which it tells a hundred at most.
"""
_GUARDS = ReadSql("SELECT name, tbl_name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")
_UNCOUNTED = Read(select(*uncounted.c))
_IN_QUARANTINE = ReadSql(
    "SELECT 1 FROM record_verdict AS v JOIN station_log AS l ON l.station = v.station "
    "AND l.incarnation = v.incarnation AND l.seq = v.seq "
    "WHERE v.applied = 1 AND instr(l.body, :digest) "
    "UNION ALL SELECT 1 FROM orphan AS o WHERE instr(o.body, :digest) LIMIT 1"
)
_ME = Read(select(this_station.c.station_id))
_PAGE_COUNT, _PAGE_SIZE = ReadSql("PRAGMA page_count"), ReadSql("PRAGMA page_size")
_HEAD = Read(
    select(station_log.c.seq, station_log.c.hash)
    .where(
        station_log.c.station == select(this_station.c.station_id).scalar_subquery(),
        station_log.c.incarnation
        == select(stream.c.incarnation).where(stream.c.current == 1).scalar_subquery(),
    )
    .order_by(station_log.c.seq.desc())
    .limit(1)
)


def file_size(reader: Reader) -> int:
    """Bytes of the database file, without what still stands in its log."""
    return int(reader.scalar(_PAGE_COUNT)) * int(reader.scalar(_PAGE_SIZE))


def log_head(reader: Reader) -> tuple[int, str]:
    """(seq, hash) of the last record of this station's stream; (0, "") where none can be read."""
    try:
        row = reader.first(_HEAD)
    except driver.DatabaseError:
        return (0, "")
    return (0, "") if row is None else (row[0], row[1])


def row_count(reader: Reader, table: Table) -> int:
    """How many rows a table has; 0 where it can't be read, which a check names."""
    try:
        return int(reader.scalar(table_reads.count(table)) or 0)
    except driver.DatabaseError:
        return 0


def about_rows(reader: Reader, *tables: Table) -> int:
    """About how many rows there are in these tables; at once, and 0 where it can't be said."""
    try:
        return sum(int(reader.scalar(table_reads.last_row(table)) or 0) for table in tables)
    except driver.DatabaseError:
        return 0


def page_checks() -> tuple[Check, ...]:
    """What each page must be by itself."""
    return (
        Check("storage.pages", "Every page of the database can be read.", _pages, restore_backup()),
    )


def storage_checks() -> tuple[Check, ...]:
    """The guards, the numbers, and what is left out of the sums."""
    return (
        Check(
            "storage.guards",
            "Every table has its guards, and nothing else reacts to writes.",
            _guards,
            restore_backup(),
        ),
        number_check(),
        Check(
            "storage.uncounted",
            "Only further copies of a fact and what the centre keeps aside are left out of sums.",
            _uncounted,
        ),
    )


def _pages(reader: Reader) -> Iterator[str]:
    """Every tree is walked, and no page stands in two places: SQLite does that first, in a step a
    page, and tells what it finds (https://sqlite.org/pragma.html#pragma_quick_check). Then it would
    read all tables once more for values of a wrong kind; there it is ended. A value is proven by
    the hash of its fact and its record, by what the log says of its document, or by its view made
    afresh; of local tables only what other checks ask is proven.

    Pages that belong to nothing, and the list of free ones, SQLite looks at only where the first of
    the schema that it meets is a table; here it may be a view.
    """
    read_anew(reader)
    pages = int(reader.scalar(_PAGE_COUNT))
    for (said,) in reader.within(_PAGES, pages + _MORE):
        if said != "ok":
            yield t("The database file is damaged: {said}.", said=said)
    reader.first(_ME)  # which can't be read either where the last page of the walk could not


def _guards(reader: Reader) -> Iterator[str]:
    there = {name: (table, sql) for name, table, sql in reader.fetch(_GUARDS)}
    for table in station.sorted_tables:
        for statement in table.info["after"]:
            kind, name = statement.split()[1:3]
            if kind not in ("TRIGGER", "VIEW"):
                continue
            known = there.pop(name, None)
            if known is None:
                yield t("The guard {name} of {table} is gone.", name=name, table=table.name)
            elif known[1] != statement:
                yield t("The guard {name} of {table} was changed.", name=name, table=table.name)
    for name, (table_name, _) in sorted(there.items()):
        yield t("{name} acts on {table} and is not ours.", name=name, table=table_name)


def _uncounted(reader: Reader) -> Iterator[str]:
    """Only a further copy of a fact may be left out, of which the lowest hash counts, and what the
    centre keeps aside (sync.md 4).
    """
    left_out = reader.fetch(_UNCOUNTED)
    aside = {tuple(one[:3]) for one in left_out if one[3] == QUARANTINED}
    for kind, fact_id, digest, why in left_out:
        table = station.tables.get(kind)
        copies = (
            ()
            if table is None
            else reader.fetch(
                Read(select(table.c.content_hash).where(table.c.id == bindparam("id"))), id=fact_id
            )
        )
        hashes = sorted(copy for (copy,) in copies)
        standing = [copy for copy in hashes if (kind, fact_id, copy) not in aside]
        if why == QUARANTINED and digest in hashes:
            fits = bool(reader.scalar(_IN_QUARANTINE, digest=digest.hex()))
        else:
            fits = digest in standing[1:]
        if not fits:
            yield t(
                "{table} {id} is left out of every sum ({why}), and no copy counts for it.",
                table=kind,
                id=fact_id,
                why=why,
            )

"""One changed byte anywhere in the log, or in any fact or document, is found.

Method: change a byte of one column of one row past the guards, in a transaction that is rolled
back; text may become no text at all, and that must be named too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as driver

from app.areas.health.checks import all_checks
from app.storage.checking import Check
from app.storage.log_walk import station_here
from app.storage.station_log import FIELDS, station_key
from app.storage.table_reads import of_kind
from app.storage.tables import station
from tests.areas.health.tampering import Tampered, tampering

LOG = {"storage.log"}
CONTENT = {"storage.content", "storage.facts_logged", "storage.documents_logged"}


@pytest.fixture(scope="module")
def opened(worked: Path) -> Iterator[Tampered]:
    with tampering(worked) as tampered:
        yield tampered


def checks(tampered: Tampered, names: set[str]) -> list[Check]:
    key = station_key(tampered.master, station_here(tampered.reader()))
    return [check for check in all_checks(key) if check.name in names]


def change(tampered: Tampered, table: str, column: str, row: int, place: int, mask: int) -> bool:
    """Change one byte (or the number itself); False when the database refused or has nothing."""
    rows = tampered.value(f"SELECT count(*) FROM {table}")
    rowid, kind, data = tampered.cursor.execute(
        f"SELECT rowid, typeof({column}), CAST({column} AS BLOB) FROM {table} LIMIT 1 OFFSET ?",
        (row % rows,),
    ).fetchone()
    if kind == "null" or not data:
        return False
    if kind == "integer":
        new: int | bytes = int(data) ^ mask
        how = "?"
    else:
        changed = bytearray(data)
        changed[place % len(changed)] ^= mask
        new, how = bytes(changed), "?" if kind == "blob" else "CAST(? AS TEXT)"
    try:
        tampered.cursor.execute(
            f"UPDATE {table} SET {column} = {how} WHERE rowid = ?", (new, rowid)
        )
    except driver.IntegrityError:
        return False
    return True


def found(tampered: Tampered, names: set[str]) -> bool:
    reader = tampered.reader()
    return any(check.findings(reader) for check in checks(tampered, names))


OPTIONS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@OPTIONS
@given(
    column=st.sampled_from(FIELDS),
    row=st.integers(0, 10_000),
    place=st.integers(0, 10_000),
    mask=st.integers(1, 255),
)
def test_a_changed_byte_in_the_log_is_found(
    opened: Tampered, column: str, row: int, place: int, mask: int
) -> None:
    opened.cursor.execute("SAVEPOINT one")
    try:
        if change(opened, "station_log", column, row, place, mask):
            assert found(opened, LOG)
    finally:
        opened.cursor.execute("ROLLBACK TO one")


@pytest.mark.parametrize("column", FIELDS)
def test_every_column_of_the_log_at_both_ends(opened: Tampered, column: str) -> None:
    """The first and the last record, the first and the last byte: nothing there is out of sight."""
    records = opened.value("SELECT count(*) FROM station_log")
    for row in (0, records - 1):
        for place in (0, 9_999_999):
            opened.cursor.execute("SAVEPOINT one")
            size = opened.value(f"SELECT max(length({column})) FROM station_log")
            if change(opened, "station_log", column, row, place % max(1, size), 1):
                assert found(opened, LOG), (row, place)
            opened.cursor.execute("ROLLBACK TO one")


ODD_BODIES = (
    *("[]", "5", '"d"', '{"rows":5,"x":{"d":1}}', '{"rows":[5,null,{"d":{}}]}'),
    '{"rows":[{"t":5,"id":"x","s":1,"e":"x","d":{"a":[1,null]}}]}',
    '{"run":"x","rows":[{"t":[5],"id":"x","s":1,"e":"x","d":{"a":[1,null]}}]}',
    '{"run":"x","rows":[{"t":"patient.v1","id":[1],"s":1,"e":"x","d":{"a":[1,null]}}]}',
    '{"rows":[{"t":"patient.v1","id":"x","s":[1],"e":[],"d":{"a":[{},{}]}}]}',
    '{"rows":{"d":{"d":1}}}',
    f'{{"rows":[{"[" * 5000}{{"d":1}}{"]" * 5000}]}}',
    '{"rows":[{"t":"@carried","id":"x","r":{"d":{"a":[1,2]}}}]}',
    '{"rows":[{"t":"patient.v1","id":"x","s":1e400,"e":"x","d":{"a":[1e400,null]}}]}',
    f'{{"rows":[{{"h":"{"a" * 64}","t":{{}},"id":{{}},"d":{{}}}}]}}',
)
OF_THE_LOG = {*LOG, *CONTENT, "views.document_edit", "views.carried_record"}


@pytest.mark.parametrize("body", ODD_BODIES)
def test_a_record_of_any_shape_is_named_and_ends_no_check(opened: Tampered, body: str) -> None:
    """A station that signs what it likes can send it."""
    opened.cursor.execute("SAVEPOINT one")
    opened.cursor.execute(
        "UPDATE station_log SET body = ? WHERE seq = (SELECT max(seq) FROM station_log)", (body,)
    )
    reader = opened.reader()
    said = {check.name: check.findings(reader) for check in checks(opened, OF_THE_LOG)}
    assert said["storage.log"]
    opened.cursor.execute("ROLLBACK TO one")


COLUMNS = [
    (table.name, column)
    for table in station.sorted_tables
    if table.info["kind"] in ("fact", "document")
    for column in (
        *(c.name for c in table.columns if table.info["kind"] == "fact"),
        *(("id", *table.info["content"]) if table.info["kind"] == "document" else ()),
    )
]


@OPTIONS
@given(
    where=st.sampled_from(COLUMNS),
    row=st.integers(0, 10_000),
    place=st.integers(0, 10_000),
    mask=st.integers(1, 255),
)
def test_a_changed_byte_in_a_fact_or_document_is_found(
    opened: Tampered, where: tuple[str, str], row: int, place: int, mask: int
) -> None:
    table, column = where
    if not opened.value(f"SELECT count(*) FROM {table}"):
        return
    opened.cursor.execute("SAVEPOINT one")
    try:
        if change(opened, table, column, row, place, mask):
            assert found(opened, CONTENT), where
    finally:
        opened.cursor.execute("ROLLBACK TO one")


def test_there_is_something_to_change(opened: Tampered) -> None:
    assert opened.value("SELECT count(*) FROM station_log") > 20
    assert sum(opened.value(f"SELECT count(*) FROM {t.name}") for t in of_kind("fact")) > 40

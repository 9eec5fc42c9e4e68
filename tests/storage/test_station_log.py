"""The log record as sync.md 1 says, built once more here from its words; any change is found."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.areas.settings import schema
from app.areas.settings.values import ChangeSetting
from app.bootstrap import Station, open_station
from app.kernel.actor import SYSTEM
from app.kernel.errors import UserError
from app.storage import engine
from app.storage.log_checks import log_checks
from app.storage.log_walk import station_here
from app.storage.statements import CursorReader
from app.storage.station_log import station_key
from tests.building import Books, command_id
from tests.storage.log_words import IN_ORDER, hash_of_record, records, wrong


def opened(station: Station) -> Any:
    return engine.connect(station.database.path, station.database.keys.database)


@pytest.fixture
def busy(station: Station, books: Books) -> Station:
    books.open_shift()
    account = books.register_patient().account_id
    books.issue_invoice(account, 3500, 120)
    books.take_cash(account, 5000, 6000)
    return station


def test_every_record_is_as_the_protocol_says(busy: Station) -> None:
    connection = opened(busy)
    found = records(connection)
    assert not list(wrong(found, busy.database.keys.master))
    assert [record["action"] for record in found[-4:]] == [
        "drawers.open_shift",
        "parties.register_patient",
        "invoices.issue_invoice",
        "payments.take_payment",
    ]
    connection.close()


def test_a_body_is_canonical_json_of_the_rows_in_the_order_they_were_written(busy: Station) -> None:
    connection = opened(busy)
    for record in records(connection):
        body = record["body"]
        again = json.dumps(
            json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        assert again == body
        for row in json.loads(body)["rows"]:
            assert set(row) in ({"t", "id", "h", "f"}, {"t", "id", "s", "e", "d"})
            name, version = row["t"].rsplit(".", 1)
            assert version == "v1"
            if "h" in row:
                stored = connection.execute(
                    f"SELECT hex(content_hash) FROM {name} WHERE id = ?", (row["id"],)
                ).fetchall()
                assert [(row["h"].upper(),)] == stored
    connection.close()


def content_hash(kind: str, row: dict[str, Any]) -> str:
    """Over (record type, id, named fields in the order of the table), nulls told apart."""

    def framed(data: bytes) -> bytes:
        return len(data).to_bytes(8, "big") + data

    parts = framed(f"{kind}.v1".encode())
    for name, value in row.items():
        if name == "content_hash":
            continue
        if value is None:
            parts += b"\x00"
        else:
            data = value.hex() if isinstance(value, bytes) else str(value)
            parts += b"\x01" + framed(data.encode())
    return hashlib.sha256(parts).hexdigest()


@pytest.mark.parametrize("table", ["payment", "tender", "journal_line", "invoice_line", "receipt"])
def test_the_hash_of_a_fact_is_over_all_its_columns(busy: Station, table: str) -> None:
    connection = opened(busy)
    cursor = connection.execute(f"SELECT * FROM {table}")
    names = [d[0] for d in cursor.description]
    for values in cursor.fetchall():
        row = dict(zip(names, values, strict=True))
        assert row["content_hash"].hex() == content_hash(table, row)
    connection.close()


def fault_words(connection: Any, busy: Station) -> list[str]:
    """What verify says of the log's chain."""
    reader = CursorReader(connection.cursor(), datetime.now(UTC))
    chain = log_checks(station_key(busy.database.keys.master, station_here(reader)))[0]
    assert chain.name == "storage.log"
    return [words for words, _ in chain.findings(reader)]


@pytest.fixture(scope="module")
def tampered(tmp_path_factory: pytest.TempPathFactory, template: Any) -> Any:
    """A connection to a log without its guards, as a thief with the key would have it."""
    data: Path = tmp_path_factory.mktemp("tampered") / "data"
    shutil.copytree(template.folder, data)
    station = open_station(data)
    books = Books(station, template.actors)
    books.open_shift()
    account = books.register_patient().account_id
    for _ in range(3):
        books.issue_invoice(account, 3500)
        books.take_cash(account, 100)
    station.close()
    connection = engine.connect(data / engine.DATABASE_NAME, station.database.keys.database)
    for name in ("no_change", "leaves"):
        connection.execute(f"DROP TRIGGER station_log_{name}")
    assert not fault_words(connection, station)
    yield connection, station
    connection.close()


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_one_changed_byte_anywhere_is_found(tampered: Any, data: st.DataObject) -> None:
    connection, station = tampered
    count = connection.execute("SELECT count(*) FROM station_log").fetchone()[0]
    seq = data.draw(st.integers(1, count), "record")
    column = data.draw(st.sampled_from(IN_ORDER), "column")
    query = f"SELECT {column} FROM station_log WHERE seq = ?"
    (old,) = connection.execute(query, (seq,)).fetchone()
    if isinstance(old, int):
        least = count + 1 if column == "seq" else 0
        new: Any = data.draw(st.integers(least, 2**62).filter(lambda n: n != old), "value")
    else:
        encoded = bytearray(old.encode())
        at = data.draw(st.integers(0, len(encoded) - 1), "position")
        other = data.draw(st.integers(1, 127).filter(lambda byte: byte != encoded[at]), "byte")
        encoded[at] = other
        new = encoded.decode("utf-8", "replace")
    connection.execute("BEGIN")
    try:
        update = f"UPDATE station_log SET {column} = ? WHERE seq = ?"
        connection.execute(update, (new, seq))
        assert fault_words(connection, station), (seq, column, old, new)
    finally:
        connection.execute("ROLLBACK")


def test_removed_repeated_and_swapped_records_are_found(tampered: Any) -> None:
    connection, station = tampered
    count = connection.execute("SELECT count(*) FROM station_log").fetchone()[0]
    for seq in (1, count // 2, count - 1):
        connection.execute("BEGIN")
        connection.execute("DELETE FROM station_log WHERE seq = ?", (seq,))
        assert fault_words(connection, station)
        connection.execute("UPDATE station_log SET seq = seq - 1 WHERE seq > ?", (seq,))
        assert fault_words(connection, station)
        connection.execute("ROLLBACK")
    connection.execute("BEGIN")
    connection.execute("UPDATE station_log SET seq = -5 WHERE seq = 3")
    connection.execute("UPDATE station_log SET seq = 3 WHERE seq = 4")
    connection.execute("UPDATE station_log SET seq = 4 WHERE seq = -5")
    assert fault_words(connection, station)
    connection.execute("ROLLBACK")
    assert not fault_words(connection, station)


def test_a_chain_built_anew_without_the_key_is_found(tampered: Any) -> None:
    connection, station = tampered
    connection.execute("BEGIN")
    prev = None
    for record in records(connection):
        record["body"] = record["body"].replace("3500", "3499")
        record["prev_hash"] = prev or record["prev_hash"]
        record["hash"] = hash_of_record(record)
        connection.execute(
            "UPDATE station_log SET body = ?, prev_hash = ?, hash = ? WHERE seq = ?",
            (record["body"], record["prev_hash"], record["hash"], record["seq"]),
        )
        prev = record["hash"]
    words = fault_words(connection, station)
    connection.execute("ROLLBACK")
    assert words
    assert all("not signed" in one for one in words[:-1])


def test_too_much_for_one_record_is_refused_and_nothing_written(station: Station) -> None:
    def much(uow: Any, command: ChangeSetting) -> None:
        for n in range(3000):
            key = f"{command.value}{n}"
            uow.create(
                schema.setting,
                {"id": f"{n:036d}", "key": key, "value": "x" * 100},
            )

    much.__module__ = "app.areas.settings.service"
    connection = opened(station)
    before = connection.execute("SELECT (SELECT count(*) FROM setting), max(seq) FROM station_log")
    before = before.fetchone()
    with pytest.raises(UserError, match="too much for one step"):
        station.act(SYSTEM, much, ChangeSetting(command_id(), "a", "b")).result()
    after = connection.execute("SELECT (SELECT count(*) FROM setting), max(seq) FROM station_log")
    assert after.fetchone() == before
    connection.close()

"""Many rows take no more memory than some; the demo practice is made, and its books are right."""

from __future__ import annotations

import itertools
import json
import runpy
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import bootstrap
from app.areas.drawers import queries as drawers
from app.areas.imports import demo, repository
from app.areas.parties import queries as parties
from app.areas.security.rules import check_new_pin
from app.kernel.actor import SYSTEM
from app.kernel.clock import instant_from
from tests.areas.imports.files import Importer, synthea

_SPAN = "SELECT min(at), max(at) FROM payment"


def _peak(importer: Importer, path: Path, source: str) -> int:
    tracemalloc.start()
    try:
        checked = importer.check(path, source=source)
        assert importer.apply(checked).left == 0
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_file(importer: Importer, tmp_path: Path, long: bool) -> None:
    """A thousand rows take a megabyte; at most three such pieces are held at any moment."""
    count = 20_000 if long else 3200
    assert _peak(importer, synthea(tmp_path / "in.csv", count), "old") < 4_000_000


def test_a_hundred_thousand_rows_with_a_bad_one_near_the_end_write_nothing(
    importer: Importer, tmp_path: Path, long: bool
) -> None:
    count = 100_000 if long else 1500
    path = synthea(tmp_path / "in.csv", count)
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[-2] = lines[-2].replace("-11,", "-99,", 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    checked = importer.check(path)
    assert (checked.bad, checked.new) == (1, count - 1)
    assert checked.problems[0].line == count
    assert importer.number("SELECT count(*) FROM patient") == 0


def test_nothing_is_encrypted_twice(importer: Importer, tmp_path: Path) -> None:
    """A savepoint keeps every page aside; the full-text engine stores all before each trigger."""
    checked = importer.check(synthea(tmp_path / "in.csv", 150))
    writer = importer.station.database.writer
    assert writer is not None
    seen: list[str] = []
    writer.connection.set_trace_callback(seen.append)
    importer.apply(checked)
    writer.connection.set_trace_callback(None)
    assert not [sql for sql in seen if sql.startswith("SAVEPOINT")]
    names = ("INSERT INTO account", "INSERT INTO search_word", "COMMIT")
    order = [name for sql in seen for name in names if sql.startswith(f"{name} ") or sql == name]
    assert [name for name, _ in itertools.groupby(order)] == [*names] * 3
    assert importer.findings() == []


def test_the_demo_practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, long: bool) -> None:
    if not long:
        monkeypatch.setattr(demo, "INVOICES", 60)
    told: list[tuple[int, int]] = []
    made, _ = bootstrap.make_demo(tmp_path / "demo", progress=lambda *now: told.append(now))
    assert told[-1][0] == told[-1][1]
    assert made.invoices == demo.INVOICES + demo.INVOICES_TODAY
    assert made.payments > made.invoices * 0.6
    station = bootstrap.open_station(tmp_path / "demo")
    try:
        importer = Importer(station, SYSTEM)
        assert importer.number("SELECT count(*) FROM patient") == demo.PATIENTS
        assert importer.number("SELECT count(*) FROM patient WHERE death_date IS NOT NULL") == 1
        assert importer.number("SELECT count(*) FROM account_flag WHERE kind = 'no_checks'") > 10
        assert importer.number("SELECT count(*) FROM guarantor") > 100
        first = repository.account_id(demo.SOURCE, str(demo.FIRST_NUMBER))
        assert "555-01" in importer.ask(parties.account_header, first).phone
        rows = importer.ask(drawers.drawer_rows)
        assert [row.held_by for row in rows if row.held_by] == [], "each day's drawers were closed"
        assert demo.ANA in made.users
        assert demo.BEN in made.users
        first_at, last_at = map(instant_from, importer.rows(_SPAN)[0])
        assert timedelta(days=250) < last_at - first_at < timedelta(days=366)
        assert datetime.now(UTC) - last_at < timedelta(hours=4)
        assert importer.findings() == []
    finally:
        station.close()


def test_the_demos_pins_obey_the_rules() -> None:
    for user in demo.USERS:
        assert check_new_pin(user.pin, user.number) == user.pin


def test_the_demos_files_are_what_their_script_makes(tmp_path: Path) -> None:
    names = ("patients.csv", "open_invoices.csv")
    before = {name: (demo.FOLDER / name).read_bytes() for name in names}
    script = runpy.run_path(str(demo.FOLDER / "make_files.py"))
    script["main"].__globals__["HERE"] = tmp_path
    script["main"]()
    assert {name: (tmp_path / name).read_bytes() for name in names} == before
    everything = b"".join(before.values()).decode()
    assert "555-01" in everything
    assert json.loads((demo.FOLDER / "services.json").read_text(encoding="utf-8"))

"""Every view made afresh is what it was, and a restored practice is sound."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import SQLITE_READ

from app.areas.health import queries, service
from app.areas.health.checks import all_recipes
from app.areas.health.values import Rebuild, Verdict
from app.areas.parties import queries as parties
from app.bootstrap import Station, Unlock, find_keys, open_station, restore_station
from app.kernel.errors import NotAllowed
from app.storage import engine
from app.storage.statements import CursorReader
from app.storage.tables import station as tables
from tests.building import Actors, Books, Template, command_id


def verdict(station: Station) -> Verdict:
    return station.ask(queries.verify, station.database.keys.master).result()


@pytest.fixture
def copy(worked: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(worked, folder)
    return folder


def test_each_view_has_one_recipe() -> None:
    views = {t.name for t in tables.tables.values() if t.info["kind"] == "view"}
    assert {recipe.view.name for recipe in all_recipes()} == views


def test_each_view_follows_all_that_it_is_made_of(copy: Path) -> None:
    """Of two rows that make one of a view either may come last: tables come page by page."""
    connection = engine.connect(copy / engine.DATABASE_NAME, find_keys(copy, Unlock()).database)
    reader = CursorReader(connection.cursor(), datetime.now(UTC))
    shared = {t.name for t in tables.tables.values() if t.info["kind"] in ("fact", "document")}
    read: set[str] = set()

    def note(action: int, name: str | None, *_rest: str | None) -> int:
        if action == SQLITE_READ and name in shared:
            read.add(name)
        return 0

    deaf: dict[tuple[str, str], set[str]] = {}
    for recipe in all_recipes():
        follows: dict[str, set[str]] = {}
        for part in recipe.parts:
            follows.setdefault(part.where, set()).update(f.table.name for f in part.follows)
        for part in recipe.parts:
            keys = connection.execute(f"SELECT {part.key or 1} FROM {recipe.view.name}").fetchall()
            connection.set_authorizer(note)
            list(part.some(reader, json.dumps([key for (key,) in keys])))
            connection.set_authorizer(None)
            if not_heard := read - follows[part.where]:
                deaf[recipe.view.name, part.where] = not_heard
            read.clear()
    connection.close()
    assert deaf == {}


def test_views_that_were_lost_or_spoiled_come_back(copy: Path, actors: Actors) -> None:
    connection = engine.connect(copy / engine.DATABASE_NAME, find_keys(copy, Unlock()).database)
    connection.execute("DELETE FROM account_balance")
    connection.execute("UPDATE invoice_balance SET due_minor = due_minor + 1")
    connection.execute("INSERT INTO shift_balance VALUES ('x', '1015', 'USD', 5)")
    connection.execute("UPDATE shift_state SET state = 'closed'")
    # Without any day the books would be an older program's, whose keys are made anew at opening.
    connection.execute("DELETE FROM search_key WHERE kind <> 'birth_date'")
    connection.execute("UPDATE search_name SET folded = 'x'")
    connection.execute("INSERT INTO account_alias VALUES ('x', 'y')")
    connection.execute("DELETE FROM search_word")
    connection.execute("DELETE FROM document_edit")
    connection.execute("INSERT INTO carried_record VALUES ('x', 'x', 'x', 1)")
    connection.execute("UPDATE payment_state SET status = 'void', unapplied_minor = 7")
    connection.execute("INSERT INTO payment_joined VALUES ('x', 'y')")
    connection.execute("INSERT INTO number_pattern VALUES ('x', 'y')")
    connection.execute(
        "INSERT INTO invoice_unnumbered SELECT id, station_id, business_date, at FROM invoice"
    )
    connection.execute("INSERT INTO number_twice VALUES ('invoice', 'y')")
    connection.execute("INSERT INTO edit_apart VALUES ('x', 'birth_date', 'y')")
    connection.execute("UPDATE deposit_state SET status = 'void', cash_minor = 7")
    connection.execute("UPDATE refund_state SET status = 'completed', method = 'wire'")
    connection.execute("DELETE FROM payment_refunded")
    holds = ("tender_hold", "movement_hold", "invoice_hold", "shift_hold")
    for lost in (*holds, "deposit_claim", "deposit_balance", "card_attempt_state", "closed_day"):
        connection.execute(f"DELETE FROM {lost}")
    connection.close()
    station = open_station(copy)
    try:
        broken = {finding.check for finding in verdict(station).findings}
        assert {f"views.{recipe.view.name}" for recipe in all_recipes()} <= broken
        head = verdict(station).head_seq
        done = station.act(actors.administrator, service.rebuild, Rebuild(command_id())).result()
        assert {view.view: view.rows for view in done.views}["search_word"] == 16
        assert verdict(station).findings == ()
        assert verdict(station).head_seq == head, "a rebuild writes nothing that is logged"
        assert station.ask(parties.find, "hoa").result()[0].name == "Thị Hoa Nguyễn"
    finally:
        station.close()


def test_a_cashier_may_not_rebuild(station: Station, actors: Actors) -> None:
    with pytest.raises(NotAllowed):
        station.act(actors.cashier, service.rebuild, Rebuild(command_id())).result()


def test_a_restored_practice_is_sound_and_goes_on(
    copy: Path, tmp_path: Path, template: Template
) -> None:
    station = open_station(copy)
    made = station.back_up()
    station.close()
    folder = tmp_path / "restored"
    restore_station(made.path, folder, template.made.recovery_key)
    station = open_station(folder)
    try:
        assert verdict(station).findings == ()
        books = Books(station, template.actors)
        patient = books.register_patient("After", "Wards")
        books.issue_invoice(patient.account_id, 700)
        taken = books.take_cash(patient.account_id, 700)
        assert taken.receipt_number.endswith("-000001")
        assert verdict(station).findings == ()
    finally:
        station.close()

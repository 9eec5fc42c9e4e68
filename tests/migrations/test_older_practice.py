"""A practice of an older program is opened by this one: what it lacks is added and logged."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app import bootstrap
from app.areas.health import queries as health
from app.areas.ledger import queries as ledger
from app.areas.ledger import repository as ledger_store
from app.areas.ledger.seed import REASONS
from app.areas.ledger.values import ReasonKind
from app.areas.reports import histories
from app.areas.security import queries as users
from app.areas.security import repository as users_store
from app.areas.security.rules import PRESETS
from app.bootstrap import FirstAdministrator, Station, open_station
from app.kernel.actor import Permission
from app.kernel.listing import ListWanted
from app.storage import ddl, engine, upgrade
from tests.building import PIN, set_up

LATER = frozenset(
    {
        Permission.PREPARE_DEPOSIT,
        Permission.VERIFY_DEPOSIT,
        Permission.CLEAR_DEPOSIT,
        Permission.VOID_DEPOSIT,
        Permission.RETURN_CHECK,
    }
)
"""What the first revision did not know."""
LATER_LISTS = (ReasonKind.DEPOSIT_VOID, ReasonKind.DEPOSIT_DIFFERENCE)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a practice as the first revision made it; never opened."""
    data = tmp_path_factory.mktemp("first") / "data"
    with pytest.MonkeyPatch.context() as then:
        then.setattr(
            users_store,
            "PRESETS",
            tuple(
                replace(preset, permissions=tuple(p for p in preset.permissions if p not in LATER))
                for preset in PRESETS
            ),
        )
        known = {kind: words for kind, words in REASONS.items() if kind not in LATER_LISTS}
        then.setattr(ledger_store, "REASONS", known)
        bootstrap.init_station(data, set_up(), FirstAdministrator("Ana Admin", "1", PIN))
    _back_to_the_first(data)
    return data


@pytest.fixture
def older(made: Path, tmp_path: Path) -> Path:
    """A copy of it for this test alone."""
    return Path(shutil.copytree(made, tmp_path / "older"))


def _back_to_the_first(data: Path) -> None:
    """Take away every table, view and index that came later; put back what a later one dropped."""
    keys = bootstrap.find_keys(data, bootstrap.Unlock())
    first = (upgrade.MIGRATIONS / "versions" / "0001_station.sql").read_text(encoding="utf-8")
    known = {_made_by(statement) for statement in first.split(ddl.BREAK)[:-1]}
    connection = engine.connect(data / engine.DATABASE_NAME, keys.database)
    for kind in ("view", "trigger", "index", "table"):
        for name in _names(connection, kind):
            if name not in known and not name.startswith(("sqlite_", "search_word", "alembic_")):
                connection.execute(f"DROP {kind} IF EXISTS {name}")
    there = {
        name for kind in ("view", "trigger", "index", "table") for name in _names(connection, kind)
    }
    for statement in first.split(ddl.BREAK)[:-1]:
        if _made_by(statement) not in there:
            connection.execute(statement)
    connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.commit()
    connection.close()


def _made_by(statement: str) -> str:
    words = statement.replace("UNIQUE ", "").replace("VIRTUAL ", "").split()
    return words[2].strip('"')


def _names(connection: Any, kind: str) -> list[str]:
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = ? AND sql IS NOT NULL", (kind,)
    )
    return [row[0] for row in found]


def granted(station: Station) -> dict[str, frozenset[Permission]]:
    rows = station.ask(users.role_rows).result()
    return {row.name: row.permissions for row in rows}


def test_its_roles_and_lists_learn_what_is_new_once(older: Path) -> None:
    findings: list[object] = []
    for _ in range(2):
        station = open_station(older)
        roles = granted(station)
        assert roles == {p.name: frozenset(p.permissions) for p in PRESETS}
        for kind in LATER_LISTS:
            words = [reason.words for reason in station.ask(ledger.reasons, kind).result()]
            assert words == [words for words, _ in REASONS[kind]]
        log = station.ask(histories.activity, ListWanted(most=100)).result().rows
        taught = [row for row in log if row.action == "security.teach_roles"]
        seeded = [row for row in log if row.action == "ledger.seed_missing_reasons"]
        assert [row.name for row in (*taught, *seeded)] == ["Counterfoil", "Counterfoil"]
        if not findings:
            report = station.ask(health.verify, station.database.keys.master).result()
            findings = [report.findings]
        station.close()
    assert findings == [()]
    assert list((older / "backups").iterdir())


def test_a_role_the_practice_made_its_own_learns_nothing(older: Path) -> None:
    station = open_station(older)
    role_id = next(row.role_id for row in station.ask(users.role_rows).result())
    writer = station.database.writer
    assert writer is not None
    station.close()
    keys = bootstrap.find_keys(older, bootstrap.Unlock())
    connection = engine.connect(older / engine.DATABASE_NAME, keys.database)
    for role, permissions in connection.execute("SELECT id, permissions FROM role").fetchall():
        left = " ".join(p for p in permissions.split() if p not in LATER)
        own = int(role != role_id)
        connection.execute(
            "UPDATE role SET permissions = ?, system = ? WHERE id = ?", (left, own, role)
        )
    connection.commit()
    connection.close()
    station = open_station(older)
    own_name = next(p.name for p in PRESETS if p.name == _name_of(station, role_id))
    roles = granted(station)
    station.close()
    assert not roles[own_name] & LATER
    assert roles["CFO"] >= LATER


def _name_of(station: Station, role_id: str) -> str:
    return next(row.name for row in station.ask(users.role_rows).result() if row.role_id == role_id)


def test_what_an_administrator_took_away_stays_away(older: Path) -> None:
    """A permission that some role still has is known here, so nobody is given it again."""
    open_station(older).close()
    keys = bootstrap.find_keys(older, bootstrap.Unlock())
    connection = engine.connect(older / engine.DATABASE_NAME, keys.database)
    cashier = "SELECT id, permissions FROM role WHERE name = 'Cashier'"
    role_id, permissions = connection.execute(cashier).fetchone()
    left = " ".join(p for p in permissions.split() if p != Permission.PREPARE_DEPOSIT)
    connection.execute("UPDATE role SET permissions = ? WHERE id = ?", (left, role_id))
    connection.commit()
    connection.close()
    station = open_station(older)
    roles = granted(station)
    station.close()
    assert Permission.PREPARE_DEPOSIT not in roles["Cashier"]


def test_whoever_was_killed_after_the_tables_were_made_finds_the_rest_done(older: Path) -> None:
    keys = bootstrap.find_keys(older, bootstrap.Unlock())
    upgrade.upgrade_station(older / engine.DATABASE_NAME, keys.database)
    station = open_station(older)
    roles = granted(station)
    station.close()
    assert roles == {p.name: frozenset(p.permissions) for p in PRESETS}

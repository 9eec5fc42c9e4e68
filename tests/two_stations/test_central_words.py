"""The centre from the shell: made, joined, sent to, looked at, proved, and shut to a station."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.kernel.money import Money
from app.sync.looking import standing_for
from tests.building import PIN
from tests.cli.conftest import Run, data, run
from tests.migrations.conftest import new_database
from tests.two_stations.conftest import Joined, dsn_of

__all__ = ["data", "run"]


@pytest.fixture
def empty(postgres: str) -> Iterator[Engine]:
    with new_database(postgres) as engine:
        yield engine


def test_from_an_empty_server_to_proved_books(run: Run, empty: Engine, tmp_path: Path) -> None:
    dsn = dsn_of(empty)
    assert run("sync").code == 1, "nobody has joined"
    for _ in range(2):
        made = run("central", "init", "--dsn", dsn)
        assert made.code == 0, made.err
    joined = run("central", "join", "--dsn", dsn, user="1")
    assert (joined.code, joined.out["secret_is"]) == (0, "database"), joined.err
    sent = run("sync")
    assert sent.code == 0, sent.err
    assert sent.out["sent"] > 5
    assert run("sync").out["sent"] == 0
    stands = run("sync", "--status")
    assert stands.out["online"] is True
    [station] = run("central", "status", "--dsn", dsn).out["stations"]
    assert (station["code"], station["quarantined"]) == ("W1", 0)
    assert run("central", "verify", "--dsn", dsn).out == {"sound": True, "findings": []}
    beside = tmp_path / "second"
    wanted = ("central", "enrol", "--dsn", dsn, "--code", "W2", "--administrator", "1")
    enrolled = run(*wanted, stdin=f"{PIN}\n", folder=beside)
    assert enrolled.code == 0, enrolled.err
    assert (enrolled.out["station"], len(enrolled.out["recovery_key"])) == ("W2", 44)
    come = run("sync")
    assert (come.code, come.out["taken"] > 0) == (0, True), come.err
    assert run("sync", folder=beside).code == 0
    third = tmp_path / "third"
    code = run("central", "code", user="1")
    assert code.code == 0, code.err
    words = ("central", "enrol", "--code", "W3", "--administrator", "1")
    assert run(*words, stdin=f"{code.out['code'][:-9]}\n{PIN}\n", folder=third).code == 1
    let_in = run(*words, stdin=f"{code.out['code']}\n{PIN}\n", folder=third)
    assert (let_in.code, let_in.out["station"]) == (0, "W3"), let_in.err
    for folder in (None, beside, third):
        assert run("verify", "--json", folder=folder).out["findings"] == []
    assert run("central", "join", "--dsn", dsn, user="1", folder=beside).code == 1
    assert run("central", "revoke", "W1", "--dsn", dsn).code == 0
    refused = run("sync")
    assert (refused.code, refused.err["error"]) == (3, "outside")


def test_a_wrong_address_is_a_sentence(run: Run) -> None:
    said = run("central", "init", "--dsn", "host=127.0.0.1 port=1 dbname=x connect_timeout=2")
    assert (said.code, said.err["error"]) == (3, "outside")


def test_who_has_a_drawer_to_count_gets_no_sum_of_what_waits(joined: Joined) -> None:
    """The count is blind: a drawer of cash alone would be told by what was not sent yet."""
    shift = joined.books.open_shift()
    patient = joined.books.register_patient("Okafor", "Ada")
    joined.books.take_cash(patient.account_id, 1500)
    ask, actors = joined.station.ask, joined.books.actors
    for asker in (actors.cashier.user_id, None):
        stands = ask(standing_for, asker).result()
        assert (stands.payments, stands.amounts) == (1, ())
        assert "15.00" not in stands.words
    assert ask(standing_for, actors.cfo.user_id).result().amounts == (Money(1500, "USD"),)
    joined.books.seal(shift.shift_id, *[2000] * 10, 1000, 500)
    joined.books.close_shift(shift.shift_id)
    assert ask(standing_for, actors.cashier.user_id).result().amounts == (Money(1500, "USD"),)

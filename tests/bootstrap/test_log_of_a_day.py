"""A day on which everything breaks leaves no name, number, note, card or key in the log."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from app.areas.parties import service as parties
from app.areas.parties.values import Person, RegisterPatient
from app.bootstrap import Station
from app.bootstrap.report_log import keeping_log
from app.kernel.actor import SYSTEM
from app.kernel.errors import OutsideError, UserError, ensure
from app.kernel.ids import AccountId, CommandId, new_id
from app.storage.statements import ReadSql
from app.storage.unit_of_work import UnitOfWork
from tests.building import Books

FAMILY, GIVEN, NOTE = "Nguyễnovaç", "Hoaxyz", "is very ill, pays late"
CARD, KEY = "4242 4242 4242 4242", "rk_live_51NabcDEFghiJKLmno"
CANARIES = (FAMILY, GIVEN, NOTE, CARD, KEY, CARD.replace(" ", ""))


def _key_error(_uow: UnitOfWork, said: str) -> None:
    raise KeyError(said, {"note": NOTE})


def _promise(_uow: UnitOfWork, said: str) -> None:
    ensure(not said, f"nobody is called {said}")


def _refused(_uow: UnitOfWork, said: str) -> None:
    raise UserError(f"{said} owes money", field=said)


def _outside(_uow: UnitOfWork, said: str) -> None:
    raise OutsideError(f"{said} can't be printed") from OSError(28, said, f"/home/{said}")


def _statement(uow: UnitOfWork, said: str) -> None:
    uow.scalar(ReadSql(f'SELECT "{said}".nothing'))


def _unicode(_uow: UnitOfWork, said: str) -> None:
    said.encode("utf-16").decode("ascii")


ACTIONS: tuple[Callable[[UnitOfWork, str], None], ...] = (
    *(_key_error, _promise, _refused, _outside, _statement, _unicode),
)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_nothing_of_the_data_is_in_the_log(books: Books, tmp_path: Path) -> None:
    station: Station = books.station
    account = AccountId(new_id())
    patient = RegisterPatient(CommandId(new_id()), account, Person(GIVEN, FAMILY))
    opened = station.act(SYSTEM, parties.register_patient, patient).result()
    canaries = (*CANARIES, str(account), opened.account_number)
    log = logging.getLogger("counterfoil.printing")
    station.listen(_listener_that_fails)
    with keeping_log(tmp_path / "log", "window") as keeper:
        for canary in canaries:
            for action in ACTIONS:
                error = station.act(SYSTEM, action, canary).exception()
                assert error is not None
                log.error("a paper could not be laid out: %s", canary, exc_info=error)
                log.warning("printing waits: %s %s", error, {canary: canary})
                keeper.log.write("ABCD-2345", error).join()
            thread = threading.Thread(target=_key_error, args=(None, canary), name="cards")
            thread.start()
            thread.join()
        station.act(
            SYSTEM,
            parties.register_patient,
            RegisterPatient(CommandId(new_id()), AccountId(new_id()), Person("Anna", "Bell")),
        ).result()
        # The writing thread has told its listeners by the time it takes up the next action.
        station.act(SYSTEM, _key_error, "").exception()
        for thread in threading.enumerate():
            if thread.name == "report-log":
                thread.join()
    kept = keeper.log.file.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in kept.splitlines()]
    assert {line.get("room", "") for line in lines} >= {
        "",
        "counterfoil.printing",
        "counterfoil.threads",
        "counterfoil.storage",
    }
    found = [canary for canary in canaries if canary in kept or json.dumps(canary)[1:-1] in kept]
    assert not found, found


def _listener_that_fails(_tables: frozenset[str]) -> None:
    raise ValueError(FAMILY, CARD)

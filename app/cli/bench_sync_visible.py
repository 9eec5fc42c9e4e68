"""Benches `sync-visible`, `sync-idle` and `payment-sync`: how soon a payment is seen at another
station while fifty ask the centre, what an idle station costs there, and what sync costs a payment.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

from app import bootstrap
from app.areas.payments.service import take_payment
from app.areas.payments.values import TakePayment, TenderGiven
from app.cli import bench_books
from app.cli.bench import Goal, Outcome, quantile, say
from app.cli.bench_payment import make_practice
from app.cli.bench_sync_place import enrolled_as, join, newcomer, server
from app.kernel.actor import SYSTEM
from app.kernel.ids import AccountId, CommandId, new_id
from app.kernel.money import Money
from app.storage import receiving
from app.storage.reading import Reader, ReadSql
from app.sync import outbox
from app.sync.central import Central
from app.sync.exchange import Exchange
from app.sync.line import Line
from app.sync.snapshot import take_over
from app.sync.worker import SyncWorker

STATIONS = 50
PAYMENTS = 40
PAIRS = 100
POLLS = 200
EVERY_S = 1.5
MOST_MS = 2000.0
LITTLE_MORE = 1.1
_ACCOUNTS = ReadSql("SELECT id FROM account ORDER BY id")
_SEEN = ReadSql("SELECT 1 FROM payment WHERE id = :id")


def visible(folder: Path, args: list[str]) -> Outcome:
    """`--stations N` that only ask (50), `--payments N` (40)."""
    stations = bench_books.chosen(args, "--stations", STATIONS)
    payments = bench_books.chosen(args, "--payments", PAYMENTS)
    with _joined(folder, args, payments + 3) as (centre, first, connect):
        second = newcomer(folder / "second", first, centre)
        with second.books("other") as books, _asking(first, centre, stations):
            take_over(books, second.connect)
            worker = SyncWorker(books, lambda: second.connect)
            worker.start()
            with _sending(first, connect):
                taken = [_seen_after(first, books.ask, turn) for turn in range(payments + 3)][3:]
            worker.stop()
    p95 = quantile(taken, 0.95)
    goal = Goal("visible p95", p95, MOST_MS, p95 / MOST_MS, 1.0, len(taken))
    return Outcome([goal], {"stations": stations + 2, "p50_ms": round(statistics.median(taken))})


def idle(folder: Path, args: list[str]) -> Outcome:
    """`--stations N` that the centre knows beside (50), `--polls N` (200)."""
    stations = bench_books.chosen(args, "--stations", STATIONS)
    polls = bench_books.chosen(args, "--polls", POLLS)
    with _joined(folder, args, 20) as (centre, first, connect):
        for number in range(stations):
            _forge_stream(first, centre, number)
        line = Line(first, connect)
        exchange = Exchange(first, line)
        exchange.drain()
        line.hang_up()
        exchange.round()
        line.hang_up()
        time.sleep(1)  # the server counts a session's scans when it ends
        asked: list[str] = []
        before = _scans(centre)
        with line.open() as central:
            _note_statements(central, asked)
        begun = time.perf_counter()
        for _ in range(polls):
            exchange.round()
        each_ms = (time.perf_counter() - begun) * 1000 / polls
        line.hang_up()
        time.sleep(1)
        after = _scans(centre)
    records = (after["record"][1] - before["record"][1]) / polls
    read = (after["record"][0] - before["record"][0]) / polls
    goals = [
        Goal("statements a poll", len(asked) / polls, 1.0, len(asked) / polls, 1.0, polls, unit=""),
        Goal("index scans of records a poll", records, 1.0, records, 1.0, polls, unit=""),
        Goal("whole reads of records a poll", read, 0.0, read, 0.0, polls, unit=""),
    ]
    return Outcome(goals, {"stations": stations + 1, "ms_a_poll": round(each_ms, 2)})


def payment(folder: Path, args: list[str]) -> Outcome:
    """Alternating pairs with sync running and without it; `--pairs N` (100)."""
    pairs = bench_books.chosen(args, "--pairs", PAIRS)
    with _joined(folder, args, 2 * pairs + 20) as (_, first, connect):
        worker_on = _Switch(first, connect)
        ours: list[float] = []
        floor: list[float] = []
        for turn in range(pairs + 10):
            order = (True, False) if turn % 2 else (False, True)
            for on in order:
                with worker_on.set_to(on):
                    begun = time.perf_counter()
                    first.act(SYSTEM, take_payment, _payment(first, 2 * turn + on)).result()
                    taken = (time.perf_counter() - begun) * 1000
                if turn >= 10:
                    (ours if on else floor).append(taken)
        worker_on.hang_up()
    with_sync, without = statistics.median(ours), statistics.median(floor)
    goal = Goal("payment", with_sync, without, with_sync / without, LITTLE_MORE, pairs)
    return Outcome([goal])


class _Switch:
    """A worker that runs only while a payment with sync is taken; what it left is sent unmeasured,
    so that both kinds of payment find the same machine.
    """

    def __init__(self, station: bootstrap.Station, connect: Callable[[], Central]) -> None:
        self._station, self._connect = station, connect
        self._line = Line(station, connect)
        self._exchange = Exchange(station, self._line)

    def hang_up(self) -> None:
        self._line.hang_up()

    @contextmanager
    def set_to(self, on: bool) -> Iterator[None]:
        if not on:
            yield
        else:
            with _sending(self._station, self._connect) as worker:
                worker.now().result()
                yield
                worker.now().result()
        self._exchange.drain()


@contextmanager
def _joined(
    folder: Path, args: list[str], accounts: int
) -> Iterator[tuple[str, bootstrap.Station, Callable[[], Central]]]:
    """A practice with some accounts whose books are at a centre."""
    say(f"making a practice with {accounts} accounts")
    make_practice(folder / "data", accounts)
    with server(args) as there:
        centre = there.centre()
        first = bootstrap.open_station(folder / "data")
        try:
            connect = join(first, centre)
            line = Line(first, connect)
            Exchange(first, line).drain()
            line.hang_up()
            yield centre, first, connect
        finally:
            first.close()


@contextmanager
def _sending(station: bootstrap.Station, connect: Callable[[], Central]) -> Iterator[SyncWorker]:
    worker = SyncWorker(station, lambda: connect)
    heard = worker.heard
    station.listen(heard)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


@contextmanager
def _asking(first: bootstrap.Station, centre: str, stations: int) -> Iterator[None]:
    """So many further stations that ask every EVERY_S seconds, as idle ones do."""
    say(f"enrolling {stations} stations")
    held = first.ask(receiving.held).result()
    here = first.ask(outbox.here).result()
    ended = Event()
    own = [new_id() for _ in range(stations)]
    calls = [enrolled_as(first, centre, f"B{n}", one)() for n, one in enumerate(own)]

    def ask(part: list[tuple[str, Central]]) -> None:
        known = dict(held)
        while not ended.is_set():
            for station_id, central in part:
                page = central.poll(known, (station_id, "0" * 32))
                known.update({key: (head.seq, head.hash) for key, head in page.heads.items()})
                if ended.wait(EVERY_S / len(part)):
                    return

    pairs = list(zip(own, calls, strict=True))
    threads = [
        Thread(target=ask, args=(pairs[n::5],), daemon=True) for n in range(5) if pairs[n::5]
    ]
    for thread in threads:
        thread.start()
    try:
        say(f"{len(calls)} stations ask beside {here.station[:8]}")
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()
        for call in calls:
            call.close()


def _seen_after(first: bootstrap.Station, ask: Callable[..., Any], turn: int) -> float:
    """Milliseconds from a payment's commit until the other station's books have it."""
    command = _payment(first, turn)
    first.act(SYSTEM, take_payment, command).result()
    begun = time.perf_counter()
    while ask(_seen, command.id).result() is None:
        time.sleep(0.005)
    return (time.perf_counter() - begun) * 1000


def _seen(reader: Reader, payment_id: str) -> Any:
    return reader.scalar(_SEEN, id=payment_id)


def _payment(station: bootstrap.Station, turn: int) -> TakePayment:
    accounts = [AccountId(row[0]) for row in station.ask(_accounts).result()]
    price = Money(3500, "USD")
    given = TenderGiven("cash", price, price)
    account = accounts[turn % len(accounts)]
    sure = frozenset({f"credit:{price.minor}"})
    return TakePayment(CommandId(new_id()), account, (given,), confirmations=sure)


def _accounts(reader: Reader) -> list[Any]:
    return reader.fetch(_ACCOUNTS)


def _forge_stream(first: bootstrap.Station, centre: str, number: int) -> None:
    """A station that the centre knows and that said nothing yet."""
    import psycopg

    with psycopg.connect(centre, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO sync.stream (organization_id, station, incarnation, hash) "
            "SELECT %s, s, %s, sync.first_hash(s, %s) FROM gen_random_uuid() s",
            (first.practice.organization_id, f"{number:032x}", f"{number:032x}"),
        )


def _note_statements(central: Central, asked: list[str]) -> None:
    connection: Any = central._connection
    execute = connection.execute

    def noting(sql: str, *values: Any) -> Any:
        asked.append(sql)
        return execute(sql, *values)

    connection.execute = noting


def _scans(centre: str) -> dict[str, tuple[int, int]]:
    """(whole reads, index scans) of each table of the protocol so far."""
    import psycopg

    with psycopg.connect(centre, autocommit=True) as connection:
        rows = connection.execute(
            "SELECT relname, seq_scan, coalesce(idx_scan, 0) FROM pg_stat_user_tables "
            "WHERE schemaname = 'sync'"
        ).fetchall()
    return {name: (whole, index) for name, whole, index in rows}

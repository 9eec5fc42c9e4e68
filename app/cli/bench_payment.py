"""Bench `payment`: take_payment against bare prepared statements that write the very same rows.

The rows come from the action itself, run once and rolled back. Ours and bare take turns on one
file,
with WAL and FULL, so that both meet the same disk, the same pages and the same checkpoints.
"""

from __future__ import annotations

import shutil
import statistics
import time
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, table

from app import bootstrap
from app.areas.drawers import queries as drawers
from app.areas.drawers.service import open_shift
from app.areas.drawers.values import OpenShift, Pile
from app.areas.invoices.service import issue_invoice
from app.areas.invoices.values import InvoiceLine, IssueInvoice
from app.areas.parties.service import register_patient
from app.areas.parties.values import Person, RegisterPatient
from app.areas.payments.service import take_payment
from app.areas.payments.values import TakePayment, TenderGiven
from app.areas.settings.service import change_setting
from app.areas.settings.values import ChangeSetting, SetUpPractice
from app.cli.bench import Goal, Outcome, quantile, say
from app.kernel.actor import SYSTEM
from app.kernel.ids import AccountId, CommandId, OrganizationId, SiteId, StationId, new_id
from app.kernel.money import Money
from app.storage import writer as writing
from app.storage.statements import Read
from app.storage.tables import station as declared
from app.storage.writer import Writer

SMALL_LINES = 10_000
COPIES = 100
ACCOUNTS = 1_250
PRICE = Money(3500, "USD")
_GLOBAL = frozenset(
    ["station_id", "made_by", "user_id", "payer_id", "drawer_id", "shift_id", "received_by"]
)
_COPIED_LOCALS = frozenset(["print_job", "command", "station_log"])
_LINES = Read(select(func.count()).select_from(table("journal_line")))
_LEFT_OUT = frozenset(
    ["search_name", "shift", "shift_state", "cash_count", "cash_movement", "sign_in"]
)


class Recorder:
    """A cursor that notes every write it passes on."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self.writes: list[tuple[str, Any]] = []

    def execute(self, sql: str, values: Any = ()) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self.writes.append((sql, values))
        return self._cursor.execute(sql, values)


def measure(folder: Path, args: list[str]) -> Outcome:
    """Pairs on 10 k and on 1 M journal lines; `--pairs N` (500 by default), `--copies N` (100)."""
    pairs = int(args[args.index("--pairs") + 1]) if "--pairs" in args else 500
    copies = int(args[args.index("--copies") + 1]) if "--copies" in args else COPIES
    say(f"making a practice with {SMALL_LINES} journal lines")
    small = make_practice(folder / "small")
    large = folder / "large"
    shutil.copytree(small, large)
    say(f"copying its rows {copies - 1} times")
    multiply(large, copies)
    stations = {"small": bootstrap.open_station(small), "large": bootstrap.open_station(large)}
    ours: dict[str, list[float]] = {"small": [], "large": []}
    bare: dict[str, list[float]] = {"small": [], "large": []}
    accounts = {name: _accounts(station) for name, station in stations.items()}
    say(f"taking {pairs} pairs of payments on each")
    for turn in range(pairs + 20):
        for name, station in stations.items():
            one, other = pair(station, accounts[name], turn)
            if turn >= 20:
                ours[name].append(one)
                bare[name].append(other)
    lines = {name: station.database.read(_count_lines) for name, station in stations.items()}
    for station in stations.values():
        station.close()
    return _outcome(ours, bare, pairs, lines)


def _outcome(
    ours: dict[str, list[float]], bare: dict[str, list[float]], pairs: int, lines: dict[str, int]
) -> Outcome:
    middle = {name: statistics.median(values) * 1000 for name, values in ours.items()}
    floor = {name: statistics.median(values) * 1000 for name, values in bare.items()}
    large = middle["large"] / floor["large"]
    small = middle["small"] / floor["small"]
    tail = quantile(ours["large"], 0.99) * 1000 / middle["large"]
    bare_tail = quantile(bare["large"], 0.99) * 1000 / floor["large"]
    return Outcome(
        [
            Goal("payment at 1 M lines", middle["large"], floor["large"], large, 2.0, pairs),
            Goal("payment at 10 k lines", middle["small"], floor["small"], small, 2.0, pairs),
            Goal(
                "1 M against 10 k",
                middle["large"],
                middle["small"],
                middle["large"] / middle["small"],
                1.15,
                pairs,
            ),
            Goal(
                "p99/p50 against the bare one's + 2",
                tail,
                bare_tail + 2,
                tail / (bare_tail + 2),
                1.0,
                pairs,
                unit="×",
            ),
        ],
        {"journal_lines": lines},
    )


def pair(station: bootstrap.Station, accounts: list[AccountId], turn: int) -> tuple[float, float]:
    """Seconds for one payment of ours and for the bare statements of another, in changing order.

    Both payments are tried and rolled back first, so that both find their pages in the cache.
    """
    writer = station.database.writer
    if writer is None:
        raise RuntimeError("the bench needs a writing station")
    mine, theirs = (_payment(accounts[(2 * turn + k) * 7 % len(accounts)]) for k in (0, 1))
    _rows_of(writer, mine)
    if turn % 2:
        return _ours(writer, mine), _bare(writer, _rows_of(writer, theirs))
    bare = _bare(writer, _rows_of(writer, theirs))
    return _ours(writer, mine), bare


def _ours(writer: Writer, command: TakePayment) -> float:
    begun = time.perf_counter()
    writer.transact(SYSTEM, take_payment, command)
    return time.perf_counter() - begun


def _bare(writer: Writer, writes: list[tuple[str, Any]]) -> float:
    execute = writer.connection.cursor().execute
    begun = time.perf_counter()
    execute("BEGIN IMMEDIATE")
    for sql, values in writes:
        execute(sql, values)
    execute("COMMIT")
    return time.perf_counter() - begun


def _rows_of(writer: Writer, command: TakePayment) -> list[tuple[str, Any]]:
    """Every write of the action, which is rolled back."""
    cursor = writer.connection.cursor()
    recorder = Recorder(cursor)
    cursor.execute("BEGIN IMMEDIATE")
    uow = writer.unit_of_work(SYSTEM, take_payment, cursor=recorder)
    writing.answer(uow, take_payment, command)
    uow.seal()
    cursor.execute("ROLLBACK")
    return recorder.writes


def _payment(account_id: AccountId) -> TakePayment:
    given = TenderGiven("cash", PRICE, Money(5000, "USD"))
    return TakePayment(
        CommandId(new_id()), account_id, (given,), confirmations=frozenset({"credit:3500"})
    )


def _accounts(station: bootstrap.Station) -> list[AccountId]:
    writer = station.database.writer
    rows = (
        writer.connection.execute("SELECT id FROM account ORDER BY id").fetchall() if writer else []
    )
    return [AccountId(row[0]) for row in rows]


def _count_lines(reader: Any) -> int:
    return int(reader.scalar(_LINES))


def make_practice(folder: Path, accounts: int = ACCOUNTS) -> Path:
    """A practice whose invoices and payments post SMALL_LINES journal lines, by the
    program's actions.
    """
    practice = SetUpPractice(
        CommandId(new_id()),
        OrganizationId(new_id()),
        SiteId(new_id()),
        StationId(new_id()),
        "Bench clinic",
        "Main",
        demo=True,
    )
    administrator = bootstrap.FirstAdministrator("Bench", "1", "739154")
    bootstrap.init_station(folder, practice, administrator)
    station = bootstrap.open_station(folder)
    own_series = ChangeSetting(CommandId(new_id()), "numbers.receipt", "R-{n:06}")
    station.act(SYSTEM, change_setting, own_series).result()
    drawer = station.ask(drawers.drawer_rows).result()[0]
    piles = (Pile(Money(2000, "USD"), 10),)
    station.act(
        SYSTEM, open_shift, OpenShift(CommandId(new_id()), drawer.drawer_id, piles)
    ).result()
    line = InvoiceLine("Office visit", PRICE)
    for n in range(accounts):
        account_id = AccountId(new_id())
        patient = RegisterPatient(CommandId(new_id()), account_id, Person(f"Bench {n}", "Patient"))
        station.act(SYSTEM, register_patient, patient).result()
        for _ in range(3):
            station.act(
                SYSTEM, issue_invoice, IssueInvoice(CommandId(new_id()), account_id, (line,))
            ).result()
        # By check, so that the payment that is measured is not one that was just taken.
        check = TenderGiven("check", PRICE, bank="First Bank", check_number=str(n))
        paid = TakePayment(CommandId(new_id()), account_id, (check,))
        station.act(SYSTEM, take_payment, paid).result()
    station.close()
    return folder


def multiply(folder: Path, copies: int) -> None:
    """Fill the file with copies of every row under other ids.

    The last three digits of an id change, and its version, so that no copy meets an original.
    """
    station = bootstrap.open_station(folder)
    writer = station.database.writer
    if writer is None:
        raise RuntimeError("the bench needs a writing station")
    cursor = writer.connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.execute("BEGIN IMMEDIATE")
    for name in sorted(declared.tables, key=lambda n: n == "journal_entry"):
        table = declared.tables[name]
        if table.info["kind"] == "document" and name not in ("account", "patient"):
            continue
        if name in _LEFT_OUT or (table.info["kind"] == "local" and name not in _COPIED_LOCALS):
            continue
        columns = [c.name for c in table.columns]
        changed = ", ".join(_changed(c.name, str(c.info["role"])) for c in table.columns)
        cursor.execute(
            f"INSERT OR IGNORE INTO {name} ({', '.join(columns)}) "
            "WITH RECURSIVE turn(k) AS (SELECT 1 UNION ALL "
            f"SELECT k + 1 FROM turn WHERE k < {copies - 1}) "
            f"SELECT {changed} FROM {name} AS row, turn ORDER BY row.rowid, k"
        )
    cursor.execute("COMMIT")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    station.close()


def _changed(column: str, role: str) -> str:
    if column == "seq":
        return "-(row.seq * 1000 + k)"
    if role != "id" or column in _GLOBAL:
        return f"row.{column}"
    head, tail = f"substr(row.{column}, 1, 14)", f"substr(row.{column}, 16, 18)"
    return f"{head} || 'c' || {tail} || printf('%03x', k)"

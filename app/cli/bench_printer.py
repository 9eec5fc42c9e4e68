"""Benches `receipt-latency`: from Enter to the last byte of the receipt on a TCP printer, and
`printer-status`: how long it takes to ask a printer how it is.

Enter is where the window hands the payment to the station. The printer is the tests' stand-in on a
real socket of this computer: it answers status and acknowledges, and takes no time to print.
"""

from __future__ import annotations

import importlib
import socket
import statistics
import time
from pathlib import Path
from threading import Event
from typing import Any

from app import bootstrap
from app.areas.payments.service import take_payment
from app.areas.payments.values import TakePayment, TenderGiven
from app.areas.printing.rules import host_and_port
from app.areas.printing.service import save_printer
from app.areas.printing.values import Printer, PrinterKind, SavePrinter
from app.cli import bench_payment
from app.cli.bench import Goal, Outcome, quantile, say
from app.cli.saying import UsageError
from app.devices.printing.links import Times, open_link
from app.devices.printing.printer_status import ASK
from app.kernel.actor import SYSTEM
from app.kernel.errors import ensure
from app.kernel.ids import AccountId, CommandId, new_id
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.reading import Reader, ReadSql

GOAL_MS = 100.0
STATUS_GOAL_MS = 20.0
WARM_UP = 5
_ACCOUNTS = ReadSql("SELECT id FROM account ORDER BY id")


def measure(folder: Path, args: list[str]) -> Outcome:
    """Payments one after another, each waited for on paper; `--pairs N` (100 by default)."""
    count = int(args[args.index("--pairs") + 1]) if "--pairs" in args else 100
    printer = _stand_in()
    say("making a practice")
    data = bench_payment.make_practice(folder / "practice", accounts=count + WARM_UP)
    station = bootstrap.open_station(data)
    try:
        chosen = SavePrinter(
            CommandId(new_id()), PrinterKind.TCP, printer.address, 48, drawer_pin=2
        )
        station.act(SYSTEM, save_printer, chosen).result()
        station.start_printing()
        say(f"printing {count} receipts")
        taken = [_print_one(station, printer, each) for each in accounts_of(station)]
    finally:
        station.close()
        printer.close()
    return _outcome(taken[WARM_UP:])


def status(folder: Path, args: list[str]) -> Outcome:
    """Ask a healthy network printer all four questions as before each paper: connect, ask, close;
    `--pairs N` (300). The floor is the same four questions over a bare socket.
    """
    count = int(args[args.index("--pairs") + 1]) if "--pairs" in args else 300
    stand_in, stop = _stand_in(), Event()
    printer = Printer(PrinterKind.TCP, stand_in.address)
    host, port = host_and_port(printer.address)
    ours, bare = [], []
    try:
        for _ in range(count + WARM_UP):
            begun = time.perf_counter()
            link = open_link(printer, Times(), stop)
            answers = link.status()
            link.close()
            ours.append((time.perf_counter() - begun) * 1000)
            ensure(answers is not None and None not in answers, "a healthy printer answers")
            begun = time.perf_counter()
            with socket.create_connection((host, port)) as plain:
                plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for question in ASK:
                    plain.sendall(question)
                    plain.recv(1)
            bare.append((time.perf_counter() - begun) * 1000)
    finally:
        stand_in.close()
    late, floor = quantile(ours[WARM_UP:], 0.95), quantile(bare[WARM_UP:], 0.95)
    notes = {"p50_ms": round(statistics.median(ours[WARM_UP:]), 2), "floor_ms": round(floor, 2)}
    goal = Goal("status check, p95", late, STATUS_GOAL_MS, late / STATUS_GOAL_MS, 1.0, count)
    return Outcome([goal], notes)


def _outcome(taken: list[tuple[float, float]]) -> Outcome:
    """The goal holds for 95 of 100; the first byte and the saved payment are told beside it."""
    saved = [one * 1000 for one, _ in taken]
    printed = [both * 1000 for _, both in taken]
    late = quantile(printed, 0.95)
    notes = {
        "p50_ms": round(statistics.median(printed), 1),
        "saved_p50_ms": round(statistics.median(saved), 1),
    }
    goal = Goal("Enter to paper, p95", late, GOAL_MS, late / GOAL_MS, 1.0, len(taken))
    return Outcome([goal], notes)


def _print_one(
    station: bootstrap.Station, printer: Any, account_id: AccountId
) -> tuple[float, float]:
    """Seconds until the payment was saved, and until the whole receipt was at the printer."""
    before = printer.finished()
    amount = Money(3600, "USD")
    command = TakePayment(
        CommandId(new_id()),
        account_id,
        (TenderGiven("cash", amount, Money(4000, "USD")),),
        confirmations=frozenset({"credit:3600"}),
    )
    begun = time.perf_counter()
    station.act(SYSTEM, take_payment, command).result()
    saved = time.perf_counter() - begun
    printer.wait(lambda: printer.finished() > before)
    return saved, time.perf_counter() - begun


def accounts_of(station: bootstrap.Station) -> list[AccountId]:
    def find(reader: Reader) -> list[AccountId]:
        return [AccountId(row[0]) for row in reader.fetch(_ACCOUNTS)]

    return station.ask(find).result()


def _stand_in() -> Any:
    try:
        stand_in = importlib.import_module("tests.devices.stand_in_printer")
    except ImportError:
        raise UsageError(
            t("This bench needs the tests beside the program. Run it there.")
        ) from None
    return stand_in.StandInPrinter()

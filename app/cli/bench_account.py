"""Bench `account`: from the key that opens an account with 5,000 ledger lines to its picture."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

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
from app.cli import bench_books
from app.cli.bench import Goal, Outcome, quantile, say
from app.kernel.actor import SYSTEM
from app.kernel.ids import AccountId, CommandId, new_id
from app.kernel.money import Money

LINES = 5_000
TURNS = 25
MOST_MS = 100.0
PRICE = Money(3500, "USD")


def measure(folder: Path, args: list[str]) -> Outcome:
    """So many openings through the window's own threads; `--lines N` (5,000), `--pairs N` (25)."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    lines = bench_books.chosen(args, "--lines", LINES)
    turns = bench_books.chosen(args, "--pairs", TURNS)
    bench_books.make_practice(folder / "data")
    station = bootstrap.open_station(folder / "data")
    try:
        account_id = fill(station, lines)
        taken = [each * 1000 for each in _open_often(station, account_id, turns)]
    finally:
        station.close()
    middle = statistics.median(taken)
    ratio = middle / MOST_MS
    return Outcome(
        [Goal("account", middle, MOST_MS, ratio, 1.0, len(taken))],
        {"lines": lines, "p95_ms": round(quantile(taken, 0.95), 2)},
    )


def fill(station: bootstrap.Station, lines: int) -> AccountId:
    """An account with so many lines: an invoice and its payment, again and again."""
    say(f"making an account with {lines} ledger lines")

    def act(action: Any, command: Any) -> Any:
        return station.act(SYSTEM, action, command).result()

    drawer = station.ask(drawers.drawer_rows).result()[0]
    act(
        open_shift, OpenShift(CommandId(new_id()), drawer.drawer_id, (Pile(Money(2000, "USD"), 1),))
    )
    account_id = AccountId(new_id())
    act(register_patient, RegisterPatient(CommandId(new_id()), account_id, Person("Bench", "Ann")))
    for turn in range(lines // 2):
        # Each its own amount: the same one twice within minutes would be asked about.
        price = Money(PRICE.minor + turn, PRICE.currency)
        line, paid = InvoiceLine("Office visit", price), TenderGiven("cash", price, price)
        act(issue_invoice, IssueInvoice(CommandId(new_id()), account_id, (line,)))
        act(take_payment, TakePayment(CommandId(new_id()), account_id, (paid,)))
    return account_id


def _open_often(station: bootstrap.Station, account_id: AccountId, turns: int) -> list[float]:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from app.gui.action_runner import ActionRunner
    from app.gui.desk import Desk, Seat
    from app.gui.failures import Failures
    from app.gui.frame import Frame
    from app.gui.main_window import MainWindow
    from app.gui.report_log import ReportLog
    from app.gui.screen import Screen
    from app.gui.screens.account.view import View
    from app.gui.theme import Scheme, Theme, current

    application = QApplication.instance() or QApplication([])
    Theme(Scheme.LIGHT).install(application)  # type: ignore[arg-type]  # an application for widgets
    window, seat = MainWindow(), Seat()
    with tempfile.TemporaryDirectory() as log:
        failures = Failures(window, window.toasts, ReportLog(Path(log)))
        runner = ActionRunner(station, lambda: SYSTEM, failures, window)
        frame = Frame(station.practice)
        desk = Desk(
            runner=runner,
            practice=station.practice,
            theme=current(),
            toasts=window.toasts,
            paper=frame.shelf.tray,
            find=frame.top_bar.find_box,
            seat=seat,
            go=frame.go,
        )
        seat.take(SYSTEM, "")
        frame.let_in(SYSTEM)
        view = View(desk)
        frame.add_screen("counter", Screen())
        frame.add_screen("account", view)
        window.resize(1280, 720)
        window.show_page(frame)
        window.show()
        taken = []
        for turn in range(turns + 3):
            frame.go("counter")
            view.forget()
            while runner.waiting:
                application.processEvents()
            begun = time.perf_counter()
            frame.go("account", account_id)
            while view.page is None:
                # Sleeping until something comes, as a running window does.
                application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            window.grab()
            if turn >= 3:
                taken.append(time.perf_counter() - begun)
        while runner.waiting:
            application.processEvents()
        window.hide()
        window.deleteLater()
    return taken

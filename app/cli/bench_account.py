"""Bench `account`: from the key that opens an account with 5,000 ledger lines to its picture."""

from __future__ import annotations

import statistics
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
    from app.gui.timing import account_on_show, begin_painting

    with account_on_show(station, begin_painting()) as opened:
        return [opened(account_id) for _ in range(turns + 3)][3:]

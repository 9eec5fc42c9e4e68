"""Three shifts, two drops, a check by mail and one that comes back: two bags, their slips and
credits; every cent is in one place at each step, and the books verify clean.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.areas.deposits import explaining
from app.areas.deposits.chain_values import Place, Thread
from app.areas.deposits.service import print_slip
from app.areas.deposits.slip_values import PrintSlip, SlipPrinted
from app.areas.deposits.values import DepositStage, ItemKind
from app.areas.printing import queries as printing
from app.areas.printing.values import AuditedPaper
from app.devices.documents.office_papers import office_paper
from app.kernel.ids import DepositId, PaymentId
from tests.areas.deposits.banking import Banking, cash, check
from tests.areas.deposits.bouncing import Bouncing
from tests.building import Books, command_id

CODES = ("1015", "1018", "1019", "1040", "1000")
SAFE = 100_000


@dataclass
class Ledgers:
    """What the story says lies where, held against the papers and the ledger at each step."""

    banking: Banking

    def are(self, *, drawer: int, safe: int, checks: int, transit: int, bank: int) -> None:
        station, officer = self.banking.books.station, self.banking.books.actors.cfo
        found = station.ask(explaining.money_places, officer.user_id).result()
        assert found.ties
        held = {code: self.banking.holds(code) for code in CODES}
        assert held == dict(zip(CODES, (drawer, safe, transit, checks, bank), strict=True))
        self.banking.verify()


@pytest.fixture
def banking(books: Books) -> Banking:
    books.count_safe()
    return Banking(books)


def test_three_shifts_two_bags_and_a_check_that_comes_back(banking: Banking) -> None:
    ledgers = Ledgers(banking)
    first = banking.shift(12_000, check(7_700, "2001"))
    running = banking.books.open_shift()
    mending = banking.mending()
    mending.take(banking.account(), cash(50_000))
    banking.drop(30_000)
    ledgers.are(drawer=40_000, safe=SAFE - 20_000 + 42_000, checks=7_700, transit=0, bank=0)
    banking.drop(10_000)
    banking.close(running.shift_id, 30_000)
    third = banking.shift(4_500, check(6_100, "2002"), check(1_000, "2003"))
    banking.mail(check(9_900, "3001"))
    assert first.shift_id != third.shift_id
    taken, paper = 12_000 + 50_000 + 4_500, 7_700 + 6_100 + 1_000 + 9_900
    ledgers.are(drawer=0, safe=SAFE + taken, checks=paper, transit=0, bank=0)

    ready = banking.proposal()
    assert (ready.cash.minor, ready.checks.minor, ready.reserve.minor) == (taken, paper, SAFE)
    drops = [item for item in ready.items if item.kind is ItemKind.DROP]
    assert [item.amount.minor for item in drops] == [30_000, 10_000]
    early = [item for item in ready.items if item.kind is ItemKind.DROP]
    early += [item for item in ready.items if item.check_number in ("2001", "3001")]
    one = banking.sealed(*early)
    ledgers.are(drawer=0, safe=SAFE + taken - 40_000, checks=7_100, transit=40_000 + 17_600, bank=0)
    assert slip_of(banking, one) == 2

    two = banking.prepare().deposit_id
    rest = taken - 40_000
    assert banking.count(two).agrees
    banking.seal(two)
    assert slip_of(banking, two) == 2
    for deposit_id in (one, two):
        banking.submit(deposit_id)
    ledgers.are(drawer=0, safe=SAFE, checks=0, transit=taken + paper, bank=0)

    banking.clear(one)
    banking.clear(two)
    ledgers.are(drawer=0, safe=SAFE, checks=0, transit=0, bank=taken + paper)

    bouncing = Bouncing(banking)
    payment_id = payment_of(banking, two, "2002")
    returned = bouncing.bounce(payment_id)
    assert returned.fee.minor == 2_500
    ledgers.are(drawer=0, safe=SAFE, checks=0, transit=0, bank=taken + paper - 6_100)
    thread = way_of(banking, payment_id)
    assert thread.place is Place.RETURNED
    places = [step.place for step in thread.steps if step.done]
    assert places.index(Place.TRANSIT) < places.index(Place.BANK) < places.index(Place.RETURNED)
    assert rest + paper - 17_600 == total_of(banking, two)
    assert not banking.proposal().items
    assert {banking.view(each).stage for each in (one, two)} == {DepositStage.CLEARED}


def slip_of(banking: Banking, deposit_id: DepositId) -> int:
    """Queue both copies, look that each is a page with its mark; how many there are."""
    station, cashier = banking.books.station, banking.books.actors.cashier
    printed: SlipPrinted = station.act(
        cashier, print_slip, PrintSlip(command_id(), deposit_id)
    ).result()
    number = banking.view(deposit_id).number
    for kind in (AuditedPaper.DEPOSIT_SLIP, AuditedPaper.DEPOSIT_SLIP_OFFICE):
        paper = station.ask(office_paper, kind, deposit_id).result()
        assert paper.pdf.startswith(b"%PDF")
        assert number in paper.title
        assert station.ask(printing.paper_marks, kind, deposit_id).result()
    return len(printed.marks)


def payment_of(banking: Banking, deposit_id: DepositId, number: str) -> PaymentId:
    """The payment whose check of this number lies in the deposit."""
    item = next(i for i in banking.view(deposit_id).items if i.check_number == number)
    [payment_id] = banking.texts(f"SELECT payment_id FROM tender WHERE id = '{item.source_id}'")
    return PaymentId(payment_id)


def way_of(banking: Banking, payment_id: PaymentId) -> Thread:
    """The way of a payment that is one check."""
    station, officer = banking.books.station, banking.books.actors.cfo
    chain = station.ask(explaining.chain_of_payment, payment_id, officer.user_id).result()
    [thread] = chain.threads
    assert isinstance(thread, Thread)
    return thread


def total_of(banking: Banking, deposit_id: DepositId) -> int:
    total = banking.view(deposit_id).total
    assert total is not None
    return total.minor

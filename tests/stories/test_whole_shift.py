"""A whole day of one drawer by keyboard alone: thirty people, two cashiers, every tender, every
mistake put right, a hand-over, and a blind close whose difference is explained.

The drawer is held against a pocket that counts along; at the end the books verify clean.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from app.areas.drawers import queries as drawers
from app.areas.drawers.closing_values import CauseKind
from app.areas.payments import explaining
from app.areas.payments import queries as payments
from app.areas.payments.values import PaymentStatus
from app.bootstrap import open_reading, open_station
from app.cli.books import verdict_of
from app.kernel.ids import AccountId
from app.kernel.money import Money
from tests.building import PIN, Books, Template
from tests.conftest import MakePractice
from tests.stories.cashier import CTRL, KEY, SHIFT, Cashier
from tests.stories.day import AHEAD, NAMES, Day, owed

FLOAT = 25_000


@pytest.fixture
def data(practice: MakePractice, template: Template) -> Path:
    """A practice whose safe is counted, with thirty people who come today."""
    folder = practice("data")
    station = open_station(folder)
    books = Books(station, template.actors)
    books.count_safe()
    accounts: dict[str, AccountId] = {}
    for line in NAMES:
        family, given = line.split()
        accounts[family] = books.register_patient(family, given).account_id
        if owed(family):
            books.issue_invoice(accounts[family], owed(family))
    station.close()
    return folder


def test_a_whole_day_at_one_drawer(cashier: Cashier, data: Path) -> None:
    day = Day(cashier)
    morning(day)
    mistakes_are_put_right(day)
    cash_leaves_the_drawer(day)
    hand_over(day)
    afternoon(day)
    the_blind_close(day)
    cashier.application.window.close()
    reading = open_reading(data)
    try:
        verdict = verdict_of(reading)
    finally:
        reading.close()
    assert verdict.sound, verdict.findings


def morning(day: Day) -> None:
    """The float, and people with cash, checks, cards and other money."""
    c = day.cashier
    c.sign_in("Cho Cho Win", "cho")
    c.until(lambda: c.drawer.count and c.drawer.count.isAncestorOf(c.focus))
    assert c.drawer.count is not None
    day.count(c.drawer.count.grid, FLOAT)
    c.press(KEY.Key_Return, CTRL)
    c.until(lambda: c.session.desk.seat.shift is not None)
    c.until(lambda: c.focus is c.session.frame.top_bar.find_box)
    day.pocket = FLOAT
    for name in ("Abara", "Bianchi", "Castillo"):
        day.exact(name)
    for name, given in (("Dubois", "50"), ("Eriksen", "100"), ("Fischer", "61")):
        day.with_change(name, given)
    for name, number in (("Gonzalez", "1182"), ("Haddad", "407")):
        day.check(name, number)
    for name in ("Ivanova", "Jankowski"):
        day.card(name)
    day.other("Kowalski", "Wire", "REF771")
    day.other("Lindqvist", "ACH", "88123")
    day.split("Moreau", "20")
    credit_and_family(day)


def credit_and_family(day: Day) -> None:
    """Money ahead becomes credit and pays the next charge; three children are paid in one."""
    c = day.cashier
    day.open(AHEAD)
    for _ in range(20):
        if c.focus is c.counter.panel.to_pay:
            break
        c.press(KEY.Key_Tab)
    c.type("50")
    c.press(KEY.Key_Return)
    c.the_receipt()
    day.pocket += 5000
    assert c.counter.bar.credit.amount() == Money(5000, "USD")
    day.open("Nakamura")
    for name in ("Ochieng", "Petrov"):
        join(c, name)
    whole = sum(owed(name) for name in ("Nakamura", "Ochieng", "Petrov"))
    c.press(KEY.Key_F6)
    c.press(KEY.Key_Return)
    assert c.the_receipt().amount == Money(whole, "USD")
    day.pocket += whole


def join(c: Cashier, name: str) -> None:
    """Ctrl+J, a name, Enter: one more account is paid in the same tender."""
    c.press(KEY.Key_J, CTRL)
    dialog = c.counter.acts.family.dialog
    assert dialog is not None
    c.until(lambda: c.focus is dialog.box)
    c.type(name.lower())
    c.until(lambda: [kin.name.split()[1] for kin in dialog.rows.rows] == [name])
    c.press(KEY.Key_Return)
    c.settle()
    c.press(KEY.Key_Escape)
    c.settle()


def mistakes_are_put_right(day: Day) -> None:
    """A wrong tender, a wrong patient, nothing collected, and the last receipt once more."""
    c = day.cashier
    day.exact("Quispe")
    c.keys = 0
    c.press(KEY.Key_R, CTRL)
    c.press(KEY.Key_F2)
    c.settle()
    day.digit_of("Debit card")
    day.digit(1)
    assert c.keys == 4
    assert c.counter.latest.rows[0].tender == "Debit card"
    day.pocket -= owed("Quispe")
    day.exact("Rossi")
    c.keys = 0
    c.press(KEY.Key_R, CTRL)
    c.press(KEY.Key_Delete)
    c.settle()
    day.digit_of("Wrong patient")
    assert c.keys == 3
    assert c.counter.latest.rows[0].status is PaymentStatus.VOID
    day.pocket -= owed("Rossi")
    day.exact("Sanchez")
    assert c.keys_for(lambda: c.press(KEY.Key_F12)) == 1
    c.settle()
    paper = c.session.frame.shelf.newest_paper
    assert paper is not None
    assert "copy 1" in paper.title
    day.open("Tanaka")
    c.keys = 0
    c.press(KEY.Key_F4)
    c.settle()
    day.digit_of("Will pay later")
    assert c.keys == 2
    day.with_change("Ueda", "50")


def cash_leaves_the_drawer(day: Day) -> None:
    """Stamps are paid for, and what is too much goes into the safe: three keys at most."""
    assert day.moved(KEY.Key_F6, "2", "18.50") == 3
    assert day.moved(KEY.Key_F7, "", "200") <= 3


def hand_over(day: Day) -> None:
    """Cho Cho seals, Olga counts blind and goes on; nobody saw a sum that should be there."""
    c = day.cashier
    seal(day, day.pocket)
    assert c.drawer.difference is not None
    assert c.drawer.difference.difference.amount() == Money(0, "USD")
    c.press(KEY.Key_L, CTRL | SHIFT)
    c.until(lambda: c.application.window.page is c.session.sign_in)
    c.settle()
    c.sign_in("Olga Novak", "olga")
    c.until(lambda: c.drawer.take_over and c.drawer.take_over.isAncestorOf(c.focus))
    assert c.drawer.take_over is not None
    day.count(c.drawer.take_over.grid, day.pocket)
    c.press(KEY.Key_Return, CTRL)
    c.until(lambda: c.session.frame.task == "counter")
    c.settle()
    shift = c.session.desk.shift
    assert shift is not None
    assert shift.user_name == "Olga Novak"
    assert shift.float_amount == Money(day.pocket, "USD")


def afternoon(day: Day) -> None:
    for name in ("Vargas", "Weber", "Xu"):
        day.exact(name)
    day.with_change("Yilmaz", "40")
    day.check("Zhang", "1183")
    day.card("Aung")
    for name in ("Bui", "Chowdhury", "Diallo"):
        day.exact(name)
    day.split("Eze", "10")


def seal(day: Day, minor: int) -> None:
    """Shift+F12, the count, and the checks ticked off, then sealed: two keys besides the count."""
    c = day.cashier
    c.press(KEY.Key_F12, SHIFT)
    c.until(lambda: c.drawer.closing and c.drawer.closing.isAncestorOf(c.focus))
    page = c.drawer.closing
    assert page is not None
    day.count(page.grid, minor)
    for place in range(len(page.model.rows)):
        if place:
            c.press(KEY.Key_Down)
        c.press(KEY.Key_Space)
    c.press(KEY.Key_Return, CTRL)
    c.until(lambda: c.drawer.page is not page)
    c.settle()


def the_blind_close(day: Day) -> None:
    """Weber's money never reached the drawer: it is short by exactly that receipt."""
    c = day.cashier
    station = c.application.station
    assert station is not None
    shift = c.session.desk.shift
    assert shift is not None
    seal(day, day.pocket - owed("Weber"))
    sealed = c.drawer.sealed
    assert sealed is not None
    assert c.drawer.page is sealed
    c.keys = 0
    c.press(KEY.Key_Return, CTRL)
    c.until(lambda: c.drawer.page is c.drawer.difference)
    c.settle()
    page = c.drawer.difference
    assert page is not None
    assert page.expected.amount() == Money(day.pocket, "USD")
    assert page.difference.amount() == Money(-owed("Weber"), "USD")
    found = station.ask(explaining.difference, shift.shift_id).result()
    assert found is not None
    assert found.checks_agree
    receipts = [cause for cause in found.causes if cause.kind is CauseKind.RECEIPT]
    assert day.receipts["Weber"] in receipts[0].words
    opened = c.keys
    c.press((KEY.Key_F6, KEY.Key_F7, KEY.Key_F8, KEY.Key_F9)[found.causes.index(receipts[0])])
    c.until(lambda: c.counter.digits.isVisible())
    assert c.counter.bar.name.text() == "Tom Weber"
    c.press(KEY.Key_Escape)
    c.press(KEY.Key_F12, SHIFT)
    c.until(lambda: c.drawer.difference is page and page.isVisible())
    c.settle()
    c.keys = opened + 2  # Shift+F12 and the seal; looking at the cause is not the close
    c.press(KEY.Key_4)
    approved_by_the_manager(c)
    c.until(lambda: c.drawer.closed and c.drawer.page is c.drawer.closed)
    c.settle()
    assert station.ask(drawers.open_shifts).result() == ()
    assert "Z report" in c.paper() or "Z report" in paper_title(c)
    assert len(station.ask(payments.latest_payments).result()) > 0


def approved_by_the_manager(c: Cashier) -> None:
    """18.50 is above what a cashier may close alone: Maria agrees at the same desk."""
    failures = c.session.failures
    c.until(lambda: failures.approval)
    assert c.keys == 4, "three to close, and one because it differs"
    c.type("40")
    c.press(KEY.Key_Return)
    c.type(PIN)
    c.press(KEY.Key_Return)
    c.until(lambda: failures.approval is None)


def paper_title(c: Cashier) -> str:
    paper = c.session.frame.shelf.newest_paper
    return "" if paper is None else paper.title

"""The first payments of a morning, as a cashier lives them: only keys, the real window, real books.

Every key is counted, because a step more is paid a hundred times a day.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from app.bootstrap import open_reading, open_station
from app.cli.books import verdict_of
from app.cli.main import main
from app.kernel.money import Money
from tests.building import PIN, Books, Template
from tests.conftest import MakePractice
from tests.stories.cashier import CTRL, KEY, Cashier

PATIENTS = """Account No,Last Name,First Name,Name Order,DOB,Phone
10001,Nguyễn,Thị Hoa,family_first,1984-03-02,(708) 555-0154
10002,Okafor,Ada,given_first,1990-11-29,(708) 555-0188
"""
INVOICES = """Invoice No,Account No,Invoice Date,Due Date,Amount,Balance,Service
OLD-71,10001,2025-10-02,2025-11-01,150.00,150.00,"X-ray, two views"
OLD-72,10002,2025-10-09,2025-11-08,35.00,35.00,Office visit
"""


@pytest.fixture
def data(
    practice: MakePractice, template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A practice with a filled safe; its patients and what they owe come from the old system."""
    folder = practice("data")
    station = open_station(folder)
    Books(station, template.actors).count_safe()
    station.close()
    monkeypatch.setenv("COUNTERFOIL_KEYRING", "off")
    for kind, text in (("patients", PATIENTS), ("invoices", INVOICES)):
        file = tmp_path / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PIN}\n"))
        words = ["import", kind, str(file), "--source", "old-system", "--user", "1"]
        assert main(["--data", str(folder), *words]) == 0
    return folder


def test_the_first_payments_of_a_morning(cashier: Cashier, data: Path) -> None:
    cashier.sign_in("Cho Cho Win", "cho")
    count_the_float(cashier)
    exact_cash_takes_two_keys(cashier)
    change_takes_two_keys_and_the_digits(cashier)
    cashier.application.window.close()
    reading = open_reading(data)
    try:
        verdict = verdict_of(reading)
    finally:
        reading.close()
    assert verdict.sound, verdict.findings


def count_the_float(cashier: Cashier) -> None:
    """Without an open drawer the float comes first, the keyboard already in the first box."""
    cashier.until(lambda: cashier.drawer.count and cashier.drawer.count.isAncestorOf(cashier.focus))
    count = cashier.drawer.count
    assert count is not None
    for quantity in ("", "", "10", "5"):
        cashier.type(quantity)
        cashier.press(KEY.Key_Return)
    assert count.grid.total() == Money(25_000, "USD")
    assert "250.00" in count.button.text()
    cashier.press(KEY.Key_Return, CTRL)
    cashier.until(lambda: cashier.session.desk.seat.shift is not None)
    cashier.until(lambda: cashier.focus is cashier.session.frame.top_bar.find_box)


def exact_cash_takes_two_keys(cashier: Cashier) -> None:
    cashier.find("okafor", "Ada Okafor")
    panel, owed = cashier.counter.panel, cashier.counter.invoices.rows[0].number
    assert cashier.counter.bar.owes.amount() == Money(3_500, "USD")
    pressed = cashier.keys_for(
        lambda: cashier.press(KEY.Key_F6),
        lambda: cashier.press(KEY.Key_Return),
    )
    assert pressed == 2
    receipt = cashier.the_receipt()
    assert receipt.amount == Money(3_500, "USD")
    assert panel.figure.amount() == Money.zero("USD")
    paper = cashier.paper()
    for words in ("Riverside Clinic", receipt.number, "Ada Okafor", "35.00", "Cho Cho Win", owed):
        assert words in paper


def change_takes_two_keys_and_the_digits(cashier: Cashier) -> None:
    cashier.find("hoa", "Nguyễn Thị Hoa")
    assert not cashier.session.frame.shelf.isVisible(), "the paper before made way"
    panel, owed = cashier.counter.panel, cashier.counter.invoices.rows[0].number
    given = "160"
    pressed = cashier.keys_for(
        lambda: cashier.press(KEY.Key_F6),
        lambda: cashier.type(given),
        lambda: cashier.press(KEY.Key_Return),
    )
    assert pressed == 2 + len(given)
    receipt = cashier.the_receipt()
    change = Money(1_000, "USD")
    assert receipt.amount == Money(15_000, "USD")
    assert receipt.tenders[0].change == change
    assert panel.figure.amount() == change, "large, until the next key"
    assert "10.00" in panel.figure.text()
    paper = cashier.paper()
    for words in ("Nguyễn Thị Hoa", "150.00", "160.00", "10.00", owed, receipt.number):
        assert words in paper
    assert cashier.counter.bar.owes.amount() == Money.zero("USD")
    numbers = [row.receipt_number for row in cashier.counter.latest.rows]
    assert numbers == [receipt.number]

"""Short words and lists of the Counter: notes to hand back, days, columns wide and narrow."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from app.areas.drawers.values import Denomination
from app.gui.screens.counter.account_tables import OpenInvoices
from app.gui.screens.counter.pay_lines import lines_of
from app.gui.screens.counter.words import pieces_words, short_amount, when, who
from app.kernel.clock import instant_from
from app.kernel.money import Money
from tests.gui.counter.values_for_tests import TODAY, account, invoice

USD = tuple(
    Denomination(Money(value, "USD"), str(value), coin=value < 100)
    for value in (10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1)
)


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "shown"),
    [
        (5000, "USD", "en_US", "50"),
        (5050, "USD", "en_US", "50.50"),
        (123400, "USD", "en_US", "1,234"),
        (50000, "VND", "vi_VN", "50.000"),
        (5000, "KWD", "en_US", "5"),
        (5000, "EUR", "de_DE", "50"),
    ],
)
def test_short_amounts(minor: int, currency: str, locale: str, shown: str) -> None:
    assert short_amount(Money(minor, currency), locale) == shown


@pytest.mark.parametrize(
    ("minor", "shown"),
    [(1500, "10 + 5"), (4041, "2 × 20 + 0.25 + 0.10 + 0.05 + 0.01"), (0, ""), (10**9, "")],
)
def test_the_notes_to_hand_back(minor: int, shown: str) -> None:
    assert pieces_words(Money(minor, "USD"), USD, "en_US") == shown


def test_today_is_a_time_and_before_is_a_day() -> None:
    moment = instant_from("2026-11-21T03:30:00.000000Z")
    assert when(moment, TODAY, "America/Chicago", "en_GB") == "21:30"
    assert when(moment, date(2026, 11, 21), "America/Chicago", "en_GB") == "20/11/2026"


def test_who_somebody_is() -> None:
    assert who(account().header) == "A-000001  ·  born 1984  ·  guarantor: self"


def test_open_invoices_in_a_wide_and_a_narrow_window(qtbot, theme) -> None:
    model = OpenInvoices("en_US")
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    late, fresh = invoice(1, 15000, days_ago=40), invoice(2, 3500)
    model.show_rows(lines_of(account(late, fresh)))
    model.tick((late.invoice_id,))
    model.show_pays({late.invoice_id: Money(5000, "USD")})
    texts = [[model.index(row, column).data() for column in range(6)] for row in range(2)]
    assert texts[0] == ["W1-000001", "10/11/26", "Office visit", "overdue", "150.00", "50.00"]
    assert texts[1][3:] == ["", "35.00", ""]
    model.show_narrow(True)
    assert model.columnCount() == 5
    assert model.index(0, 4).data() == "50.00"
    assert model.ticked_keys == (late.invoice_id,)

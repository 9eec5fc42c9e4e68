"""Deposits in words: what lies ready, how old a bag is, what counts say; no window is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.areas.deposits.values import (
    Depositable,
    DepositCounted,
    DepositRow,
    DepositStage,
    DepositTotals,
    ItemKind,
    ItemRow,
    Proposal,
)
from app.areas.reports.values import BankLine
from app.gui.deposit_look import stage_look
from app.gui.screens.day_sheet.tables import bank_columns
from app.gui.screens.deposits import list_page
from app.gui.screens.deposits.words import (
    age_look,
    age_words,
    counted_words,
    expected_words,
    item_words,
    kind_look,
    ready_words,
)
from app.kernel.ids import DepositId, DepositItemId
from app.kernel.money import Money

DAY = date(2026, 11, 20)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def item(kind: ItemKind, minor: int = 1000) -> Depositable:
    return Depositable(kind, f"{kind}-{minor}", usd(minor), DAY, "words")


def proposal(*kinds: ItemKind) -> Proposal:
    checks = kinds.count(ItemKind.CHECK)
    cash = usd(1000 * (len(kinds) - checks))
    items = tuple(item(kind, 1000 + n) for n, kind in enumerate(kinds))
    return Proposal(items, cash, checks, usd(1000 * checks), 0, usd(0), usd(0), (DAY,))


TWO_AND_ONE = "Ready for the bank: 20.00 cash from 2 shifts, 1 check 10.00"
S, D, C = ItemKind.SHIFT, ItemKind.DROP, ItemKind.CHECK


@pytest.mark.parametrize(
    ("kinds", "oldest", "said"),
    [
        ((S,), 0, "Ready for the bank: 10.00 cash from 1 shift."),
        ((S, S, C), 1, f"{TWO_AND_ONE}, oldest 1 banking day."),
        ((D, D), 0, "Ready for the bank: 20.00 cash from 2 drops."),
        ((S, D), 0, "Ready for the bank: 20.00 cash from 1 shift and 1 drop."),
        ((C, C), 3, "Ready for the bank: 2 checks 20.00, oldest 3 banking days."),
    ],
)
def test_what_lies_ready_is_one_sentence(
    kinds: tuple[ItemKind, ...], oldest: int, said: str
) -> None:
    assert ready_words(proposal(*kinds), oldest, "en_US") == said


ROW = DepositRow(
    DepositId("d"),
    "W1-D-00001",
    DAY,
    DepositStage.SEALED,
    "Operating",
    "B-1",
    usd(1000),
    0,
    usd(0),
    usd(1000),
    "Ana",
    "Ben",
    None,
    3,
    True,
)


def test_a_late_bag_says_so_with_a_sign_and_a_word_until_it_is_over() -> None:
    look = age_look(ROW)
    assert look is not None
    assert (look.icon, look.words, look.tone) == ("warning-circle", "Late: 3 days", "danger")
    assert age_look(replace(ROW, late=False)) is None
    assert age_words(replace(ROW, late=False)) == "3 days"
    assert age_words(replace(ROW, age_days=0)) == "today"
    for stage in (DepositStage.CLEARED, DepositStage.VOID, DepositStage.RECONCILED):
        over = replace(ROW, stage=stage)
        assert age_look(over) is None
        assert age_words(over) == ""


def test_every_stage_has_a_sign_and_a_word_of_its_own() -> None:
    looks = [stage_look(stage) for stage in DepositStage]
    assert len({look.words for look in looks}) == len(looks)
    assert all(look.icon and look.words for look in looks)


def test_the_day_sheet_shows_them_as_the_list_of_deposits_does() -> None:
    status = bank_columns()[1]
    assert status.chip is not None
    in_one = BankLine("W1-D-00001", DepositStage.SEALED, usd(100), usd(0))
    assert status.chip(in_one) == stage_look(DepositStage.SEALED)
    in_none = BankLine("In no deposit yet", None, usd(100), usd(0))
    assert status.chip(in_none) is None
    assert status.words(in_none) == ""


def test_sums_that_are_hidden_are_signs_and_said_in_the_footer() -> None:
    assert list_page.hidden_or(None) == "–"
    totals = list_page._totals(DepositTotals(3, usd(5000), 1))
    assert totals == (
        ("Total", "50.00"),
        ("without 1 that is not counted twice yet", ""),
    )
    assert list_page._totals(DepositTotals(3, usd(5000), 0)) == (("Total", "50.00"),)
    hidden = replace(ROW, cash=None, total=None)
    columns = {column.name: column for column in list_page._spec().columns}
    assert columns["total"].csv(hidden) is None, "nor in a file"
    assert columns["total"].look.text(hidden) == "–"


def test_the_count_beside_what_the_items_say() -> None:
    assert expected_words(usd(1000), usd(0), "en_US") == "The ticked items say 10.00."
    assert "the count agrees" in expected_words(usd(1000), usd(1000), "en_US")
    assert "2.00 is missing" in expected_words(usd(1000), usd(800), "en_US")
    assert "2.00 is too much" in expected_words(usd(1000), usd(1200), "en_US")


def test_what_a_second_count_answers() -> None:
    agrees = DepositCounted(DepositId("d"), 1, True, usd(0), (), False)
    assert counted_words(agrees, "en_US")[0] == "The count agrees."
    short = replace(agrees, agrees=False, difference=usd(-500), may_count_again=True)
    assert counted_words(short, "en_US") == ("Cash is 5.00 short.", "Count once more.")
    last = replace(short, difference=usd(500), missing=("Check 1",), may_count_again=False)
    assert counted_words(last, "en_US")[0] == "Cash is 5.00 over. 1 check is missing."


def test_a_check_is_told_by_number_bank_and_payer_and_what_is_out_says_why() -> None:
    row = ItemRow(
        DepositItemId("i"), C, "t", usd(100), DAY, "Check 7", "7", "Chase", "W1-000001, Zoë", ""
    )
    assert item_words(row) == "Check 7, Chase, W1-000001, Zoë"
    out = replace(row, out="not there")
    assert item_words(out).endswith("(taken out: not there)")
    assert kind_look(out).tone == "muted"
    assert kind_look(row).words == "Check"

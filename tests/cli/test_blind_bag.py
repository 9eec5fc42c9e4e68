"""Who counts a bag a second time finds no sum of its cash, whichever question they ask."""

from __future__ import annotations

from typing import Any

import pytest

from app.areas.catalog.maintaining import save_service
from app.areas.catalog.values import SaveService
from app.areas.deposits import explaining
from app.areas.invoices import drafting
from app.areas.invoices.values import SaveDraft
from app.areas.reports.service import print_day_sheet
from app.areas.reports.values import PrintDaySheet
from app.bootstrap import Station
from app.kernel.actor import SYSTEM
from app.kernel.codec import to_plain
from app.kernel.ids import InvoiceId, new_id
from tests.areas.deposits.banking import Banking, check
from tests.areas.good_lines import DRAFT_LINE
from tests.building import Books, command_id
from tests.cli import test_blind_count as walking

RESERVE = 100_000
FIRST, SECOND, CHECK = 1_000_003, 300_021, 41_913
OTHERS = 88_811
"""Taken on the same day and in no bag, so that the sums of the day are not those of the bag."""
BAG = FIRST + SECOND
SUMS = {BAG, BAG + CHECK, BAG + RESERVE, BAG + CHECK + RESERVE}
"""The cash of the bag, and what it makes with what everybody knows."""


@pytest.fixture
def walk(station: Station, books: Books, monkeypatch: pytest.MonkeyPatch) -> walking.Walk:
    """Two shifts and a check in a bag that the cashier prepared; of each question one answer."""
    monkeypatch.setattr(walking, "SUMS", SUMS)
    books.count_safe()
    banking = Banking(books)
    service = SaveService(command_id(), "99213", "Visit", books.money(3500))
    banking.act(SYSTEM, save_service, service)
    banking.shift(OTHERS)
    banking.shift(FIRST, check(CHECK, "1203"))
    banking.shift(SECOND)
    banking.prepare(*(item for item in banking.proposal().items if item.amount.minor != OTHERS))
    draft = SaveDraft(command_id(), InvoiceId(new_id()), banking.account(), (DRAFT_LINE,))
    banking.act(SYSTEM, drafting.save_draft, draft)
    banking.act(books.actors.cfo, print_day_sheet, PrintDaySheet(command_id(), banking.today()))
    return walking.Walk(station, books.actors.other_cashier, books.actors.cashier)


def told(walk: walking.Walk, asker: Any) -> list[str]:
    return [each for each in walk.leaks(asker) if "was never answered" not in each]


def test_no_question_tells_who_counts_a_bag_what_is_in_it(walk: walking.Walk) -> None:
    assert "\n".join(told(walk, walk.holder.user_id)) == ""
    assert "\n".join(told(walk, None)) == ""
    known = walk.station.ask(explaining.money_places, walk.other.user_id).result()
    assert walking.told(to_plain(known)), "who prepared it knows"

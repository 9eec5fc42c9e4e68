"""A practice that took money yesterday: its drawer is closed, and another one is open."""

from __future__ import annotations

import pytest

from app.bootstrap import Station
from app.kernel.ids import AccountId
from tests.areas.refunds.refunding import Refunding
from tests.building import Books


@pytest.fixture
def refunding(station: Station, books: Books) -> Refunding:
    return Refunding(station, books, books.open_shift().shift_id)


@pytest.fixture
def account(refunding: Refunding) -> AccountId:
    """Owes one invoice over 100.00."""
    found = refunding.books.register_patient().account_id
    refunding.books.issue_invoice(found, 10_000)
    return found

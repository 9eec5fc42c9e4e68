"""An open drawer, an account that owes 100.00, and short verbs over both."""

from __future__ import annotations

import pytest

from app.bootstrap import Station
from app.kernel.ids import AccountId
from tests.areas.payments.mending import Mending
from tests.building import Books


@pytest.fixture
def mending(station: Station, books: Books) -> Mending:
    return Mending(station, books, books.open_shift().shift_id)


@pytest.fixture
def account(mending: Mending) -> AccountId:
    """Owes one invoice over 100.00; the cashier's drawer is open."""
    found = mending.books.register_patient().account_id
    mending.books.issue_invoice(found, 10_000)
    return found

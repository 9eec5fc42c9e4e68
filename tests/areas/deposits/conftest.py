"""A practice with a counted safe and a bank account, ready to bring money to the bank."""

from __future__ import annotations

import pytest

from app.kernel.ids import DepositId
from tests.areas.deposits.banking import Banking, check
from tests.building import Books


@pytest.fixture
def banking(books: Books) -> Banking:
    """50 × 20.00 in the safe, nothing else."""
    books.count_safe()
    return Banking(books)


@pytest.fixture
def prepared(banking: Banking) -> DepositId:
    """A bag with 35.00 in cash and two checks, which nobody counted a second time."""
    banking.shift(3_500, check(7_700, "2001"))
    banking.mail(check(9_900, "3001"))
    return banking.prepare().deposit_id

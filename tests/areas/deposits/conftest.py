"""A practice with a counted safe and a bank account, ready to bring money to the bank."""

from __future__ import annotations

import pytest

from tests.areas.deposits.banking import Banking
from tests.building import Books


@pytest.fixture
def banking(books: Books) -> Banking:
    """50 × 20.00 in the safe, nothing else."""
    books.count_safe()
    return Banking(books)

"""A desk where charges are written."""

from __future__ import annotations

import pytest

from tests.areas.charging import Desk
from tests.building import Books


@pytest.fixture
def desk(books: Books) -> Desk:
    return Desk(books)

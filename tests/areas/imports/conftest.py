"""An importer over a fresh practice, acting as the billing manager."""

from __future__ import annotations

import pytest

from app.bootstrap import Station
from tests.areas.imports.files import Importer
from tests.building import Actors


@pytest.fixture
def importer(station: Station, actors: Actors) -> Importer:
    return Importer(station, actors.billing_manager)

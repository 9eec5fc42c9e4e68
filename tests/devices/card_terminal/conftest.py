"""A window with a card reader; tests of a file share its books, each with its own Stripe."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from app.bootstrap import Station, open_station
from tests.building import Actors, Template
from tests.devices.card_terminal.card_till import Till, new_till


@pytest.fixture(scope="module")
def shared_station(
    template: Template, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Station]:
    folder = tmp_path_factory.mktemp("cards") / "data"
    shutil.copytree(template.folder, folder)
    opened = open_station(folder)
    yield opened
    opened.close()


@pytest.fixture
def till(shared_station: Station, actors: Actors) -> Iterator[Till]:
    made = new_till(shared_station, actors)
    yield made
    made.forget()

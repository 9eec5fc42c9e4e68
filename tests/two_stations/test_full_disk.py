"""A station whose disk is nearly full sends its work on, and takes in the others' later."""

from __future__ import annotations

import pytest

from app.storage import disk_room
from app.sync.looking import standing
from app.sync.rounds import Done
from tests.two_stations.conftest import Pair
from tests.two_stations.test_pulling import rows_of
from tests.two_stations.test_pushing import some_work


def test_what_was_done_is_sent_and_what_others_did_waits(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_work(pair.one.books, 2)
    some_work(pair.two.books, 2)
    pair.one.sync()
    monkeypatch.setattr(disk_room, "LEAST", 1 << 60)
    moved = pair.two.exchange.drain()
    assert (moved.done, moved.sent > 0, moved.taken) == (Done.STOPPED, True, 0)
    said = pair.two.station.ask(standing).result()
    assert "what other windows do is taken in when some space is free" in said.trouble
    assert rows_of(pair.one, "fact") != rows_of(pair.two, "fact")
    monkeypatch.undo()
    pair.sync()
    assert rows_of(pair.one, "fact") == rows_of(pair.two, "fact")
    assert pair.two.station.ask(standing).result().trouble == ""
    assert pair.one.sound + pair.two.sound == []

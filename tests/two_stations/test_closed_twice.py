"""Two lives of one window that take something back in the same moment say the same."""

from __future__ import annotations

from pathlib import Path

from app.areas.drawers.closing_values import LateInto, SettleLateCash
from app.areas.payments import forcing
from app.areas.payments import late_records as late
from app.storage.statements import Reader, ReadSql
from app.sync.looking import broken_promises
from app.sync.shifts import shifts_round
from tests.building import command_id
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.copies import clone, close, copied
from tests.two_stations.test_closed_apart import begun, kinds, settle, sound, sync
from tests.two_stations.test_far_shifts import end_here, force, manager

_BACK = ReadSql(
    "SELECT content_hash FROM close_taken_back UNION ALL "
    "SELECT content_hash FROM journal_entry WHERE entry_type = 'reversing' "
    "UNION ALL SELECT content_hash FROM cash_movement WHERE reverses_id IS NOT NULL ORDER BY 1"
)


def backs(window: Window) -> list[bytes]:
    """The hashes of what takes a close or a settlement back, losing copies too."""

    def read(reader: Reader) -> list[bytes]:
        return [digest for (digest,) in reader.fetch(_BACK)]

    return window.station.ask(read).result()


def meet(*windows: Window) -> None:
    """All have sent before any of them takes, and have taken before any takes back."""
    for each in windows:
        each.exchange.greet()
        while each.pusher.push_round().sent:
            pass
    for each in windows:
        while each.puller.pull_round().taken:
            pass
    done = [shifts_round(each.exchange._books) for each in windows]
    assert done == [1] * len(windows), "each of them hears of it first"


def test_two_lives_that_closed_one_shift(pair: Pair, tmp_path: Path) -> None:
    one, two = pair.one, pair.two
    shift_id, account = begun(two)
    two.books.take_cash(account, 1000)
    pair.sync()
    other = clone(two, copied(two, tmp_path / "other"))
    everybody = (two, other, one)
    try:
        two.books.take_cash(account, 500)
        other.books.take_cash(account, 300)
        sync(two, other, two)
        end_here(two, shift_id)
        end_here(other, shift_id)
        meet(two, other)
        sync(*everybody)
        sound(*everybody)
        assert len(backs(one)) == 2, "the fact and its entry"
        assert backs(one) == backs(two) == backs(other)
        settle(one)
        sync(*everybody)
        sound(*everybody)
        assert not any("same" in kind for kind in kinds(one))
        assert broken_promises(pair.centre.dsn) == ()
    finally:
        close(other)


def test_two_lives_whose_settlement_does_not_hold(pair: Pair, tmp_path: Path) -> None:
    """Another window said first where late cash of the shift went."""
    one, two = pair.one, pair.two
    shift_id, account = begun(one)
    one.books.take_cash(account, 1000)
    sync(one, two)
    force(two, shift_id)
    one.books.take_cash(account, 700)
    sync(one, two, one)
    other = clone(two, copied(two, tmp_path / "other"))
    everybody = (two, other, one)
    try:
        two.books.open_shift()
        other.books.register_patient("Okafor", "Ben")
        sync(two, other, two)
        for each in (one, two):
            [cash] = each.station.ask(late.late_cash).result()
            say = SettleLateCash(command_id(), cash.shift_id, LateInto.COUNTED)
            each.station.act(manager(each), forcing.settle_late_cash, say).result()
        for each in (one, two, one):
            each.exchange.greet()
            while each.pusher.push_round().sent:
                pass
        meet(two, other)
        sync(*everybody)
        sound(*everybody)
        assert len(backs(one)) == 1
        assert backs(one) == backs(two) == backs(other)
        assert broken_promises(pair.centre.dsn) == ()
    finally:
        close(other)

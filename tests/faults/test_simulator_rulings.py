"""What the simulator expects of managers' words: a healthy record is aside only on one of them, and
is tried again in the end; one that shut a window out is over once that window is let in.
"""

from __future__ import annotations

from app.areas.stations import maintaining
from app.areas.stations import queries as stations
from app.areas.stations.values import RevokeStation, SetAside
from app.kernel.ids import CommandId, StationId
from app.storage.stuck import Stuck
from app.sync.pusher import TRIES_ALONE
from app.sync.simulator import deeds, rulings
from app.sync.simulator.ground import Ground, seeded
from app.sync.simulator.invariants import broken
from app.sync.simulator.planting import both, worse_sql
from app.sync.simulator.stations import SimStation
from app.sync.simulator.world import World

_ASIDE = "SELECT hash FROM sync.record WHERE status = 'quarantined'"
_WORDS = "SELECT count(*) FROM public.record_set_aside"
_OUR_FAULT = ("NOT IN ('22', '23', 'P0')", "NOT IN ('22', '23', 'P0', '42')")
_KEEPS_ASIDE = both(worse_sql(_OUR_FAULT), worse_sql(_OUR_FAULT, file="21_whole.sql"))
"""A centre that keeps aside what a broken deployment can't take."""


def _stuck(world: World, station: SimStation) -> Stuck:
    """A payment that a broken deployment can't take."""
    deeds.issue(station, world.chance)
    deeds.pay(station, world.chance)
    world.note(station)
    world.centre.deploy(broken=True)
    for _ in range(TRIES_ALONE + 2):
        world.talk(station)
    found = station.database.read(stations.stuck_record)
    assert found is not None
    return found


def _set_aside(world: World, station: SimStation, record: Stuck) -> None:
    """A manager's word, shown to the centre and not yet sent."""
    world.chance.now_ms += 1000
    new, of = CommandId(world.chance.new_id()), StationId(record.station)
    command = SetAside(new, of, record.incarnation, record.seq, record.hash, "The rest waits")
    station.act(maintaining.set_aside, command)
    world.note(station)
    world.talk(station)
    assert world.centre.rows(_ASIDE) == [(record.hash,)]
    assert world.centre.one(_WORDS) == 0


def _healed(world: World) -> list[str]:
    world.heal()
    return [*world.bad, *broken(world, thorough=True)]


def test_what_was_set_aside_is_let_count_though_the_word_was_lost(laid: Ground) -> None:
    """An old copy comes before it is sent: no disk has it, and the centre never got it."""
    world = World(1, laid, laid.folder / "word-lost")
    station = world.stations[0]
    try:
        with seeded(world.chance):
            record = _stuck(world, station)
            copy = station.copy_to(world.folder / "copy")
            _set_aside(world, station, record)
            station.put_back(copy)
            world.forget(station)
            world.lost()
            assert _healed(world) == []
            assert world.centre.one(_WORDS) == 0
            assert world.centre.rows(_ASIDE) == []
    finally:
        world.close()


def test_what_nobody_set_aside_may_not_be_aside(laid: Ground) -> None:
    """Whatever managers said of other records."""
    with _KEEPS_ASIDE(laid):
        world = World(1, laid, laid.folder / "no-word")
        station = world.stations[0]
        try:
            with seeded(world.chance):
                deeds.issue(station, world.chance)
                deeds.pay(station, world.chance)
                world.note(station)
                world.known.set_aside.add("f" * 64)
                world.centre.deploy(broken=True)
                world.talk(station)
                assert len(world.centre.rows(_ASIDE)) == 1
                [found] = _healed(world)
                assert found.startswith("a healthy record is in quarantine: ")
        finally:
            world.close()


def test_who_brings_a_file_home_stays_let_in(laid: Ground) -> None:
    """Two managers shut each other out: the word in the file of one is about the other's window."""
    world = World(1, laid, laid.folder / "each-other")
    station, to, *_ = world.stations
    try:
        with seeded(world.chance):
            new, of = CommandId(world.chance.new_id()), StationId(to.seat.station_id)
            station.act(maintaining.revoke_station, RevokeStation(new, of, "Stolen"))
            world.note(station)
            rulings._carry_home(world, station, to)
            assert world.centre.one("SELECT count(*) FROM public.revocation") == 1
            assert not world.centre.one(rulings._SHUT_OUT, of)
            assert _healed(world) == []
    finally:
        world.close()

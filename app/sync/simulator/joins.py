"""Stations that come later: by records, or by tables, and of these some that take money while the
rest of the books is still on its way.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.kernel.errors import OutsideError
from app.storage.still_coming import still_comes
from app.sync.progress import Progress
from app.sync.rounds import Done
from app.sync.simulator.centre import SimCentral
from app.sync.simulator.disasters import MOST_STATIONS
from app.sync.simulator.ground import SEATS, begin, enrol, introduce, settle_in
from app.sync.simulator.stations import SimStation
from app.sync.snapshot import BeginAgain, open_early, take_over

if TYPE_CHECKING:
    from app.sync.simulator.world import World

_ROWS = 25


def join(world: World) -> str:
    """A further station begins to take over what there is, by records or by tables."""
    r = world.chance.random
    full = len(world.stations) >= MOST_STATIONS or world.taken >= SEATS
    if world.joining or full:
        return ""
    station = _begun(world, world.taken)
    world.taken += 1
    station.by_tables = r.random() < 0.7
    station.opens_early = station.by_tables and r.random() < 0.6
    how = "early" if station.opens_early else "tables" if station.by_tables else "records"
    return f"join {station.name} {how}"


def _begun(world: World, number: int) -> SimStation:
    code = world.ground.seats[number].code
    station = begin(world.ground, number, world.folder / code, world.chance)
    world.noted[station.name] = {}
    world.joining.append(station)
    return station


class _Enough(Exception):
    """The new station goes on another time."""


def _some_pages(pages: int) -> Callable[[Progress], None]:
    left = [pages]

    def tell(_progress: Progress) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise _Enough

    return tell


def _take_over(world: World, station: SimStation) -> None:
    """Some pages of tables; whole again where the centre is another one by now."""
    pages = _some_pages(world.chance.random.randrange(4, 40))
    way = open_early if station.opens_early else take_over
    try:
        way(station, lambda: SimCentral(station.net), pages, enough=0, rows=_ROWS)
    except _Enough:
        return
    except BeginAgain:
        world.counts["take_over_again"] += 1
        world.joining.remove(station)
        station.close()
        shutil.rmtree(station.folder)
        world.lost()
        again = _begun(world, world.ground.seats.index(station.seat))
        again.by_tables, again.opens_early = True, station.opens_early
        return
    station.by_tables = False
    if station.database.read(still_comes):
        _takes_part(world, station, "joined_early")


def go_on_joining(world: World, station: SimStation) -> None:
    """Some pages or one round; once it has what it needs it takes part."""
    enrol(world.ground, station.seat)
    try:
        if station.by_tables:
            return _take_over(world, station)
        if station.exchange.round().done is not Done.DRAINED:
            return None
        settle_in(station, world.ground, world.chance)
    except OutsideError:
        return None  # it tries again
    return _takes_part(world, station, "joined")


def _takes_part(world: World, station: SimStation, how: str) -> None:
    if not station.settled:
        station.settled = True
        introduce(station, world.ground, world.chance, first=False)
    world.joining.remove(station)
    world.stations.append(station)
    world.note(station)
    world.counts[how] += 1

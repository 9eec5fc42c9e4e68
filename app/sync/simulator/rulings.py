"""What managers rule in a simulated practice, and what goes with it: stations shut out and let in
again, records kept aside and released, old records let go of.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from app.areas.settings import service as settings
from app.areas.settings.rules import INVOICE_SCOPE, WHEN_AWAY
from app.areas.settings.values import ChangeSetting
from app.areas.stations import maintaining
from app.areas.stations import queries as stations
from app.areas.stations.values import ApproveHole, ReleaseRecord, RevokeStation, SetAside
from app.kernel.errors import OutsideError, UserError
from app.kernel.ids import CommandId, StationId
from app.storage import gaps
from app.storage.statements import ReadSql
from app.sync import retaining
from app.sync.keeping.bringing import bring_records
from app.sync.keeping.saving import may_lack, save_records
from app.sync.saying_again import say_again
from app.sync.simulator.centre import BACKUP, BASE, REPLICA
from app.sync.simulator.ground import enrol
from app.sync.simulator.stations import SimStation

if TYPE_CHECKING:
    from app.sync.simulator.world import World

_ASIDE = ReadSql(
    "SELECT l.hash FROM record_verdict AS v JOIN station_log AS l ON l.station = v.station "
    "AND l.incarnation = v.incarnation AND l.seq = v.seq WHERE v.why LIKE 'P0999%' "
    "OR l.hash IN (SELECT value FROM json_each(:said)) ORDER BY l.hash"
)
_ASIDE_THERE = (
    "SELECT hash, body FROM sync.record WHERE status = 'quarantined' AND (why LIKE 'P0999%%' "
    "OR hash = ANY(%s))"
)
_SHUT_OUT = "SELECT revoked_at IS NOT NULL FROM sync.station WHERE station_id = %s"
_LET_IN = "SELECT sim.let_in_for_good()"
_HAS = "SELECT coalesce(sum(have), 0) FROM sync.stream WHERE station = %s"


def prune(world: World) -> str:
    """A station lets go of old records that a backup has."""
    able = [one for one in world.present if not one.net.stalls]
    if not able:
        return ""
    station = world.chance.random.choice(able)
    try:
        gone = retaining.let_go(station, station.line)
    except OutsideError:
        return ""
    return f"prune {station.name} {gone}" if gone else ""


def wrong_rules(world: World) -> str:
    """The centre keeps healthy payments aside for a while."""
    world.centre.refuse(refusing=world.chance.random.random() < 0.5)
    return "wrong_rules" if world.centre.refusing else ""


def release(world: World) -> str:
    """A manager lets the centre try something again that it keeps aside."""
    station = world.chance.random.choice(world.stations)
    aside = _kept_aside(world, station)
    if not aside:
        return ""
    _release(world, station, world.chance.random.choice(aside))
    return f"release {station.name}"


def set_aside(world: World) -> str:
    """A manager lets the rest go on behind a record that the centre can't take, there or, as its
    window names it, at another one.
    """
    found = [(one, one.database.read(stations.stuck_record)) for one in world.stations]
    stuck = [(one, record) for one, record in found if record is not None]
    if not stuck:
        return ""
    at, record = world.chance.random.choice(stuck)
    if world.chance.random.random() < 0.3:
        at = world.chance.random.choice(world.stations)
    new, of = CommandId(world.chance.new_id()), StationId(record.station)
    command = SetAside(new, of, record.incarnation, record.seq, record.hash, "The rest waits")
    try:
        at.act(maintaining.set_aside, command)
    except UserError:
        return ""
    world.note(at)
    return f"set_aside {at.name} {record.seq}"


def _kept_aside(world: World, station: SimStation) -> list[str]:
    said = json.dumps(sorted(world.known.set_aside))
    rows = station.database.read(lambda reader: reader.fetch(_ASIDE, said=said))
    return [row[0] for row in rows]


def _release(world: World, station: SimStation, digest: str) -> None:
    command = ReleaseRecord(CommandId(world.chance.new_id()), digest, "It is right")
    station.act(maintaining.release_record, command)
    world.note(station)


def release_all(world: World) -> bool:
    """What wrong rules or a manager kept aside, and is right, is tried again; whether there was
    anything. Nothing else that is right may be aside. The manager's word may be on no disk any
    more: it is shown along with its record, and holds before it is sent itself.
    """
    rows = world.centre.rows(_ASIDE_THERE, list(world.known.set_aside))
    right = {row[0] for row in rows if not world.known.learn(*row) & world.known.poisoned}
    [station, *_] = world.stations
    for digest in _kept_aside(world, station):
        if digest in right:
            _release(world, station, digest)
    return bool(right)


def who_numbers(world: World) -> str:
    """A manager lets the centre number invoices, or each station its own."""
    r = world.chance.random
    station = r.choice(world.stations)
    for key, value in (
        (INVOICE_SCOPE, r.choice(("organization", "organization", "organization", "station"))),
        (WHEN_AWAY, r.choice(("pending", "station"))),
    ):
        change = ChangeSetting(CommandId(world.chance.new_id()), key, value)
        station.act(settings.change_setting, change)
    world.note(station)
    return f"who_numbers {station.name}"


# ------------------------------------------------------------------- records that nobody has


def ancient(world: World) -> str:
    """The centre comes back from a backup that is older than all that were proven."""
    for copy in (REPLICA, BACKUP):
        world.centre.set_back(BASE)
        world.centre.save(copy)
    world.ancient = True
    world.lost()
    return "ancient"


def go_on(world: World) -> str:
    """A manager does not wait, and lets a window's log go on without records that are missing."""
    station = world.chance.random.choice(world.stations)
    return f"go_on {station.name}" if _go_on_at(world, station) else ""


def _go_on_at(world: World, station: SimStation) -> bool:
    known = station.database.read(gaps.noted)
    decided = station.database.read(gaps.approved, known) if known else ()
    for gap in known:
        if gap in decided:
            continue
        command = ApproveHole(
            CommandId(world.chance.new_id()),
            StationId(gap.station),
            gap.incarnation,
            gap.first,
            gap.last,
            gap.next_hash,
            "It burnt",
        )
        try:
            station.act(maintaining.approve_hole, command)
        except UserError:
            continue  # records of it are here after all, and are on their way
        world.note(station)
        world.counts["hole"] += 1
        return True
    return False


def settle(world: World) -> bool:
    """What people do once nothing moves any more; whether there was anything to do."""
    if release_all(world) or any(_go_on_at(world, one) for one in world.stations):
        return True
    said = 0
    for station in world.stations if world.ancient else ():
        said += say_again(station, station.line)
        world.note(station)
    world.counts["said_again"] += said
    return said > 0


# --------------------------------------------------------------------------- stations shut out


def revoke(world: World) -> str:
    """A manager shuts a station out, whose computer was stolen."""
    manager, thief = world.chance.random.sample(world.stations, 2)
    if len({one.seat.station_id for one in world.stations}) < 3:
        return ""
    of = StationId(thief.seat.station_id)
    command = RevokeStation(CommandId(world.chance.new_id()), of, "Stolen")
    try:
        manager.act(maintaining.revoke_station, command)
    except UserError:
        return ""
    world.note(manager)
    world.shut_out.add(thief.seat.station_id)
    return f"revoke {manager.name} {thief.seat.code}"


def is_out(world: World, station: SimStation) -> int | None:
    """How much the centre has of a station that it hears no more; None of one that it hears."""
    here = station.seat.station_id
    if here not in world.shut_out or not world.centre.one(_SHUT_OUT, here):
        return None
    return int(world.centre.one(_HAS, here))


def let_in_or_carry(world: World) -> None:
    """In the end some stations that were shut out are let in again; of others a manager brings a
    file with what they did not send, and they are gone.
    """
    gone = world.chance.random.random() < 0.5
    for station in [one for one in world.stations if one.seat.station_id in world.shut_out]:
        others = [one for one in world.stations if one.seat != station.seat]
        if gone and len(others) > 1:
            _carry_home(world, station, others[0])
    for station in (*world.stations, *world.joining):
        enrol(world.ground, station.seat)
    world.centre.one(_LET_IN)


def _carry_home(world: World, station: SimStation, to: SimStation) -> None:
    """All that the centre may lack; what else it held goes with it."""
    path = world.folder / f"{station.name}.cfrecords"
    pages = station.database.read(lambda reader: list(may_lack(reader)))
    world.need |= world.known.of(record["hash"] for page in pages for record in page)
    saved = save_records(station, path)
    enrol(world.ground, to.seat)
    # The file may hold the word that had shut out the window it comes to: that is over.
    world.centre.one(_LET_IN)
    bring_records(to, to.line, path, saved.transfer_key, to.seat.keys.database)
    world.stations.remove(station)
    station.close()
    world.lost()
    world.counts["carried_home"] += 1

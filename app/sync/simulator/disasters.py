"""The faults of the world: disks, clocks, the centre, rogues. Each says what it did, or ""."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from app.kernel.errors import OutsideError
from app.storage.canonical import canonical_json, mac_of
from app.storage.station_log import FIELDS, record_hash
from app.sync.simulator import deeds
from app.sync.simulator.centre import BACKUP, REPLICA, Network, SimCentral
from app.sync.simulator.stations import SimStation

if TYPE_CHECKING:
    from app.sync.simulator.world import World

DAY_MS = 86_400_000
MOST_STATIONS = 8
_SKEWS = (0, 0, -3_600_000, 3_600_000, 400 * DAY_MS, -30 * DAY_MS)


# ------------------------------------------------------------------------------------- the centre


def late_commit(world: World) -> str:
    """A request that its station has given up goes through."""
    if not world.centre.stalled:
        return ""
    world.centre.finish(world.chance.random.randrange(len(world.centre.stalled)))
    return "late_commit"


def copy_to_replica(world: World) -> str:
    world.centre.save(REPLICA)
    return "replica"


def back_up_centre(world: World) -> str:
    world.centre.save(BACKUP)
    world.centre.save(REPLICA)
    return "backup"


def fail_over(world: World) -> str:
    """The replica takes over; what it did not have yet is gone there."""
    world.centre.set_back(REPLICA)
    world.lost()
    return "failover"


def restore_backup(world: World) -> str:
    """The centre comes back from its last verified backup."""
    world.centre.set_back(BACKUP)
    world.centre.save(REPLICA)
    world.lost()
    return "restore_backup"


def deploy(world: World) -> str:
    """A deployment at the centre that is broken, or mends it."""
    world.centre.deploy(broken=world.chance.random.random() < 0.6)
    return "broken_deploy" if world.centre.moved else ""


# -------------------------------------------------------------------------------------- stations


def restart(world: World) -> str:
    station = world.chance.random.choice(world.stations)
    station.close()
    station.open()
    return f"restart {station.name}"


def kill(world: World) -> str:
    """The program is killed in the middle of a deed, or of talking with the centre."""
    r = world.chance.random
    station = r.choice(world.stations)
    at = r.choice(("statement", "before", "after"))
    talking = r.random() < 0.6 and station in world.present
    place = r.randrange(1, 40) if at == "statement" else r.randrange(1, 4 if talking else 2)

    def doing() -> None:
        if talking:
            for _ in range(3):
                world.talk(station)
        else:
            deeds.some_deed(station, world.chance)

    died = station.dying(place, at, doing)
    world.forget(station)
    return f"{'kill' if died else 'work'} {station.name} {at} {place}"


def skew_clock(world: World) -> str:
    station = world.chance.random.choice(world.stations)
    station.sim_clock.off_ms = world.chance.random.choice(_SKEWS)
    return f"clock {station.name} {station.sim_clock.off_ms}"


def go_offline(world: World) -> str:
    r = world.chance.random
    station = r.choice(world.stations)
    station.away_until = world.chance.now_ms + r.choice((100_000, 1_000_000, 30 * DAY_MS))
    return f"offline {station.name}"


def month(world: World) -> str:
    """Thirty days go by."""
    world.chance.now_ms += 30 * DAY_MS
    return "month"


def copy_file(world: World) -> str:
    """Somebody copies a station's file."""
    r = world.chance.random
    station = r.choice(world.stations)
    place = world.folder / "copies" / f"{station.name}.{r.randrange(2)}"
    world.copies[station.name] = station.copy_to(place)
    return f"copy {station.name}"


def old_copy(world: World) -> str:
    """A copy of the file from earlier takes the place of the station's own."""
    copied = [station for station in world.stations if station.name in world.copies]
    if not copied:
        return ""
    station = world.chance.random.choice(copied)
    station.put_back(world.copies[station.name])
    world.forget(station)
    world.lost()
    return f"old_copy {station.name}"


def clone(world: World) -> str:
    """A second computer with the same files."""
    if len(world.stations) >= MOST_STATIONS:
        return ""
    station = world.chance.random.choice(world.stations)
    name = world.fresh_name(f"{station.seat.code}c")
    folder = station.copy_to(world.folder / name)
    network = Network(world.centre, station.seat.role)
    twin = SimStation(name, folder, station.seat, world.chance, network)
    twin.sim_clock.off_ms = station.sim_clock.off_ms
    world.stations.append(twin)
    world.forget(twin)
    return f"clone {station.name} {name}"


def destroy(world: World) -> str:
    """A computer burns."""
    if len(world.stations) <= 3:
        return ""
    station = world.chance.random.choice(world.stations)
    world.stations.remove(station)
    station.close()
    shutil.rmtree(station.folder)
    world.lost()
    return f"destroy {station.name}"


# ------------------------------------------------------------------------------------------ rogues


def forge(world: World) -> str:
    """A station invents money in another one's name: it has its own key alone."""
    r = world.chance.random
    rogue = r.choice(world.stations)
    others = [
        row
        for row in world.centre.rows(
            "SELECT station::text, incarnation, have, hash FROM sync.stream ORDER BY 1, 2"
        )
        if row[0] != rogue.seat.station_id
    ]
    if not others:
        return ""
    station, life, have, head = r.choice(others)
    organization = world.ground.practice[0]
    fact = {"id": world.chance.new_id(), "h": "0" * 64, "t": "payment.v1", "f": {}}
    record = {
        "v": 1,
        "organization": organization,
        "station": station,
        "incarnation": life,
        "seq": have + 1,
        "hlc": world.chance.now_ms,
        "at": "2026-11-20T10:00:00.000000Z",
        "actor": station,
        "action": "forged",
        "body": canonical_json({"rows": [fact]}),
        "prev_hash": head,
    }
    record["hash"] = record_hash(record)
    record["mac"] = mac_of(rogue.seat.keys.own, record["hash"])
    sent = {name: record[name] for name in FIELDS if name not in FIELDS[1:4]}
    try:
        SimCentral(rogue.net).push(station, life, [sent])
    except OutsideError:
        return ""
    return f"forge {rogue.name}"

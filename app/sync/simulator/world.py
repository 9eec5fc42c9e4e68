"""One history: people work, the network and disks break, and in the end everything must be right.

`step` does one thing at random; `heal` lets everybody be on line again until nobody has news.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from app.kernel.errors import CounterfoilError, UserError
from app.storage.statements import ReadSql
from app.storage.still_coming import still_comes
from app.sync.rounds import Done, Round
from app.sync.simulator import deeds, disasters, joins, rulings
from app.sync.simulator.centre import BACKUP, BASE, REPLICA, Break, Network
from app.sync.simulator.chance import Chance
from app.sync.simulator.facts import FACTS
from app.sync.simulator.ground import MOST_ROUNDS, STATIONS, Ground
from app.sync.simulator.invariants import broken_meanwhile
from app.sync.simulator.records import Known
from app.sync.simulator.stations import SimStation

OFTEN = 8
"""How much more of something there is in a history that is to have much of it."""
MINUTE_MS = 61_000
LEFT_BEHIND_MS = 11 * MINUTE_MS
"""After so long a window asks for the numbers of another one's invoices."""
HEAL = 14
"""Rounds after which everybody must have everything."""
_OWN = ReadSql(
    "SELECT l.hash, l.body, l.action, l.incarnation, l.seq FROM this_station AS t, stream AS s "
    "JOIN station_log AS l ON l.station = t.station_id AND l.incarnation = s.incarnation "
    "AND l.seq > coalesce((SELECT value FROM json_each(:seen) WHERE key = s.incarnation), 0) "
    "ORDER BY s.ordinal, l.seq"
)
_TROUBLE = ReadSql("SELECT trouble FROM central_state WHERE one = 1")


class World:
    """The stations and the centre of one seed."""

    def __init__(
        self, seed: int, ground: Ground, folder: Path, often: Collection[str] = ()
    ) -> None:
        self.chance = Chance(seed)
        self._weights = [
            (weight or 8) * OFTEN if act.__name__ in often else weight for act, weight in STEPS
        ]
        self.chance.now_ms = ground.begun_ms + 1000
        self.ground = ground
        self.centre = ground.centre
        self.folder = folder
        self.counts: Counter[str] = Counter()
        self.trace: list[str] = []
        self.bad: list[str] = []
        self.stations: list[SimStation] = []
        self.joining: list[SimStation] = []
        self.copies: dict[str, Path] = {}
        self.shut_out: set[str] = set()
        self.need: set[tuple[str, str, str]] = set()
        self.ancient = False
        self.noted: dict[str, dict[str, int]] = {}
        self.rounds = 0
        self._names = 0
        self.centre.set_back(BASE)
        self.centre.save(BACKUP)
        self.centre.save(REPLICA)
        self.known = self._beginning()
        for number in range(STATIONS):
            self.stations.append(self._opened(number))
        self.taken = STATIONS

    def _beginning(self) -> Known:
        known = Known()
        for digest, body, action in self.centre.rows("SELECT hash, body, action FROM sync.record"):
            known.made(digest, body, action)
        return known

    def _opened(self, number: int) -> SimStation:
        seat = self.ground.seats[number]
        folder = self.folder / seat.code
        shutil.copytree(self.ground.folder / seat.code, folder)
        network = Network(self.centre, seat.role)
        station = SimStation(seat.code, folder, seat, self.chance, network)
        return station

    @property
    def present(self) -> list[SimStation]:
        """Stations that are on line."""
        return [one for one in self.stations if one.away_until <= self.chance.now_ms]

    def fresh_name(self, stem: str) -> str:
        self._names += 1
        return f"{stem}.{self._names}"

    # ------------------------------------------------------------------------------------- a step

    def step(self) -> None:
        """One thing happens."""
        r = self.chance.random
        self.chance.now_ms += r.choice((1, 1, 1, 0, 5, 1000, 60_000))
        [(act, _)] = r.choices(STEPS, self._weights)
        told = act(self)
        for station in list(self.joining):
            if r.random() < 0.25:
                joins.go_on_joining(self, station)
        if told:
            self.counts[told.partition(" ")[0]] += 1
            self.say(told)

    def say(self, words: str) -> None:
        heads = hashlib.sha256()
        for station in self.stations:
            heads.update(station.name.encode())
            heads.update(repr(sorted(self.noted.get(station.name, {}).items())).encode())
        self.trace.append(f"{self.chance.now_ms} {words} {heads.hexdigest()[:12]}")

    def note(self, station: SimStation) -> None:
        """Learn what this station committed itself since the last time."""
        seen = self.noted.setdefault(station.name, {})
        told = json.dumps(seen)
        rows = station.database.read(lambda reader: reader.fetch(_OWN, seen=told))
        for digest, body, action, life, seq in rows:
            self.known.made(digest, body, action, self.centre.epochs)
            seen[life] = seq

    def forget(self, station: SimStation) -> None:
        """Its disk is another one now."""
        self.noted.pop(station.name, None)
        self.note(station)

    def lost(self) -> None:
        """Remember what is on no disk any more."""
        self.known.gone |= self.known.truth - self.held((*self.stations, *self.joining))

    def held(self, stations: Iterable[SimStation]) -> set[tuple[str, str, str]]:
        """What the records say that the centre and these stations have."""
        hashes = [row[0] for row in self.centre.rows("SELECT hash FROM sync.record")]
        for station in stations:
            hashes.extend(station.held())
        return self.known.of(hashes)

    # -------------------------------------------------------------------------------- in the end

    def heal(self) -> None:
        """Everybody is on line, nothing breaks any more: until nobody has anything new."""
        self.centre.deploy(broken=False)
        while self.centre.stalled:
            self.centre.finish(0)
        self.centre.refuse(refusing=False)
        rulings.let_in_or_carry(self)
        for _ in range(MOST_ROUNDS):
            if not self.joining:
                break
            joins.go_on_joining(self, self.joining[0])
        else:
            self.bad.append(f"{self.joining[0].name} does not get in")
            return
        self.need |= self.held(self.stations)
        for station in self.stations:
            station.net.heal()
            station.away_until = 0
        bound = 40 + len(self.known.ops) // 4
        if self.ancient:
            self.need |= self._in_tables()
        most = HEAL * (3 if self.ancient else 1)
        self.chance.now_ms += LEFT_BEHIND_MS
        for self.rounds in range(1, most + 1):
            busy = False
            self.chance.now_ms += MINUTE_MS
            for station in self.stations:
                busy = self._drained(station, bound) or busy
                if self.bad:
                    return
            if busy:
                continue
            self.bad.extend(broken_meanwhile(self))
            if self.bad or not rulings.settle(self):
                return
        self.bad.append(f"not quiet after {self.rounds} rounds")

    def _in_tables(self) -> set[tuple[str, str, str]]:
        """Facts that count somewhere, also where the records that told them were let go of."""
        found: set[tuple[str, str, str]] = set()
        for station in self.stations:
            found.update(station.database.read(lambda reader: map(tuple, reader.fetch(FACTS))))
        return found

    def _drained(self, station: SimStation, bound: int) -> bool:
        """Whether it had anything to say or to hear. Where a record rests that the centre could not
        take before, somebody asks once for all of it to be tried at once.
        """
        busy = asked = False
        if station.database.read(still_comes):
            bound += MOST_ROUNDS
        for _ in range(bound):
            said = self.talk(station)
            if said is not None and said.done is Done.STOPPED and not asked:
                station.exchange.greet()
                asked = True
                continue
            if said is None or said.done is Done.STOPPED:
                why = station.database.read(lambda reader: reader.scalar(_TROUBLE))
                self.bad.append(f"{station.name} stands still: {why}")
                return True
            busy = busy or said.sent + said.taken > 0 or said.done is Done.MORE
            if said.done is Done.DRAINED:
                return busy
        self.bad.append(f"{station.name} does not drain")
        return True

    def talk(self, station: SimStation) -> Round | None:
        """One round; what a station then wrote itself is noted."""
        had = rulings.is_out(self, station)
        try:
            return station.talk()
        except CounterfoilError as error:
            self.bad.append(f"{station.name} talks and breaks: {error}")
            return None
        finally:
            self.note(station)
            if had is not None and rulings.is_out(self, station) not in (None, had):
                self.bad.append(f"{station.name} is heard though it was shut out")

    def close(self) -> None:
        self.centre.drop_stalled()
        self.centre.deploy(broken=False)
        for station in (*self.stations, *self.joining):
            station.close()
        shutil.rmtree(self.folder, ignore_errors=True)


Step = Callable[[World], str]


def work(world: World) -> str:
    station = world.chance.random.choice(world.stations)
    told = deeds.some_deed(station, world.chance)
    world.note(station)
    return f"work {station.name} {told}"


def regret(world: World) -> str:
    """Somebody pays by mistake."""
    station = world.chance.random.choice(world.stations)
    try:
        deeds.regret(station, world.chance)
    except UserError as refused:
        return f"regret {station.name} refused: {refused.text}"
    finally:
        world.note(station)
    return f"regret {station.name}"


def race(world: World) -> str:
    """Two windows edit the same at once."""
    one, other = world.chance.random.sample(world.stations, 2)
    try:
        deeds.race(one, other, world.chance)
    except UserError as refused:
        return f"race {one.name} {other.name} refused: {refused.text}"
    finally:
        world.note(one)
        world.note(other)
    return f"race {one.name} {other.name}"


def talk(world: World) -> str:
    """Some rounds of a station with the centre; the network may break one of their requests."""
    r = world.chance.random
    if not world.present:
        return ""
    station = r.choice(world.present)
    if station.net.stalls and r.random() < 0.7:
        return ""  # else it gave up waiting and goes on while its request still runs
    how = r.choice((None, None, None, Break.LOST_REPLY, Break.STALL, *Break))
    on = "push" if how is Break.STALL else r.choice(("push", "push", "pull", "hello"))
    if how is not None:
        station.net.break_next(how, on)
    told: list[str] = []
    for _ in range(r.choice((1, 2, 2, 4))):
        said = world.talk(station)
        told.append("away" if said is None else f"{said.done} {said.sent}/{said.taken}")
    if how is not None and station.net.whole:
        world.counts[how.value] += 1
    station.net.heal()
    return f"talk {station.name} {how or ''} {', '.join(told)}"


STEPS: tuple[tuple[Step, int], ...] = (
    (work, 380),
    (race, 15),
    (talk, 330),
    (disasters.late_commit, 35),
    (disasters.copy_to_replica, 40),
    (disasters.back_up_centre, 15),
    (disasters.fail_over, 20),
    (disasters.restart, 8),
    (disasters.kill, 30),
    (disasters.skew_clock, 12),
    (disasters.deploy, 16),
    (disasters.go_offline, 10),
    (disasters.month, 4),
    (disasters.forge, 10),
    (joins.join, 12),
    (disasters.restore_backup, 8),
    (disasters.copy_file, 45),
    (disasters.old_copy, 30),
    (disasters.clone, 9),
    (disasters.destroy, 9),
    (rulings.prune, 25),
    (rulings.wrong_rules, 12),
    (rulings.release, 12),
    (rulings.revoke, 4),
    (rulings.ancient, 2),
    (rulings.go_on, 6),
    (rulings.set_aside, 12),
    (rulings.who_numbers, 14),
    (regret, 0),
)
"""What happens, and how often; what has no weight happens only where there is to be much of it."""

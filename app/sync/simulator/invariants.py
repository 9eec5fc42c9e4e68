"""What must be true when everybody has heard everything; computed anew from the tables, not by the
program's own checks, which are asked as well.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from app.areas.health.checks import all_recipes
from app.areas.health.queries import verify
from app.storage import gaps
from app.storage.statements import Reader, ReadSql
from app.storage.tables import station as declared
from app.sync.simulator.documents import begun, documents_at, documents_there, newest
from app.sync.simulator.facts import FACTS
from app.sync.simulator.money import fold_lines, promised_sums, sums_at
from app.sync.simulator.promises import SET_BACK, bags, numbers
from app.sync.simulator.stations import SimStation

if TYPE_CHECKING:
    from app.sync.simulator.world import World

_ENVELOPE = (
    "v, organization_id::text, station::text, incarnation, seq, hlc, at, actor, action, body, "
    "prev_hash, hash, mac, status"
)
_HOLES = (
    "SELECT of_station_id::text, incarnation, first_seq, last_seq, next_hash "
    "FROM public.stream_hole"
)
_LOG = ReadSql("SELECT station, incarnation, seq, hash FROM station_log")
_BEGINS = ReadSql("SELECT station, incarnation, seq FROM stream_anchor")
_ASIDE = ReadSql("SELECT station, incarnation, seq FROM record_verdict")
_ORPHANS = ReadSql("SELECT count(*) FROM orphan")
_THERE = " UNION ALL ".join(
    f"SELECT '{table.info['record_type']}', id::text, encode(content_hash, 'hex') "
    f"FROM public.{table.name}"
    for table in declared.tables.values()
    if table.info["kind"] == "fact"
)
_OF_ONE_ID = frozenset(
    {"drawers.entries", "drawers.postings", "payments.drawers", "storage.numbers"}
)
"""What verify says where a broken program gave one id to two movements of cash: both were posted,
and only one of them counts.
"""
_OF_COPIES = frozenset({"payments.paper", "payments.paper_again", "payments.answers"})
"""What only a station itself keeps: once a stream that two copies of it wrote was replaced at the
centre, nothing tells any more which of them made what.
"""
_OF_TWO_VOIDS = ("payments.", "deposits.undeposited")
"""What verify says where two copies of a station gave the same money back: both stand."""
_VOIDS = (
    "SELECT EXISTS (SELECT 1 FROM public.payment_void GROUP BY payment_id "
    "HAVING count(DISTINCT id) > 1)"
)

_OF_FORGOTTEN = frozenset({"drawers.emptied", "drawers.takings"})
"""What verify says of a closed drawer where rules that were wrong kept a payment aside, and the
centre was set back and forgot that they did: nothing tells that it counts again.
"""
Place = tuple[str, str, int]
Facts = set[tuple[str, ...]]


def broken(world: World, *, thorough: bool) -> Iterator[str]:
    """Every promise that does not hold, in words."""
    known = world.known
    heads: dict[tuple[str, str], tuple[int, str]] = {}
    quarantined: set[Place] = set()
    applied: Facts = set()
    there: set[tuple[str, str, str]] = set()
    logged: dict[Place, str] = {}
    holes = Gone(world)
    words = f"SELECT {_ENVELOPE} FROM sync.record ORDER BY station, incarnation, seq"
    for row in world.centre.rows(words):
        yield from _chain(row, heads, holes)
        station, life, seq, body, digest, status = row[2], row[3], row[4], row[9], row[11], row[13]
        logged[station, life, seq] = digest
        ops = known.learn(digest, body)
        there |= ops
        if status == "applied":
            applied |= ops
        else:
            quarantined.add((station, life, seq))
    lacking = dict(_lacking(world, logged, applied))
    yield from _alone(lacking, quarantined)
    for place in quarantined - lacking.keys():
        if not known.ops[logged[place]] & known.poisoned:
            yield f"a healthy record is in quarantine: {_named(place)}"
    yield from _centre_heads(world, heads)
    yield from _nothing_lost(world, there)
    facts: Facts = {tuple(row) for row in world.centre.rows(_THERE)}
    wanted: Facts = {op for op in applied if op[0] != "edit"}
    if facts != wanted:
        yield _differ("the centre's facts", facts, wanted)
    counting = lowest(facts)
    edits = {op[1] for op in applied if op[0] == "edit"}
    values = newest(known, edits)
    yield from documents_there(world, values)
    shown = begun(known, edits, values)
    lines = fold_lines(world, counting)
    yield from promised_sums(world, counting)
    yield from numbers(world, counting)
    yield from bags(world, counting)
    excused = tuple(_OF_COPIES)
    if len(counting) < len(facts):
        excused = (*excused, *_OF_ONE_ID)
    if world.centre.one(_VOIDS):
        excused = (*excused, *_OF_TWO_VOIDS)
    if world.counts["wrong_rules"] and any(world.counts[how] for how in SET_BACK):
        excused = (*excused, *_OF_FORGOTTEN)
    for station in world.stations:
        for found in _at_station(station, logged, quarantined, counting, holes):
            yield f"{station.name}: {found}"
        for found in _verified(station, excused) if thorough else ():
            yield f"{station.name}: {found}"
        for found in documents_at(station, shown):
            yield f"{station.name}: {found}"
        for found in sums_at(station, lines):
            yield f"{station.name}: {found}"
    if thorough:
        for promise, what in world.centre.rows("SELECT promise, what FROM sync.verify()"):
            yield f"the centre’s own verify: {promise} {what}"


def broken_meanwhile(world: World) -> Iterator[str]:
    """What does not hold while rules that were wrong still keep records aside: nothing counts that
    takes back what does not, and the same facts count everywhere, unless the centre lacks records.
    """
    rows = world.centre.rows(
        "SELECT station::text, incarnation, seq, hash, body, status FROM sync.record"
    )
    if all(row[5] == "applied" for row in rows):
        return
    logged: dict[Place, str] = {}
    quarantined: set[Place] = set()
    applied: Facts = set()
    for station, life, seq, digest, body, status in rows:
        logged[station, life, seq] = digest
        ops = world.known.learn(digest, body)
        if status == "applied":
            applied |= ops
        else:
            quarantined.add((station, life, seq))
    yield from _alone(dict(_lacking(world, logged, applied)), quarantined)
    counting = lowest({tuple(row) for row in world.centre.rows(_THERE)})
    lacks = world.ancient or any(one.database.read(gaps.noted) for one in world.stations)
    for one in () if lacks else world.stations:
        facts = {tuple(row) for row in one.database.read(lambda r: r.fetch(FACTS))}
        if facts != counting:
            yield f"{one.name}: {_differ('facts that count meanwhile', facts, counting)}"


class Gone:
    """Records that managers approved to go on without."""

    def __init__(self, world: World) -> None:
        self._spans: list[tuple[str, str, int, int, str]] = world.centre.rows(_HOLES)

    def between(self, stream: tuple[str, str], have: int, seq: int, prev: str) -> bool:
        """Whether the record at `seq` may come after the one at `have`."""
        return any(
            (one[0], one[1]) == stream and one[2] <= have + 1 and one[3:] == (seq - 1, prev)
            for one in self._spans
        )

    def at(self, place: Place) -> bool:
        return any(
            (one[0], one[1]) == place[:2] and one[2] <= place[2] <= one[3] for one in self._spans
        )


def _chain(
    row: tuple[Any, ...], heads: dict[tuple[str, str], tuple[int, str]], holes: Gone
) -> Iterator[str]:
    """Each stream without a gap, each record hashed over its fields and the one before."""
    station, life, seq, prev, digest = row[2], row[3], row[4], row[10], row[11]
    have, head = heads.get((station, life), (0, _framed(station, life)))
    body = hashlib.sha256(row[9].encode()).hexdigest()
    fields = [*row[:9], body, prev]
    goes_on = seq == have + 1 and prev == head
    if not goes_on and seq > have + 1:
        goes_on = holes.between((station, life), have, seq, prev)
    if not goes_on or _framed(*fields) != digest:
        yield f"the centre’s chain breaks at {station[-4:]}/{life[:4]}/{seq}"
    heads[station, life] = (seq, digest)


def _framed(*fields: Any) -> str:
    said = hashlib.sha256()
    for one in fields:
        data = str(one).encode()
        said.update(len(data).to_bytes(8, "big") + data)
    return said.hexdigest()


def _lacking(
    world: World, logged: dict[Place, str], applied: Facts
) -> Iterator[tuple[Place, tuple[str, str]]]:
    """The records that take back what does not count at the centre."""
    standing = {(op[0].partition(".")[0], op[1]) for op in applied}
    for place, digest in logged.items():
        if lacks := world.known.takes_back[digest] - standing:
            yield place, min(lacks)


def _alone(lacking: dict[Place, tuple[str, str]], quarantined: set[Place]) -> Iterator[str]:
    for place in lacking.keys() - quarantined:
        yield f"{_named(place)} takes back what counts nowhere: {' '.join(lacking[place])}"


def _named(place: Place) -> str:
    station, life, seq = place
    return f"{station[-4:]}/{life[:4]}/{seq}"


def _centre_heads(world: World, heads: dict[tuple[str, str], tuple[int, str]]) -> Iterator[str]:
    keys = {seat.station_id: seat.keys.own for seat in world.ground.seats}
    for station, life, have, digest in world.centre.rows(
        "SELECT station::text, incarnation, have, hash FROM sync.stream"
    ):
        if heads.get((station, life), (0, _framed(station, life))) != (have, digest):
            yield f"the centre’s head of {station[-4:]}/{life[:4]} is not its last record"
    for station, digest, mac in world.centre.rows(
        "SELECT station::text, hash, mac FROM sync.record"
    ):
        if hmac.new(keys[station], digest.encode(), "sha256").hexdigest() != mac:
            yield f"a record of {station[-4:]} is not signed by it"


def _nothing_lost(world: World, there: set[tuple[str, str, str]]) -> Iterator[str]:
    known = world.known
    if missing := world.need - there:
        yield f"LOST: {len(missing)} of what was on a disk, such as {sorted(missing)[0]}"
    if never := known.truth - known.gone - there - world.need:
        yield f"LOST though no disk was lost: {len(never)}, such as {sorted(never)[0]}"
    if phantoms := there - known.truth:
        yield f"PHANTOM: {len(phantoms)} that nobody made, such as {sorted(phantoms)[0]}"


def lowest(facts: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Of the contents of one id the lowest hash counts."""
    found: dict[tuple[str, str], str] = {}
    for kind, fact_id, digest in facts:
        held = found.get((kind, fact_id))
        if held is None or digest < held:
            found[kind, fact_id] = digest
    return {(*key, digest) for key, digest in found.items()}


def _at_station(
    station: SimStation,
    logged: dict[Place, str],
    quarantined: set[Place],
    counting: Facts,
    holes: Gone,
) -> Iterator[str]:
    read = station.database.read
    held = {(row[0], row[1], row[2]): row[3] for row in read(lambda r: r.fetch(_LOG))}
    turned_up = {place for place in held if place not in logged and holes.at(place)}
    held = {place: digest for place, digest in held.items() if place not in turned_up}
    begins = {(row[0], row[1]): row[2] for row in read(lambda r: r.fetch(_BEGINS))}
    logged = {p: digest for p, digest in logged.items() if p[2] > begins.get(p[:2], 0)}
    quarantined = {place for place in quarantined if place in logged}
    if held != logged:
        streams: Counter[tuple[str, ...]] = Counter(
            place[:2] for place, _ in held.items() ^ logged.items()
        )
        yield f"its log differs from the centre’s in {_short(streams)}"
    facts = {tuple(row) for row in read(lambda r: r.fetch(FACTS))}
    if facts != counting:
        yield _differ("facts that count", facts, counting)
    aside = {(row[0], row[1], row[2]) for row in read(lambda r: r.fetch(_ASIDE))} - turned_up
    if aside != quarantined:
        yield f"knows {len(aside)} verdicts, the centre {len(quarantined)}"
    if left := read(lambda r: r.scalar(_ORPHANS)):
        yield f"{left} orphans are left"
    yield from read(_views)


def _verified(station: SimStation, excused: tuple[str, ...]) -> Iterator[str]:
    """What the program's own proof finds, but for what only says what happened."""
    keys = station.seat.keys
    found = station.database.read(verify, keys.master, None, None, (0, 1, 2), keys.own)
    for one in found.findings:
        if not one.check.startswith(excused):
            yield f"verify {one.check}: {one.words}"


def _views(reader: Reader) -> list[str]:
    """The views that are not what their recipes make of the facts."""
    odd = []
    for recipe in all_recipes():
        names = recipe.compared or recipe.columns
        places = [recipe.columns.index(name) for name in names]
        wanted = Counter(tuple(row[place] for place in places) for row in recipe.rows(reader))
        stored = ReadSql(f"SELECT {', '.join(names)} FROM {recipe.view.name}")
        if wanted != Counter(reader.fetch(stored)):
            odd.append(f"the view {recipe.view.name} is not what its recipe makes")
    return odd


def _short(streams: Counter[tuple[str, ...]]) -> str:
    return ", ".join(f"{s[-4:]}/{life[:4]} ({n})" for (s, life), n in streams.items())


def _differ(what: str, found: Facts, wanted: Facts) -> str:
    missing = Counter(op[0] for op in wanted - found)
    extra = Counter(op[0] for op in found - wanted)
    return f"{what}: missing {dict(missing)}, too many {dict(extra)}"

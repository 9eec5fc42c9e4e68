"""Takes in records of other streams: a page of them is one transaction, with its rows and views.

Part of the one door for writes, beside the unit of work. What a record says is written here too and
logged nowhere: its own raw bytes are its log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlcipher3 import dbapi2 as driver

from app.kernel.errors import Bug, UserError
from app.kernel.translate import t
from app.storage import aside, carriers, edits, merging
from app.storage.aside import HERE, Place
from app.storage.canonical import hash_of, mac_of
from app.storage.checking import Recipe
from app.storage.folding import DetailElsewhere, want
from app.storage.following import follow
from app.storage.gaps import Gap, gap_before
from app.storage.holes import Holes
from app.storage.schema import heard_clock, station_log, stream_anchor
from app.storage.statements import Reader, ReadSql, insert_sql, values_of
from app.storage.station_log import CARRY, LATEST_CLOCK, carried_in, record_hash, said_in
from app.storage.unit_of_work import UnitOfWork

CANT_BE_APPLIED = (
    driver.IntegrityError,
    driver.DataError,
    driver.InterfaceError,
    driver.ProgrammingError,
    UserError,
    Bug,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
)
"""What a record can do to the books by what it says; a full disk or a lock is no such thing."""
_SAYS_SO = 1
"""SQLite's code for what a statement met in its values, such as a sum beyond 64 bits."""

StreamKey = tuple[str, str]
"""(station, incarnation)."""

_HELD = ReadSql(
    "WITH RECURSIVE stations(station) AS (SELECT min(station) FROM station_log UNION ALL "
    "SELECT (SELECT min(l.station) FROM station_log AS l WHERE l.station > s.station) "
    "FROM stations AS s WHERE s.station IS NOT NULL), "
    "streams(station, incarnation) AS (SELECT station, (SELECT min(l.incarnation) "
    "FROM station_log AS l WHERE l.station = s.station) FROM stations AS s "
    "WHERE station IS NOT NULL UNION ALL SELECT station, (SELECT min(l.incarnation) "
    "FROM station_log AS l WHERE l.station = s.station AND l.incarnation > s.incarnation) "
    "FROM streams AS s WHERE s.incarnation IS NOT NULL), "
    "heads(station, incarnation, seq) AS (SELECT station, incarnation, (SELECT max(l.seq) "
    "FROM station_log AS l WHERE l.station = s.station AND l.incarnation = s.incarnation) "
    "FROM streams AS s WHERE incarnation IS NOT NULL) "
    "SELECT h.station, h.incarnation, h.seq, l.hash FROM heads AS h JOIN station_log AS l "
    "ON l.station = h.station AND l.incarnation = h.incarnation AND l.seq = h.seq"
)
_HASH = ReadSql(
    "SELECT hash FROM station_log WHERE station = :station AND incarnation = :incarnation "
    "AND seq = :seq"
)
_NOT_APPLIED_HERE = ReadSql(
    "SELECT v.station, v.incarnation, v.seq, l.body FROM record_verdict AS v JOIN station_log AS l "
    "ON l.station = v.station AND l.incarnation = v.incarnation AND l.seq = v.seq "
    f"WHERE v.applied = 0 AND v.why LIKE '{HERE}%'"
)
_CLOCK = ReadSql("SELECT hlc FROM heard_clock WHERE one = 1")
_ANCHORS = ReadSql("SELECT station, incarnation, seq, hash FROM stream_anchor")


@dataclass(frozen=True, slots=True)
class Received:
    """A record as the centre sent it (`station_log.FIELDS`); `why` is why the centre keeps it aside
    where it does.
    """

    record: dict[str, Any]
    quarantined: bool = False
    why: str = ""

    @property
    def stream(self) -> StreamKey:
        return self.record["station"], self.record["incarnation"]

    @property
    def place(self) -> Place:
        return (*self.stream, int(self.record["seq"]))


class BrokenStream(UserError):
    """What came can't be for this station: nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a page: `replaced` are streams that say something else there than here,
    `damaged` those that do not go on, in words, `gaps` what of them is because records are missing;
    `kept_aside` records could not be applied here.
    """

    new: int
    replaced: tuple[StreamKey, ...] = ()
    damaged: tuple[tuple[StreamKey, str], ...] = ()
    kept_aside: int = 0
    gaps: tuple[Gap, ...] = ()


def held(reader: Reader) -> dict[StreamKey, tuple[int, str]]:
    """(seq, hash) of the last record held of every stream, this station's own ones too."""
    heads = {(row[0], row[1]): (row[2], row[3]) for row in reader.fetch(_HELD)}
    return anchors(reader) | heads


def anchors(reader: Reader) -> dict[StreamKey, tuple[int, str]]:
    """(seq, hash) of the record below the first held one, of the streams that are not held from
    their beginning because their tables were taken over.
    """
    return {(row[0], row[1]): (row[2], row[3]) for row in reader.fetch(_ANCHORS)}


def begin_at(uow: UnitOfWork, key: StreamKey, seq: int, digest: str) -> None:
    """Hold a stream from the record after `seq` on: what came before is in the tables."""
    uow.put(stream_anchor, {"station": key[0], "incarnation": key[1], "seq": seq, "hash": digest})


def take_in(uow: UnitOfWork, page: Sequence[Received], recipes: Iterable[Recipe]) -> Taken:
    """Keep and apply a page of records that are in the order the centre gave them, each stream as
    far as it goes on from what is held. A record that can't be applied here is kept aside.
    """
    sorted_out = _sorted_out(uow, page)
    new = sorted_out.new
    if not new:
        return sorted_out.answer()
    insert, _ = insert_sql(station_log)
    uow.write_many(station_log, insert, [values_of(station_log)(one.record) for one in new])
    hear_clock(uow, max(int(one.record["hlc"]) for one in new))
    bodies: dict[Place, str] = {}
    for one in new:
        carriers.note(uow, one.place, one.record)
        if one.quarantined:
            aside.judge(uow, one.place, one.why, applied=False)
        else:
            bodies[one.place] = one.record["body"]
    every = tuple(recipes)
    try:
        with _sorting(), uow.savepoint():
            write_said(uow, bodies, every)
    except CANT_BE_APPLIED:
        return sorted_out.answer(sum(not _applies(uow, *one, every) for one in bodies.items()))
    return sorted_out.answer()


def write_said(uow: UnitOfWork, bodies: Mapping[Place, str], recipes: Iterable[Recipe]) -> None:
    """Write what records say, and what hangs on it."""
    said = {place: said_in(body) for place, body in bodies.items()}
    changes = merging.write(
        uow, (row for place, one in said.items() for row in aside.told_of(place, one["rows"]))
    )
    edits.note(uow, said)
    follow(uow, changes, recipes)


def _applies(uow: UnitOfWork, place: Place, body: str, recipes: Iterable[Recipe]) -> bool:
    """One record alone; whether what it says could be written. Otherwise it is kept aside with the
    reason, and tried again whenever the program starts.
    """
    try:
        with _sorting(), uow.savepoint():
            write_said(uow, {place: body}, recipes)
    except CANT_BE_APPLIED as error:
        aside.judge(uow, place, f"{HERE}{type(error).__name__}: {error}", applied=False)
        if isinstance(error, DetailElsewhere):
            want(uow, error.args)
        return False
    return True


@contextmanager
def _sorting() -> Iterator[None]:
    """An OperationalError is the computer's trouble, or a ValueError where values are to blame."""
    try:
        yield
    except driver.OperationalError as error:
        if error.sqlite_errorcode != _SAYS_SO:
            raise
        raise ValueError(str(error)) from error


def try_again(uow: UnitOfWork, recipes: Iterable[Recipe]) -> int:
    """Apply what could not be applied here before, perhaps by an older program; how many records
    count now.
    """
    every, done = tuple(recipes), 0
    for *place, body in uow.fetch(_NOT_APPLIED_HERE):
        one = (place[0], place[1], place[2])
        if _applies(uow, one, body, every):
            aside.drop_verdict(uow, one)
            done += 1
    return done


def project_waiting(uow: UnitOfWork, recipes: Iterable[Recipe]) -> int:
    """Put rows that an older program did not know into their tables; how many there were."""
    every = tuple(recipes)
    changes = merging.write_waiting(uow)
    follow(uow, changes, every)
    return changes.written + try_again(uow, every)


def waiting(reader: Reader) -> bool:
    """Whether anything that is held waits for a program that knows it, perhaps this one."""
    return merging.waiting_rows(reader) or bool(reader.fetch(_NOT_APPLIED_HERE))


@dataclass(slots=True)
class _SortedOut:
    new: list[Received] = field(default_factory=list)
    replaced: list[StreamKey] = field(default_factory=list)
    damaged: dict[StreamKey, str] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)

    def answer(self, kept_aside: int = 0) -> Taken:
        damaged = tuple(sorted(self.damaged.items()))
        return Taken(len(self.new), tuple(self.replaced), damaged, kept_aside, tuple(self.gaps))


def _sorted_out(uow: UnitOfWork, page: Sequence[Received]) -> _SortedOut:
    """The records of the page that are not held yet and go on; a stream that does not is left where
    it is.
    """
    found = _SortedOut()
    if not page:
        return found
    heads, begins, holes = held(uow), anchors(uow), Holes(uow, page)
    for one in page:
        record, key = one.record, one.stream
        if record["organization"] != uow.stream.organization:
            raise BrokenStream(t("The centre sent records of another practice. Ask for help."))
        if key == (uow.stream.station, uow.stream.incarnation):
            raise BrokenStream(t("The centre sent this station its own records. Ask for help."))
        if key in found.replaced or key in found.damaged:
            continue
        seq, digest = heads.get(key) or (0, hash_of(*key))
        begin, below = begins.get(key, (0, ""))
        if record["seq"] < begin:
            continue
        if record["seq"] <= seq:
            there = below if record["seq"] == begin else hash_at(uow, key, record["seq"])
            if there != record["hash"]:
                found.replaced.append(key)
            continue
        if record["seq"] == seq + 1 and record["prev_hash"] != digest:
            found.replaced.append(key)
        elif not _is_genuine(uow, one):
            found.damaged[key] = _unreadable(record)
        elif record["seq"] != seq + 1 and not holes.lead(key, seq + 1, record):
            found.damaged[key] = _lacking(record, seq + 1)
            found.gaps.append(gap_before(key, seq + 1, record))
        else:
            heads[key] = (record["seq"], record["hash"])
            found.new.append(one)
    return found


def hash_at(reader: Reader, key: StreamKey, seq: int) -> str | None:
    """The hash of a record of any stream; None where it is not held."""
    if seq == 0:
        return hash_of(*key)
    found: str | None = reader.scalar(_HASH, station=key[0], incarnation=key[1], seq=seq)
    if found is None:
        begin, below = anchors(reader).get(key, (0, ""))
        return below if begin == seq else None
    return found


def _is_genuine(uow: UnitOfWork, came: Received) -> bool:
    """Whether a record is what its hash says, and whether a station of ours that it is of signed
    it; the same of one that it carries, unless that counts nowhere.
    """
    key, record = uow.stream.key, came.record
    opens = record["action"] == CARRY and not came.quarantined
    for one in (record, carried_in(record["body"]) if opens else None):
        if one is None:
            continue
        try:
            genuine = record_hash(one) == one["hash"]
        except ValueError:  # half a sign that no UTF-8 has
            return False
        if not genuine:
            return False
        if one["station"] == uow.stream.station and mac_of(key, one["hash"]) != one["mac"]:
            return False
    return True


def _lacking(record: dict[str, Any], first: int) -> str:
    return t(
        "The centre lacks the records {first} to {last} of station {station}. If nobody has them "
        "any more, a manager can go on without them, among the tasks.",
        first=first,
        last=record["seq"] - 1,
        station=record["station"],
    )


def _unreadable(record: dict[str, Any]) -> str:
    return t(
        "Record {seq} of station {station} came from the centre damaged. Payments go on; ask "
        "for help.",
        seq=record["seq"],
        station=record["station"],
    )


def hear_clock(uow: UnitOfWork, hlc: int) -> None:
    """The next record made here comes after this clock."""
    if int(uow.scalar(_CLOCK) or 0) < hlc < LATEST_CLOCK:
        uow.put(heard_clock, {"one": 1, "hlc": hlc})

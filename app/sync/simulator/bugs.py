"""Mistakes to plant from outside, one at a time: the simulator is good when it finds each of them.

The program has no switches for them: an attribute of a real module is put out of order for a while,
or a piece of the shipped SQL is replaced by a worse one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from app.storage import orphans, receiving, taking_over
from app.storage.receiving import Received, StreamKey
from app.storage.schema import orphan, station_log
from app.storage.statements import ReadSql
from app.storage.station_log import FIELDS
from app.storage.unit_of_work import UnitOfWork
from app.sync import central, exchange, outbox, positions
from app.sync.central import Central, Held, Pulled
from app.sync.exchange import Exchange
from app.sync.positions import Contact
from app.sync.puller import Puller
from app.sync.rounds import Done, Round
from app.sync.simulator.centre import BASE
from app.sync.simulator.chance import START
from app.sync.simulator.ground import Ground
from app.sync.simulator.planting import Plant, always, both, instead, worse_projection, worse_sql
from app.sync.simulator.ruling_bugs import RULING_BUGS


def _own_flag(true: Any) -> Any:
    """What was acknowledged once is never sent again."""
    acknowledged: dict[StreamKey, int] = {}

    def records_after(reader: Any, have: int, key: StreamKey | None = None) -> Any:
        mine = outbox.here(reader)
        stream = (mine.station, mine.incarnation)
        acknowledged[stream] = max(acknowledged.get(stream, 0), outbox.position(reader).have)
        return true(reader, max(have, acknowledged[stream]) if key is None else have, key)

    return records_after


def _deleting(true: Any) -> Any:
    """What was acknowledged is deleted here, but for the last record."""

    def note_contact(uow: UnitOfWork, contact: Contact) -> None:
        true(uow, contact)
        where = {"station": uow.stream.station, "incarnation": contact.incarnation}
        for row in uow.fetch(_ACKNOWLEDGED, **where, have=contact.have):
            record = dict(zip(FIELDS, row, strict=True))
            orphans._keep(uow, record, "", applied=True)
            uow.drop(station_log, **where, seq=record["seq"])
            uow.drop(orphan, hash=record["hash"])

    return note_contact


_ACKNOWLEDGED = ReadSql(
    f"SELECT {', '.join(FIELDS)} FROM station_log WHERE station = :station "
    "AND incarnation = :incarnation AND seq < :have"
)


def _claiming(claim: Callable[[Pulled], dict[StreamKey, tuple[int, str]]]) -> Callable[[Any], Any]:
    """A vector of its own beside what is held: as far as `claim` says, even after a crash."""

    def worse(true: Any) -> Any:
        claimed: dict[tuple[int, StreamKey], tuple[int, str]] = {}

        def poll(self: Central, held: Held, *args: Any, **more: Any) -> Pulled:
            me = id(self._connection)
            vector = dict(held)
            for (who, stream), head in claimed.items():
                if who == me and head[0] > vector.get(stream, (0, ""))[0]:
                    vector[stream] = head
            page: Pulled = true(self, vector, *args, **more)
            for stream, head in claim(page).items():
                claimed[me, stream] = head
            return page

        return poll

    return worse


def _to_the_heads(page: Pulled) -> dict[StreamKey, tuple[int, str]]:
    return {stream: (head.seq, head.hash) for stream, head in page.heads.items()}


def _before_the_page(page: Pulled) -> dict[StreamKey, tuple[int, str]]:
    return {one.stream: (one.record["seq"], one.record["hash"]) for one in page.records}


@contextmanager
def _arrival_as_cursor(ground: Ground) -> Iterator[None]:
    """Readers ask for what arrived later than the last record they saw."""
    seen: dict[int, Any] = {}
    true = Central.poll

    def poll(self: Central, *args: Any, **more: Any) -> Pulled:
        page, me = true(self, *args, **more), id(self._connection)
        arrived = dict(
            ground.centre.rows(
                "SELECT hash, received_at FROM sync.record WHERE hash = ANY(%s)",
                [one.record["hash"] for one in page.records],
            )
        )
        last = seen.get(me)
        new = [one for one in page.records if last is None or arrived[one.record["hash"]] > last]
        if arrived:
            seen[me] = max(arrived.values()) if last is None else max(last, *arrived.values())
        return replace(page, records=tuple(new))

    with patch.object(Central, "poll", poll):
        yield


@contextmanager
def _snapshot_vector_last(ground: Ground) -> Iterator[None]:
    """A new station holds streams from where they are once the tables were copied."""
    begin, go_on = taking_over.begin, taking_over.go_on

    def none_yet(uow: UnitOfWork, wanted: taking_over.Begin) -> None:
        begin(uow, replace(wanted, streams={}))

    def then(uow: UnitOfWork, stage: str) -> None:
        if stage == "records" and taking_over.state(uow).stage == "tables":
            for station, life, have, digest in ground.centre.rows(
                "SELECT station::text, incarnation, have, hash FROM sync.stream WHERE have > 0"
            ):
                receiving.begin_at(uow, (station, life), have, digest)
        go_on(uow, stage)

    with (
        patch.object(taking_over, "begin", none_yet),
        patch.object(taking_over, "go_on", then),
    ):
        yield


class _Like(str):
    """Equal to whatever it is compared with."""

    __slots__ = ()

    def __eq__(self, _other: object) -> bool:
        return True

    def __ne__(self, _other: object) -> bool:
        return False

    __hash__ = str.__hash__


def _counted_all(_true: Any) -> Any:
    def received(told: dict[str, Any]) -> Received:
        return Received({name: told[name] for name in FIELDS})

    return received


def _raw_clock(_true: Any) -> Any:
    def stamp(self: UnitOfWork, _replaced: int) -> int:
        return int(self.now.timestamp() * 1000)

    return stamp


_NO_VERDICTS = instead(Exchange, "_follow_verdicts", always(None))
_HOUR_ON = int(START.timestamp() * 1000) + 3_600_000

BUGS: dict[str, Plant] = {
    "drop_poison": worse_sql(
        ("END;\n        INSERT INTO", "END;\n        IF verdict = 'applied' THEN INSERT INTO"),
        ("            verdict, reason);\n", "            verdict, reason); END IF;\n"),
    ),
    "lock_timeout_quarantines": worse_sql(
        ("NOT IN ('22', '23', 'P0')", "NOT IN ('22', '23', 'P0', '55')"),
    ),
    "broken_deploy_quarantines": worse_sql(
        ("NOT IN ('22', '23', 'P0')", "NOT IN ('22', '23', 'P0', '42')"),
    ),
    "no_fork_check": both(
        worse_sql(
            ("IF old.hash IS DISTINCT FROM e->>'hash' THEN", "IF false THEN"),
            ("IF e->>'prev_hash' IS DISTINCT FROM s.hash THEN", "IF false THEN"),
        ),
        instead(outbox, "hash_at", always(_Like())),
    ),
    "no_authorship_check": worse_sql(
        (
            "            IS DISTINCT FROM e->>'mac'\n",
            "            IS DISTINCT FROM e->>'mac' AND false\n",
        ),
    ),
    "dup_without_verdict": both(
        worse_sql(("'said', old.status, 'why', old.why", "'said', 'applied', 'why', ''")),
        _NO_VERDICTS,
    ),
    "dedupe_by_number": worse_projection(
        "ON CONFLICT (organization_id, id, content_hash) DO NOTHING",
        "ON CONFLICT DO NOTHING",
        "CREATE UNIQUE INDEX planted ON public.payment (organization_id, number)",
        "DROP INDEX public.planted",
    ),
    "clamp": worse_projection(
        "s bigint := (r->>'s')::bigint;", f"s bigint := least((r->>'s')::bigint, {_HOUR_ON});"
    ),
    "no_tie_break": worse_projection("(s, e) > (t.", "(s, NULL::uuid) > (t."),
    "delete_on_ack": instead(positions, "note_contact", _deleting),
    "own_flag": instead(outbox, "records_after", _own_flag),
    "arrival_as_cursor": _arrival_as_cursor,
    "vector_to_heads": instead(Central, "poll", _claiming(_to_the_heads)),
    "vector_before_page": instead(Central, "poll", _claiming(_before_the_page)),
    "heads_without_hash": instead(Puller, "_says_other", always(False)),
    "no_witness": instead(exchange, "bear_witness", always(Round(Done.DRAINED))),
    "no_reenqueue": instead(orphans, "carry", always(None)),
    "quarantined_applied": both(instead(central, "_received", _counted_all), _NO_VERDICTS),
    "raw_clock": instead(UnitOfWork, "_edit_stamp", _raw_clock),
    "snapshot_vector_last": _snapshot_vector_last,
    **RULING_BUGS,
}
"""Those of sync.md 11, and a few more."""


@contextmanager
def planted(name: str, ground: Ground) -> Iterator[None]:
    """The program with this mistake in it."""
    ground.centre.set_back(BASE)  # rows of another history could be in the way
    with BUGS[name](ground):
        yield

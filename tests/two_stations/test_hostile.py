"""A client that knows the protocol and one stolen key, in any order: the centre stays sound.

It speaks as a real station, signs what it likes with that station's own key, and knows every id of
a second practice at the same centre. The model is only what the centre said before.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from app.bootstrap import Station, open_station
from app.storage.canonical import canonical_json, content_hash, mac_of
from app.storage.keys import NoSecretStore
from app.storage.station_log import Stream, record_hash
from app.storage.tables import central, station
from app.sync.central import Central
from app.sync.joining import connector, join_centre
from app.sync.line import Line
from app.sync.looking import broken_promises
from app.sync.outbox import records_after
from app.sync.pusher import Pusher
from app.sync.rounds import Done
from tests.building import Books, Template, make_template
from tests.migrations.conftest import new_database
from tests.two_stations.conftest import _SENT, Centre, dsn_of
from tests.two_stations.test_pushing import some_work

SQL = (
    "'; DROP TABLE sync.record; --",
    '"; DELETE FROM public.payment; --',
    "$$; UPDATE sync.stream SET have = 0; $$",
    "%s %(x)s {} \\'",
    "public.payment",
    "postgres",
    "../..",
    "\u202e𝄞 ’",
)
NO_ROWS = ('{"rows": 1}', "[]", "null", '{"rows":[1,[],{}]}')
STANDS = ("applied", "quarantined")


@dataclass
class Stolen:
    """What the client has: a station's connection and key, its records, another practice's ids."""

    line: psycopg.Connection[Any]
    stream: Stream
    bodies: list[str]
    others: list[str]
    theirs: Stream
    centre: Centre
    kept: str = ""


@dataclass
class Taken:
    """A record the centre took, and what it said."""

    record: dict[str, Any]
    said: dict[str, Any] = field(default_factory=dict)


OPENED: dict[str, Stolen] = {}


def fingerprint(centre: Centre, organization: str) -> str:
    """Everything the centre holds of one practice, as one hash."""
    digest = hashlib.sha256()
    names = [f"public.{name}" for name in sorted(central.tables)]
    for name in (*names, "sync.record", "sync.stream", "sync.station", "sync.clash"):
        rows = centre.rows(
            f"SELECT md5(coalesce(string_agg(to_jsonb(t)::text, ',' ORDER BY to_jsonb(t)::text), ''"
            f")) FROM {name} t WHERE t.organization_id = %s",
            organization,
        )
        digest.update(f"{name} {rows}".encode())
    return digest.hexdigest()


def _fact(kind: str, fields: dict[str, Any], fact_id: str, honest: bool) -> dict[str, Any]:
    """A row of a record; its own hash is right where it is `honest`."""
    table = station.tables[kind]
    values = {name: fields.get(name) for name in table.info["content"]} | {"id": fact_id}
    digest = content_hash(table.info["record_type"], ("id", *table.info["content"]), values).hex()
    said = {name: value for name, value in values.items() if value is not None and name != "id"}
    return {
        "t": table.info["record_type"],
        "id": fact_id,
        "h": digest if honest else "0" * 64,
        "f": said,
    }


_TEXT = st.one_of(st.sampled_from(SQL), st.text(max_size=8).filter(lambda t: "\x00" not in t))
_KINDS = st.sampled_from(("payment", "journal_line", "journal_entry", "sign_in", "allocation"))
_VALUES = st.one_of(
    _TEXT, st.integers(-(2**70), 2**70), st.booleans(), st.none(), st.just([]), st.just({"x": 1})
)


class Hostile(RuleBasedStateMachine):
    """One new life of the stolen station; `taken` is what the centre took of it."""

    @initialize()
    def begin(self) -> None:
        self.has = OPENED["stolen"]
        self.life = uuid4().hex
        self.taken: list[Taken] = []
        first = hashlib.sha256(
            b"".join(
                len(part.encode()).to_bytes(8, "big") + part.encode()
                for part in (self.has.stream.station, self.life)
            )
        )
        self.first = first.hexdigest()

    # ---------------------------------------------------------------------- what it says

    def record(self, body: str, **changed: Any) -> dict[str, Any]:
        """The next record of this life, signed as its station signs."""
        last = self.taken[-1].record if self.taken else None
        record: dict[str, Any] = {
            "v": 1,
            "organization": self.has.stream.organization,
            "station": self.has.stream.station,
            "incarnation": self.life,
            "seq": last["seq"] + 1 if last else 1,
            "hlc": 1,
            "at": "2026-11-20T10:00:00.000000Z",
            "actor": self.has.stream.station,
            "action": "hostile",
            "body": body,
            "prev_hash": last["hash"] if last else self.first,
        } | changed
        record["hash"] = changed.get("hash") or record_hash(record)
        record["mac"] = changed.get("mac") or mac_of(self.has.stream.key, record["hash"])
        return {name: record[name] for name in _SENT}

    def push(self, records: list[Any], **to: str) -> list[dict[str, Any]]:
        station_id, life = to.get("station", self.has.stream.station), to.get("life", self.life)
        words = "SELECT sync.push(%s, %s, %s::jsonb)"
        [[told]] = self.has.line.execute(words, (station_id, life, json.dumps(records))).fetchall()
        found: list[dict[str, Any]] = told
        return found

    def take(self, record: dict[str, Any], *said: str) -> None:
        """It is taken, with one of these verdicts, and the stream goes on behind it."""
        [told] = self.push([record])
        assert told["said"] in (said or STANDS), told
        self.taken.append(Taken(record, told))

    def refuse(self, record: dict[str, Any], *said: str, **to: str) -> None:
        [told] = self.push([record], **to)
        assert told["said"] in said, told

    # ---------------------------------------------------------------------- what may come

    @rule(data=st.data())
    def honest(self, data: st.DataObject) -> None:
        """What the real station once said, said again in a new life, counts once."""
        self.take(self.record(data.draw(st.sampled_from(self.has.bodies))), "applied")

    @rule(kind=_KINDS, data=st.data(), honest=st.booleans())
    def odd_row(self, kind: str, data: st.DataObject, honest: bool) -> None:
        """A row of any kind with anything in its fields, ids of the other practice among it."""
        names = station.tables[kind].info["content"]
        ids = st.sampled_from(self.has.others)
        fields = {name: data.draw(st.one_of(_VALUES, ids)) for name in names[:6]}
        row = _fact(kind, fields, data.draw(st.one_of(ids, _TEXT)), honest)
        self.take(self.record(canonical_json({"rows": [row]})))

    @rule(minor=st.integers(1, 10**6), more=st.integers(1, 5))
    def unbalanced(self, minor: int, more: int) -> None:
        """A real entry with one line that pays more: kept aside, counted nowhere."""
        body = next(b for b in self.has.bodies if '"journal_line.v1"' in b)
        rows = json.loads(body)["rows"]
        for row in rows:
            if row["t"] == "journal_line.v1":
                row["f"]["amount_minor"] += minor * more
                break
        self.take(self.record(canonical_json({"rows": rows})), "quarantined")

    @rule(
        body=st.one_of(_TEXT, st.sampled_from(('{"rows": 1}', "[]", "null", '{"rows":[1,[],{}]}')))
    )
    def no_rows(self, body: str) -> None:
        self.take(self.record(body))

    @rule(said=_TEXT)
    def unknown_kind(self, said: str) -> None:
        """A kind of record nobody knows yet is kept for later, or is no name of a kind."""
        self.take(self.record(canonical_json({"rows": [{"t": said, "id": said, "f": {}}]})))

    @rule(said=_TEXT)
    def words_in_the_envelope(self, said: str) -> None:
        self.take(self.record(canonical_json({"rows": []}), actor=said, action=said), "applied")

    # ---------------------------------------------------------------------- what may not

    @rule(how=st.sampled_from(("mac", "hash", "prev_hash")), hexes=st.sampled_from("0af"))
    def forged(self, how: str, hexes: str) -> None:
        wrong = self.record(canonical_json({"rows": []}), **{how: hexes * 64})
        self.refuse(wrong, "REFUSED", "BADHASH", "FORK")

    @rule(ahead=st.integers(2, 9))
    def gap(self, ahead: int) -> None:
        seq = len(self.taken) + ahead
        self.refuse(self.record(canonical_json({"rows": []}), seq=seq), "GAP")

    @rule(data=st.data())
    def another_past(self, data: st.DataObject) -> None:
        """A place that is taken, with other content."""
        if self.taken:
            seq = data.draw(st.integers(1, len(self.taken)))
            self.refuse(self.record('{"rows":[ ]}', seq=seq, at="2020-01-01T00:00:00Z"), "FORK")

    @rule()
    def too_large(self) -> None:
        big = self.record(canonical_json({"rows": [], "x": "x" * 256_000}))
        self.refuse(big, "REFUSED")

    @rule()
    def for_another(self) -> None:
        """Records of a station of the other practice, signed with its own key or the stolen one."""
        theirs = self.has.theirs
        forged = self.record(
            canonical_json({"rows": []}),
            station=theirs.station,
            organization=theirs.organization,
            incarnation=theirs.incarnation,
        )
        for record in (forged, forged | {"mac": mac_of(theirs.key, forged["hash"])}):
            self.refuse(
                record,
                "REFUSED",
                "BADHASH",
                "FORK",
                station=theirs.station,
                life=theirs.incarnation,
            )

    @rule(junk=st.one_of(_VALUES, st.lists(_VALUES, max_size=3), st.just([{}] * 61)), said=_TEXT)
    def junk(self, junk: Any, said: str) -> None:
        """Anything at all in every argument: an answer, or an error that names no table."""
        text, told = json.dumps(junk), self.has.stream.station
        for words, values in (
            ("SELECT sync.push(%s, %s, %s::jsonb)", (told, self.life, text)),
            ("SELECT sync.push(%s, %s, %s::jsonb)", (told, said, "[]")),
            ("SELECT sync.hello(1, %s, %s, %s, 0, %s, 0)", (said, said, said, said)),
            ("SELECT sync.pull(%s::jsonb, %s, 5)", (text, said)),
            ("SELECT sync.poll(%s, %s::jsonb, 5)", (said, text)),
            ("SELECT sync.hash_at(%s, %s, 3)", (self.has.theirs.station, said)),
            ("SELECT sync.verdicts(%s::jsonb)", (text,)),
            ("SELECT sync.next_number(%s, %s, 3, %s)", (said, said, told)),
        ):
            state = "22"
            try:
                self.has.line.execute(words, values).fetchall()
            except psycopg.Error as error:
                state = (error.sqlstate or "none")[:2]
            assert state in ("22", "23", "P0"), (state, words, values)

    @rule(table=st.sampled_from(("sync.record", "sync.secret", "public.payment", "sync.station")))
    def tables(self, table: str) -> None:
        for words in (f"SELECT * FROM {table}", f"DELETE FROM {table}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                self.has.line.execute(words)

    # ---------------------------------------------------------------------- what holds

    @rule()
    def replay(self) -> None:
        """Whatever was taken is answered as it was, as often as it comes."""
        for at in range(0, len(self.taken), 60):
            some = self.taken[at : at + 60]
            assert self.push([one.record for one in some]) == [one.said for one in some]

    @invariant()
    def as_far_as_it_said(self) -> None:
        if not hasattr(self, "life"):
            return
        words = "SELECT have, hash FROM sync.stream WHERE incarnation = %s"
        found = self.has.centre.rows(words, self.life)
        wanted = [(len(self.taken), self.taken[-1].record["hash"])] if self.taken else []
        assert [row for row in found if row[0]] == wanted

    def teardown(self) -> None:
        if not hasattr(self, "life"):
            return
        self.replay()
        self.take(self.record(self.has.bodies[0]), "applied")
        assert broken_promises(self.has.centre.dsn) == ()
        assert fingerprint(self.has.centre, self.has.theirs.organization) == self.has.kept


@contextmanager
def _joined(folder: Path, template: Template, centre: Centre) -> Iterator[Station]:
    """A practice with some work, all of it at the centre."""
    opened = open_station(folder)
    try:
        some_work(Books(opened, template.actors), 2)
        # The program refuses a second practice; the functions must keep two apart all the same.
        words = "DELETE FROM sync.organization RETURNING organization_id, name, joined_at"
        others = centre.rows(words)
        join_centre(opened, opened.database.keys.master, NoSecretStore(), centre.dsn)
        for other in others:
            centre.admin.execute("INSERT INTO sync.organization VALUES (%s, %s, %s)", other)
        line = Line(opened, _connect(opened))
        while (done := Pusher(opened, line).push_round()).done is Done.MORE:
            pass
        assert done.done is Done.DRAINED
        line.hang_up()
        yield opened
    finally:
        opened.close()


def _connect(opened: Station) -> Callable[[], Central]:
    connect = connector(opened, NoSecretStore())
    assert connect is not None
    return connect


def _stream(opened: Station) -> Stream:
    assert opened.database.writer is not None
    return opened.database.writer.stream


@pytest.fixture
def stolen(
    template: Template, tmp_path: Path, postgres: str, empty_centre: str
) -> Iterator[Stolen]:
    """Two practices at one centre; what the first one's station knows is in the wrong hands."""
    mine = Path(shutil.copytree(template.folder, tmp_path / "mine"))
    other = make_template(tmp_path / "other", organization_name="Hillside Clinic")
    with (
        new_database(postgres, empty_centre) as engine,
        psycopg.connect(dsn_of(engine), autocommit=True) as admin,
    ):
        centre = Centre(dsn_of(engine), admin)
        with _joined(other.folder, other, centre) as far:
            theirs = _stream(far)
        ids = centre.rows(
            "SELECT id::text FROM public.payment UNION SELECT id::text FROM public.journal_entry"
        )
        with _joined(mine, template, centre) as opened:
            central_line = _connect(opened)()
            bodies = [one["body"] for one in opened.ask(records_after, 0).result()]
            known = [theirs.organization, theirs.station, *(row[0] for row in ids)]
            found = Stolen(
                central_line._connection, _stream(opened), bodies[-8:], known, theirs, centre
            )
            found.kept = fingerprint(centre, theirs.organization)
            OPENED["stolen"] = found
            yield found
            central_line.close()
            OPENED.clear()


def test_whatever_a_client_says_the_centre_stays_sound(
    stolen: Stolen, long: bool, scale: int
) -> None:
    run_state_machine_as_test(
        Hostile,
        settings=settings(
            max_examples=(400 if long else 8) * scale,
            stateful_step_count=40 if long else 25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert stolen.centre.one("SELECT count(*) FROM sync.record WHERE status = 'quarantined'") > 0

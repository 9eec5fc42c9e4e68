"""The only way to write: facts are inserted, documents changed and logged, locals and views kept
in place.

At commit one station log record with all logged rows goes into the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Table

from app.kernel.actor import Actor
from app.kernel.clock import Clock, instant_text
from app.kernel.errors import UserError, ensure
from app.kernel.ids import NewId, new_id
from app.kernel.translate import t
from app.storage import station_log
from app.storage.alike import Alike
from app.storage.canonical import canonical_json, content_hash, named, quoted, row_json
from app.storage.numbering import Number, keep_counting, next_number
from app.storage.schema import document_edit
from app.storage.seen import Seen, not_overwriting
from app.storage.statements import (
    CursorReader,
    add_sql,
    delete_sql,
    insert_sql,
    row_sql,
    update_sql,
    upsert_sql,
    values_of,
)
from app.storage.station_log import Stream
from app.storage.tables import Row, Wire

R = TypeVar("R")
_EDITED = insert_sql(document_edit)[0]


class UnitOfWork(CursorReader):
    """One action's transaction on the writing thread; reads through it see its own writes."""

    def __init__(
        self,
        cursor: Any,
        *,
        actor: Actor,
        clock: Clock,
        stream: Stream,
        action: str,
        ids: NewId = new_id,
        run_id: str | None = None,
    ) -> None:
        super().__init__(cursor, clock.now())
        self.actor = actor
        self.clock = clock
        self.stream = stream
        self._ids = ids
        self._alike: Alike | None = None
        self.seen: Seen | None = None
        self._own: set[object] = set()
        self.touched: set[str] = set()
        self.logged_bytes = 0
        self._action = action
        self._run_id = run_id
        self._logged: list[str] = []
        self._edited: list[str] = []
        self._last: list[tuple[str, tuple[Wire, ...]]] = []
        self.counting: dict[tuple[str, str], int] = {}

    @property
    def in_bulk(self) -> bool:
        """Whether this is one of many transactions of one run, such as an import."""
        return self._run_id is not None

    @property
    def action(self) -> str:
        """The action this is for, as logs say it (`writer.action_name`)."""
        return self._action

    def new_id(self) -> str:
        """An id that nobody else has; or, of what is said alike, the same at every copy."""
        if self._alike is not None:
            return self._alike.next_id()
        made = self._ids()
        self._own.add(made)
        return made

    @property
    def logged_rows(self) -> int:
        return len(self._logged)

    def logged_since(self, rows: int) -> str:
        """What was logged after so many rows."""
        return ",".join(self._logged[rows:])

    def say_alike(self, how: Alike, at: datetime) -> None:
        """For the rest of the transaction ids and numbers come from `how`, and all that is said was
        done at `at`, the record too (`alike`).
        """
        self._alike, self.now = how, at

    def made(self, business_date: date) -> Row:
        """The heading columns of a fact made now (`tables.made`)."""
        return {
            "at": instant_text(self.now),
            "business_date": business_date.isoformat(),
            "station_id": self.stream.station,
            "made_by": self.actor.user_id,
        }

    def insert(self, table: Table, row: Row) -> None:
        """Add a fact; all its columns but the hash are given, nulls too. Refused where another
        station said something else under its id: two contents of one fact are never made knowingly.
        """
        info = table.info
        ensure(info["kind"] == "fact", f"{table.name} holds facts")
        names: tuple[str, ...] = info["content"]
        record_type: str = info["record_type"]
        digest = content_hash(record_type, ("id", *names), row)
        sql, _ = insert_sql(table)
        full = {**row, "content_hash": digest}
        if row["id"] not in self._own and self._said_otherwise(table, row["id"], digest):
            raise UserError(
                t(
                    "This was recorded before, at another window or by an earlier copy of this "
                    "computer’s data, and with something else in it. Nothing was saved: look at "
                    "what is there, then begin anew."
                )
            )
        self._write(sql, values_of(table)(full), table.name)
        fields = row_json(named(names), row)
        head, kind = quoted(str(row["id"])), quoted(record_type)
        self._log_text(f'{{"f":{fields},"h":"{digest.hex()}","id":{head},"t":{kind}}}')

    def create(self, table: Table, row: Row, *, usual: bool = False) -> None:
        """Add a document that is not there yet; all its own columns are given. What is `usual`
        nobody typed, so any edit of any window is later, also one made while apart.
        """
        info = table.info
        ensure(info["kind"] == "document", f"{table.name} holds documents")
        stamp, edit = 1 if usual else self._edit_stamp(0), self.new_id()
        sql, _ = insert_sql(table)
        full = {**row, "stamp": stamp, "edit_id": edit, "clocks": "{}", "extra": None}
        self._write(sql, values_of(table)(full), table.name)
        fields = row_json(named(info["content"], "["), row, ",null]")
        head, kind = quoted(str(row["id"])), quoted(info["record_type"])
        said = f'{{"d":{fields},"e":{quoted(edit)},"id":{head},"s":{stamp},"t":{kind}}}'
        self._log_text(said)
        if not self.in_bulk:
            self._edited.append(str(row["id"]))

    def change(self, table: Table, document_id: str, fields: Row) -> bool:
        """Edit fields of a document; False when nothing differs. Each edit keeps its own clock."""
        info = table.info
        ensure(info["kind"] == "document", f"{table.name} holds documents")
        sql, order = row_sql(table)
        found = self._cursor.execute(sql, (document_id,)).fetchone()
        ensure(found is not None, f"the {table.name} to change exists")
        old = dict(zip(order, found, strict=True))
        new = {name: value for name, value in fields.items() if old[name] != value}
        if not new:
            return False
        clocks: dict[str, list[Any]] = json.loads(old["clocks"])
        if self.seen is not None and document_id in self.seen.documents:
            new = not_overwriting(self, self.seen, document_id, new, clocks, _json)
            if not new:
                return False
        edit = self.new_id()
        replaced = [clocks.get(name, [old["stamp"]])[0] for name in new]
        stamp = self._edit_stamp(max(replaced))
        for name in new:
            clocks[name] = [stamp, edit]
        names = tuple(sorted(new))
        values = [new[name] for name in names]
        self._write(
            update_sql(table, (*names, "clocks")),
            (*values, canonical_json(clocks), document_id),
            table.name,
        )
        logged = {name: [_json(new[name]), _json(old[name])] for name in names}
        self._log({"t": info["record_type"], "id": document_id, "s": stamp, "e": edit, "d": logged})
        self._edited.append(document_id)
        return True

    def say(self, table: Table, row: dict[str, Any]) -> None:
        """Log a fact or an edit of a document that stands in its table already."""
        kind, row_id = table.info["record_type"], str(row["id"])
        if table.info["kind"] == "fact":
            names: tuple[str, ...] = table.info["content"]
            fields = {name: _json(row[name]) for name in names if row[name] is not None}
            digest = bytes(row["content_hash"]).hex()
            self._log({"t": kind, "id": row_id, "h": digest, "f": fields})
        else:
            self._log({"t": kind, "id": row_id, "s": row["s"], "e": row["e"], "d": row["d"]})
            self._edited.append(row_id)

    def put(self, table: Table, row: Row) -> None:
        """Insert or replace a whole row of a local table."""
        ensure(table.info["kind"] == "local", f"{table.name} is local")
        sql, _ = upsert_sql(table)
        self._write(sql, values_of(table)(row), table.name)

    def update(self, table: Table, fields: Row, **key: Wire) -> None:
        """Change some fields of one row of a local table or a view, by its whole key."""
        ensure(table.info["kind"] in ("local", "view"), f"{table.name} is changed in place")
        sql = update_sql(table, tuple(fields))
        names = [c.name for c in table.primary_key.columns]
        self._write(sql, (*fields.values(), *(key[name] for name in names)), table.name)

    def drop(self, table: Table, **key: Wire) -> None:
        """Remove the rows of a local table or view that have these values."""
        ensure(table.info["kind"] in ("local", "view"), f"{table.name} is changed in place")
        self._write(delete_sql(table, tuple(key)), tuple(key.values()), table.name)

    def derive(self, table: Table, row: Row) -> None:
        """Insert or replace a whole row of a view."""
        ensure(table.info["kind"] == "view", f"{table.name} is derived")
        sql, _ = upsert_sql(table)
        self._write(sql, values_of(table)(row), table.name)

    def add_to(self, table: Table, key: Mapping[str, Wire], deltas: Mapping[str, int]) -> None:
        """Add numbers to a row of a view; the row begins at zero."""
        ensure(table.info["kind"] == "view", f"{table.name} is derived")
        sql = add_sql(table, tuple(key), tuple(deltas))
        self._write(sql, (*key.values(), *deltas.values()), table.name)

    def derive_sql(self, table: str, sql: str, values: tuple[Wire, ...] = ()) -> None:
        """Run a statement that derives a view: rebuilds, and the full-text index of `search`."""
        self._write(sql, values, table)

    def derive_last(self, table: str, sql: str, values: tuple[Wire, ...]) -> None:
        """Like `derive_sql`, when all else is written: the full-text engine stores what it holds
        whenever a statement with a trigger runs, so among others each row would be stored alone.
        """
        self._last.append((sql, values))
        self.touched.add(table)

    def write_many(self, table: Table, sql: str, rows: Sequence[tuple[Wire, ...]]) -> None:
        """Run one statement of receiving for many rows; nothing of it is logged."""
        if rows:
            self._cursor.executemany(sql, rows)
            self.touched.add(table.name)
            self._forget(table.name)

    def write_all(self, table: Table, sql: str, rows: Iterable[tuple[Wire, ...]]) -> None:
        """The same for rows of a view that are read on the way, one by one."""
        self._cursor.connection.cursor().executemany(sql, rows)
        self.touched.add(table.name)
        self._forget(table.name)

    def number(self, kind: str, day: date | None = None, *, apart: bool = False) -> Number:
        """The next number of `kind` for a document of the business date `day`, which says the year
        where the pattern has one; gap-free because it commits with its use. `apart` names the
        station even where it is the only one.
        """
        if self._alike is not None:
            return self._alike.next_number()
        booked, sole = day or self.now.date(), self.stream.first_life and not apart
        return next_number(self, kind, self.stream.prefix, booked, sole=sole)

    def log_head(self) -> station_log.Head:
        """Where the station log stands before this transaction."""
        return station_log.head(self._cursor, self.stream)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo everything inside, the log's rows too, when the block raises."""
        kept, size, edited = len(self._logged), self.logged_bytes, len(self._edited)
        last, counting = len(self._last), dict(self.counting)
        self._cursor.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self._cursor.execute("ROLLBACK TO part")
            self._cursor.execute("RELEASE part")
            del self._logged[kept:]
            del self._edited[edited:]
            del self._last[last:]
            self.counting = counting
            self._kept.clear()
            self.logged_bytes = size
            raise
        self._cursor.execute("RELEASE part")

    def seal(self) -> None:
        """Write what comes last, and the log record if anything logged was written."""
        keep_counting(self)
        for sql, values in self._last:
            self._cursor.execute(sql, values)
        self._last.clear()
        if not self._logged:
            return
        run = f',"run":"{self._run_id}"' if self._run_id else ""
        body = '{"rows":[' + ",".join(self._logged) + "]" + run + "}"
        if len(body.encode()) > station_log.BODY_LIMIT:
            raise UserError(t("This is too much for one step. Do it in smaller parts."))
        head = station_log.append(
            self._cursor,
            self.stream,
            now=self.now,
            actor=self.actor.user_id,
            action=self._action,
            body=body,
        )
        self.touched.add("station_log")
        for document_id in dict.fromkeys(self._edited):
            where = (document_id, self.stream.station, self.stream.incarnation, head.seq)
            self._write(_EDITED, where, document_edit.name)

    def log_carrier(self, body: str, *, actor: str, at: str) -> station_log.Head:
        """Write a record that carries one of another stream, beside that of this action: who did
        what it says, and when, stays.
        """
        ensure(len(body.encode()) <= station_log.CARRIER_LIMIT, "the centre takes the carrier")
        self.touched.add("station_log")
        who = {"actor": actor, "action": station_log.CARRY}
        return station_log.append(self._cursor, self.stream, now=self.now, body=body, at=at, **who)

    def _said_otherwise(self, table: Table, fact_id: Wire, digest: bytes) -> bool:
        sql = f"SELECT 1 FROM {table.name} WHERE id = ? AND content_hash <> ? LIMIT 1"
        return self._cursor.execute(sql, (fact_id, digest)).fetchone() is not None

    def _write(self, sql: str, values: tuple[Wire, ...], table: str) -> None:
        self._cursor.execute(sql, values)
        self.touched.add(table)
        if table in self._kept_of:
            self._forget(table)

    def _log(self, row: dict[str, Any]) -> None:
        self._log_text(canonical_json(row))

    def _log_text(self, text: str) -> None:
        self._logged.append(text)
        self.logged_bytes += (len(text) if text.isascii() else len(text.encode())) + 1

    def _edit_stamp(self, replaced: int) -> int:
        return max(_milliseconds(self.now), replaced + 1)


@lru_cache(maxsize=8)
def _milliseconds(moment: datetime) -> int:
    """One transaction stamps all its edits with its own moment."""
    return int(moment.timestamp() * 1000)


def _json(value: Wire) -> Wire:
    return value.hex() if isinstance(value, bytes) else value

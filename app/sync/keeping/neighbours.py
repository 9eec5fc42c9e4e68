"""Keeps copies among windows of one practice while the centre is away: what a PC did not send is at
its neighbour too, and goes to the centre from there if that PC never comes back.
"""

from __future__ import annotations

import logging
import socket
from dataclasses import replace
from threading import Event, Thread
from typing import Any

from sqlalchemy import bindparam, func, select

from app.areas.stations.queries import shut_out
from app.kernel.clock import instant_text
from app.kernel.errors import CounterfoilError, OutsideError, UserError
from app.kernel.translate import t
from app.storage.statements import Read, Reader
from app.storage.station_log import FIELDS, record_hash
from app.storage.unit_of_work import UnitOfWork
from app.sync import outbox, schema
from app.sync.books import Books
from app.sync.keeping import bringing, pairing
from app.sync.keeping.neighbour_talk import Talk, key_id
from app.sync.keeping.pairing import KEEPER, KEPT, Neighbour
from app.sync.keeping.record_file import Record, is_whole
from app.sync.keeping.saving import page_after
from app.sync.line import Line

_LOG = logging.getLogger("counterfoil.sync")
CONNECT_S = 3.0
TALK_S = 20.0
AGAIN_S = 20.0
_LEAVE_S = 3.0
_kept = schema.neighbour_record.c
_of_stream = (
    _kept.station == bindparam("station"),
    _kept.incarnation == bindparam("incarnation"),
)
_LAST = Read(
    select(_kept.seq, _kept.hash).where(
        *_of_stream, _kept.seq == select(func.max(_kept.seq)).where(*_of_stream).scalar_subquery()
    )
)
_PAGE = Read(
    select(*(_kept[name] for name in FIELDS))
    .where(_kept.station == bindparam("station"))
    .order_by(_kept.incarnation, _kept.seq)
    .limit(60)
)


class Sender:
    """Brings this station's unsent records to its keepers; use it from one thread."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def round(self) -> int:
        """Bring what the centre lacks to every keeper; how many records were brought."""
        brought = 0
        for keeper in self._books.ask(pairing.neighbours).result():
            if keeper.part == KEEPER:
                brought += self._bring(keeper)
        return brought

    def _bring(self, keeper: Neighbour) -> int:
        here, have = self._books.ask(_unsent_from).result()
        if not self._books.ask(page_after, here.station, here.incarnation, have).result():
            return 0
        host, _, number = keeper.address.rpartition(":")
        brought = 0
        try:
            with _called(host, int(number)) as line:
                talk = Talk.call(line, bytes.fromhex(keeper.key))
                talk.say({"station": here.station, "incarnation": here.incarnation})
                there = self._goes_on(have, talk.hear())
                while page := self._books.ask(
                    page_after, here.station, here.incarnation, there
                ).result():
                    talk.say({"records": page})
                    talk.hear()
                    there = page[-1]["seq"]
                    brought += len(page)
        except (OutsideError, KeyError, ValueError, TypeError) as error:
            words = getattr(error, "text", t("It answers oddly."))
            if words != keeper.trouble:  # each note wakes whoever keeps copies
                self._note(replace(keeper, trouble=words))
            return brought
        self._note(replace(keeper, trouble="", heard_at=instant_text(self._books.clock.now())))
        return brought

    def _goes_on(self, have: int, said: dict[str, Any]) -> int:
        """Behind which record to go on; from what the centre has, where the keeper has another
        history of this station: this computer may have an old copy of its data by now.
        """
        there = int(said["have"])
        mine = self._books.ask(outbox.hash_at, there).result() if there > have else None
        return there if mine is not None and mine in said.get("hashes", (mine,)) else have

    def _note(self, keeper: Neighbour) -> None:
        self._books.record(pairing.keep_neighbour, keeper).result()


class Keeper:
    """Listens for neighbours while this station keeps records of any."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._stopping = Event()
        self._server: socket.socket | None = None
        self._thread: Thread | None = None

    def listen(self, host: str = "") -> int:
        """Listen at the port that was set, or none; the port."""
        number = self._books.ask(pairing.port).result()
        if not number:
            return 0
        try:
            self._server = socket.create_server((host, number))
        except OSError as error:
            raise OutsideError(
                t(
                    "Port {port} can’t be listened on: {why}. Choose another.",
                    port=number,
                    why=error.strerror or error,
                )
            ) from error
        self._thread = Thread(target=self._serve, name="neighbours", daemon=True)
        self._thread.start()
        return int(self._server.getsockname()[1])

    def stop(self) -> None:
        self._stopping.set()
        if self._server is not None:
            self._server.close()
        if self._thread is not None:
            self._thread.join(_LEAVE_S)

    def _serve(self) -> None:
        server = self._server
        while server is not None and not self._stopping.is_set():
            try:
                server.settimeout(0.5)
                line, _ = server.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            try:
                with line:
                    line.settimeout(TALK_S)
                    self._talk(line)
            except (CounterfoilError, KeyError, ValueError, TypeError) as error:
                _LOG.info("a neighbour was not understood: %s", type(error))
            except Exception:  # noqa: BLE001 a thread's own fault is told in the log
                _LOG.exception("keeping a neighbour's records broke off")

    def _talk(self, line: socket.socket) -> None:
        """One call."""
        kept = [n for n in self._books.ask(pairing.neighbours).result() if n.part == KEPT]
        keys = {key_id(bytes.fromhex(one.key)): one for one in kept}

        def find(name: bytes) -> bytes | None:
            return bytes.fromhex(keys[name].key) if name in keys else None

        talk = Talk.answer(line, find)
        said = talk.hear()
        who = next(one for one in kept if bytes.fromhex(one.key) == talk.key)
        station, life = who.station_id, str(said["incarnation"])
        if said["station"] != station or station in self._books.ask(shut_out).result():
            return
        talk.say(self._books.ask(_have, station, life).result())
        while not self._stopping.is_set():
            try:
                page = talk.hear()["records"]
            except OutsideError:
                break
            good = [one for one in page if _is_of(one, station, life)]
            self._books.record(_keep_records, tuple(good)).result()
            talk.say(self._books.ask(_have, station, life).result())
        heard = replace(who, trouble="", heard_at=instant_text(self._books.clock.now()))
        self._books.record(pairing.keep_neighbour, heard).result()


def hand_on(books: Books, line: Line) -> int:
    """Send what is kept for neighbours to the centre in their names; how many records it took. What
    the centre has is kept no longer.
    """
    sent = 0
    for one in books.ask(pairing.neighbours).result():
        if one.part != KEPT:
            continue
        try:
            while page := books.ask(_kept_of, one.station_id).result():
                done = bringing.bring_page(books, line, page)
                sent += done.taken
                books.record(_drop, tuple(page)).result()
        except UserError as odd:  # what another one brought must not wait for it
            if odd.text != one.trouble:  # each note wakes whoever keeps copies
                books.record(pairing.keep_neighbour, replace(one, trouble=odd.text)).result()
    return sent


def _unsent_from(reader: Reader) -> tuple[outbox.Here, int]:
    return outbox.here(reader), outbox.position(reader).have


def _have(reader: Reader, station: str, incarnation: str) -> dict[str, Any]:
    """How far a stream is kept, and the hashes there: two where its station had an old copy."""
    rows = reader.fetch(_LAST, station=station, incarnation=incarnation)
    return {"have": max((row[0] for row in rows), default=0), "hashes": [row[1] for row in rows]}


def _kept_of(reader: Reader, station: str) -> list[Record]:
    """The next run of one life."""
    rows = [dict(zip(FIELDS, row, strict=True)) for row in reader.fetch(_PAGE, station=station)]
    return [row for row in rows if row["incarnation"] == rows[0]["incarnation"]]


def _keep_records(uow: UnitOfWork, records: tuple[Record, ...]) -> None:
    for record in records:
        uow.put(schema.neighbour_record, record)


def _drop(uow: UnitOfWork, records: tuple[Record, ...]) -> None:
    for one in records:
        place = {"station": one["station"], "incarnation": one["incarnation"], "seq": one["seq"]}
        uow.drop(schema.neighbour_record, **place, hash=one["hash"])


def _is_of(record: Any, station: str, life: str) -> bool:
    return (
        isinstance(record, dict)
        and is_whole(record)
        and record["station"] == station
        and record["incarnation"] == life
        and record_hash(record) == record["hash"]
    )


def _called(host: str, number: int) -> socket.socket:
    try:
        line = socket.create_connection((host, number), timeout=CONNECT_S)
        line.settimeout(TALK_S)
    except OSError as error:
        raise OutsideError(t("The neighbour can’t be reached.")) from error
    return line

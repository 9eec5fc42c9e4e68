"""Brings the records of a file home: to the centre in their author's name, or into this station's
own books where they are its own. A file's key proves nothing about what is in it; the signatures
of the records do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from app.kernel.errors import OutsideError, UserError
from app.kernel.translate import t
from app.storage import keys
from app.storage.station_log import FIELDS, record_hash
from app.sync.books import Books
from app.sync.central import AT_ONCE, Central, Said
from app.sync.keeping import taking
from app.sync.keeping.known import known
from app.sync.keeping.record_file import STATION, Heading, Record, heading_of, records_in
from app.sync.keeping.saving import of_this_practice
from app.sync.line import Line

_OF_THE_STREAM = ("organization", "station", "incarnation")


@dataclass(frozen=True, slots=True)
class Brought:
    """How many records were in the file, and what became of them: known already, taken by the
    centre or into these books as they were, or set aside to be committed again here after the next
    contact.
    """

    records: int = 0
    known: int = 0
    taken: int = 0
    again: int = 0

    def plus(self, other: Brought) -> Brought:
        return Brought(
            self.records + other.records,
            self.known + other.known,
            self.taken + other.taken,
            self.again + other.again,
        )


def bring_records(
    books: Books, line: Line | None, path: Path, key: str, database_key: bytes
) -> Brought:
    """Read a file with its transfer key (a journal with the recovery key, or none at its own
    station) and bring what is in it home. Harmless twice. `line` is None where the station works
    alone.
    """
    try:
        of_this_practice(heading_of(path), books.practice)
        done = Brought()
        for page in records_in(path, key_finder(path, key, database_key)):
            done = done.plus(bring_page(books, line, page))
        return done
    except OSError as error:
        raise OutsideError(t("The file can’t be read: {error}.", error=error)) from error


def bring_page(books: Books, line: Line | None, page: list[Record]) -> Brought:
    """Bring records home that come from outside, whoever's they are."""
    here = books.practice
    for record in page:
        if record["organization"] != here.organization_id or record_hash(record) != record["hash"]:
            raise UserError(
                t(
                    "Record {seq} in the file was changed. Nothing more of it is brought in.",
                    seq=record["seq"],
                ),
                field="file",
            )
    done = Brought(records=len(page))
    for (station, life), run in groupby(page, key=lambda one: (one["station"], one["incarnation"])):
        records = list(run)
        if station == here.station_id:
            done = done.plus(_own(books, records))
        elif line is not None:
            with line.open() as central:
                done = done.plus(_others(books, central, station, life, records))
        else:
            raise UserError(
                t(
                    "This station works alone and can only bring in its own records. Bring the "
                    "file to a window that has the centre."
                ),
                field="file",
            )
    return done


def key_finder(path: Path, key: str, database_key: bytes) -> Callable[[Heading], bytes]:
    """What opens a file: the transfer key, or for a journal this station's own database key or the
    recovery key together with the `recovery.json` beside it.
    """

    def find(heading: Heading) -> bytes:
        if heading.key_of == STATION:
            found = keys.unwrap(database_key, heading.wrapped)
            if found is None and key:
                beside = path.with_name(keys.RECOVERY_NAME)
                text = beside.read_text("utf-8", "replace") if beside.is_file() else ""
                found = keys.unwrap(keys.from_recovery(text, key).database, heading.wrapped)
        else:
            found = keys.unwrap(_secret(key), heading.wrapped)
        if found is None:
            raise UserError(
                t(
                    "This key does not open {name}. Use the key that was shown when the file was "
                    "made.",
                    name=path.name,
                ),
                field="key",
            )
        return found

    return find


def _secret(key: str) -> bytes:
    """A transfer key is made like a recovery key, but people call it the key of the file."""
    try:
        return keys.secret_of(key)
    except UserError:
        raise UserError(
            t("The key of the file is mistyped. It has nine groups of four letters and digits."),
            field="key",
        ) from None


def _own(books: Books, records: list[Record]) -> Brought:
    taken, again = books.record(taking.take_own, tuple(records)).result()
    return Brought(known=len(records) - taken - again, taken=taken, again=again)


def _others(
    books: Books, central: Central, station: str, life: str, records: list[Record]
) -> Brought:
    """Sent in their author's name, whose signature they carry; the centre says what it thinks."""
    held = books.ask(known, records).result()
    left = [one for one in records if one["hash"] not in held]
    done = Brought(known=len(records) - len(left))
    while left:
        told = central.push(station, life, [as_sent(one) for one in left[:AT_ONCE]])
        good = [one for one in told if one.said in (Said.APPLIED, Said.QUARANTINED)]
        done = done.plus(Brought(taken=len(good)))
        left = left[len(good) :]
        stopped = [one for one in told if one not in good]
        if not stopped:
            continue
        if stopped[0].said is Said.BADHASH or stopped[0].why == "mac":
            raise UserError(
                t(
                    "Record {seq} in the file is not signed by the station it names. Nothing more "
                    "of it is brought in.",
                    seq=left[0]["seq"],
                ),
                field="file",
            )
        # The centre has another history of that station, lacks what came before, or has shut it
        # out: its records are committed again in this station's own log, whole and signed.
        kept = books.record(taking.keep_orphans, tuple(left)).result()
        return done.plus(Brought(again=kept, known=len(left) - kept))
    return done


def as_sent(record: Record) -> Record:
    """The record without what the centre knows from its stream."""
    return {name: record[name] for name in FIELDS if name not in _OF_THE_STREAM}

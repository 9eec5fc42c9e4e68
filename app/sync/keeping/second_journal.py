"""A second copy of this station's log on another disk or share: each record right after its commit,
on a thread of its own. A disk that is gone holds nobody up; what it missed is added later.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import select

from app.kernel.clock import instant_from, instant_text
from app.kernel.errors import Bug, CounterfoilError, UserError
from app.kernel.translate import t
from app.storage import keys, recovery_file
from app.storage.keys import Keys
from app.storage.private import write_private
from app.storage.statements import Read, Reader
from app.storage.unit_of_work import UnitOfWork
from app.sync import outbox, schema
from app.sync.books import Books
from app.sync.keeping.record_file import STATION, SUFFIX, Heading, Record, RecordFile
from app.sync.keeping.saving import page_after

_LOG = logging.getLogger("counterfoil.sync")
_AGAIN_S = 30.0
_LEAVE_S = 3.0
_copy = schema.journal_copy.c
_WHERE = Read(select(_copy.folder, _copy.trouble, _copy.trouble_since))


@dataclass(frozen=True, slots=True)
class JournalStanding:
    """Where the second journal is; what keeps it from being written, since when (UTC text)."""

    folder: str
    trouble: str = ""
    trouble_since: str = ""


def standing(reader: Reader) -> JournalStanding | None:
    """How the second journal stands; None where there is none."""
    row = reader.first(_WHERE)
    return None if row is None else JournalStanding(row[0], row[1], row[2] or "")


def keep_journal(uow: UnitOfWork, folder: str) -> None:
    """Write the second journal into that folder from now on; empty: no more."""
    if not folder:
        uow.drop(schema.journal_copy, one=1)
        return
    _keep(uow, JournalStanding(folder))


def note_trouble(uow: UnitOfWork, trouble: str) -> None:
    """What keeps it from being written, in words; empty when nothing does any more."""
    now = standing(uow)
    if now is None or now.trouble == trouble:
        return
    since = now.trouble_since or instant_text(uow.now)
    _keep(uow, JournalStanding(now.folder, trouble, since if trouble else ""))


def refuse_unfit(folder: Path, data: Path) -> None:
    """A UserError for a place that is none: it must be there, writable, and not the data folder."""
    if not folder.is_absolute() or not folder.is_dir():
        raise UserError(
            t(
                "{folder} is no folder that is there. Make it first, on another disk or share.",
                folder=folder,
            ),
            field="folder",
        )
    if folder.resolve() == data.resolve() or data.resolve() in folder.resolve().parents:
        raise UserError(
            t("Choose a folder on another disk or share, not the data folder itself."),
            field="folder",
        )


class SecondJournal:
    """Copies the log of one open station; does nothing while no folder is chosen."""

    def __init__(self, books: Books, data: Path, station_keys: Keys) -> None:
        self._books, self._data, self._keys = books, data, station_keys
        self._woken, self._stopping = Event(), Event()
        self._thread = Thread(target=self._run, name="journal", daemon=True)
        self._files: dict[Path, tuple[RecordFile, int]] = {}
        self._folder = ""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End once what is committed is written, within a few seconds."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(_LEAVE_S)
        else:
            self._close()

    def heard(self, tables: frozenset[str]) -> None:
        """A commit wrote these tables; called on the writing thread."""
        if tables & {"station_log", "journal_copy", "stream"}:
            self._woken.set()

    def _run(self) -> None:
        while True:
            self._woken.clear()
            last = self._stopping.is_set()
            pause: float | None = None
            try:
                self.catch_up()
            except (OSError, CounterfoilError) as error:
                pause = _AGAIN_S
                self._lose(error)
            except Exception:  # noqa: BLE001 a thread's own fault is told in the log
                _LOG.exception("the second journal broke off")
                pause = _AGAIN_S
            if last:
                break
            self._woken.wait(pause)
        self._close()

    def catch_up(self) -> None:
        """Write all that is committed and not there yet; an OSError where the disk is gone."""
        found = self._books.ask(standing).result()
        if found is None or found.folder != self._folder:
            self._close()
            self._folder = found.folder if found else ""
        if found is None:
            return
        here = self._books.ask(outbox.here).result()
        name = f"{self._books.practice.station_code}-{here.incarnation}"
        path = Path(found.folder) / f"{name}{SUFFIX}"
        file, done = self._files.get(path) or self._begin(Path(found.folder), name)
        while page := self._books.ask(page_after, here.station, here.incarnation, done).result():
            file.append(page)
            done = page[-1]["seq"]
            self._files[path] = (file, done)
        self._files[path] = (file, done)
        if found.trouble:
            self._books.record(note_trouble, "").result()

    def _begin(self, folder: Path, name: str) -> tuple[RecordFile, int]:
        """The file of this life to go on with. One that ends in a record which is not in the log
        was written before an old copy of the data was put back: it stays, beside a new one.
        """
        for number in count(1):
            path = folder / (f"{name}-{number}{SUFFIX}" if number > 1 else f"{name}{SUFFIX}")
            file, last = self._open(path)
            seq = int(last["seq"]) if last else 0
            if last is None or self._books.ask(outbox.hash_at, seq).result() == last["hash"]:
                return file, seq
            file.close()
        raise Bug("there is a number for every file")

    def _open(self, path: Path) -> tuple[RecordFile, Record | None]:
        beside = path.with_name(keys.RECOVERY_NAME)
        recovery = recovery_file.whole(self._data)
        if not beside.is_file() or beside.read_text("utf-8", "replace") != recovery:
            write_private(beside, recovery)
        if path.exists():
            return RecordFile.go_on(path, self._key)
        here, content_key = self._books.practice, secrets.token_bytes(32)
        heading = Heading(
            here.organization_id,
            here.station_id,
            here.station_code,
            instant_text(self._books.clock.now()),
            STATION,
            keys.wrap(self._keys.database, content_key),
        )
        return RecordFile.make(path, heading, content_key), None

    def _key(self, heading: Heading) -> bytes:
        found = keys.unwrap(self._keys.database, heading.wrapped)
        if found is None:
            raise UserError(
                t("The second journal was made with another key. Choose an empty folder.")
            )
        return found

    def _lose(self, error: OSError | CounterfoilError) -> None:
        self._close()
        why = error.text if isinstance(error, CounterfoilError) else str(error.strerror or error)
        words = t(
            "The second journal in {folder} can’t be written: {why}. Payments go on; what it "
            "missed is added when the folder is back.",
            folder=self._folder,
            why=why,
        )
        self._books.record(note_trouble, words).result()

    def _close(self) -> None:
        for file, _ in self._files.values():
            file.close()
        self._files = {}


def _keep(uow: UnitOfWork, now: JournalStanding) -> None:
    since = instant_from(now.trouble_since) if now.trouble_since else None
    uow.put(
        schema.journal_copy,
        {
            "one": 1,
            "folder": now.folder,
            "trouble": now.trouble,
            "trouble_since": instant_text(since) if since else None,
        },
    )

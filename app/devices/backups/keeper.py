"""Makes the backups of an open station by themselves, on a thread of its own: each hour in which
money moved and when a drawer or a day was closed; brings them to a second place, has them proven
once a day, and lets old ones go by rule.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, Final, Protocol, TypeVar

from app.areas.health import lists, repository, rules
from app.areas.health.backup_values import BackupState, KeptBackup, Place, Why
from app.areas.settings.values import Practice
from app.devices.backups import places
from app.kernel.clock import Clock
from app.kernel.errors import CounterfoilError, OutsideError, UserError
from app.kernel.translate import t
from app.storage import backup
from app.storage.keys import Keys
from app.storage.pace import BESIDE_REST, GivenUp, Pace, Told
from app.storage.statements import Reader, ReadSql

_LOG = logging.getLogger("counterfoil.backups")
FIRST_S: Final = 120
"""A window that just opened has other things to do."""
LOOK_S: Final = 30
SECOND_AGAIN: Final = timedelta(minutes=5)
_LEAVE_S: Final = 3
CLOSES: Final = frozenset({"shift_close", "day_close"})
_DATABASE_ID = ReadSql("SELECT database_id FROM this_station WHERE one = 1")


A = TypeVar("A")
C = TypeVar("C")


class Books(Protocol):
    """What of an open station is needed to back it up."""

    clock: Clock

    @property
    def practice(self) -> Practice: ...

    def record(self, action: Callable[[Any, C], A], command: C) -> Future[A]: ...

    def ask(self, query: Callable[..., A], *args: Any) -> Future[A]: ...


class Proof(Protocol):
    """Looks at every promise of a copy: how many things are wrong, and the first in words."""

    def __call__(self, copy: Path, stop: Callable[[], bool]) -> tuple[int, str]: ...


class BackupKeeper:
    """One for an open station; `prove` is asked with the folder of a copy."""

    def __init__(
        self, books: Books, data: Path, station_keys: Keys, prove: Proof, first_s: int = FIRST_S
    ) -> None:
        self._books, self._data, self._keys, self._prove = books, data, station_keys, prove
        self._first_s = first_s
        self._home = data / backup.FOLDER_NAME
        self._woken, self._stopping, self._one = Event(), Event(), Lock()
        self._second_tried: datetime | None = None
        self._thread = Thread(target=self._run, name="backups", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Give up what is under way within a few seconds; what is finished stays."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(_LEAVE_S)

    def heard(self, tables: frozenset[str]) -> None:
        """A commit wrote these tables; called on the writing thread."""
        if tables & (CLOSES | {"backup_keeping"}):
            self._woken.set()

    def back_up_now(self, told: Told, stop: Callable[[], bool]) -> KeptBackup:
        """Make one at once and prove it; blocks. OutsideError in words where it can't be made."""
        either = lambda: stop() or self._stopping.is_set()  # noqa: E731
        with self._one:
            made = self._make(Why.HAND, Pace(BESIDE_REST, either, told), proof=True)
        self._woken.set()
        return made

    # -------------------------------------------------------------------------------- the thread

    def _run(self) -> None:
        self._stopping.wait(self._first_s)
        begun = False
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                if not begun:
                    self.look()
                    begun = True
                self.round()
            except GivenUp:
                pass
            except CounterfoilError as trouble:
                _LOG.info("backups wait: %s", type(trouble.__cause__ or trouble).__name__)
            except Exception:  # noqa: BLE001 a thread's own fault is told in the log
                _LOG.exception("keeping backups broke off")
            self._woken.wait(LOOK_S)

    def look(self) -> None:
        """What a killed backup left goes, and which backups are there is noted anew."""
        with self._one:
            backup.clear_leftovers(self._data)
            self._note_there(self._home, Place.HOME)
            if second := self._state().keeping.second_folder:
                with suppress(OSError):  # it is told when something is to be brought there
                    places.clear_leftovers(Path(second), self._books.practice.station_code)

    def round(self) -> None:
        """Make a backup where one is due, and bring the newest to the second place."""
        with self._one:
            state, now = self._state(), self._books.clock.now()
            pace = Pace(BESIDE_REST, self._stopping.is_set)
            why = rules.due(state, now)
            if why is not None:
                with suppress(OutsideError):  # it is noted, and tried again
                    self._make(why, pace, proof=rules.proof_due(state, now))
            elif self._second_waits(state, now):
                self._to_second(pace)

    def _state(self) -> BackupState:
        return self._books.ask(lists.backups).result()

    def _make(self, why: Why, pace: Pace, *, proof: bool) -> KeptBackup:
        self._books.record(repository.note_tried, None).result()
        try:
            made = backup.back_up(
                self._data,
                self._keys,
                self._books.clock,
                pace=pace,
                leave_copy=proof,
                inside=rules.told_of(self._books.practice),
            )
        except GivenUp:
            raise
        except CounterfoilError as refused:
            self._trouble(Place.HOME, refused.text)
            if isinstance(refused, OutsideError):
                raise
            raise OutsideError(refused.text) from refused
        kept = places.kept_of(made, Place.HOME, why)
        self._books.record(repository.note_made, kept).result()
        self._to_second(pace)
        if not proof or self._proven(made.path.name, pace):
            self._thin()
        return kept

    def _proven(self, name: str, pace: Pace) -> bool:
        """Whether everything adds up in the copy; nothing older goes where it does not."""
        folder = self._home / backup.PROVING_NAME
        try:
            findings, words = self._prove(folder, pace.stop)
        except GivenUp:
            return False
        except UserError:  # the books still arrive: it is proven another day
            return True
        finally:
            backup.clear_leftovers(self._data)
        self._books.record(repository.note_proven, (name, findings, words)).result()
        return not findings

    # --------------------------------------------------------------------------- the second place

    def _second_waits(self, state: BackupState, now: datetime) -> bool:
        newest, folder = state.newest, state.keeping.second_folder
        if newest is None or not folder:
            return False
        name = places.second_name(Path(newest.name), self._books.practice.station_code)
        if any(one.name == name for one in state.at(Place.SECOND)):
            return False
        tried = self._second_tried
        fresh = not state.keeping.second_trouble
        return fresh or tried is None or not timedelta(0) <= now - tried < SECOND_AGAIN

    def _to_second(self, pace: Pace) -> None:
        """Bring the newest there; what keeps it away is noted and harms nobody."""
        state = self._state()
        newest, text = state.newest, state.keeping.second_folder
        if newest is None or not text:
            return
        self._second_tried = self._books.clock.now()
        folder, made = Path(text), self._home / newest.name
        name = places.second_name(made, self._books.practice.station_code)
        try:
            self._refuse_other_disk(folder, state)
            self._note_there(folder, Place.SECOND)
            places.bring(made, folder, name, pace)
            brought = places.kept_of(backup.read_manifest(folder / name), Place.SECOND, newest.why)
            self._books.record(repository.note_made, brought).result()
        except GivenUp:
            raise
        except CounterfoilError as trouble:
            self._trouble(Place.SECOND, trouble.text)
        except OSError as error:
            self._trouble(Place.SECOND, places.gone(folder, error.strerror or str(error)).text)

    def _refuse_other_disk(self, folder: Path, state: BackupState) -> None:
        """A disk that was pulled out may leave an empty folder where it was."""
        if not folder.is_dir():
            raise places.gone(folder, t("the folder is not there"))
        known = state.at(Place.SECOND)
        if known and not any((folder / one.name).is_file() for one in known):
            raise places.gone(
                folder, t("none of the earlier backups is in it, so it is another disk")
            )

    # --------------------------------------------------------------------------------- the rule

    def _thin(self) -> None:
        """Let go what the rule lets go. The new one is checked and noted by now."""
        state = self._state()
        for place, folder in (
            (Place.HOME, self._home),
            (Place.SECOND, Path(state.keeping.second_folder)),
        ):
            if place is Place.SECOND and (
                not state.keeping.second_folder or state.keeping.second_trouble
            ):
                continue
            zone = self._books.practice.time_zone
            gone = rules.may_go(state.at(place), state.rule, zone)
            for one in gone:
                with suppress(OSError):
                    (folder / one.name).unlink(missing_ok=True)
            if gone:
                self._note_there(folder, place)

    def _note_there(self, folder: Path, place: Place) -> None:
        identity = str(self._books.ask(_database_id).result())
        found = places.there(folder, place, identity, self._books.practice.station_code)
        self._books.record(repository.note_there, (place, found)).result()

    def _trouble(self, place: Place, words: str) -> None:
        self._books.record(repository.note_trouble, (place, words)).result()


def _database_id(reader: Reader) -> str:
    return str(reader.scalar(_DATABASE_ID))

"""The practice itself: whether its books open, its backups, its log, its clock, and its devices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.bootstrap.doctor import devices
from app.bootstrap.doctor.findings import Finding, Light, Place
from app.bootstrap.unlocking import has_practice, needs_passphrase
from app.kernel.clock import instant_from
from app.kernel.errors import CounterfoilError, UserError
from app.kernel.translate import t, tn
from app.storage.backup import FOLDER_NAME, SUFFIX, Backup, read_manifest
from app.storage.keys import check_passphrase_file
from app.storage.statements import Reader, ReadSql

if TYPE_CHECKING:
    from app.bootstrap.station import Station

_DATABASE_ID = ReadSql("SELECT database_id FROM this_station WHERE one = 1")
_OLD: Final = timedelta(hours=26)
_TOO_OLD: Final = timedelta(days=7)
_LOOKED_AT: Final = 20
_AHEAD: Final = timedelta(minutes=2)
"""So far the last record may lie in the future without a word."""


def practice(place: Place) -> Iterator[Finding]:
    """Everything that needs a practice; what needs it open is left out where it does not open."""
    about = t("Practice")
    if place.station is not None:
        yield from _of_station(place, place.station)
        return
    if not has_practice(place.data):
        words = t("There is no practice in {folder} yet.", folder=place.data)
        todo = t("Start Counterfoil to set one up, or name another folder with --data.")
        yield Finding("practice", Light.LOOK, about, words, todo)
        return
    if needs_passphrase(place.data) and not place.unlock.passphrase:
        try:
            check_passphrase_file(place.data)
        except UserError as error:
            yield Finding("practice", Light.WRONG, about, error.text, _when_closed(error))
            yield from backups(place.data)
            return
        words = t("The practice opens with a passphrase, so its books were not looked at.")
        todo = t("Give it with --passphrase-fd, then look again.")
        yield Finding("practice", Light.LOOK, about, words, todo)
        yield from backups(place.data)
        return
    from app.bootstrap.opening import open_reading

    try:
        station = open_reading(place.data, place.unlock)
    except CounterfoilError as error:
        yield Finding("practice", Light.WRONG, about, error.text, _when_closed(error))
        yield from backups(place.data)
        return
    try:
        yield from _of_station(place, station)
    finally:
        station.close()


def _when_closed(error: CounterfoilError) -> str:
    if isinstance(error, UserError):
        return t("Do what the sentence says, then look again. Nothing was changed.")
    return t(
        "Nothing was changed. Keep the data folder as it is, and restore the latest backup into "
        "another folder."
    )


def _of_station(place: Place, station: Station) -> Iterator[Finding]:
    words = t("The books open, and every guard of them is in place.")
    yield Finding("practice", Light.OK, t("Practice"), words)
    from app.sync import outbox

    seq, digest = station.ask(outbox.head).result()
    yield from backups(place.data, station)
    yield from _log_head(station, seq, digest)
    yield from _clock(station, seq)
    for look in (devices.printers, devices.office_printer, devices.card_keys):
        yield from look(place, station)


def backups(data: Path, station: Station | None = None) -> Iterator[Finding]:
    """The newest backup in the folder of the practice, against the log where that is open."""
    from app.sync import outbox

    about, found = t("Backup"), _newest(data / FOLDER_NAME)
    seq = station.ask(outbox.head).result()[0] if station is not None else None
    if found is None:
        yield Finding(
            "backup",
            Light.WRONG if seq else Light.LOOK,
            about,
            t("There is no backup in the folder of this practice."),
            t("Make one: “counterfoil backup”. Keep a copy on another disk."),
        )
        return
    age = datetime.now(UTC) - found.made_at
    hours = int(age.total_seconds() // 3600)
    words = tn(
        "The latest backup was made {count} hour ago.",
        "The latest backup was made {count} hours ago.",
        hours,
    )
    behind = seq is None or found.log_seq < seq
    if station is not None and not _holds(station, found):
        yield Finding("backup", Light.WRONG, about, *_older())
    elif age > _OLD and behind:
        light = Light.WRONG if age > _TOO_OLD else Light.LOOK
        todo = t("Make one: “counterfoil backup”. An open window makes them by itself.")
        yield Finding("backup", light, about, words, todo)
    else:
        yield Finding("backup", Light.OK, about, words)


def older_words(data: Path, station: Station) -> str:
    """Where these books lack what their own newest backup holds: what happened, and what to do."""
    found = _newest(data / FOLDER_NAME)
    if found is None or found.database_id != station.ask(_database_id).result():
        return ""
    return "" if _holds(station, found) else " ".join(_older())


def _database_id(reader: Reader) -> str:
    return str(reader.scalar(_DATABASE_ID))


def _older() -> tuple[str, str]:
    return (
        t("The latest backup holds more than these books: an older file was put in its place."),
        t("Stop taking money here. Restore that backup, or ask support."),
    )


def _holds(station: Station, found: Backup) -> bool:
    """Whether the record that a backup ends with is in the log; an old file that is written on has
    another one of its number.
    """
    from app.storage.log_reading import holds_record
    from app.sync import outbox

    if not found.log_seq or station.ask(outbox.hash_at, found.log_seq).result() == found.log_hash:
        return True
    # After a restore the log counts anew; what the backup ends with is in it all the same.
    return station.ask(holds_record, found.log_seq, found.log_hash).result()


def _newest(folder: Path) -> Backup | None:
    """By what the files say of themselves; those that say nothing are none."""
    files = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    found = []
    for path in files[:_LOOKED_AT]:
        try:
            found.append(read_manifest(path))
        except UserError:
            continue
    return max(found, key=lambda each: each.made_at, default=None)


def _log_head(station: Station, seq: int, digest: str) -> Iterator[Finding]:
    from app.sync import outbox

    about = t("Station log")
    if not seq:
        words = t("This life of the station has no record in the log yet.")
        yield Finding("log.head", Light.OK, about, words)
        return
    words = t("The log ends with record {seq}, {hash}.", seq=seq, hash=digest[:16])
    if station.ask(outbox.link).result() is None:
        yield Finding("log.head", Light.OK, about, words)
        return
    there = station.ask(outbox.position).result()
    if there.have > seq:
        yield Finding(
            "log.head",
            Light.WRONG,
            about,
            t("The centre has more of this window’s log than the window itself."),
            t("Stop taking money here: an older file was put in its place. Ask support."),
        )
        return
    waits = seq - there.have
    if waits and there.trouble:
        todo = t("Payments go on; they are sent when that is put right.")
        yield Finding("log.head", Light.LOOK, about, f"{words} {there.trouble}", todo)
        return
    sent = tn("{count} record waits for the centre.", "{count} records wait for the centre.", waits)
    yield Finding("log.head", Light.OK, about, f"{words} {sent}")


def _clock(station: Station, seq: int) -> Iterator[Finding]:
    """Against this window's own last record, and the centre: other windows have other clocks."""
    from app.storage.log_reading import record_at
    from app.sync import outbox
    from app.sync.cautions import NO_DAY_CLOSED_AT_MS, clock_words

    about, now = t("Clock"), station.clock.now()
    here = station.ask(outbox.here).result()
    last = station.ask(record_at, here.station, here.incarnation, seq).result()
    if last and instant_from(last) > now + _AHEAD:
        yield Finding(
            "clock",
            Light.WRONG,
            about,
            t("The computer’s clock is behind the last record of the books."),
            t("Set the clock, and let the computer take its time from the network."),
        )
        return
    if station.ask(outbox.link).result() is None:
        words = t("The clock goes on from the last record. There is no centre to compare it with.")
        yield Finding("clock", Light.OK, about, words)
        return
    off = station.ask(outbox.position).result().clock_off_ms
    said = clock_words(off)
    if said:
        light = Light.WRONG if abs(off) >= NO_DAY_CLOSED_AT_MS else Light.LOOK
        todo = t("Let the computer take its time from the network.")
        yield Finding("clock", light, about, said, todo)
        return
    yield Finding("clock", Light.OK, about, t("The clock is right by the centre’s."))

"""The data folder: where it lies, who may read it, room and speed of its disk, its log."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from app.bootstrap.crash_file import NAME as CRASHES
from app.bootstrap.doctor.findings import Finding, Light, Place
from app.bootstrap.report_log import log_folder
from app.kernel.errors import UserError
from app.kernel.ids import new_id
from app.kernel.translate import t, tn
from app.storage import disk_room
from app.storage.location import refuse_unsafe_folder

LITTLE: Final = 5_000_000_000
TOO_LITTLE: Final = 500_000_000
"""Free bytes below which there is too little room to work a day, and below which none is left."""
SLOW_S: Final = 0.050
TOO_SLOW_S: Final = 0.250
"""What one write that is on the disk may take: each payment waits for one."""
_TRIES: Final = 12
_GB: Final = 1_000_000_000
_LATELY: Final = timedelta(days=7)
_TAIL: Final = 200_000


def place(place: Place) -> Iterator[Finding]:
    about = t("Data folder")
    try:
        refuse_unsafe_folder(place.data)
    except UserError as error:
        yield Finding(
            "folder",
            Light.WRONG,
            about,
            error.text,
            t(
                "Choose a folder on this computer's own disk with --data. Bring a practice that is "
                "here already there by a backup and a restore."
            ),
        )
        return
    words = t("The data lies in {folder}, on this computer's own disk.", folder=place.data)
    yield Finding("folder", Light.OK, about, words)


def permissions(place: Place) -> Iterator[Finding]:
    about = t("Permissions")
    folder = _there(place.data)
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(
            "permissions",
            Light.WRONG,
            about,
            t("{folder} can’t be written to.", folder=folder),
            t("Give the person who uses Counterfoil the right to write there."),
        )
        return
    if folder != place.data:
        words = t("The data folder is not there yet; it can be made.")
        yield Finding("permissions", Light.OK, about, words)
        return
    open_to = _open_to_others(place.data) if sys.platform != "win32" else []
    if open_to:
        yield Finding(
            "permissions",
            Light.LOOK,
            about,
            t("Other users of this computer may read {names}.", names=", ".join(open_to)),
            t("Take that right away: chmod -R go= {folder}", folder=place.data),
        )
        return
    words = t("The data can be written, and by nobody else.")
    if sys.platform == "win32":
        words = t("The data can be written.")
    yield Finding("permissions", Light.OK, about, words)


def _there(folder: Path) -> Path:
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return folder


def _open_to_others(folder: Path) -> list[str]:
    """What others can reach; below a folder that is closed to them that is nothing."""
    if not folder.stat().st_mode & 0o077:
        return []
    inside = [path for path in sorted(folder.iterdir()) if path.suffix in (".db", ".json", ".key")]
    open_files = [path.name for path in inside if path.stat().st_mode & 0o077]
    return open_files


def disk(place: Place) -> Iterator[Finding]:
    folder = _there(place.data)
    free = disk_room.DiskRoom(folder).free()
    about, gigabytes = t("Disk space"), f"{free / _GB:.1f}"
    words = t("{gigabytes} GB are free.", gigabytes=gigabytes)
    if free >= LITTLE:
        yield Finding("disk", Light.OK, about, words)
    else:
        light = Light.LOOK if free >= TOO_LITTLE else Light.WRONG
        todo = t(
            "Free some space on the disk of {folder}: no money is taken without it.", folder=folder
        )
        if free < disk_room.LEAST:
            words = t(
                "{megabytes} MB are free. No new payment, refund or deposit is taken now; what is "
                "open can be finished.",
                megabytes=free // 1_000_000,
            )
        yield Finding("disk", light, about, words, todo)
    if free >= TOO_LITTLE and os.access(folder, os.W_OK | os.X_OK):
        yield _speed(folder)


def _speed(folder: Path) -> Finding:
    took = _sync_s(folder)
    milliseconds = f"{took * 1000:.1f}"
    words = t("A write is safe on the disk after {milliseconds} ms.", milliseconds=milliseconds)
    about = t("Disk speed")
    if took < SLOW_S:
        return Finding("disk.speed", Light.OK, about, words)
    light = Light.LOOK if took < TOO_SLOW_S else Light.WRONG
    todo = t(
        "Every payment waits for that. Put the data on a solid-state disk of this computer, and "
        "look whether something else is busy with this one."
    )
    return Finding("disk.speed", light, about, words, todo)


def _sync_s(folder: Path) -> float:
    """The middle of some small writes, in a file that is gone afterwards."""
    path = folder / f".{new_id()}.probe"
    took = []
    try:
        with path.open("wb", buffering=0) as file:
            for _ in range(_TRIES):
                begun = time.perf_counter()
                file.write(b"\0" * 4096)
                os.fsync(file.fileno())
                took.append(time.perf_counter() - begun)
    finally:
        path.unlink(missing_ok=True)
    return statistics.median(took)


def log(place: Place) -> Iterator[Finding]:
    about, folder = t("Log"), log_folder(place.data)
    where = t("The log lies in {folder}. It holds no patient’s data.", folder=folder)
    since = datetime.now(UTC) - _LATELY
    reports = sorted(_reports(folder, since))
    if not reports:
        yield Finding("log", Light.OK, about, where)
        return
    at, number = reports[-1]
    words = tn(
        "{count} fault of the program in the last 7 days, at {at}, with report {number}.",
        "{count} faults of the program in the last 7 days, the last at {at} with report {number}.",
        len({each for _, each in reports}),
        at=f"{at:%Y-%m-%d %H:%M} UTC",
        number=number,
    )
    todo = t("Send the files of {folder} to support with that number.", folder=folder)
    yield Finding("log", Light.LOOK, about, words, f"{todo} {t('They hold no patient’s data.')}")


def _reports(folder: Path, since: datetime) -> Iterator[tuple[datetime, str]]:
    for path in folder.glob("*.log"):
        if path.name == CRASHES:
            continue
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _TAIL))
            lines = file.read().decode("utf-8", "replace").splitlines()
        for line in lines:
            told = _line(line)
            if told is not None and told[0] >= since:
                yield told


def _line(line: str) -> tuple[datetime, str] | None:
    """A report's time and number; None for anything else, a line cut in half included."""
    try:
        told: Any = json.loads(line)
        return datetime.fromisoformat(told["at"]).astimezone(UTC), str(told["report"])
    except (ValueError, KeyError, TypeError):
        return None

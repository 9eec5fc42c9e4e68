"""Takes the practice off a computer: refused while anything of it stands nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from app.bootstrap.setting_up import LEFT_BEHIND
from app.bootstrap.station import Station
from app.kernel.errors import OutsideError, UserError
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.translate import t, tn
from app.storage import engine
from app.storage.keys import SecretStore
from app.storage.lock import DatabaseLock
from app.storage.statements import Reader
from app.sync import outbox
from app.sync.exchange import Exchange
from app.sync.joining import connector
from app.sync.keeping.neighbours import hand_on
from app.sync.keeping.saving import others, saved_in, unsent
from app.sync.line import Line
from app.sync.looking import standing_for
from app.sync.trust import CA_NAME

_BY_THEMSELVES = "security."
"""Who came and went is noted by looking alone, and is no work that could be lost."""


@dataclass(frozen=True, slots=True)
class Left:
    """What stands on this computer alone: steps, and of them the payments with their money; no
    `amounts` while a drawer is open, because its count is blind.
    """

    joined: bool
    demo: bool
    steps: int
    payments: int
    amounts: tuple[Money, ...]


def what_is_left(reader: Reader, demo: bool, saved: Path | None = None) -> Left:
    """What would be gone if this computer was emptied now; what was saved into the file `saved`
    would not.
    """
    there = saved_in(reader, saved) if saved is not None else frozenset()
    pages = chain(unsent(reader), others(reader))
    rows = [row for page in pages for row in page if row["hash"] not in there]
    work = [row for row in rows if not row["action"].startswith(_BY_THEMSELVES)]
    waits = standing_for(reader, None)
    return Left(
        outbox.link(reader) is not None,
        demo,
        len(work),
        waits.payments,
        waits.amounts,
    )


def refuse_to_leave(left: Left) -> None:
    """A UserError that says what would be lost and what to do."""
    if left.demo and not left.joined:
        return
    if not left.joined:
        raise UserError(
            t(
                "This computer has the only books of the practice. Make a backup on another disk "
                "with “counterfoil backup FILE” and name it with --backup FILE."
            )
        )
    if not left.steps:
        return
    way = t(
        "Let it sync, or save what waits with “counterfoil records save FILE”, bring that file in "
        "at another window, and name it with --saved FILE."
    )
    if left.payments:
        raise UserError(f"{_money_waits(left)} {way}")
    steps = tn(
        "One step that is held here is not at the centre yet.",
        "{count} steps that are held here are not at the centre yet.",
        left.steps,
    )
    raise UserError(f"{steps} {way}")


def make_ready(
    station: Station,
    store: SecretStore,
    *,
    saved: Path | None = None,
    backup: Path | None = None,
) -> None:
    """Send what waits; a UserError where something would be lost. `saved` is a file with what
    can't be sent, `backup` where a copy is made of books that stand nowhere else.
    """
    _send(station, store)
    if saved is not None:
        _refuse_inside(saved, station.folder, "saved")
    try:
        left = station.ask(what_is_left, station.practice.demo, saved).result()
    except OSError as error:
        raise UserError(
            t("{path} can’t be read: {why}.", path=saved, why=error.strerror), field="saved"
        ) from error
    if backup is None or left.joined:
        refuse_to_leave(left)
        return
    _refuse_inside(backup, station.folder, "backup")
    station.back_up(backup)


def empty(folder: Path) -> None:
    """Remove the practice, its backups aside; the database first, so that a kill leaves none that
    looks whole.
    """
    lock = DatabaseLock(folder)
    try:
        for name in (engine.DATABASE_NAME, *LEFT_BEHIND, CA_NAME):
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise OutsideError(
            t("{name} can’t be removed: {why}.", name=error.filename, why=error.strerror)
        ) from error
    finally:
        lock.release()


def _send(station: Station, store: SecretStore) -> None:
    """Try; whether something is left the log says."""
    try:
        connect = connector(station, store)
        if connect is None:
            return
        line = Line(station, connect)
        try:
            Exchange(station, line).drain()
            hand_on(station, line)
        finally:
            line.hang_up()
    except OutsideError:
        return


def _refuse_inside(path: Path, folder: Path, field: str) -> None:
    if path.resolve().is_relative_to(folder.resolve()):
        raise UserError(t("Put the file outside of {folder}.", folder=folder), field=field)


def _money_waits(left: Left) -> str:
    if not left.amounts:
        return tn(
            "One payment of this station is not at the centre yet.",
            "{count} payments of this station are not at the centre yet.",
            left.payments,
        )
    money = " + ".join(format_money(amount) for amount in left.amounts)
    return tn(
        "One payment ({money}) of this station is not at the centre yet.",
        "{count} payments ({money}) of this station are not at the centre yet.",
        left.payments,
        money=money,
    )

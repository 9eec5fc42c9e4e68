"""Opening the practice for a command, and signing somebody in: to work, or to read beside it."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.cli.saying import UsageError
from app.cli.secrets_in import line_in, passphrase
from app.kernel.actor import Actor, Permission
from app.kernel.errors import UserError
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.bootstrap import Station, Unlock

_WRONG_PIN_S = 2


def unlock(chosen: argparse.Namespace) -> Unlock:
    """How the keys are found, by what the command line gave."""
    from app.bootstrap import Unlock

    return Unlock(passphrase(chosen.data, chosen.passphrase_fd))


def need_user(chosen: argparse.Namespace) -> None:
    """Refuse a command that changes something and names nobody."""
    if not chosen.user:
        raise UsageError(t("Say who does it with --user NUMBER; the PIN comes on standard input."))


@contextmanager
def working(chosen: argparse.Namespace) -> Iterator[tuple[Station, Actor]]:
    """The open station and who is signed in; UserError with the lock's sentence beside a window."""
    from app.bootstrap import open_station

    need_user(chosen)
    station = open_station(chosen.data, unlock(chosen))
    try:
        actor = _sign_in(station, chosen.user)
        try:
            yield station, actor
        finally:
            station.sign_out(actor)
    finally:
        station.close()


@contextmanager
def reading(chosen: argparse.Namespace) -> Iterator[Station]:
    """The station open for reading only, beside a window too."""
    from app.bootstrap import open_reading

    station = open_reading(chosen.data, unlock(chosen))
    try:
        yield station
    finally:
        station.close()


@contextmanager
def asking(chosen: argparse.Namespace) -> Iterator[tuple[Station, Actor | None]]:
    """The station open for questions, and who asks: somebody with reports, or anybody in a demo.

    Beside an open window a PIN is checked without being counted, so a wrong one costs time.
    """
    with reading(chosen) as station:
        if not chosen.user:
            if not station.practice.demo:
                raise UsageError(
                    t("Say who asks with --user NUMBER; the PIN comes on standard input.")
                )
            yield station, None
            return
        actor = _known_reader(station, chosen.user)
        actor.require(Permission.VIEW_REPORTS)
        yield station, actor


def _sign_in(station: Station, number: str) -> Actor:
    from app.areas.security.queries import user_by_number

    user_id = station.ask(user_by_number, number).result()
    if user_id is None:
        raise UserError(t("There is no user {number}.", number=number[:20]), field="user")
    return station.sign_in(user_id, line_in(t("PIN"))).actor


def _known_reader(station: Station, number: str) -> Actor:
    from app.areas.security import pins
    from app.areas.security.queries import reader_by_number

    found = station.ask(reader_by_number, number).result()
    if found is None:
        raise UserError(t("There is no user {number}.", number=number[:20]), field="user")
    actor, verifier = found
    if not pins.matches(verifier, line_in(t("PIN"))):
        time.sleep(_WRONG_PIN_S)
        raise UserError(t("The PIN is not right. Try again."), field="pin")
    return actor

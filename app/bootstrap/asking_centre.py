"""Asks the centre, after a backup was restored, what it has of this window that is missing here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.kernel.errors import OutsideError
from app.storage.keys import SecretStore

_SELECT_LINK = (
    "SELECT l.address, l.role, l.secret, "
    "(SELECT t.ca FROM central_trust t WHERE t.one = 1), "
    "(SELECT s.station_id FROM this_station s) FROM central_link l WHERE l.one = 1"
)
_SELECT_HELD = (
    "SELECT incarnation, max(seq) FROM station_log WHERE station = ? GROUP BY incarnation"
)


class Answer(StrEnum):
    """What came of asking."""

    ALONE = "alone"
    """The practice of this backup had no centre."""
    NO_PASSWORD = "no password"
    AWAY = "away"
    SHUT_OUT = "shut out"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class CentreKnows:
    """`later` counts the steps of this window that the centre has and the backup has not."""

    answer: Answer
    later: int = 0


def ask_centre(connection: Any, folder: Path, store: SecretStore) -> CentreKnows:
    """Ask with what the restored books in `folder` say, read over `connection`; blocks, and writes
    nothing here or there.
    """
    row = connection.execute(_SELECT_LINK).fetchone()
    if row is None:
        return CentreKnows(Answer.ALONE)
    address, role, secret, ca, station = (str(each or "") for each in row)
    from app.sync.troubles import Revoked

    held = {str(life): int(seq) for life, seq in connection.execute(_SELECT_HELD, (station,))}
    try:
        password = secret or _kept(store, station)
        if not password:
            return CentreKnows(Answer.NO_PASSWORD)
        return CentreKnows(Answer.TOLD, _later(address, role, password, ca, folder, station, held))
    except Revoked:
        return CentreKnows(Answer.SHUT_OUT)
    except OutsideError:
        return CentreKnows(Answer.AWAY)


def _kept(store: SecretStore, station: str) -> str:
    from app.sync.joining import SERVICE

    return (store.read(SERVICE, station) or "") if store.available() else ""


def _later(
    address: str,
    role: str,
    password: str,
    ca: str,
    folder: Path,
    station: str,
    held: dict[str, int],
) -> int:
    from app.sync.addresses import with_ca
    from app.sync.central import Central

    central = Central(f"{with_ca(address, ca, folder)} user={role} password={password}")
    try:
        heads = central.heads()
    finally:
        central.close()
    mine = {life: head.seq for (whose, life), head in heads.items() if whose == station}
    return sum(max(0, seq - held.get(life, 0)) for life, seq in mine.items())

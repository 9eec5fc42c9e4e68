"""What stands at the door before anybody signs in, read by the shortest way, without SQLAlchemy."""

from __future__ import annotations

from pathlib import Path

from app.areas.security.tiles import front_door
from app.areas.security.values import FrontDoor
from app.bootstrap.unlocking import Unlock, find_keys
from app.kernel.clock import SystemClock
from app.storage import connection
from app.storage.reading import CursorReader


def open_front(data: Path, unlock: Unlock) -> FrontDoor | None:
    """The practice's name and its people; None when only the whole program can open the folder.

    UserError and OutsideError as `open_station` raises them.
    """
    keys = find_keys(data, unlock)
    opened = connection.connect(data / connection.DATABASE_NAME, keys.database, reading=True)
    try:
        cursor = opened.cursor()
        if connection.schema_revision(cursor) != connection.SCHEMA_REVISION:
            return None
        return front_door(CursorReader(cursor, SystemClock().now()))
    finally:
        opened.close()

"""Old copies and clones of a window's data, as people make them by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.bootstrap import open_station
from tests.building import Books
from tests.two_stations.conftest import Centre, Window, window


def copied(at: Window, to: Path) -> Path:
    """The data folder as it is now; the window is closed and opened again for it."""
    close(at)
    shutil.copytree(at.station.folder, to)
    reopen(at, at.station.folder)
    return to


def replaced_by(at: Window, copy: Path) -> None:
    """Somebody puts an old copy in the place of the window's data."""
    folder = at.station.folder
    close(at)
    shutil.rmtree(folder)
    shutil.copytree(copy, folder)
    reopen(at, folder)


def clone(at: Window, folder: Path) -> Window:
    """The same data opened at another computer."""
    station = open_station(folder)
    return window(station, Books(station, at.books.actors))


def close(at: Window) -> None:
    at.hang_up()
    at.station.close()


def reopen(at: Window, folder: Path) -> None:
    """Open the folder in the same window."""
    station = open_station(folder)
    at.books.station = station
    again = window(station, at.books)
    at.station, at.line, at.exchange = station, again.line, again.exchange
    at.pusher, at.puller = again.pusher, again.puller


_DOCUMENTS = (
    "SELECT DISTINCT table_name FROM information_schema.columns "
    "WHERE table_schema = 'public' AND right(column_name, 7) = '__stamp'"
)


def loses(centre: Centre, incarnation: str, keep: int) -> None:
    """After a failover or a restored backup the centre has no more of a stream than this; edits of
    documents that it still has stay.
    """
    gone = "from_incarnation = %s AND from_seq > %s"
    tables = centre.rows(
        "SELECT table_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'from_incarnation'"
    )
    with centre.admin.transaction():
        centre.admin.execute("SET LOCAL session_replication_role = replica")
        for (name,) in tables:
            centre.admin.execute(f"DELETE FROM public.{name} WHERE {gone}", (incarnation, keep))
        centre.admin.execute(
            "DELETE FROM sync.record WHERE incarnation = %s AND seq > %s", (incarnation, keep)
        )
        for (name,) in centre.rows(_DOCUMENTS):
            centre.admin.execute(
                f"DELETE FROM public.{name} AS d WHERE NOT EXISTS (SELECT 1 FROM sync.record AS r "
                "WHERE position(d.id::text IN r.body) > 0)"
            )
        centre.admin.execute(
            "UPDATE sync.stream AS s SET have = %s, hash = coalesce((SELECT r.hash FROM "
            "sync.record AS r WHERE r.incarnation = s.incarnation AND r.seq = %s), "
            "sync.first_hash(s.station, s.incarnation)) WHERE s.incarnation = %s",
            (keep, keep, incarnation),
        )
        centre.admin.execute("DELETE FROM sync.stream WHERE have = 0")

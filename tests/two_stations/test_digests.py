"""Both sides sum up their books; what differs though the records are the same is mended."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.storage.statements import Read, Reader
from app.storage.tables import central
from app.sync import schema
from app.sync.digests import check_digests
from app.sync.exchange import Done, Exchange
from app.sync.line import Line
from app.sync.snapshot import take_over
from tests.two_stations.beside import sent, settle
from tests.two_stations.test_snapshot import (
    Bare,
    There,
    books,
    first,
    newcomer,
    odd_history,
    there,
    unproven,
)

__all__ = ["first", "there"]


def noted(reader: Reader) -> set[tuple[Any, ...]]:
    d = schema.digest_difference.c
    return set(reader.fetch(Read(select(d.kind, d.taken, d.given, d.mended))))


def damage(bare: Bare, there: There) -> None:
    """What no program does: rows lost here and there, and a field that nobody edited."""
    assert bare.database.writer is not None
    here = bare.database.writer.connection.cursor()
    here.execute("DROP TRIGGER approval_no_delete")
    here.execute("DELETE FROM approval WHERE id = (SELECT min(id) FROM approval)")
    here.execute("DROP TRIGGER patient_no_delete")
    here.execute("DELETE FROM patient WHERE id = (SELECT min(id) FROM patient)")
    centre = there.centre.admin
    for name in ("receipt", "account"):
        centre.execute(f"ALTER TABLE public.{name} DISABLE TRIGGER USER")
        centre.execute(
            f"DELETE FROM public.{name} WHERE id = (SELECT max(id::text) FROM public.{name})::uuid"
        )


def test_what_differs_is_found_and_mended(there: There, tmp_path: Path) -> None:
    there.push(sent(there.first), "W1")
    for step in odd_history(there):
        step()
    with newcomer(there, tmp_path / "second", "W2") as (bare, connect):
        take_over(bare, connect)
        settle(bare.database, there.first)
        line = Line(bare, connect)
        assert check_digests(bare, line).compared == 0
        assert Exchange(bare, line).drain().done is Done.DRAINED
        alike = check_digests(bare, line)
        assert (alike.compared, alike.differences) == (len(central.tables), ())
        before = bare.database.read(books)
        damage(bare, there)
        found = check_digests(bare, line).differences
        assert {(one.table, one.taken, one.given > 0) for one in found} == {
            ("approval", 1, False),
            ("patient", 1, False),
            ("receipt", 0, True),
            ("account", 0, True),
        }
        assert all(one.mended for one in found), found
        assert {row[0] for row in bare.database.read(noted)} == {one.table for one in found}
        assert check_digests(bare, line).differences == ()
        assert bare.database.read(books) == before
        assert not [words for words in unproven(bare) if "guards" not in words]
        line.hang_up()

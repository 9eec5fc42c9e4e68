"""A batch that is taken at once leaves at the centre what its records leave one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg

from app.storage.tables import central
from tests.migrations.conftest import new_database
from tests.two_stations.beside import sent
from tests.two_stations.conftest import Centre, dsn_of
from tests.two_stations.test_snapshot import first, join_centre, odd_history

__all__ = ["first"]
_NEVER = (
    "CREATE OR REPLACE FUNCTION sync.is_whole(o uuid, p_station uuid, p_incarnation text, "
    "p_have bigint, p_hash text, p_records jsonb, inner_pad bytea, outer_pad bytea) "
    "RETURNS boolean LANGUAGE sql AS 'SELECT false'"
)


def all_rows(centre: Centre) -> dict[str, list[Any]]:
    """Every table as it is, but for when the centre got it."""
    names = [f"public.{name}" for name in central.tables]
    return {
        name: sorted(
            str(row) for (row,) in centre.rows(f"SELECT to_jsonb(t) - 'received_at' FROM {name} t")
        )
        for name in (*names, "sync.record", "sync.unprojected")
    }


def test_at_once_is_as_one_by_one(
    first: Any, postgres: str, empty_centre: str, tmp_path: Path
) -> None:
    records, found = sent(first), []
    steps: list[Any] = []
    for at_once in (True, False):
        with new_database(postgres, empty_centre) as engine:
            dsn = dsn_of(engine)
            with psycopg.connect(dsn, autocommit=True) as admin:
                centre = Centre(dsn, admin)
                if not at_once:
                    admin.execute(_NEVER)
                there = join_centre(first, centre)
                there.push(records, "W1")
                if at_once:
                    told = odd_history(there)
                    for step in told:
                        step()
                    steps = there.told
                else:
                    for one in steps:
                        there.push([one], "W9")
                assert centre.one("SELECT count(*) FROM sync.record") == len(records) + len(steps)
                assert centre.one("SELECT count(*) FROM sync.clash") == 2
                found.append(all_rows(centre))
    assert {name for name in found[0] if found[0][name] != found[1][name]} == set()


def test_no_index_passes_for_a_primary_key(centre: Centre) -> None:
    """Led by the organization it would, while its table is empty: plans that are kept from then on
    read every row of the practice for each one that comes.
    """
    found = centre.rows(
        "SELECT c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] "
        "WHERE c.relnamespace = 'public'::regnamespace AND NOT i.indisprimary "
        "AND a.attname = 'organization_id'"
    )
    assert found == []

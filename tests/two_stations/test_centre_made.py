"""A centre made by an administrator who is no superuser, again and again, and read by a BI tool."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from app.bootstrap import Station
from app.storage.keys import NoSecretStore
from app.sync.codes import make_code
from app.sync.exchange import Done, Exchange
from app.sync.joining import join_centre
from app.sync.looking import broken_promises, centre_status
from app.sync.setting_up import OWNER, set_up_centre
from tests.building import Actors
from tests.two_stations.conftest import Joined
from tests.two_stations.guarded import (
    ADMINISTRATOR,
    Guarded,
    centre,
    empty_guarded,
    guarded,
)
from tests.two_stations.test_pushing import some_work

__all__ = ["centre", "empty_guarded", "guarded"]


def test_made_again_it_is_the_same(joined: Joined, actors: Actors, station: Station) -> None:
    """Twice by the same role, with stations and codes in use."""
    some_work(joined.books, 1)
    joined.drain()
    code = make_code(station, actors.administrator, NoSecretStore())
    before = centre_status(joined.centre.dsn)
    functions = (
        "SELECT p.oid::regprocedure::text, p.proacl::text, p.prosecdef, p.proowner::regrole::text "
        "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'sync' "
        "ORDER BY 1"
    )
    rights = joined.centre.rows(functions)
    for _ in range(2):
        set_up_centre(joined.centre.dsn)
    assert centre_status(joined.centre.dsn) == before
    assert joined.centre.rows(functions) == rights
    assert {owner for *_, owner in rights} == {OWNER}
    [one] = before.stations
    [life] = one.lives
    assert (life.have, [code.expires_at]) == (
        one.records,
        [waiting.expires_at for waiting in before.codes],
    )
    assert Exchange(station, joined.line).drain().done is Done.DRAINED
    join_centre(station, station.database.keys.master, NoSecretStore(), joined.centre.dsn)
    assert broken_promises(joined.centre.dsn) == ()
    roles = joined.centre.rows(
        "SELECT rolname::text FROM pg_roles WHERE rolsuper OR rolbypassrls OR rolreplication"
    )
    assert roles == [("postgres",)]


def test_whoever_reports_reads_every_table_and_changes_none(
    joined: Joined, guarded: Guarded
) -> None:
    """Tables and columns say what they are; the practice leads every key."""
    joined.drain()
    admin = joined.centre.admin
    admin.execute("CREATE ROLE reports LOGIN PASSWORD 'a-long-one' IN ROLE counterfoil_reader")
    tables = [name for (name,) in joined.centre.rows(
        "SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace "
        "AND c.relkind = 'r' AND c.relname <> 'alembic_version' ORDER BY 1"
    )]  # fmt: skip
    assert len(tables) > 60
    place = {**guarded.place, "dbname": admin.info.dbname}
    dsn = make_conninfo(**place, user="reports", password="a-long-one")
    with psycopg.connect(dsn, autocommit=True) as reader:
        for name in tables:
            reader.execute(f"SELECT count(*) FROM public.{name}")
        for sql in (
            "DELETE FROM public.payment",
            "SELECT * FROM sync.secret",
            "SELECT sync.heads()",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(sql)
    untold = joined.centre.rows(
        "SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace "
        "AND c.relkind = 'r' AND c.relname <> 'alembic_version' "
        "AND obj_description(c.oid, 'pg_class') IS NULL"
    )
    assert untold == []
    keys = joined.centre.rows(
        "SELECT i.indrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
        "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0] "
        "WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace "
        "AND c.relname <> 'alembic_version' AND a.attname <> 'organization_id'"
    )
    assert keys == []
    admin.execute("DROP ROLE reports")


def test_the_administrator_is_an_ordinary_role(guarded: Guarded, empty_guarded: str) -> None:
    """It owns its database and may make roles, nothing else."""
    with guarded.superuser(empty_guarded) as admin:
        [found] = admin.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s",
            (ADMINISTRATOR,),
        ).fetchall()
        assert found == (False, True, False)
        owners = admin.execute(
            "SELECT DISTINCT relowner::regrole::text FROM pg_class "
            "WHERE relnamespace IN ('sync'::regnamespace, 'public'::regnamespace)"
        ).fetchall()
    assert owners == [(OWNER,)]

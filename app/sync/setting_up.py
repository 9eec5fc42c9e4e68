"""Making the centre on a plain Postgres, bringing it to this program, and letting stations in.

Whoever runs this needs a role that may create roles and owns the database or may create in it;
stations never do (`packaging/central/30_roles.sql`).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.kernel.errors import UserError
from app.kernel.translate import t
from app.storage.engine import SCHEMA_REVISION
from app.sync import projection
from app.sync.central import outside

STATEMENTS = Path(__file__).resolve().parents[2] / "packaging" / "central"
LEAST_SERVER = 150000
OWNER = "counterfoil_owner"
_WITH: Any = {"connect_timeout": 10, "application_name": "counterfoil central"}
_ROUNDS = 4096
"""Iterations of SCRAM-SHA-256 that Postgres itself uses (RFC 7677 asks for no fewer)."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What a station needs to call the centre by itself; the password is shown to nobody."""

    role: str
    password: str


def set_up_centre(dsn: str) -> str:
    """Create or upgrade schema, functions and roles; may run again. Returns the revision."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    from app.storage import upgrade

    with administrator(dsn) as connection:
        _owner(connection)
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: _as_owner(dsn), poolclass=NullPool
    )
    try:
        with engine.begin() as bound:
            upgrade.upgrade(bound)
            cursor = bound.connection.cursor()
            for path in sorted(STATEMENTS.glob("*.sql")):
                cursor.execute(path.read_text(encoding="utf-8"))
                if path.name.startswith("20_"):
                    for statement in projection.functions():
                        cursor.execute(statement)
            cursor.execute("SELECT sync.set_schema(%s)", (SCHEMA_REVISION,))
    finally:
        engine.dispose()
    return SCHEMA_REVISION


def join_organization(dsn: str, organization_id: str, name: str, master: bytes) -> None:
    """Let a stand-alone practice keep its books here; a second practice is refused."""
    with administrator(dsn) as connection:
        said = connection.execute(
            "SELECT sync.join_organization(%s, %s, %s)", (organization_id, name, master)
        ).fetchone()
    word, _, other = str(said[0]).partition(" ")
    if word == "other":
        raise UserError(
            t(
                "The centre keeps the books of {name} already. Bring this practice’s patients "
                "and open invoices in by “counterfoil import” at a station of {name}.",
                name=other,
            )
        )
    if word == "key":
        raise UserError(
            t(
                "The centre has another signing key for this practice. Restore the practice’s "
                "own key with its recovery key."
            )
        )


@dataclass(frozen=True, slots=True)
class PracticeThere:
    """The practice whose books the centre keeps; `sites` by (id, name)."""

    organization_id: str
    name: str
    demo: bool
    sites: tuple[tuple[str, str], ...]


def practice_there(dsn: str) -> PracticeThere:
    """Whose books the centre keeps; a UserError while no station has sent its set-up there."""
    with administrator(dsn) as connection:
        rows = connection.execute(
            "SELECT organization_id::text, name, demo, site_id::text, site_name "
            "FROM sync.practice()"
        ).fetchall()
    sites = tuple((row[3], row[4]) for row in rows if row[3] is not None)
    if not sites:
        raise UserError(
            t(
                "No practice keeps its books at this centre yet. Join the first station with "
                "“counterfoil central join”, then let it send with “counterfoil sync”."
            )
        )
    return PracticeThere(rows[0][0], rows[0][1], rows[0][2], sites)


def station_key_there(dsn: str, organization_id: str, station_id: str) -> bytes:
    """What a station signs its records with: all of the practice's keys that it ever gets."""
    with administrator(dsn) as connection:
        row = connection.execute(
            "SELECT sync.station_key(%s, %s)", (organization_id, station_id)
        ).fetchone()
    return bytes(row[0])


def enrol_station(dsn: str, organization_id: str, station_id: str, code: str) -> Enrolled:
    """A role of its own for a station, with a fresh password; an enrolled one gets a new one."""
    role = f"counterfoil_{station_id.replace('-', '')}"
    password = secrets.token_urlsafe(32)
    with administrator(dsn) as connection:
        let_in = connection.execute(
            "SELECT sync.enrol(%s, %s, %s, %s)", (organization_id, station_id, code, role)
        ).fetchone()
        if not let_in[0]:
            raise UserError(
                t("Another station is called {code} already.", code=code), field="station_code"
            )
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
        verb = "ALTER" if known else "CREATE"
        connection.execute(
            f"{verb} ROLE {role} LOGIN CONNECTION LIMIT 5 PASSWORD '{scram_verifier(password)}'"
        )
        connection.execute(f"GRANT counterfoil_station TO {role}")
    return Enrolled(role, password)


def revoke_station(dsn: str, code: str) -> None:
    """A station may not speak any more, its live sessions included; what it sent stays."""
    with administrator(dsn) as connection:
        row = connection.execute("SELECT sync.revoke(%s)", (code,)).fetchone()
        if row is None or row[0] is None:
            raise UserError(t("The centre knows no station {code}.", code=code), field="station")
        # It can still sign in, so that it is told why it may do nothing any more.
        connection.execute(f"REVOKE counterfoil_station FROM {row[0]}")
        connection.execute(f"ALTER ROLE {row[0]} CONNECTION LIMIT 1")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (row[0],)
        )


def scram_verifier(password: str) -> str:
    """What Postgres keeps for a SCRAM-SHA-256 password (RFC 5802, RFC 7677), made here so that no
    password ever reaches a server's log.
    """
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")

    def text(data: bytes) -> str:
        return base64.b64encode(data).decode()

    return f"SCRAM-SHA-256${_ROUNDS}:{text(salt)}${text(stored)}:{text(server)}"


@contextmanager
def administrator(dsn: str) -> Iterator[Any]:
    """A connection in one transaction, as whoever the DSN names."""
    import psycopg

    with outside():
        connection = psycopg.connect(
            dsn, connect_timeout=10, application_name="counterfoil central"
        )
    try:
        with outside(), connection.transaction():
            if connection.info.server_version < LEAST_SERVER:
                raise UserError(
                    t(
                        "The centre needs Postgres 15 or newer; this is {version}.",
                        version=connection.info.parameter_status("server_version") or "",
                    )
                )
            yield connection
    finally:
        connection.close()


def _owner(connection: Any) -> None:
    """The role that owns schema and functions: it may make the stations' roles, and nobody signs in
    as it.
    """
    database = connection.info.dbname
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (OWNER,)).fetchone()
    if not known:
        connection.execute(f"CREATE ROLE {OWNER} NOLOGIN CREATEROLE")
    member = connection.execute("SELECT pg_has_role(current_user, %s, 'MEMBER')", (OWNER,))
    if not member.fetchone()[0]:
        connection.execute(f"GRANT {OWNER} TO CURRENT_USER")
    quoted = '"' + database.replace('"', '""') + '"'
    connection.execute(f"GRANT CREATE, CONNECT ON DATABASE {quoted} TO {OWNER}")
    connection.execute(f"GRANT CREATE, USAGE ON SCHEMA public TO {OWNER}")


def _as_owner(dsn: str) -> Any:
    import psycopg

    with outside():
        connection = psycopg.connect(
            dsn,
            connect_timeout=10,
            application_name="counterfoil central",
            options=f"-c role={OWNER}",
        )
    return connection

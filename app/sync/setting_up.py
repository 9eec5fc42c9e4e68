"""Making the centre on a plain Postgres, bringing it to this program, and letting stations in.

Whoever runs this needs a role that may create roles and owns the database or may create in it;
stations never do (`packaging/central/30_roles.sql`).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.kernel.errors import UserError
from app.kernel.translate import t
from app.storage.engine import SCHEMA_REVISION
from app.sync import copying, digest_sql, projection, projection_many
from app.sync.addresses import safe_address
from app.sync.troubles import as_administrator

STATEMENTS = Path(__file__).resolve().parents[2] / "packaging" / "central"
LEAST_SERVER = 150000
OWNER = "counterfoil_owner"
_WITH: Any = {"connect_timeout": 10, "application_name": "counterfoil central"}
_OURS = r"^counterfoil_(station|reader|newcomer|call_[0-9a-f]{32}|[0-9a-f]{32})$"
_MADE: dict[str, Callable[[], Iterable[str]]] = {
    "20": projection.functions,
    "21": projection_many.functions,
    "24": projection.reversals,
    "25": copying.functions,
    "26": digest_sql.functions,
}
"""Functions made from the declared tables, after the file whose functions they call."""
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
                for statement in _MADE.get(path.name[:2], lambda: ())():
                    cursor.execute(statement)
            cursor.execute("SELECT sync.project_waiting()")
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
    password = secrets.token_urlsafe(32)
    with administrator(dsn) as connection:
        _hand_over(connection)
        role = connection.execute(
            "SELECT sync.let_in(%s, %s, %s, %s)",
            (organization_id, station_id, code, scram_verifier(password)),
        ).fetchone()[0]
    if role is None:
        raise code_taken(code)
    return Enrolled(role, password)


def code_taken(code: str) -> UserError:
    return UserError(
        t("Another station is called {code} already.", code=code), field="station_code"
    )


def revoke_station(dsn: str, code: str) -> None:
    """A station may not speak any more, its live sessions included; what it sent stays."""
    with administrator(dsn) as connection:
        _hand_over(connection)
        row = connection.execute("SELECT sync.revoke(%s)", (code,)).fetchone()
    if row is None or row[0] is None:
        raise UserError(t("The centre knows no station {code}.", code=code), field="station")


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

    with as_administrator(dsn):
        connection = psycopg.connect(safe_address(dsn), **_WITH)
    try:
        with as_administrator(dsn), connection.transaction():
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
    from psycopg.sql import SQL, Identifier

    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (OWNER,)).fetchone()
    if not known:
        connection.execute(f"CREATE ROLE {OWNER} NOLOGIN CREATEROLE")
    # Who makes a role may give it away, but does not act as it until it is a member.
    acts = connection.execute("SELECT pg_has_role(current_user, %s, 'USAGE')", (OWNER,))
    if not acts.fetchone()[0]:
        connection.execute(f"GRANT {OWNER} TO CURRENT_USER")
    database = Identifier(connection.info.dbname)
    connection.execute(
        SQL("GRANT CREATE, CONNECT ON DATABASE {} TO {}").format(database, Identifier(OWNER))
    )
    # Nobody who only calls functions leaves tables there, temporary ones neither.
    connection.execute(SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(f"GRANT CREATE, USAGE ON SCHEMA public TO {OWNER}")
    _hand_over(connection)


def _hand_over(connection: Any) -> None:
    """Let the owner look after roles of the centre that somebody else made, where a server
    (Postgres 16 and newer) asks for that.
    """
    from psycopg.sql import SQL, Identifier

    strange = connection.execute(
        "SELECT r.rolname FROM pg_roles r WHERE r.rolname ~ %s AND NOT EXISTS ("
        "SELECT 1 FROM pg_auth_members m JOIN pg_roles o ON o.oid = m.member "
        "WHERE m.roleid = r.oid AND o.rolname = %s AND m.admin_option)",
        (_OURS, OWNER),
    ).fetchall()
    for (name,) in strange:
        connection.execute(
            SQL("GRANT {} TO {} WITH ADMIN OPTION").format(Identifier(name), Identifier(OWNER))
        )


def _as_owner(dsn: str) -> Any:
    import psycopg

    with as_administrator(dsn):
        connection = psycopg.connect(safe_address(dsn), **_WITH)
        connection.execute(f"SET ROLE {OWNER}")
        connection.commit()
    return connection

"""Addresses of the centre as libpq reads them: which may be used, and whose certificates count."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from app.kernel.errors import UserError
from app.kernel.translate import t
from app.sync import trust

LOCAL = ("127.0.0.1", "::1", "localhost")


def safe_address(address: str) -> str:
    """An address that may be used: plaintext only to this very computer, else TLS with the server's
    certificate checked against the practice's CA.
    """
    from psycopg.conninfo import make_conninfo

    parts = parts_of(address)
    if is_here(address):
        return make_conninfo(**parts)
    if parts.get("sslmode", "verify-full") != "verify-full":
        raise UserError(
            t(
                "Only TLS with a checked certificate leaves this computer: use sslmode=verify-full "
                "and sslrootcert with the practice’s CA."
            ),
            field="address",
        )
    return make_conninfo(**{**parts, "sslmode": "verify-full"})


def is_here(address: str) -> bool:
    """Whether that is this very computer, by a socket or the loopback."""
    parts = parts_of(address)
    host = str(parts.get("host") or "")
    really = str(parts.get("hostaddr") or host)
    nowhere = not really and "service" not in parts and not os.environ.get("PGHOST")
    return nowhere or host.startswith("/") or (host in LOCAL and really in LOCAL)


def trusted(address: str) -> tuple[str, str]:
    """The address without the file of its authority, and that authority's certificates (PEM or
    “system”): they are kept with the station's data, wherever that is moved.
    """
    from psycopg.conninfo import make_conninfo

    parts = parts_of(address)
    named = parts.pop("sslrootcert", "")
    if not named:
        return address, ""
    ca = named if named == trust.BY_THE_SYSTEM else trust.read_ca(named)
    return make_conninfo(**parts), ca


def with_ca(address: str, ca: str, folder: Path) -> str:
    """The address with the authority to trust, whose certificates are kept in `folder`."""
    from psycopg.conninfo import make_conninfo

    if not ca:
        return address
    named = ca if ca == trust.BY_THE_SYSTEM else str(trust.ca_file(folder, ca))
    return make_conninfo(address, sslrootcert=named)


def without_person(dsn: str) -> str:
    from psycopg.conninfo import make_conninfo

    parts = parts_of(dsn)
    return make_conninfo(**{k: v for k, v in parts.items() if k not in ("user", "password")})


def parts_of(address: str) -> dict[str, Any]:
    """What libpq reads of an address; a UserError when it can't."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        return {**conninfo_to_dict(address)}
    except ProgrammingError as error:
        raise UserError(
            t("The address of the centre can’t be read: {why}.", why=str(error).strip()),
            field="address",
        ) from None

"""A station joins the centre: it gets a role of its own, and its password goes into the keyring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.kernel.errors import OutsideError, UserError
from app.kernel.translate import t
from app.storage.keys import SecretStore
from app.sync import outbox, positions
from app.sync.books import Books
from app.sync.central import Central
from app.sync.positions import Join
from app.sync.setting_up import Enrolled, enrol_station, join_organization

SERVICE = "Counterfoil centre"
LOCAL = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class Joined:
    """`secret_is`: keyring or database."""

    station: str
    role: str
    secret_is: str


def join_centre(
    books: Books, master: bytes, store: SecretStore, dsn: str, address: str = ""
) -> Joined:
    """Bring this practice's books to an empty centre, or this station to its own practice there.

    `master` makes the stations' signing keys; `dsn` is an administrator's and kept nowhere;
    `address` is where stations find the centre.
    """
    here = books.practice
    if not master:
        raise UserError(t("This station was enrolled at a centre already."))
    place = safe_address(address or without_person(dsn))
    join_organization(dsn, here.organization_id, here.organization_name, master)
    enrolled = enrol_station(dsn, here.organization_id, here.station_id, here.station_code)
    secret_is = keep_credential(books, store, here.station_id, place, enrolled)
    return Joined(here.station_code, enrolled.role, secret_is)


def keep_credential(
    books: Books, store: SecretStore, station_id: str, place: str, enrolled: Enrolled
) -> str:
    """Remember where the centre is and as whom to call it; where the password lies now."""
    kept_by_keyring = _keep(store, station_id, enrolled.password)
    secret = "" if kept_by_keyring else enrolled.password
    books.record(positions.keep_link, Join(place, enrolled.role, secret)).result()
    return "keyring" if kept_by_keyring else "database"


def connector(books: Books, store: SecretStore) -> Callable[[], Central] | None:
    """What calls the centre this station was joined to; None when it works alone."""
    link = books.ask(outbox.link).result()
    if link is None:
        return None
    password = link.secret
    if not password:
        password = store.read(SERVICE, books.ask(outbox.here).result().station) or ""
    if not password:
        raise OutsideError(t("The keyring has no password for the centre. Join the centre again."))
    return partial(Central, f"{link.address} user={link.role} password={password}")


def safe_address(address: str) -> str:
    """An address that stations may use: plaintext only to this very computer, else TLS with the
    server's certificate checked against the practice's CA.
    """
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    try:
        parts: dict[str, Any] = {**conninfo_to_dict(address)}
    except ProgrammingError as error:
        raise UserError(
            t("The address of the centre can’t be read: {why}.", why=str(error).strip()),
            field="address",
        ) from None
    host = str(parts.get("host") or "")
    if host.startswith("/") or host in LOCAL:
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


def without_person(dsn: str) -> str:
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    parts: dict[str, Any] = {**conninfo_to_dict(dsn)}
    return make_conninfo(**{k: v for k, v in parts.items() if k not in ("user", "password")})


def _keep(store: SecretStore, station_id: str, password: str) -> bool:
    """Whether the keyring keeps it; the encrypted database does where there is none."""
    if not store.available():
        return False
    store.write(SERVICE, station_id, password)
    return store.read(SERVICE, station_id) == password

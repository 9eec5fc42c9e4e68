"""A station joins the centre: it gets a role of its own, and its password goes into the keyring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from app.kernel.errors import OutsideError, UserError
from app.kernel.translate import t
from app.storage.keys import SecretStore
from app.sync import outbox, positions
from app.sync.addresses import safe_address, trusted, with_ca, without_person
from app.sync.books import Books
from app.sync.central import Central
from app.sync.positions import Join
from app.sync.setting_up import Enrolled, enrol_station, join_organization

SERVICE = "Counterfoil centre"


class BooksInFolder(Books, Protocol):
    """A station with its data folder, where the authority's certificates lie as a file."""

    @property
    def folder(self) -> Path: ...


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
    place, ca = trusted(safe_address(without_person(address or dsn)))
    join_organization(dsn, here.organization_id, here.organization_name, master)
    enrolled = enrol_station(dsn, here.organization_id, here.station_id, here.station_code)
    secret_is = keep_credential(books, store, here.station_id, place, enrolled, ca)
    return Joined(here.station_code, enrolled.role, secret_is)


def keep_credential(
    books: Books, store: SecretStore, station_id: str, place: str, enrolled: Enrolled, ca: str
) -> str:
    """Remember where the centre is, as whom to call it and whose certificates it must show; where
    the password lies now.
    """
    kept_by_keyring = _keep(store, station_id, enrolled.password)
    secret = "" if kept_by_keyring else enrolled.password
    books.record(positions.keep_link, Join(place, enrolled.role, secret, ca)).result()
    return "keyring" if kept_by_keyring else "database"


def connector(books: BooksInFolder, store: SecretStore) -> Callable[[], Central] | None:
    """What calls the centre this station was joined to; None when it works alone."""
    link = books.ask(outbox.link).result()
    if link is None:
        return None
    password = link.secret
    if not password and store.available():
        password = store.read(SERVICE, books.ask(outbox.here).result().station) or ""
    if not password:
        raise OutsideError(t("The keyring has no password for the centre. Join the centre again."))
    address = with_ca(link.address, books.ask(outbox.authority).result(), books.folder)
    return partial(Central, f"{address} user={link.role} password={password}")


def _keep(store: SecretStore, station_id: str, password: str) -> bool:
    """Whether the keyring keeps it; the encrypted database does where there is none."""
    if not store.available():
        return False
    store.write(SERVICE, station_id, password)
    return store.read(SERVICE, station_id) == password

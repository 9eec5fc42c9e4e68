"""A station that was restored on another computer joins its centre again, as itself."""

from __future__ import annotations

from app.kernel.errors import OutsideError, UserError
from app.kernel.translate import t
from app.storage.keys import SecretStore
from app.sync import outbox
from app.sync.addresses import with_ca
from app.sync.joining import SERVICE, BooksInFolder, Joined, keep_credential
from app.sync.setting_up import enrol_station, practice_there


def password_missing(books: BooksInFolder, store: SecretStore) -> bool:
    """Whether this station has a centre and nowhere the password it calls it with; in a keyring
    that is only locked it may be.
    """
    link = books.ask(outbox.link).result()
    if link is None or link.secret:
        return False
    station_id = books.ask(outbox.here).result().station
    try:
        return not (store.available() and store.read(SERVICE, station_id))
    except OutsideError:
        return False


def join_again(books: BooksInFolder, store: SecretStore, user: str, password: str) -> Joined:
    """Get a new password for this station at the centre it was joined to. `user` and `password` are
    an administrator's of the centre and kept nowhere. Another computer that works as this station
    is shut out by it.
    """
    from psycopg.conninfo import make_conninfo

    link, here = books.ask(outbox.link).result(), books.practice
    if link is None:
        raise UserError(t("This practice has no centre."))
    ca = books.ask(outbox.authority).result()
    dsn = make_conninfo(with_ca(link.address, ca, books.folder), user=user, password=password)
    if practice_there(dsn).organization_id != here.organization_id:
        raise UserError(t("The centre keeps the books of another practice."))
    enrolled = enrol_station(dsn, here.organization_id, here.station_id, here.station_code)
    kept = keep_credential(books, store, here.station_id, link.address, enrolled, ca)
    return Joined(here.station_code, enrolled.role, kept)

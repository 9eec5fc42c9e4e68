"""What goes wrong between here and the centre, as sentences that say what to do next."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

from app.kernel.errors import CounterfoilError, OutsideError
from app.kernel.translate import t
from app.sync import trust

_LOG = logging.getLogger("counterfoil.sync")
Place = dict[str, Any]
"""What libpq reads of an address: host, port, dbname, sslrootcert."""
K = TypeVar("K", bound=type)


class Revoked(OutsideError):
    """The centre does not let this station speak any more."""


class Unable(OutsideError):
    """The centre answered, and could not do what it was asked; perhaps because of what was sent."""


def understood(kind: K) -> K:
    """For what asks the centre: an answer in another form than was agreed is the centre's trouble,
    told and tried again, whichever call it was.
    """
    for name, call in list(vars(kind).items()):
        if callable(call) and not name.startswith("_"):
            setattr(kind, name, _in_its_form(call))
    return kind


def _in_its_form(call: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(call)
    def asked(*args: Any, **named: Any) -> Any:
        try:
            return call(*args, **named)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            _LOG.warning("the centre answered in another form", exc_info=True)
            raise OutsideError(
                t(
                    "The centre answered with something this program does not understand. Payments "
                    "go on and are sent later; ask who looks after the server if this stays."
                )
            ) from error

    return asked


@contextmanager
def outside(address: str = "") -> Iterator[None]:
    """Turn what a station's call raises into a sentence; `address` is given while it connects."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raise _said(error, address) from error
    except UnicodeError as error:
        raise OutsideError(_no_such_host(_place(address))) from error


@contextmanager
def as_administrator(address: str = "") -> Iterator[None]:
    """The same for whoever looks after the centre, who can do what a station can't."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        state = error.sqlstate or ""
        if state == "42501":
            raise OutsideError(
                t(
                    "This role may not do that at the server: {why}. Use one that owns the "
                    "database and may create roles.",
                    why=_first_line(error),
                )
            ) from error
        if not state and re.search(_NO_ENTRY, str(error)):
            raise OutsideError(
                t("The server lets nobody in as that: {why}.", why=_first_line(error))
            ) from error
        raise _said(error, address) from error
    except UnicodeError as error:
        raise OutsideError(_no_such_host(_place(address))) from error


def _said(error: Exception, address: str) -> CounterfoilError:
    state: str = getattr(error, "sqlstate", None) or ""
    if state in ("P0403", "42501"):
        return Revoked(
            t(
                "The centre lets this station in no more: a manager ended its access. Payments go "
                "on and stay here; export what was not sent with “counterfoil records save”, or "
                "have the station enrolled again."
            )
        )
    if state == "P0401":
        return Revoked(
            t(
                "The centre does not know this station: it is another practice’s, or was restored "
                "from an old backup. Ask a manager to enrol it again; payments go on."
            )
        )
    if state in ("3F000", "3D000"):
        return OutsideError(_no_centre(_place(address)))
    for states, words in _BY_STATE:
        if state.startswith(states):
            return (OutsideError if state.startswith(_NOT_NOW) else Unable)(words())
    if state:
        return Unable(
            t(
                "The centre answered with something unexpected ({state}: {why}). Payments go on "
                "and are sent later; ask for help if this stays.",
                state=state,
                why=_first_line(error),
            )
        )
    return _not_connected(error, _place(address))


def _busy() -> str:
    return t("The centre is busy just now. Nothing was changed; it is tried again.")


def _going_down() -> str:
    return t("The centre is being restarted. Payments go on and are sent when it is back.")


def _older() -> str:
    return t(
        "The centre is older than this program. Ask who looks after the server to run “counterfoil "
        "central upgrade”; payments go on and are sent afterwards."
    )


def _crowded() -> str:
    return t(
        "Too many computers are connected to the centre. It is tried again; if this stays, ask who "
        "looks after the server for more connections."
    )


_BY_STATE: tuple[tuple[tuple[str, ...], Callable[[], str]], ...] = (
    (("25006",), lambda: t(
        "The centre can only be read just now: it is a copy, or is being looked after. Payments go "
        "on and are sent when it takes them again; ask who looks after the server if this stays."
    )),
    (("53300",), _crowded),
    (("53",), lambda: t(
        "The centre is full. Ask who looks after the server to make room; payments are safe here "
        "and are sent afterwards."
    )),
    (("57014",), lambda: t(
        "The centre took too long to answer and broke off. What it has is asked again before "
        "anything is sent; payments go on."
    )),
    (("57",), _going_down),
    (("08",), lambda: t(
        "The line to the centre broke. Payments go on and are sent when it is back."
    )),
    (("55P03", "40"), _busy),
    (("42883", "42P01", "42703", "42704"), _older),
    (("58", "XX"), lambda: t(
        "The server of the centre has a fault of its own. Ask who looks after it to read its log; "
        "payments go on and are sent afterwards."
    )),
)  # fmt: skip

_NOT_NOW = ("25006", "53", "57P", "08", "58", "55P03", "40")
"""The server as a whole can't take anything, whatever was sent, or others were in the way."""
_NO_ENTRY = (
    r"password authentication failed|no pg_hba\.conf entry|role .* does not exist|"
    r"not permitted to log in|no password supplied|no such user|SASL authentication failed"
)


def _not_connected(error: Exception, place: Place) -> CounterfoilError:
    """Postgres gives no number for what fails before anybody is signed in: its words must do."""
    import psycopg

    words = str(error)
    if isinstance(error, psycopg.errors.ConnectionTimeout) or "timeout expired" in words:
        return OutsideError(_silent(place))
    if re.search(_NO_ENTRY, words):
        return Revoked(
            t(
                "The centre refuses this station’s password. Ask a manager to enrol the station "
                "again; payments go on and stay here."
            )
        )
    if "certificate verify failed" in words:
        reason = trust.why_not(place)
        return OutsideError(_BY_REASON[reason](place))
    for pattern, sentence in _BY_WORDS:
        if re.search(pattern, words):
            return OutsideError(sentence(place))
    return OutsideError(
        t(
            "The centre can’t be reached ({why}). Payments go on and are sent when it is back.",
            why=_first_line(error),
        )
    )


def _no_such_host(place: Place) -> str:
    return t(
        "No computer on the network is called {host}. Check the name of the server and this "
        "computer’s network; payments go on.",
        host=place["host"],
    )


def _no_centre(place: Place) -> str:
    return t(
        "The database {name} is no centre of Counterfoil. Check the database in the address, or "
        "ask who looks after the server; payments go on.",
        name=place["dbname"],
    )


def _silent(place: Place) -> str:
    return t(
        "{host} does not answer. Check the network and that the server runs; payments go on and "
        "are sent when it is back.",
        host=place["host"],
    )


_BY_REASON: dict[trust.Reason, Callable[[Place], str]] = {
    trust.Reason.EXPIRED: lambda place: t(
        "The certificate of {host} has expired, so nothing is sent there. Ask who looks after the "
        "server for a new one, and check this computer’s date; payments go on.",
        host=place["host"],
    ),
    trust.Reason.TOO_EARLY: lambda place: t(
        "The certificate of {host} is not valid yet. Check this computer’s date and time; payments "
        "go on.",
        host=place["host"],
    ),
    trust.Reason.SELF_SIGNED: lambda place: t(
        "{host} shows a certificate that it signed itself, so nothing is sent there: it may be "
        "another computer. Ask who looks after the server; payments go on.",
        host=place["host"],
    ),
    trust.Reason.STRANGER: lambda place: t(
        "The certificate of {host} is not from the practice’s own authority, so nothing is sent "
        "there: it may be another computer. Ask who looks after the server; payments go on.",
        host=place["host"],
    ),
    trust.Reason.OTHER_NAME: lambda place: t(
        "The certificate of that server is for another name than {host}, so nothing is sent there. "
        "Check the name of the server, or ask for a certificate with that name; payments go on.",
        host=place["host"],
    ),
}
_BY_WORDS: tuple[tuple[str, Callable[[Place], str]], ...] = (
    ("does not match host name", _BY_REASON[trust.Reason.OTHER_NAME]),
    ("failed to resolve host|could not translate host name", _no_such_host),
    ("database .* does not exist|no such database", _no_centre),
    ("too many|remaining connection slots", lambda place: _crowded()),
    ("starting up|shutting down|recovery|not accepting connections", lambda place: _going_down()),
    ("server does not support SSL", lambda place: t(
        "The server {host} speaks no TLS, so nothing is sent there. Ask who looks after it to "
        "switch TLS on with a certificate; payments go on.",
        host=place["host"],
    )),
    ("root certificate", lambda place: t(
        "The certificate of the practice’s authority is missing or damaged on this computer. Ask a "
        "manager for a new code to join with; payments go on."
    )),
    ("Connection refused|No such file or directory", lambda place: t(
        "No Postgres answers at {host}, port {port}. Check the port and that the server runs; "
        "payments go on and are sent when it is back.",
        host=place["host"],
        port=place["port"],
    )),
)  # fmt: skip


def _place(address: str) -> Place:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        found: Place = {**conninfo_to_dict(address)}
    except ProgrammingError:
        found = {}
    filled = {"host": t("the server"), "port": "5432", "dbname": t("there"), "sslrootcert": ""}
    return {**filled, **{name: value for name, value in found.items() if value}}


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rsplit("failed: ", 1)[-1].rstrip(".")[:200]

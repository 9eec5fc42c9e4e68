"""The two ways a new station gets in: with a code from a station, or as an administrator."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from app.kernel.errors import UserError
from app.kernel.translate import t
from app.sync.addresses import safe_address, trusted, with_ca, without_person
from app.sync.central import Asked, Central
from app.sync.codes import Invitation, read_code
from app.sync.setting_up import (
    Enrolled,
    PracticeThere,
    code_taken,
    enrol_station,
    practice_there,
    scram_verifier,
    station_key_there,
)
from app.sync.troubles import Revoked


class CodeOver(UserError):
    """The code lets nobody in any more; whom it let in before goes on without it."""


@dataclass(frozen=True, slots=True)
class LetIn:
    """What a station needs from now on: its role and password, and what it signs with."""

    enrolled: Enrolled
    key: bytes = field(repr=False)


class Door(Protocol):
    """`address` is where the station finds the centre, `ca` whose certificates to trust there."""

    address: str
    ca: str

    def practice(self) -> PracticeThere: ...

    def let_in(self, station_id: str, code: str) -> LetIn: ...


def door_behind(code_text: str, dsn: str = "", address: str = "") -> Door:
    """The door a code opens, or where there is none, an administrator's DSN."""
    if code_text:
        return _CodesDoor(read_code(code_text))
    if not dsn:
        raise UserError(t("Give the code that a manager made."), field="code_text")
    return _AdministratorsDoor(dsn, address)


class _AdministratorsDoor:
    def __init__(self, dsn: str, address: str) -> None:
        self._dsn = dsn
        self.address, self.ca = trusted(safe_address(without_person(address or dsn)))
        self._organization = ""

    def practice(self) -> PracticeThere:
        there = practice_there(self._dsn)
        self._organization = there.organization_id
        return there

    def let_in(self, station_id: str, code: str) -> LetIn:
        enrolled = enrol_station(self._dsn, self._organization, station_id, code)
        return LetIn(enrolled, station_key_there(self._dsn, self._organization, station_id))


class _CodesDoor:
    """The password of the station's own role is made here; only what checks it goes out."""

    def __init__(self, code: Invitation) -> None:
        self._code = code
        self.address, self.ca = safe_address(code.address), code.ca

    def practice(self) -> PracticeThere:
        with self._call() as central:
            told = central.ask_in(self._code.proof)
        _refuse(told, "")
        if not told.sites:
            raise UserError(
                t("The station that made this code has sent nothing yet. Let it send, then retry.")
            )
        return PracticeThere(told.organization_id, told.name, told.demo, told.sites)

    def let_in(self, station_id: str, code: str) -> LetIn:
        password = secrets.token_urlsafe(32)
        with self._call() as central:
            told = central.call_in(self._code.proof, station_id, code, scram_verifier(password))
        _refuse(told, code)
        return LetIn(Enrolled(told.role, password), told.key)

    @contextmanager
    def _call(self) -> Iterator[Central]:
        code = self._code
        with TemporaryDirectory(prefix="counterfoil-") as folder:
            address = with_ca(self.address, self.ca, Path(folder))
            try:
                central = Central(f"{address} user={code.role} password={code.password}")
            except Revoked:
                raise _over() from None
        try:
            yield central
        except Revoked:
            raise _over() from None
        finally:
            central.close()


def _refuse(told: Asked, code: str) -> None:
    if told.said == "expired":
        raise _over()
    if told.said == "used" and code:
        raise UserError(
            t("This code let another computer in already. Ask a manager for a new one."),
            field="code_text",
        )
    if told.said == "taken":
        raise code_taken(code)
    if told.said == "revoked":
        raise UserError(
            t("This computer was set up with another code before. Begin in an empty folder."),
            field="code_text",
        )


def _over() -> CodeOver:
    return CodeOver(
        t(
            "This code is over: it is good for ten minutes and for one computer. Ask a manager for "
            "a new one."
        ),
        field="code_text",
    )

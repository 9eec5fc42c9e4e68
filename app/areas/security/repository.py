"""Loads and stores users, roles, verifiers and sign-ins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from app.areas.security import schema
from app.areas.security.rules import PRESETS
from app.areas.security.values import AddUser, ChangeUser, SignInOutcome
from app.kernel.clock import instant_text
from app.kernel.ids import derived_id
from app.storage.statements import Read
from app.storage.unit_of_work import UnitOfWork

_u, _r, _v = schema.app_user.c, schema.role.c, schema.pin_verifier.c
_USER = Read(
    select(_u.id, _u.number, _u.name, _u.role_id, _u.active, _r.name, _r.permissions)
    .select_from(schema.app_user)
    .join(schema.role, _r.id == _u.role_id)
    .where(_u.id == bindparam("id"))
)
_ROLE = Read(select(_r.permissions).where(_r.id == bindparam("id"), _r.active == 1))
_NUMBER = Read(select(_u.id, _u.name).where(_u.number == bindparam("number")))
_OTHERS = Read(
    select(_r.permissions)
    .select_from(schema.app_user)
    .join(schema.role, _r.id == _u.role_id)
    .where(_u.id != bindparam("id"), _u.active == 1)
)
_PERSON = Read(select(schema.user_person.c.id).where(schema.user_person.c.id == bindparam("id")))
_VERIFIER = Read(
    select(_v.verifier, _v.failures, _v.last_failure_at).where(_v.user_id == bindparam("id"))
)
_c = schema.recovery_code.c
_CODE = Read(select(_c.verifier, _c.failures, _c.last_failure_at).where(_c.one == 1))


def add_presets(uow: UnitOfWork) -> None:
    """The roles every practice starts with."""
    for preset in PRESETS:
        uow.create(
            schema.role,
            {
                "id": derived_id("role", preset.key),
                "name": preset.name,
                "permissions": " ".join(preset.permissions),
                "system": 1,
                "active": 1,
            },
        )


def grant(uow: UnitOfWork, role_id: str, permissions: Iterable[str]) -> None:
    """What a role lets do from now on."""
    uow.change(schema.role, role_id, {"permissions": " ".join(permissions)})


def user(uow: UnitOfWork, user_id: str) -> Any:
    """(id, number, name, role_id, active, role name, permissions) or None."""
    return uow.first(_USER, id=user_id)


def role_permissions(uow: UnitOfWork, role_id: str) -> frozenset[str] | None:
    """What a role in use grants; None when there is no such role."""
    row = uow.first(_ROLE, id=role_id)
    return None if row is None else frozenset(row[0].split())


def number_holder(uow: UnitOfWork, number: str) -> Any:
    """(id, name) of who has a badge number, access or not, or None."""
    return uow.first(_NUMBER, number=number)


def somebody_else_may(uow: UnitOfWork, user_id: str, permission: str) -> bool:
    """Whether any other user with access has `permission`."""
    return any(permission in granted.split() for (granted,) in uow.fetch(_OTHERS, id=user_id))


def add_user(uow: UnitOfWork, command: AddUser) -> None:
    uow.create(
        schema.app_user,
        {
            "id": command.id,
            "number": command.number,
            "name": command.name,
            "role_id": command.role_id,
            "active": 1,
        },
    )


def change_user(uow: UnitOfWork, command: ChangeUser) -> None:
    uow.change(
        schema.app_user,
        command.user_id,
        {"number": command.number, "name": command.name, "role_id": command.role_id},
    )


def set_active(uow: UnitOfWork, user_id: str, active: bool) -> None:
    uow.change(schema.app_user, user_id, {"active": int(active)})


def say_person(uow: UnitOfWork, user_id: str, person_id: str) -> None:
    """Whose account this is, by the account the person had first."""
    row_id = derived_id("user_person", user_id)
    if uow.first(_PERSON, id=row_id) is not None:
        uow.change(schema.user_person, row_id, {"person_id": person_id})
    elif person_id != user_id:
        uow.create(schema.user_person, {"id": row_id, "user_id": user_id, "person_id": person_id})


def verifier(uow: UnitOfWork, user_id: str) -> Any:
    """(verifier, failures, last_failure_at) or None."""
    return uow.first(_VERIFIER, id=user_id)


def keep_verifier(uow: UnitOfWork, user_id: str, text: str) -> None:
    uow.put(
        schema.pin_verifier,
        {
            "user_id": user_id,
            "verifier": text,
            "failures": 0,
            "last_failure_at": None,
            "set_at": instant_text(uow.now),
        },
    )


def count_failure(uow: UnitOfWork, user_id: str, failures: int) -> None:
    uow.update(
        schema.pin_verifier,
        {"failures": failures, "last_failure_at": instant_text(uow.now)},
        user_id=user_id,
    )


def clear_failures(uow: UnitOfWork, user_id: str) -> None:
    uow.update(schema.pin_verifier, {"failures": 0, "last_failure_at": None}, user_id=user_id)


def recovery_code(uow: UnitOfWork) -> Any:
    """(verifier, failures, last_failure_at) or None."""
    return uow.first(_CODE)


def keep_recovery_code(uow: UnitOfWork, text: str, failures: int, *, tried: bool = False) -> None:
    now = instant_text(uow.now)
    uow.put(
        schema.recovery_code,
        {
            "one": 1,
            "verifier": text,
            "failures": failures,
            "last_failure_at": now if tried else None,
            "set_at": now,
        },
    )


def record(uow: UnitOfWork, user_id: str, outcome: SignInOutcome, day: date) -> None:
    """A sign-in, sign-out or failure, for ever."""
    uow.insert(
        schema.sign_in,
        {**uow.made(day), "id": uow.new_id(), "user_id": user_id, "outcome": outcome},
    )

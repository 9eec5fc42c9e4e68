"""Who somebody is; who can sign in stands in `tiles`, which the start reads first."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from app.areas.security import errors, schema
from app.areas.security.rules import DEAD_AFTER, PRESETS, wait_s
from app.areas.security.values import PinState, RoleRow, UserRow
from app.kernel.actor import Actor, Permission
from app.kernel.clock import instant_from
from app.kernel.ids import PersonId, RoleId, UserId, derived_id
from app.kernel.translate import t
from app.storage.statements import Read, Reader

_u, _r, _v = schema.app_user.c, schema.role.c, schema.pin_verifier.c
_NAME = Read(select(_u.name).where(_u.id == bindparam("id")))
_BY_NUMBER = Read(select(_u.id).where(_u.number == bindparam("number"), _u.active == 1))
_READER = Read(
    select(_u.id, _u.name, _r.permissions, _v.verifier, _v.failures, _v.last_failure_at)
    .select_from(schema.app_user)
    .join(schema.role, _r.id == _u.role_id)
    .join(schema.pin_verifier, _v.user_id == _u.id)
    .where(_u.number == bindparam("number"), _u.active == 1)
)
_PERMISSIONS = Read(
    select(_r.permissions)
    .select_from(schema.app_user)
    .join(schema.role, _r.id == _u.role_id)
    .where(_u.id == bindparam("id"), _u.active == 1)
)
_ROLES = Read(select(_r.id, _r.name, _r.permissions).where(_r.active == 1).order_by(_r.name))
_GRANTED = Read(select(_r.id, _r.permissions, _r.system))
_USERS = Read(
    select(_u.id, _u.number, _u.name, _r.id, _r.name, _u.active, _v.failures)
    .select_from(schema.app_user)
    .join(schema.role, _r.id == _u.role_id)
    .outerjoin(schema.pin_verifier, _v.user_id == _u.id)
    .order_by(_u.active.desc(), _u.name, _u.id)
)

_up = schema.user_person.c
_PERSON_OF = Read(select(_up.person_id).where(_up.user_id == bindparam("id")))
_ACCOUNTS_OF = Read(
    select(_up.user_id).where(_up.person_id == bindparam("id")).order_by(_up.user_id)
)
_PEOPLE = Read(select(_up.user_id, _up.person_id))


def person_of(reader: Reader, user_id: UserId) -> PersonId:
    """Which person signs in with an account; one person may have several."""
    return PersonId(reader.scalar(_PERSON_OF, id=user_id) or user_id)


def accounts_of(reader: Reader, person_id: PersonId) -> tuple[UserId, ...]:
    """Every account of a person, the first one they had first."""
    first = UserId(person_id)
    others = (UserId(row[0]) for row in reader.fetch(_ACCOUNTS_OF, id=person_id))
    return (first, *(one for one in others if one != first))


def user_name(reader: Reader, user_id: str) -> str:
    return str(reader.scalar(_NAME, id=user_id) or t("Counterfoil"))


def user_by_number(reader: Reader, number: str) -> UserId | None:
    """The user with a badge or staff number, for the command line."""
    found = reader.scalar(_BY_NUMBER, number=number)
    return None if found is None else UserId(found)


def reader_by_number(reader: Reader, number: str) -> tuple[Actor, str] | None:
    """Who has a badge number and what checks the PIN, for asking beside an open window.

    A UserError while the PIN is dead or has to wait.
    """
    row = reader.first(_READER, number=number)
    if row is None:
        return None
    user_id, name, permissions, verifier, failures, last = row
    if failures >= DEAD_AFTER or wait_s(failures, instant_from(last) if last else None, reader.now):
        raise errors.pin_not_now()
    return Actor(UserId(user_id), name, _granted(permissions)), str(verifier)


def permissions_now(reader: Reader, user_id: UserId) -> frozenset[Permission]:
    """What somebody may do by their role as it is now; nothing without access."""
    return _granted(str(reader.scalar(_PERMISSIONS, id=user_id) or ""))


def roles(reader: Reader) -> tuple[tuple[RoleId, str], ...]:
    """The roles a user can have, by name."""
    return tuple((row.role_id, row.name) for row in role_rows(reader))


def role_rows(reader: Reader) -> tuple[RoleRow, ...]:
    """The roles a user can have with what they let do, by name."""
    return tuple(
        RoleRow(RoleId(role_id), name, _granted(permissions))
        for role_id, name, permissions in reader.fetch(_ROLES)
    )


def untaught_roles(reader: Reader) -> tuple[tuple[RoleId, tuple[str, ...]], ...]:
    """(role, its permissions) for each preset role that lacks some of its own which no role here
    has: they came with a newer program, and nobody took them away.
    """
    stored = {
        role_id: (permissions.split(), bool(system))
        for role_id, permissions, system in reader.fetch(_GRANTED)
    }
    known = {one for permissions, _ in stored.values() for one in permissions}
    found = []
    for preset in PRESETS:
        role_id = derived_id("role", preset.key)
        had, system = stored.get(role_id, ([], False))
        new = [one.value for one in preset.permissions if one.value not in known]
        if system and new:
            found.append((RoleId(role_id), (*had, *new)))
    return tuple(found)


def user_rows(reader: Reader) -> tuple[UserRow, ...]:
    """Everybody who has or had access, those who have it first, by name."""
    same = _same_people(reader)
    return tuple(
        UserRow(
            user_id=UserId(user_id),
            number=number,
            name=name,
            role_id=RoleId(role_id),
            role_name=role_name,
            active=bool(active),
            pin=_pin_state(failures),
            failures=failures or 0,
            same_as=same.get(user_id, ()),
        )
        for user_id, number, name, role_id, role_name, active, failures in reader.fetch(_USERS)
    )


def _same_people(reader: Reader) -> dict[str, tuple[UserId, ...]]:
    """The other accounts of everybody who has several."""
    people: dict[str, set[str]] = {}
    for user_id, person_id in reader.fetch(_PEOPLE):
        people.setdefault(person_id, {person_id}).add(user_id)
    return {
        user_id: tuple(UserId(other) for other in sorted(accounts - {user_id}))
        for accounts in people.values()
        for user_id in accounts
        if len(accounts) > 1
    }


def _granted(permissions: str) -> frozenset[Permission]:
    return frozenset(p for p in Permission if p.value in permissions.split())


def _pin_state(failures: int | None) -> PinState:
    if failures is None:
        return PinState.NONE
    return PinState.BLOCKED if failures >= DEAD_AFTER else PinState.SET

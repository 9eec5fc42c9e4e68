"""What must hold of users, roles and sign-ins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, literal_column, or_, select

from app.areas.security import schema
from app.areas.security.rules import check_verifier
from app.kernel.actor import Permission
from app.kernel.errors import UserError
from app.kernel.translate import t
from app.storage.checking import Check, rows_check
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_u, _r, _v = schema.app_user.c, schema.role.c, schema.pin_verifier.c
_sign_in = counted(schema.sign_in)
_s = _sign_in.c
_there: Any = literal_column("1")
_ROLES = Read(select(_r.name, _r.permissions))
_k = schema.recovery_code.c
_PINS = Read(
    select(_v.user_id, _v.verifier, _v.failures).union_all(
        select(literal_column("'the recovery code'"), _k.verifier, _k.failures)
    )
)
_p = schema.user_person.c
_CODES = Read(select(_k.one))
_KNOWN = frozenset(permission.value for permission in Permission)


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    user = select(_there).where(_u.id == _s.user_id).exists()
    verified = select(_there).where(_u.id == _v.user_id).exists()
    role = select(_there).where(_r.id == _u.role_id).exists()
    other = schema.app_user.alias("other")
    same_number = select(_there).where(other.c.number == _u.number, other.c.id != _u.id).exists()
    first = schema.user_person.alias("first")
    chained = (
        select(_there)
        .where(first.c.user_id == _p.person_id, first.c.person_id != first.c.user_id)
        .exists()
    )
    strangers = (
        select(_s.user_id, func.count())
        .where(~user)
        .group_by(_s.user_id)
        .union_all(select(_v.user_id, func.count()).where(~verified).group_by(_v.user_id))
        .subquery("both")
    )
    return (
        rows_check(
            "security.users",
            "Every user has a role and a number of their own.",
            select(_u.number, _u.name).where(or_(~role, same_number)),
            lambda number, name: t(
                "User {number} ({name}) has no role, or shares the number.",
                number=number,
                name=name,
            ),
        ),
        rows_check(
            "security.sign_ins",
            "Only users sign in.",
            select(strangers),
            lambda user_id, count: t("{id} signed in or has a PIN, and is no user.", id=user_id),
        ),
        rows_check(
            "security.people",
            "Every account belongs to one person, said by the account they had first.",
            select(_p.user_id).where(or_(~_is_user(_p.user_id), ~_is_user(_p.person_id), chained)),
            lambda user_id: t("Whose account {id} is can't be told.", id=user_id),
        ),
        Check("security.pins", "Every PIN can be checked, and no try is given away.", _pins),
        Check("security.roles", "Roles grant only what exists.", _roles),
    )


def _is_user(user_id: Any) -> Any:
    return select(_there).where(_u.id == user_id).exists()


def _pins(reader: Reader) -> Iterator[str]:
    for who, verifier, failures in reader.fetch(_PINS):
        try:
            check_verifier(verifier)
            damaged = failures < 0
        except UserError:
            damaged = True
        if damaged:
            yield t("The PIN of {who} was changed past the program.", who=who)
    if [one for (one,) in reader.fetch(_CODES)] not in ([], [1]):
        yield t("There is more than one recovery code.")


def _roles(reader: Reader) -> Iterator[str]:
    for name, permissions in reader.fetch(_ROLES):
        for unknown in sorted(set(permissions.split()) - _KNOWN):
            yield t(
                "Role {name} grants “{permission}”, which is nothing.",
                name=name,
                permission=unknown,
            )

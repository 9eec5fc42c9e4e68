"""Stores what people note about an account: flags, other systems' numbers, the practice's own
fields.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select

from app.areas.parties import schema
from app.areas.parties.values import CHECK_MARKS, AccountHeader, FlagKind, SaveField
from app.kernel.ids import derived_id
from app.storage.search import forget_keys, index_key
from app.storage.statements import Read
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork

_f, _x, _a = schema.account_flag.c, schema.external_id.c, schema.account.c
_v, _n, _p = schema.account_field_value.c, schema.account_field.c, schema.patient.c
_FLAG = Read(select(_f.account_id, _f.active).where(_f.id == bindparam("id")))
_EXTERNAL = Read(select(_x.active).where(_x.id == bindparam("id")))
_OWNER = Read(
    select(_x.entity_id, _p.family_name, _p.given_names, _p.name_order)
    .select_from(schema.external_id)
    .join(schema.patient, _p.id == _x.entity_id)
    .where(
        _x.system == bindparam("system"),
        _x.value == bindparam("value"),
        _x.entity_kind == "patient",
        _x.active == 1,
    )
)
_VALUES_OF = Read(
    select(_x.value).where(
        _x.entity_id == bindparam("patient_id"), _x.entity_kind == "patient", _x.active == 1
    )
)
_ACCOUNTS_OF = Read(select(_a.id).where(_a.patient_id == bindparam("patient_id")))
_VALUE = Read(select(_v.id).where(_v.id == bindparam("id")))
_FIELD = Read(select(_n.id).where(_n.id == bindparam("id")))


def flag_id(account_id: str, kind: str, words: str) -> str:
    return derived_id("account_flag", account_id, kind, words)


def flag(uow: UnitOfWork, account_id: str, kind: str, words: str) -> bool:
    """Put a mark on an account; False when it stands there."""
    wanted = flag_id(account_id, kind, words)
    known = uow.first(_FLAG, id=wanted)
    if known is None:
        row: Row = {
            "id": wanted,
            "account_id": account_id,
            "kind": kind,
            "words": words,
            "active": 1,
        }
        uow.create(schema.account_flag, row)
        return True
    return uow.change(schema.account_flag, wanted, {"active": 1})


def unflag(uow: UnitOfWork, account_id: str, wanted: str) -> bool:
    """Take a mark off; False when there is none."""
    known = uow.first(_FLAG, id=wanted)
    if known is None or known[0] != account_id:
        return False
    return uow.change(schema.account_flag, wanted, {"active": 0})


def mark_no_checks(uow: UnitOfWork, header: AccountHeader) -> str | None:
    """Mark an account so that no checks are taken; the mark's id, None where one like it stands."""
    if any(flag.kind in CHECK_MARKS for flag in header.flags):
        return None
    flag(uow, header.account_id, FlagKind.NO_CHECKS, "")
    return flag_id(header.account_id, FlagKind.NO_CHECKS, "")


def owner_of(uow: UnitOfWork, system: str, value: str) -> Any:
    """(patient id, family name, given names, order) of who has this number, or None."""
    return uow.first(_OWNER, system=system, value=value)


def keep_external_id(
    uow: UnitOfWork, patient_id: str, system: str, value: str, *, active: bool
) -> bool:
    """Write or take back another system's number; False when it was so already."""
    wanted = derived_id("external_id", system, value, patient_id)
    if uow.first(_EXTERNAL, id=wanted) is not None:
        changed = uow.change(schema.external_id, wanted, {"active": int(active)})
    elif active:
        row: Row = {
            "id": wanted,
            "entity_kind": "patient",
            "entity_id": patient_id,
            "system": system,
            "value": value,
            "active": 1,
        }
        uow.create(schema.external_id, row)
        changed = True
    else:
        return False
    for (account_id,) in uow.fetch(_ACCOUNTS_OF, patient_id=patient_id):
        forget_keys(uow, account_id, ("external",))
        for (each,) in uow.fetch(_VALUES_OF, patient_id=patient_id):
            index_key(uow, each, "external", account_id, account_id)
    return changed


def has_field(uow: UnitOfWork, field_id: str) -> bool:
    return uow.first(_FIELD, id=field_id) is not None


def keep_field(uow: UnitOfWork, field_id: str, command: SaveField) -> None:
    row: Row = {
        "name": command.name,
        "kind": command.kind,
        "choices": "\n".join(command.choices),
        "position": command.position,
        "active": int(command.active),
    }
    if command.field_id is None:
        uow.create(schema.account_field, {"id": field_id, **row})
    else:
        uow.change(schema.account_field, field_id, row)


def keep_value(uow: UnitOfWork, account_id: str, field_id: str, value: str) -> bool:
    """What an account says in a field; False when it said so already."""
    wanted = derived_id("account_field_value", account_id, field_id)
    if uow.first(_VALUE, id=wanted) is not None:
        return uow.change(schema.account_field_value, wanted, {"value": value})
    if not value:
        return False
    row: Row = {"id": wanted, "account_id": account_id, "field_id": field_id, "value": value}
    uow.create(schema.account_field_value, row)
    return True

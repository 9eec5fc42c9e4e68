"""Loads and stores the practice and its settings."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from sqlalchemy import bindparam, select

from app.areas.settings import queries, schema
from app.areas.settings.values import (
    AddStation,
    ChangeSetting,
    KeepColumns,
    LeaveStep,
    PracticeDetails,
    SetUpPractice,
    SiteDetails,
)
from app.kernel.clock import instant_text
from app.kernel.ids import SiteId, StationId, derived_id
from app.storage.schema import number_pattern
from app.storage.statements import Read
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork

_w = schema.station.c
_CALLED = Read(select(_w.id).where(_w.code == bindparam("code"), _w.id != bindparam("station_id")))
_SITE = Read(select(schema.site.c.id).where(schema.site.c.id == bindparam("site_id")))


def station_called(uow: UnitOfWork, code: str, but: StationId) -> bool:
    """Whether another station has this code."""
    return uow.first(_CALLED, code=code, station_id=but) is not None


def has_site(uow: UnitOfWork, site_id: SiteId) -> bool:
    return uow.first(_SITE, site_id=site_id) is not None


def add_practice(uow: UnitOfWork, command: SetUpPractice) -> None:
    """The organization, its first site and first station."""
    place: Row = {
        "address_1": command.address_1,
        "address_2": command.address_2,
        "city": command.city,
        "region": command.region,
        "postal_code": command.postal_code,
        "country": command.country,
        "phone": command.phone,
        "email": command.email,
    }
    uow.create(
        schema.organization,
        {
            "id": command.organization_id,
            "name": command.organization_name,
            "legal_name": command.legal_name,
            "tax_id": command.tax_id,
            "currency": command.currency,
            "locale": command.locale,
            "demo": int(command.demo),
            **place,
        },
    )
    uow.create(
        schema.site,
        {
            "id": command.site_id,
            "name": command.site_name,
            "time_zone": command.time_zone,
            "cutoff": command.cutoff,
            **place,
        },
    )
    code = command.station_code
    name = command.station_name or code
    add_station(uow, AddStation(command.id, command.site_id, command.station_id, code, name))


def add_station(uow: UnitOfWork, command: AddStation) -> None:
    """A station among the documents, so that others know whose facts are its."""
    uow.create(
        schema.station,
        {
            "id": command.station_id,
            "site_id": command.site_id,
            "code": command.code,
            "name": command.name,
            "active": 1,
        },
    )


def keep_setting(uow: UnitOfWork, key: str, value: str, *, known: bool) -> None:
    """Store a setting's value; its id follows from its key, so that two stations mean the same."""
    setting_id = derived_id("setting", key)
    if known:
        uow.change(schema.setting, setting_id, {"value": value})
    else:
        uow.create(schema.setting, {"id": setting_id, "key": key, "value": value})


def add_reason(uow: UnitOfWork, command: ChangeSetting, reason: str, today: date) -> None:
    """Why somebody set a control to another value."""
    uow.insert(
        schema.setting_reason,
        {
            "id": command.id,
            "at": instant_text(uow.now),
            "business_date": today.isoformat(),
            "station_id": uow.stream.station,
            "made_by": uow.actor.user_id,
            "key": command.key,
            "value": command.value,
            "reason": reason,
        },
    )


def change_organization(uow: UnitOfWork, details: PracticeDetails) -> bool:
    """Who the practice is; False when nothing differs."""
    here = queries.practice(uow).organization_id
    return uow.change(schema.organization, here, asdict(details))


def change_site(uow: UnitOfWork, site_id: SiteId, details: SiteDetails) -> bool:
    return uow.change(schema.site, site_id, asdict(details))


def name_station(uow: UnitOfWork, station_id: StationId, name: str) -> bool:
    return uow.change(schema.station, station_id, {"name": name})


def keep_step(uow: UnitOfWork, command: LeaveStep) -> None:
    """Note that a step was passed over, or that it is taken up again."""
    if command.left:
        passed: Row = {"for_good": int(command.for_good), "at": instant_text(uow.now)}
        uow.put(schema.setup_step, {"step": command.step, **passed})
    else:
        uow.drop(schema.setup_step, step=command.step)


def keep_pattern(uow: UnitOfWork, kind: str, pattern: str) -> None:
    """Let the next number of `kind` be written so; empty means the usual way again."""
    if pattern:
        uow.derive(number_pattern, {"kind": kind, "pattern": pattern})
    else:
        uow.drop(number_pattern, kind=kind)


def note_centre(uow: UnitOfWork, *, reachable: bool) -> None:
    """Whether the centre answers, as sync finds it; the first word says that there is one."""
    if queries.centre_reachable(uow) is not reachable:
        uow.put(schema.centre_contact, {"one": 1, "reachable": int(reachable)})


def keep_columns(uow: UnitOfWork, command: KeepColumns) -> None:
    uow.put(
        schema.column_choice,
        {
            "user_id": uow.actor.user_id,
            "list_name": command.list_name,
            "columns": " ".join(command.columns),
            "sort": command.sort,
            "descending": int(command.descending),
        },
    )

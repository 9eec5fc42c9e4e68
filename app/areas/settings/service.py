"""Setting a practice up, and changing its settings."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time
from functools import partial
from typing import Any

from app.areas.settings import errors, queries, repository
from app.areas.settings.rules import (
    DECLARED,
    NEEDS_CENTRE,
    NUMBERS,
    check_together,
    check_value,
    is_cutoff,
    is_pattern,
)
from app.areas.settings.values import (
    AddStation,
    ChangeSetting,
    ColumnsKept,
    KeepColumns,
    Practice,
    SettingChanged,
    SetUpPractice,
)
from app.kernel.actor import SYSTEM, Permission
from app.kernel.clock import zone_named
from app.kernel.i18n import known_locale
from app.kernel.ids import StationId, check_id
from app.kernel.money import decimals_of
from app.kernel.text import clean, clean_required
from app.storage.unit_of_work import UnitOfWork

_NAME = re.compile(r"[a-z][a-z_]{0,39}")
_CODE = re.compile(r"[A-Z][A-Z0-9]{0,5}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_PHONE = re.compile(r"[0-9+()./\- ]*[0-9][0-9+()./\- ]*( ?(ext|x)\.? ?[0-9]+)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
COLUMNS_AT_MOST = 40
REASON_MOST = 200
_PLACE = (
    "legal_name",
    "tax_id",
    "address_1",
    "address_2",
    "city",
    "region",
    "postal_code",
    "phone",
    "email",
)


def check_code(code: str) -> None:
    """A UserError when `code` can't be the stem of a station's numbers."""
    if not _CODE.fullmatch(code):
        raise errors.station_code_form()


def check_country(country: str) -> None:
    if not _COUNTRY.fullmatch(country):
        raise errors.country_form()


def check_cutoff(text: str) -> str:
    """When a new day begins, as HH:MM; a UserError for anything else."""
    if not is_cutoff(text.strip()):
        raise errors.cutoff_form()
    return time.fromisoformat(text.strip().rjust(5, "0")).strftime("%H:%M")


def check_reach(phone: str, email: str) -> None:
    """A UserError beside what is no phone number or no e-mail address; both may be empty."""
    if phone.strip() and not _PHONE.fullmatch(phone.strip()):
        raise errors.phone_form()
    if email.strip() and not _EMAIL.fullmatch(email.strip()):
        raise errors.email_form()


def check_practice(command: SetUpPractice) -> SetUpPractice:
    """The command with cleaned fields; a UserError beside the first field that does not fit."""
    for field in ("organization_id", "site_id", "station_id"):
        check_id(getattr(command, field), field)
    decimals_of(command.currency)
    zone_named(command.time_zone)
    check_code(command.station_code)
    check_country(command.country)
    cutoff = check_cutoff(command.cutoff)
    check_reach(command.phone, command.email)
    place: dict[str, Any] = {
        field: clean(getattr(command, field), field, most=120) for field in _PLACE
    }
    return replace(
        command,
        organization_name=clean_required(command.organization_name, "organization_name", most=120),
        site_name=clean_required(command.site_name, "site_name", most=80),
        station_name=clean(command.station_name, "station_name", most=40),
        locale=known_locale(command.locale),
        cutoff=cutoff,
        **place,
    )


def set_up_practice(uow: UnitOfWork, command: SetUpPractice) -> Practice:
    """Make the organization, its first site and this station; the first action of a station's
    life.
    """
    uow.actor.require(Permission.CHANGE_SETTINGS)
    if queries.is_set_up(uow):
        raise errors.set_up_already()
    repository.add_practice(uow, check_practice(command))
    return queries.practice(uow)


def add_station(uow: UnitOfWork, command: AddStation) -> StationId:
    """A further station among the practice's own; its code is taken by no other."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    check_id(command.station_id, "station_id")
    check_code(command.code)
    if repository.station_called(uow, command.code, command.station_id):
        raise errors.station_code_taken(command.code)
    if not repository.has_site(uow, command.site_id):
        raise errors.no_such_site()
    name = clean_required(command.name, "name", most=40)
    repository.add_station(uow, replace(command, name=name))
    return command.station_id


def change_setting(uow: UnitOfWork, command: ChangeSetting) -> SettingChanged:
    """Set one setting for the whole organization."""
    declared = DECLARED.get(command.key)
    uow.actor.require(declared.may if declared else Permission.CHANGE_SETTINGS)
    value = check_value(command.key, command.value)
    check_together(command.key, value, partial(queries.setting, uow))
    reason = clean(command.reason, "reason", most=REASON_MOST)
    differs = (value or DECLARED[command.key].default) != queries.setting(uow, command.key)
    if DECLARED[command.key].asks_reason and differs and not reason and uow.actor != SYSTEM:
        raise errors.reason_missing()
    if command.key in NEEDS_CENTRE and value and queries.centre_reachable(uow) is None:
        raise errors.needs_centre()
    repository.keep_setting(uow, command.key, value, known=queries.has_setting(uow, command.key))
    if is_pattern(command.key):
        repository.keep_pattern(uow, command.key.removeprefix(NUMBERS), value)
    if reason and differs:
        kept = replace(command, value=value)
        today = queries.business_today(queries.practice(uow), uow.now)
        repository.add_reason(uow, kept, reason, today)
    return SettingChanged(command.key, queries.setting(uow, command.key))


def keep_columns(uow: UnitOfWork, command: KeepColumns) -> ColumnsKept:
    """Remember how the actor likes a list; anybody may, for themselves."""
    names = (command.list_name, *command.columns, *([command.sort] if command.sort else []))
    few = 0 < len(command.columns) <= COLUMNS_AT_MOST
    if not few or not all(_NAME.fullmatch(name) for name in names):
        raise errors.odd_columns()
    repository.keep_columns(uow, command)
    return ColumnsKept(command.columns, command.sort, command.descending)

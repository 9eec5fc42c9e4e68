"""Saying anew who the practice is, where its sites are, and which steps of setting up wait."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from app.areas.settings import errors, queries, repository
from app.areas.settings.rules import SETUP_STEPS
from app.areas.settings.service import check_country, check_cutoff, check_reach
from app.areas.settings.values import (
    ChangePractice,
    ChangeSite,
    LeaveStep,
    NameStation,
    PracticeDetails,
    SiteDetails,
)
from app.kernel.actor import Permission
from app.kernel.clock import zone_named
from app.kernel.i18n import known_locale
from app.kernel.text import clean, clean_required
from app.storage.unit_of_work import UnitOfWork

_PLAIN = ("legal_name", "tax_id", "address_1", "address_2", "city", "region", "postal_code")
_REACH = ("phone", "email")


def change_practice(uow: UnitOfWork, command: ChangePractice) -> PracticeDetails:
    """Who the practice is from now on; papers that were printed keep what they say."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    wanted = command.details
    check_country(wanted.country)
    check_reach(wanted.phone, wanted.email)
    if not wanted.name.strip():
        raise errors.practice_name_missing()
    details = replace(
        wanted,
        name=clean_required(wanted.name, "name", most=120),
        locale=known_locale(clean_required(wanted.locale, "locale", most=20)),
        **_cleaned(asdict(wanted), (*_PLAIN, *_REACH)),
    )
    repository.change_organization(uow, details)
    return details


def change_site(uow: UnitOfWork, command: ChangeSite) -> SiteDetails:
    """Where a site is and when its day begins; an open shift keeps the day it was opened for."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    if not repository.has_site(uow, command.site_id):
        raise errors.no_such_site()
    wanted = command.details
    check_country(wanted.country)
    check_reach(wanted.phone, wanted.email)
    zone = clean_required(wanted.time_zone, "time_zone", most=64)
    zone_named(zone)
    details = replace(
        wanted,
        name=clean_required(wanted.name, "name", most=80),
        time_zone=zone,
        cutoff=check_cutoff(wanted.cutoff),
        **_cleaned(asdict(wanted), (*_PLAIN[2:], *_REACH)),
    )
    repository.change_site(uow, command.site_id, details)
    return details


def name_station(uow: UnitOfWork, command: NameStation) -> str:
    """What people call a station."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    name = clean_required(command.name, "name", most=40)
    if all(each.station_id != command.station_id for each in queries.stations(uow)):
        raise errors.no_such_station()
    repository.name_station(uow, command.station_id, name)
    return name


def leave_step(uow: UnitOfWork, command: LeaveStep) -> str:
    """Pass a step of setting up over at this station; Settings and the Counter remind of it."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    if command.step not in SETUP_STEPS:
        raise errors.no_such_step(command.step)
    repository.keep_step(uow, command)
    return command.step


def _cleaned(said: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: clean(said[name], name, most=120) for name in names}

"""Read-only answers about the practice and its settings."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from app.areas.settings import errors, schema
from app.areas.settings.rules import (
    DECLARED,
    INVOICE_SCOPE,
    NUMBER_KINDS,
    NUMBERS,
    fits,
    in_force,
    is_cutoff,
    numbers_of,
)
from app.areas.settings.rules import pattern as pattern_from
from app.areas.settings.values import (
    ColumnsKept,
    LegalPractice,
    NextNumber,
    Practice,
    PracticeDetails,
    SettingRow,
    SiteAddress,
    SiteDetails,
    SiteNamed,
    StationNamed,
)
from app.kernel.clock import business_date, zone_named
from app.kernel.errors import UserError
from app.kernel.i18n import known_locale
from app.kernel.ids import OrganizationId, SiteId, StationId, UserId
from app.kernel.number_pattern import written as number_text
from app.kernel.translate import t
from app.storage.numbering import PATTERNS, next_text
from app.storage.schema import this_station
from app.storage.statements import Read, Reader

_o, _s, _w, _me = schema.organization.c, schema.site.c, schema.station.c, this_station.c
_PRACTICE = Read(
    select(
        _o.id,
        _o.name,
        _o.currency,
        _o.locale,
        _o.demo,
        _s.id,
        _s.name,
        _s.time_zone,
        _s.cutoff,
        _s.address_1,
        _s.address_2,
        _s.city,
        _s.region,
        _s.postal_code,
        _s.phone,
        _w.id,
        _w.code,
    )
    .select_from(this_station)
    .join(schema.organization, _o.id == _me.organization_id)
    .join(schema.site, _s.id == _me.site_id)
    .join(schema.station, _w.id == _me.station_id)
)
_PLACES = ("organization", "site", "station", "this_station")
_VALUE = Read(select(schema.setting.c.value).where(schema.setting.c.key == bindparam("key")))
_cc = schema.column_choice.c
_COLUMNS = Read(
    select(_cc.columns, _cc.sort, _cc.descending).where(
        _cc.user_id == bindparam("user_id"), _cc.list_name == bindparam("list_name")
    )
)
_COUNTRY = Read(
    select(_s.country).select_from(this_station).join(schema.site, _s.id == _me.site_id)
)
_ADDRESS = Read(
    select(_s.address_1, _s.address_2, _s.city, _s.region, _s.postal_code, _s.country)
    .select_from(this_station)
    .join(schema.site, _s.id == _me.site_id)
)
_LEGAL = Read(
    select(_o.name, _o.legal_name, _o.tax_id)
    .select_from(this_station)
    .join(schema.organization, _o.id == _me.organization_id)
)
_CENTRE = Read(select(schema.centre_contact.c.reachable))
_SITES = Read(select(_s.id, _s.name).order_by(_s.name, _s.id))
_STATIONS = Read(select(_w.id, _w.site_id, _w.code, _w.name, _w.active).order_by(_w.code, _w.id))
_DETAILS = Read(
    select(*(_o[each.name] for each in fields(PracticeDetails)))
    .select_from(this_station)
    .join(schema.organization, _o.id == _me.organization_id)
)
_SITE_DETAILS = Read(
    select(*(_s[each.name] for each in fields(SiteDetails))).where(_s.id == bindparam("site_id"))
)
_STEPS_LEFT = Read(select(schema.setup_step.c.step, schema.setup_step.c.for_good))
_VALUES = Read(select(schema.setting.c.key, schema.setting.c.value))


def practice(reader: Reader) -> Practice:
    """Where this station stands."""
    return reader.once("practice", _PLACES, lambda: _practice(reader))


def country(reader: Reader) -> str:
    """The country of the site, two letters: its banks keep that country's holidays."""
    return str(reader.scalar(_COUNTRY) or "")


def site_address(reader: Reader) -> SiteAddress:
    """Where this site is, part by part."""
    return SiteAddress(*(reader.first(_ADDRESS) or ("",) * 6))


def _practice(reader: Reader) -> Practice:
    row = reader.first(_PRACTICE)
    if row is None:
        raise errors.not_set_up()
    organization, name, currency, locale, demo, site_id, site_name, zone, cutoff = row[:9]
    address_1, address_2, city, region, postal_code, phone, station_id, code = row[9:]
    town = ", ".join(p for p in (city, " ".join(p for p in (region, postal_code) if p)) if p)
    return Practice(
        organization_id=OrganizationId(organization),
        organization_name=name,
        site_id=SiteId(site_id),
        site_name=site_name,
        site_address=tuple(p for p in (address_1, address_2, town) if p),
        site_phone=phone,
        station_id=StationId(station_id),
        station_code=code,
        currency=currency,
        locale=_locale(locale),
        time_zone=zone,
        cutoff=cutoff,
        demo=bool(demo),
    )


def sites(reader: Reader) -> tuple[SiteNamed, ...]:
    """Every site of the practice, by name."""
    return tuple(SiteNamed(SiteId(one), name) for one, name in reader.fetch(_SITES))


def stations(reader: Reader) -> tuple[StationNamed, ...]:
    """Every window of the practice, by code."""
    return tuple(
        StationNamed(StationId(one), SiteId(site), code, name, bool(active))
        for one, site, code, name, active in reader.fetch(_STATIONS)
    )


def legal_practice(reader: Reader) -> LegalPractice:
    """The practice as its bank knows it."""
    row = reader.first(_LEGAL)
    if row is None:
        raise errors.not_set_up()
    name, legal_name, tax_id = row
    return LegalPractice(legal_name or name, tax_id)


def is_set_up(reader: Reader) -> bool:
    """Whether this database holds its practice already."""
    return reader.first(_PRACTICE) is not None


def setting(reader: Reader, key: str) -> str:
    """The value in force, as text of the setting's kind."""
    if key not in DECLARED:
        raise errors.no_such_setting(key)
    stored = reader.once(("setting", key), ("setting",), lambda: reader.scalar(_VALUE, key=key))
    return in_force(key, stored or "")


def centre_reachable(reader: Reader) -> bool | None:
    """Whether the centre answered when it was asked last; None where this station works alone."""
    found = reader.once("centre", ("centre_contact",), lambda: reader.scalar(_CENTRE))
    return None if found is None else bool(found)


def by_the_centre(reader: Reader) -> bool:
    """Whether the centre numbers invoices; where this station works alone it can't."""
    return setting(reader, INVOICE_SCOPE) == "organization" and centre_reachable(reader) is not None


def whole_setting(reader: Reader, key: str) -> int:
    return int(setting(reader, key))


def numbers_setting(reader: Reader, key: str) -> tuple[int, ...]:
    return numbers_of(setting(reader, key))


def has_setting(reader: Reader, key: str) -> bool:
    """Whether a value was ever stored for `key`."""
    return reader.first(_VALUE, key=key) is not None


def columns_kept(reader: Reader, list_name: str, asker: UserId) -> ColumnsKept | None:
    """How a person likes a list; None before they ever chose."""
    row = reader.first(_COLUMNS, user_id=asker, list_name=list_name)
    return None if row is None else ColumnsKept(tuple(row[0].split()), row[1], bool(row[2]))


def setting_rows(reader: Reader) -> tuple[SettingRow, ...]:
    """Every declared setting with its value in force."""
    stored = dict(reader.fetch(_VALUES))
    return tuple(
        SettingRow(
            s.key,
            in_force(s.key, stored.get(s.key, "")),
            s.default,
            s.kind,
            t(s.words),
            t(s.explained) if s.explained else "",
            s.choices,
            tuple(t(words) for words in s.choice_words),
            s.scope,
            s.may,
            s.since,
            s.asks_reason,
            "" if fits(s.key, stored.get(s.key, "")) else stored[s.key],
        )
        for s in DECLARED.values()
    )


def practice_details(reader: Reader) -> PracticeDetails:
    """Who the practice is, as its papers say."""
    row = reader.first(_DETAILS)
    if row is None:
        raise errors.not_set_up()
    return PracticeDetails(*row)


def site_details(reader: Reader, site_id: SiteId) -> SiteDetails:
    """Where a site is and when its day begins."""
    row = reader.first(_SITE_DETAILS, site_id=site_id)
    if row is None:
        raise errors.no_such_site()
    return SiteDetails(*row)


def steps_left(reader: Reader) -> dict[str, bool]:
    """Steps of setting up that were passed over here; True for those nobody is reminded of."""
    return {step: bool(for_good) for step, for_good in reader.fetch(_STEPS_LEFT)}


def next_numbers(reader: Reader) -> tuple[NextNumber, ...]:
    """How every kind of number is written, and what the next one looks like."""
    return tuple(next_number(reader, kind) for kind in NUMBER_KINDS)


def next_number(reader: Reader, kind: str, pattern: str = "") -> NextNumber:
    """What the next number of `kind` looks like, or would under another pattern; takes none."""
    if kind not in NUMBER_KINDS:
        raise errors.no_such_number(kind)
    written = pattern or setting(reader, f"{NUMBERS}{kind}") or PATTERNS[kind]
    read = pattern_from(written)
    today = business_today(practice(reader), reader.now)
    if kind == "invoice" and by_the_centre(reader):
        example = number_text(read.everywhere(today), read.width, 1)
    else:
        example = next_text(reader, kind, read, today)
    return NextNumber(kind, t(NUMBER_KINDS[kind]), written, example, read.begins_again_yearly)


def business_today(here: Practice, moment: datetime) -> date:
    """The day the site books `moment` to, by its time zone and cut-off."""
    return _booked(moment, here.time_zone, here.cutoff)


@lru_cache(maxsize=32)
def _booked(moment: datetime, zone: str, cutoff: str) -> date:
    """One transaction asks for its own moment again and again."""
    return business_date(moment, _zone(zone), _cutoff(cutoff))


@lru_cache(maxsize=32)
def _cutoff(text: str) -> time:
    if not is_cutoff(text):
        raise errors.cutoff_form()
    return time.fromisoformat(text.rjust(5, "0"))


@lru_cache(maxsize=32)
def _locale(name: str) -> str:
    """A stored one that nobody knows would break every screen: English is read everywhere."""
    try:
        return known_locale(name)
    except UserError:
        return "en_US"


@lru_cache(maxsize=32)
def _zone(name: str) -> ZoneInfo:
    return zone_named(name)

"""What must hold of the practice: the station's own words agree with its documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, literal_column, or_, select

from app.areas.settings import schema
from app.areas.settings.rules import DECLARED, NUMBERS, fits, is_cutoff, is_pattern, is_zone
from app.kernel.text import shown
from app.kernel.translate import t
from app.storage.checking import Check, Follow, Part, Recipe, restore_backup, rows_check
from app.storage.schema import number_pattern, this_station
from app.storage.statements import Read, Reader

_o, _s, _w, _me = schema.organization.c, schema.site.c, schema.station.c, this_station.c
_there: Any = literal_column("1")


_PATTERNS = Read(
    select(schema.setting.c.key, schema.setting.c.value).where(schema.setting.c.value != "")
)


_CLOCKS = Read(select(_s.name, _s.time_zone, _s.cutoff).order_by(_s.name, _s.id))


def recipe() -> Recipe:
    """How numbers are written follows from the settings."""
    follows = (Follow(schema.setting, "id"),)
    part = Part("", follows, lambda reader, _keys: _patterns(reader))
    return Recipe(number_pattern, _patterns, parts=(part,))


def _patterns(reader: Reader) -> Iterator[tuple[Any, ...]]:
    for key, value in reader.fetch(_PATTERNS):
        if is_pattern(key) and fits(key, value):
            yield key.removeprefix(NUMBERS), value


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    organization = select(_there).where(_o.id == _me.organization_id, _o.demo == _me.demo).exists()
    site = select(_there).where(_s.id == _me.site_id).exists()
    station = (
        select(_there)
        .where(
            and_(_w.id == _me.station_id, _w.code == _me.station_code, _w.site_id == _me.site_id)
        )
        .exists()
    )
    return (
        rows_check(
            "settings.station",
            "The database belongs to the organization, site and station it names.",
            select(_me.station_code).where(or_(~organization, ~site, ~station)),
            lambda code: t(
                "The station {code} does not fit its organization, its site or its documents.",
                code=code,
            ),
            restore_backup(),
        ),
        Check(
            "settings.values",
            "Every stored setting has a value that this program would take.",
            lambda reader: _misfits(reader),
            t(
                "Choose the setting anew in the settings. Until then a control holds at its "
                "strictest, and any other setting at its default."
            ),
        ),
        Check(
            "settings.clock",
            "Every site has a time zone and an hour at which its day begins.",
            lambda reader: _lost_clocks(reader),
            t("Choose the time zone and the hour anew in the settings, under the practice."),
        ),
    )


def _misfits(reader: Reader) -> Iterator[str]:
    for key, value in reader.fetch(_PATTERNS):
        if key in DECLARED and not fits(key, value):
            yield t(
                "The setting “{setting}” is stored as “{value}”, which does not fit it.",
                setting=t(DECLARED[key].words),
                value=shown(value),
            )


def _lost_clocks(reader: Reader) -> Iterator[str]:
    for name, zone, cutoff in reader.fetch(_CLOCKS):
        if not is_zone(zone):
            yield t("{site} has the time zone “{zone}”.", site=shown(name), zone=shown(zone))
        if not is_cutoff(cutoff):
            yield t("At {site} a day begins at “{hour}”.", site=shown(name), hour=shown(cutoff))

"""What must hold of the practice: the station's own words agree with its documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, literal_column, or_, select

from app.areas.settings import schema
from app.areas.settings.rules import NUMBERS, is_pattern
from app.kernel.translate import t
from app.storage.checking import Check, Follow, Part, Recipe, restore_backup, rows_check
from app.storage.schema import number_pattern, this_station
from app.storage.statements import Read, Reader

_o, _s, _w, _me = schema.organization.c, schema.site.c, schema.station.c, this_station.c
_there: Any = literal_column("1")


_PATTERNS = Read(
    select(schema.setting.c.key, schema.setting.c.value).where(schema.setting.c.value != "")
)


def recipe() -> Recipe:
    """How numbers are written follows from the settings."""
    follows = (Follow(schema.setting, "id"),)
    part = Part("", follows, lambda reader, _keys: _patterns(reader))
    return Recipe(number_pattern, _patterns, parts=(part,))


def _patterns(reader: Reader) -> Iterator[tuple[Any, ...]]:
    for key, value in reader.fetch(_PATTERNS):
        if is_pattern(key):
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
    )

"""What must hold of the practice: the station's own words agree with its documents."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, literal_column, or_, select

from app.areas.settings import schema
from app.kernel.translate import t
from app.storage.checking import Check, restore_backup, rows_check
from app.storage.schema import this_station

_o, _s, _w, _me = schema.organization.c, schema.site.c, schema.station.c, this_station.c
_there: Any = literal_column("1")


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

"""`details`: of which sites and months this station keeps every journal line."""

from __future__ import annotations

import argparse
from typing import Any

from app.areas.settings import queries as settings
from app.areas.stations import maintaining
from app.areas.stations import queries as stations
from app.areas.stations.values import KeepDetails
from app.cli.saying import DONE, say, tell
from app.cli.signing_in import reading, working
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, SiteId, new_id
from app.kernel.translate import t


def show(chosen: argparse.Namespace) -> int:
    """What is kept, and what is still to fetch."""
    with reading(chosen) as station:
        say(_standing(station))
    return DONE


def keep(chosen: argparse.Namespace) -> int:
    """Choose it, and with --now fold and fetch until it is so."""
    with working(chosen) as (station, actor):
        sites = tuple(_site(station, name) for name in chosen.site or ())
        months = 24 if chosen.months is None else chosen.months
        command = KeepDetails(CommandId(new_id()), chosen.everything, sites, months)
        station.act(actor, maintaining.keep_details, command).result()
        if chosen.now:
            _bring_in_line(station)
        say(_standing(station))
    return DONE


def _standing(station: Any) -> dict[str, Any]:
    from app.sync.details import left_to_fetch

    kept = station.ask(stations.details_kept).result()
    names = {one.site_id: one.name for one in station.ask(settings.sites).result()}
    return {
        "everything": kept.everything,
        "sites": [names.get(one, one) for one in kept.sites],
        "months": kept.months,
        "entries_in_sums": station.ask(stations.entries_in_sums).result(),
        "entries_to_fetch": station.ask(left_to_fetch).result(),
    }


def _site(station: Any, name: str) -> SiteId:
    found = [one for one in station.ask(settings.sites).result() if name in (one.name, one.site_id)]
    if len(found) != 1:
        raise UserError(t("There is no site called “{name}”.", name=name), field="site")
    return SiteId(found[0].site_id)


def _bring_in_line(station: Any) -> None:
    from app.devices.secrets import OsKeyring
    from app.sync.details import Details
    from app.sync.exchange import Exchange
    from app.sync.joining import connector
    from app.sync.line import Line

    connect = connector(station, OsKeyring())
    if connect is None:
        raise UserError(t("This station works alone: no other place keeps its details."))
    line = Line(station, connect)
    try:
        Exchange(station, line).drain()
        Details(station).all(
            line, lambda moved: tell(t("{count} entries.", count=moved.folded + moved.fetched))
        )
    finally:
        line.hang_up()

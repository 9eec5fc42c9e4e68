"""`settings list`, `get` and `set`."""

from __future__ import annotations

import argparse

from app.cli.saying import DONE, say
from app.cli.signing_in import reading, working
from app.kernel.codec import to_plain
from app.kernel.ids import CommandId, new_id


def settings(chosen: argparse.Namespace) -> int:
    """Reading asks for no PIN: settings name no patient."""
    from app.areas.settings import queries

    if chosen.what == "set":
        return _set(chosen)
    with reading(chosen) as station:
        if chosen.what == "list":
            say(to_plain(station.ask(queries.setting_rows).result()))
        else:
            value = station.ask(queries.setting, chosen.key).result()
            say({"key": chosen.key, "value": value})
    return DONE


def _set(chosen: argparse.Namespace) -> int:
    from app.areas.settings.service import change_setting
    from app.areas.settings.values import ChangeSetting

    command = ChangeSetting(CommandId(new_id()), chosen.key, chosen.value, chosen.reason)
    with working(chosen) as (station, actor):
        say(to_plain(station.act(actor, change_setting, command).result()))
    return DONE

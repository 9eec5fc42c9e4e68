"""`records`: further places for what the centre does not have yet, and the way home from there."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli.saying import DONE, UsageError, say
from app.cli.secrets_in import line_in
from app.cli.signing_in import reading, working
from app.kernel.actor import Permission
from app.kernel.codec import to_plain
from app.kernel.errors import UserError
from app.kernel.translate import t


def save(chosen: argparse.Namespace) -> int:
    """Put what waits into a file that only the transfer key opens, which is shown once."""
    from app.sync.keeping.saving import save_records

    with working(chosen) as (station, actor):
        actor.require(Permission.BACK_UP)
        saved = save_records(station, chosen.file)
    say(
        {
            "path": str(saved.path),
            "records": saved.records,
            "not_at_centre": saved.waits,
            "payments": saved.payments,
            "amounts": to_plain(saved.amounts),
            "of_others": saved.others,
            "transfer_key": saved.transfer_key,
        }
    )
    return DONE


def bring(chosen: argparse.Namespace) -> int:
    """Bring a file of records home, or a second journal; its key comes on standard input."""
    with working(chosen) as (station, actor):
        actor.require(Permission.BACK_UP)
        key = "" if chosen.own else line_in(t("Transfer key or recovery key of the file"))
        brought = station.bring_records(chosen.file, key)
    say(to_plain(brought))
    return DONE


def journal(chosen: argparse.Namespace) -> int:
    """Say where the second journal is written, or that it is none."""
    from app.sync.keeping.second_journal import keep_journal, refuse_unfit

    with working(chosen) as (station, actor):
        actor.require(Permission.CHANGE_SETTINGS)
        folder: Path | None = chosen.folder
        if folder is not None:
            refuse_unfit(folder, station.folder)
        station.act(actor, keep_journal, str(folder or "")).result()
        if folder is not None:
            station.write_journal()
    say({"folder": str(folder or "")})
    return DONE


def listen(chosen: argparse.Namespace) -> int:
    """Keep neighbours' records at this station from now on, or no more."""
    from app.sync.keeping.pairing import listen_on

    if not 0 <= chosen.port <= 65535:
        raise UsageError(t("A port is a number up to 65535; 0 ends it."))
    with working(chosen) as (station, actor):
        actor.require(Permission.CHANGE_SETTINGS)
        station.act(actor, listen_on, chosen.port).result()
    say({"port": chosen.port})
    return DONE


def pair(chosen: argparse.Namespace) -> int:
    """Make the code with which another window lets this one keep its records."""
    from app.areas.settings.queries import stations
    from app.sync.keeping.pairing import make_pairing

    with working(chosen) as (station, actor):
        actor.require(Permission.CHANGE_SETTINGS)
        called = [one for one in station.ask(stations).result() if one.code == chosen.station]
        if not called:
            raise UserError(t("No window is called {code}.", code=chosen.station), field="station")
        text = make_pairing(station, called[0].station_id, chosen.station, chosen.host)
    say({"code": text})
    return DONE


def accept(chosen: argparse.Namespace) -> int:
    """Let the window that made a code keep this one's unsent records."""
    from app.sync.keeping.pairing import accept_pairing

    with working(chosen) as (station, actor):
        actor.require(Permission.CHANGE_SETTINGS)
        keeper = accept_pairing(station, line_in(t("Pairing code")))
    say({"keeper": keeper.code, "address": keeper.address})
    return DONE


def prune(chosen: argparse.Namespace) -> int:
    """Let go of other windows' old records that a proven backup of the centre has, or say which
    they are.
    """
    from app.devices.secrets import OsKeyring
    from app.sync import retaining
    from app.sync.joining import connector
    from app.sync.line import Line

    with working(chosen) as (station, actor):
        actor.require(Permission.BACK_UP)
        connect = connector(station, OsKeyring())
        if connect is None:
            raise UserError(t("This station works alone: it has no records of other windows."))
        line = Line(station, connect)
        try:
            found = retaining.may_go(station, line)
            gone = 0 if chosen.dry_run else retaining.let_go(station, line)
        finally:
            line.hang_up()
    say({"windows": to_plain(found), "let_go": gone})
    return DONE


def status(chosen: argparse.Namespace) -> int:
    """Where further copies are, and what is wrong with them."""
    from app.sync.keeping import pairing, second_journal

    with reading(chosen) as station:
        here = station.ask(second_journal.standing).result()
        others = station.ask(pairing.neighbours).result()
        port = station.ask(pairing.port).result()
    say({"journal": to_plain(here), "port": port, "neighbours": [_shown(one) for one in others]})
    return DONE


def _shown(one: Any) -> dict[str, str]:
    names = ("code", "part", "address", "trouble", "heard_at")
    return {name: getattr(one, name) for name in names}

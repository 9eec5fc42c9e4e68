"""`central` and `sync`: the Postgres that stations share, and exchanging books with it."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.saying import DONE, REFUSED, say, tell
from app.cli.signing_in import reading, unlock, working
from app.kernel.actor import Permission
from app.kernel.codec import to_plain
from app.kernel.errors import UserError
from app.kernel.translate import t


def init(chosen: argparse.Namespace) -> int:
    """Make the centre, or bring it to this program."""
    from app.bootstrap import load_schema
    from app.sync.setting_up import set_up_centre

    load_schema()
    say({"revision": set_up_centre(chosen.dsn)})
    return DONE


upgrade = init


def join(chosen: argparse.Namespace) -> int:
    """Hand this practice over to an empty centre, or this station to its own practice there."""
    from app.devices.secrets import OsKeyring
    from app.sync.joining import join_centre

    with working(chosen) as (station, actor):
        actor.require(Permission.CHANGE_SETTINGS)
        master = station.database.keys.master
        joined = join_centre(station, master, OsKeyring(), chosen.dsn, chosen.address)
    say({"station": joined.station, "role": joined.role, "secret_is": joined.secret_is})
    return DONE


def code(chosen: argparse.Namespace) -> int:
    """Make a code that lets one more computer in; whoever has it within ten minutes comes in."""
    from app.devices.secrets import OsKeyring
    from app.sync.codes import make_code

    with working(chosen) as (station, actor):
        made = make_code(station, actor, OsKeyring())
    say({"code": made.text, "expires_at": to_plain(made.expires_at), "words": made.words})
    return DONE


def enrol(chosen: argparse.Namespace) -> int:
    """Make a further station here; both recovery secrets are shown once."""
    from app.bootstrap import NewStation, Unlock, enrol_here
    from app.cli.secrets_in import line_from, line_in
    from app.cli.set_up import shown_once
    from app.devices.secrets import OsKeyring

    secret = line_from(chosen.passphrase_fd) if chosen.passphrase_fd is not None else ""
    code_text = ""
    if chosen.code_fd is not None:
        code_text = line_from(chosen.code_fd)
    elif not chosen.dsn:
        code_text = line_in(t("Code that a manager made"))
    wanted = NewStation(
        dsn=chosen.dsn,
        code=chosen.code,
        name=chosen.name or chosen.code,
        administrator=chosen.administrator,
        pin=line_in(t("PIN of the administrator at this station")),
        site=chosen.site,
        address=chosen.address,
        code_text=code_text,
        months=chosen.months,
    )
    made = enrol_here(
        chosen.data,
        wanted,
        Unlock(secret),
        store=OsKeyring(),
        progress=lambda at: tell(f"{at.words} {at.done}"),
    )
    tell("")
    more = {"older_history": "still to come"} if made.history_comes else {}
    say({"station": made.station, "records": made.records, **more, **shown_once(made)})
    return DONE


def status(chosen: argparse.Namespace) -> int:
    """Who sends there, and how far everybody is."""
    from app.sync.looking import centre_status

    say(to_plain(centre_status(chosen.dsn)))
    return DONE


def verify(chosen: argparse.Namespace) -> int:
    """Prove what the centre holds."""
    from app.sync.looking import broken_promises

    found = broken_promises(chosen.dsn)
    say({"sound": not found, "findings": to_plain(found)})
    return REFUSED if found else DONE


def revoke(chosen: argparse.Namespace) -> int:
    """Shut a station out, its live sessions included."""
    from app.sync.setting_up import revoke_station

    revoke_station(chosen.dsn, chosen.station)
    say({"revoked": chosen.station})
    return DONE


def backup_mark(chosen: argparse.Namespace) -> int:
    """Let new stations begin at what a restored and proven backup holds."""
    from app.sync.safe import mark_backup

    say(to_plain(mark_backup(chosen.dsn, chosen.copy)))
    return DONE


def sync(chosen: argparse.Namespace) -> int:
    """Send and take in until everything is there and here, or say what keeps it away."""
    from app.bootstrap import open_station
    from app.devices.secrets import OsKeyring
    from app.storage.still_coming import percent_here
    from app.sync import outbox
    from app.sync.exchange import Done, Exchange, Round
    from app.sync.joining import connector
    from app.sync.line import Line

    def progress(so_far: Round) -> None:
        words = t("{sent} records sent, {taken} taken in", sent=so_far.sent, taken=so_far.taken)
        percent = station.ask(percent_here).result()
        if percent is not None:
            words = t("{words}, {percent} % of older history", words=words, percent=percent)
        tell(words)

    if chosen.status:
        with reading(chosen) as station:
            say(_standing(station))
        return DONE
    station = open_station(chosen.data, unlock(chosen))
    try:
        connect = connector(station, OsKeyring())
        if connect is None:
            raise UserError(
                t("This station works alone. Join a centre with “counterfoil central join”.")
            )
        line = Line(station, connect)
        moved = Exchange(station, line).drain(progress)
        tell("")
        if chosen.check and moved.done is Done.DRAINED:
            return _check(station, line)
        line.hang_up()
        where = station.ask(outbox.position).result()
        say(
            {
                "sent": moved.sent,
                "taken": moved.taken,
                "have": where.have,
                "trouble": where.trouble,
            }
        )
        return DONE if moved.done is Done.DRAINED else REFUSED
    finally:
        station.close()


def _check(station: Any, line: Any) -> int:
    from app.sync.saying_again import check_and_say

    try:
        checked, said = check_and_say(station, line, tell)
    finally:
        tell("")
        line.hang_up()
    say({**to_plain(checked), "said_again": said})
    return REFUSED if checked.differences else DONE


def _standing(station: Any) -> dict[str, Any]:
    from app.sync.looking import standing_for

    return dict(to_plain(station.ask(standing_for, None).result()))

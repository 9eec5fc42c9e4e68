"""`init`, `backup`, `restore`, `upgrade` and `set-pin`: a practice's beginning, copies and PINs."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from app.cli.saying import DONE, UsageError, say, tell
from app.cli.secrets_in import line_from, line_in, passphrase
from app.cli.signing_in import unlock, working
from app.kernel.actor import Permission
from app.kernel.clock import instant_text
from app.kernel.codec import to_plain
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, OrganizationId, SiteId, StationId, new_id
from app.kernel.translate import t


def init(chosen: argparse.Namespace) -> int:
    """Make a practice in an empty folder; both recovery secrets are shown once, here."""
    if chosen.demo:
        return _init_demo(chosen)
    from app.areas.settings.values import SetUpPractice
    from app.bootstrap import FirstAdministrator, Unlock, init_station

    name = _given(chosen.name, "--name", t("Name of the practice"))
    number = chosen.number
    who = _given(chosen.administrator, "--administrator", t("Name of the administrator"))
    secret = line_from(chosen.passphrase_fd) if chosen.passphrase_fd is not None else ""
    practice = SetUpPractice(
        CommandId(new_id()),
        OrganizationId(new_id()),
        SiteId(new_id()),
        StationId(new_id()),
        organization_name=name,
        site_name=chosen.site or name,
        currency=chosen.currency,
        locale=chosen.locale,
        time_zone=chosen.time_zone,
        cutoff=chosen.cutoff,
        station_code=chosen.station_code,
        country=chosen.country,
    )
    pin = line_in(t("PIN of the administrator"))
    made = init_station(chosen.data, practice, FirstAdministrator(who, number, pin), Unlock(secret))
    say({"data": str(chosen.data), **shown_once(made)})
    return DONE


def _init_demo(chosen: argparse.Namespace) -> int:
    from app.bootstrap import make_demo

    def progress(done: int, of: int) -> None:
        tell(t("Making the demo: {done} of {all}", done=done, all=of))

    filled, made = make_demo(chosen.data, progress=progress)
    tell("")
    say({"data": str(chosen.data), **shown_once(made), "demo": to_plain(filled)})
    return DONE


def shown_once(made: Any) -> dict[str, Any]:
    return {
        "recovery_key": made.recovery_key,
        "recovery_code": made.recovery_code,
        "keys_are": made.key_place,
        "administrator": made.administrator,
        "words": t(
            "Write both down now and keep them apart from this computer: they are not shown again. "
            "The recovery key opens a backup on a new computer; the recovery code gives the "
            "administrator a new PIN."
        ),
    }


def _given(value: str | None, option: str, prompt: str) -> str:
    if value:
        return value
    if sys.stdin.isatty():
        return input(f"{prompt}: ")
    raise UsageError(t("{option} is missing.", option=option))


def backup(chosen: argparse.Namespace) -> int:
    """Copy the open database into one verified file; works beside an open window."""
    from app.bootstrap import find_keys
    from app.kernel.clock import SystemClock
    from app.storage.backup import back_up

    keys = find_keys(chosen.data, unlock(chosen))
    made = back_up(chosen.data, keys, SystemClock(), target=chosen.file)
    say(
        {
            "file": str(made.path),
            "made_at": instant_text(made.made_at),
            "station_code": made.station_code,
            "revision": made.revision,
            "head": {"seq": made.log_seq, "hash": made.log_hash},
        }
    )
    return DONE


def restore(chosen: argparse.Namespace) -> int:
    """Put a backup into an empty folder, as a new incarnation with a new number prefix; `centre`
    says what the practice's centre has of this station beside it.
    """
    from app.bootstrap import Unlock, restore_here
    from app.storage.pace import HASTE

    if chosen.recovery_key_fd is not None:
        key = line_from(chosen.recovery_key_fd)
    else:
        key = line_in(t("Recovery key"))
    secret = passphrase(chosen.data, chosen.passphrase_fd)
    made = restore_here(chosen.file, chosen.data, key, Unlock(secret), HASTE)
    centre = {"answer": made.centre.answer.value, "later": made.centre.later}
    where = {"data": str(chosen.data), "keys_are": made.key_place}
    say({**where, "prefix": made.prefix, "centre": centre})
    return DONE


def upgrade(chosen: argparse.Namespace) -> int:
    """Bring an older database to this program, after a backup; nothing to do is fine."""
    from app.bootstrap import open_station
    from app.storage.engine import SCHEMA_REVISION

    open_station(chosen.data, unlock(chosen)).close()
    say({"data": str(chosen.data), "revision": SCHEMA_REVISION})
    return DONE


def set_pin(chosen: argparse.Namespace) -> int:
    """Give somebody a new PIN; standard input brings one's own PIN, then the new one."""
    from app.areas.security.queries import user_by_number

    with working(chosen) as (station, actor):
        user_id = station.ask(user_by_number, chosen.whose).result()
        if user_id is None:
            raise UserError(t("There is no user {number}.", number=chosen.whose[:20]))
        if user_id != actor.user_id:
            actor.require(Permission.MANAGE_USERS)
        station.set_pin(actor, user_id, line_in(t("New PIN")), chosen.whose)
    say({"user": chosen.whose})
    return DONE

"""`leave`: takes the practice off this computer, where nothing of it would be lost."""

from __future__ import annotations

import argparse

from app.cli.saying import DONE, say
from app.cli.signing_in import reading, working
from app.kernel.actor import Permission
from app.kernel.codec import to_plain
from app.kernel.translate import t


def leave(chosen: argparse.Namespace) -> int:
    """Refused with what is unsent and how to save it; with --check nothing is removed, and nobody
    has to sign in, so that an uninstaller can ask.
    """
    from app.bootstrap.leaving import empty, make_ready, refuse_to_leave, what_is_left
    from app.bootstrap.unlocking import has_practice
    from app.devices.secrets import OsKeyring

    if chosen.check:
        if has_practice(chosen.data):
            with reading(chosen) as station:
                left = station.ask(what_is_left, station.practice.demo).result()
            refuse_to_leave(left)
            say(to_plain(left))
        return DONE
    with working(chosen) as (station, actor):
        actor.require(Permission.BACK_UP)
        make_ready(station, OsKeyring(), saved=chosen.saved, backup=chosen.backup)
    empty(chosen.data)
    say(
        {
            "left": str(chosen.data),
            "words": t(
                "The practice is off this computer. Shut this station out at another window, in "
                "Settings under Stations. Backups in the folder stay, encrypted, and the keyring "
                "may still have keys."
            ),
        }
    )
    return DONE

"""What a manager rules about stations and their records; the centre carries it out when the record
of it arrives there.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from app.areas.settings import queries as settings
from app.areas.stations import errors, queries, records
from app.areas.stations.values import (
    ApproveHole,
    FetchDetails,
    InviteStation,
    KeepDetails,
    ReleaseRecord,
    RevokeStation,
    SetAside,
)
from app.kernel.actor import Permission
from app.kernel.ids import check_id
from app.kernel.text import clean
from app.storage.receiving import hash_at
from app.storage.stuck import set_aside_at, stuck
from app.storage.unit_of_work import UnitOfWork

_LIFE = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"([0-9a-f]{64})?")
_MARK = re.compile(r"[0-9a-f]{64}")
_LARGEST = 2**53
MOST_SAID = 400
"""Letters of a reason."""
MOST_MONTHS = 600
LOOKED_AT = timedelta(days=31)
"""How long an account's lines stay that were fetched to be looked at."""


def invite_station(uow: UnitOfWork, command: InviteStation) -> str:
    """Note that a manager lets one more computer in; the code of that id is made at the centre.

    The centre knows only which station asks for a code, so this is where who may is decided.
    """
    uow.actor.require(Permission.MANAGE_STATIONS)
    records.add_invitation(uow, command, _today(uow))
    return command.id


def revoke_station(uow: UnitOfWork, command: RevokeStation) -> str:
    """Shut a station out; the centre does it when this record reaches it. Its code.

    What it sent before stays. What it did not send can be brought in from a file.
    """
    uow.actor.require(Permission.MANAGE_STATIONS)
    known = {each.station_id: each for each in settings.stations(uow)}
    if command.station_id not in known:
        raise errors.no_such_station()
    if command.station_id == uow.stream.station:
        raise errors.not_from_here()
    code = known[command.station_id].code
    if command.station_id in queries.shut_out(uow):
        raise errors.shut_out_already(code)
    records.add_revocation(uow, command, _said(command.reason), _today(uow))
    return code


def release_record(uow: UnitOfWork, command: ReleaseRecord) -> str:
    """Let the centre try a record once more that it keeps aside; it counts everywhere if it can be
    applied now.
    """
    uow.actor.require(Permission.MANAGE_STATIONS)
    if not records.is_kept_aside(uow, command.record_hash):
        raise errors.not_kept_aside()
    records.add_release(uow, command, clean(command.note, "note", most=MOST_SAID), _today(uow))
    return command.id


def set_aside(uow: UnitOfWork, command: SetAside) -> str:
    """Let the centre keep a record aside that it can't take, so that what was done after it gets
    there. It counts nowhere until somebody releases it. The code of its window.

    The centre tries it once more first: this takes no record out of the books that could count. A
    window that does not hold the record must name it as its own window does.
    """
    uow.actor.require(Permission.MANAGE_STATIONS)
    known = {each.station_id: each for each in settings.stations(uow)}
    if command.station_id not in known:
        raise errors.no_such_station()
    if (
        not 1 <= command.seq <= _LARGEST
        or not _LIFE.fullmatch(command.incarnation)
        or not _MARK.fullmatch(command.record_hash)
    ):
        raise errors.no_such_record()
    there = stuck(uow)
    is_it = there is not None and there.hash == command.record_hash
    held = hash_at(uow, (command.station_id, command.incarnation), command.seq)
    if held is not None and held != command.record_hash:
        raise errors.no_such_record()
    if held is not None and not is_it:
        raise errors.not_stuck()
    said = set_aside_at(uow, command.record_hash)
    if said is not None and not (there is not None and is_it and said < there.seen_at):
        raise errors.set_aside_already()
    why = there.why if there is not None and is_it else ""
    records.add_set_aside(uow, command, why, _said(command.note), _today(uow))
    return known[command.station_id].code


def approve_hole(uow: UnitOfWork, command: ApproveHole) -> str:
    """Let a station's stream go on without records that nobody has any more."""
    uow.actor.require(Permission.MANAGE_STATIONS)
    if command.station_id not in {each.station_id for each in settings.stations(uow)}:
        raise errors.no_such_station()
    if (
        not 1 <= command.first_seq <= command.last_seq <= _LARGEST
        or not _LIFE.fullmatch(command.incarnation)
        or not _HASH.fullmatch(command.next_hash)
    ):
        raise errors.no_such_hole()
    held = records.records_held(uow, command)
    if held is not None:
        raise errors.records_are_here(*held)
    records.add_hole(uow, command, _said(command.note), _today(uow))
    return command.id


def keep_details(uow: UnitOfWork, command: KeepDetails) -> None:
    """Choose of which sites and how many months this window keeps every journal line. Sums, open
    items, invoices and payments of all sites stay here whatever is chosen.
    """
    uow.actor.require(Permission.MANAGE_STATIONS)
    if not command.everything:
        if not 1 <= command.months <= MOST_MONTHS:
            raise errors.months_out_of_range(MOST_MONTHS)
        if not set(command.sites) <= {one.site_id for one in settings.sites(uow)}:
            raise errors.no_such_site()
    records.keep_details(uow, command)


def fetch_details(uow: UnitOfWork, command: FetchDetails) -> None:
    """Have an account's lines brought here with the next contact, and keep them for a month."""
    uow.actor.require(Permission.TAKE_PAYMENT)
    check_id(command.account_id, "account_id")
    records.keep_account(uow, command.account_id, _today(uow) + LOOKED_AT)


def _today(uow: UnitOfWork) -> date:
    return settings.business_today(settings.practice(uow), uow.now)


def _said(reason: str) -> str:
    words = clean(reason, "reason", most=MOST_SAID)
    if not words:
        raise errors.reason_needed()
    return words

"""Letting a station in and shutting one out: a manager’s word, carried out at the centre."""

from __future__ import annotations

from app.areas.settings import queries as settings
from app.areas.stations import errors, queries, records
from app.areas.stations.values import InviteStation, RevokeStation
from app.kernel.actor import Permission
from app.storage.unit_of_work import UnitOfWork


def invite_station(uow: UnitOfWork, command: InviteStation) -> str:
    """Note that a manager lets one more computer in; the code of that id is made at the centre.

    The centre knows only which station asks for a code, so this is where who may is decided.
    """
    uow.actor.require(Permission.MANAGE_STATIONS)
    records.add_invitation(uow, command, settings.business_today(settings.practice(uow), uow.now))
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
    reason = " ".join(command.reason.split())
    if not reason:
        raise errors.reason_needed()
    day = settings.business_today(settings.practice(uow), uow.now)
    records.add_revocation(uow, command, reason, day)
    return code

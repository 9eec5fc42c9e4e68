"""A new recovery key and code for a practice whose first ones nobody wrote down."""

from __future__ import annotations

import json

from app.areas.security import pins
from app.areas.security import service as security
from app.areas.security.values import SetRecoveryCode
from app.areas.settings.maintaining import leave_step
from app.areas.settings.values import LeaveStep
from app.bootstrap.setting_up import Initialised
from app.bootstrap.station import Station
from app.bootstrap.unlocking import IDENTITY_NAME
from app.kernel.actor import Actor
from app.kernel.errors import OutsideError
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t
from app.storage import keys
from app.storage.private import read_small


def renew_recovery(station: Station, actor: Actor) -> Initialised:
    """Replace both; backups made from now on open with the new key alone. Who may not manage users
    is refused first, by the action that keeps the code.
    """
    folder, code = station.folder, pins.new_recovery_code()
    verifier = pins.make_verifier(pins.plain_code(code))
    station.act(actor, security.set_recovery_code, SetRecoveryCode(_fresh(), verifier)).result()
    path = folder / keys.RECOVERY_NAME
    try:
        before = read_small(path)
    except (OSError, ValueError):
        before = ""
    key, serial = keys.new_recovery_key(), keys.recovery_serial(before) + 1
    try:
        database_id = str(json.loads(read_small(folder / IDENTITY_NAME))["database_id"])
        keys.wrap_for_recovery(folder, station.database.keys, key, database_id, serial=serial)
    except OSError as error:
        raise OutsideError(
            t("{folder} can't be written: {why}.", folder=folder, why=error.strerror)
        ) from error
    return Initialised(key, code, "", actor.user_id)


def confirm_recovery(station: Station, actor: Actor) -> None:
    """Somebody said that both are written down: nobody is reminded any more."""
    command = LeaveStep(_fresh(), "recovery", left=False)
    station.act(actor, leave_step, command).result()


def _fresh() -> CommandId:
    return CommandId(new_id())

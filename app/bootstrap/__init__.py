"""The only place that knows concrete classes: makes, opens and restores a station.

What is not needed for the sign-in tiles is loaded when it is first asked for (PEP 562): SQLAlchemy
alone takes longer than a window.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.bootstrap.enrolling import EnrolledHere, NewStation, enrol_here, practice_behind
    from app.bootstrap.front import open_front
    from app.bootstrap.opening import load_schema, open_reading, open_station
    from app.bootstrap.restoring import BackupSeen, Restored, look_at_backup, restore_here
    from app.bootstrap.setting_up import (
        FirstAdministrator,
        Initialised,
        init_station,
        make_demo,
        restore_station,
    )
    from app.bootstrap.station import Station
    from app.bootstrap.unlocking import Unlock, find_keys, has_practice, keep_keys, needs_passphrase

_HOMES = {
    "BackupSeen": "restoring",
    "EnrolledHere": "enrolling",
    "FirstAdministrator": "setting_up",
    "Initialised": "setting_up",
    "NewStation": "enrolling",
    "Station": "station",
    "Unlock": "unlocking",
    "enrol_here": "enrolling",
    "find_keys": "unlocking",
    "has_practice": "unlocking",
    "init_station": "setting_up",
    "keep_keys": "unlocking",
    "load_schema": "opening",
    "look_at_backup": "restoring",
    "make_demo": "setting_up",
    "needs_passphrase": "unlocking",
    "open_front": "front",
    "open_reading": "opening",
    "open_station": "opening",
    "practice_behind": "enrolling",
    "restore_here": "restoring",
    "restore_station": "setting_up",
    "Restored": "restoring",
}

__all__ = [
    "BackupSeen",
    "EnrolledHere",
    "FirstAdministrator",
    "Initialised",
    "NewStation",
    "Restored",
    "Station",
    "Unlock",
    "enrol_here",
    "find_keys",
    "has_practice",
    "init_station",
    "keep_keys",
    "load_schema",
    "look_at_backup",
    "make_demo",
    "needs_passphrase",
    "open_front",
    "open_reading",
    "open_station",
    "practice_behind",
    "restore_here",
    "restore_station",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"app.bootstrap.{_HOMES[name]}"), name)

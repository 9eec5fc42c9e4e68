"""Setting the scanner of this station up."""

from __future__ import annotations

from app.areas.scans import repository, rules
from app.areas.scans.values import SaveScanner, ScannerSettings
from app.kernel.actor import Permission
from app.storage.unit_of_work import UnitOfWork


def save_scanner(uow: UnitOfWork, command: SaveScanner) -> ScannerSettings:
    """Say how this station tells its scanner from hands."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    kept = rules.check_scanner(command)
    repository.keep_scanner(uow, kept)
    return kept

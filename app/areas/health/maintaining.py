"""What people say about where backups go."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

from app.areas.health import errors, repository
from app.areas.health.backup_values import SaveSecondPlace, SecondPlaceSaved
from app.kernel.actor import Permission
from app.kernel.text import clean
from app.storage.unit_of_work import UnitOfWork


def save_second_place(uow: UnitOfWork, command: SaveSecondPlace) -> SecondPlaceSaved:
    """Bring every backup there too from now on. Whether the folder is there is looked at when a
    backup is brought: a disk may be in the drawer.
    """
    uow.actor.require(Permission.CHANGE_SETTINGS)
    folder = clean(command.folder, "folder", most=400)
    whole = PurePosixPath(folder).is_absolute() or PureWindowsPath(folder).is_absolute()
    if folder and not whole:
        raise errors.no_whole_path()
    repository.keep_second(uow, folder)
    return SecondPlaceSaved(folder)

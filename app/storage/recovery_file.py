"""The file that opens backups with the recovery key: whole in each of them, or none is made."""

from __future__ import annotations

import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Final

from app.kernel.errors import OutsideError
from app.kernel.translate import t
from app.storage import keys
from app.storage.private import read_small, write_private

SUFFIX: Final = ".cfbackup"
FOLDER_NAME: Final = "backups"
_SMALL: Final = 1 << 20
_LOOKED_AT: Final = 3
EVIL: Final = (
    *(OSError, ValueError, KeyError, TypeError, EOFError, RuntimeError, NotImplementedError),
    *(zipfile.BadZipFile, zlib.error),
)
"""What a damaged or crafted bundle makes the zip and JSON readers raise."""


def whole(folder: Path, database_id: str = "") -> str:
    """Its text, of this database or any. It changes only when a new recovery key is made: where it
    was lost or damaged since the last backup it is put back from there. OutsideError where no sound
    one is left.
    """
    path, found = folder / keys.RECOVERY_NAME, ""
    with suppress(OSError, ValueError):
        found = read_small(path)
    earlier = _before(folder, database_id)
    if keys.recovery_serial(found) > keys.recovery_serial(earlier):
        return found
    if earlier and earlier != found:
        write_private(path, earlier)
        return earlier
    if keys.sound_recovery(found, database_id):
        return found
    raise OutsideError(
        t(
            "No copy was made: {name} is missing or damaged, and without it no recovery key would "
            "open a copy. Put that file back from an earlier copy of {folder}.",
            name=keys.RECOVERY_NAME,
            folder=folder,
        )
    )


def _before(folder: Path, database_id: str) -> str:
    """As the newest backup in `folder` has it, where a sum says that it is as it was."""
    made = sorted((folder / FOLDER_NAME).glob(f"counterfoil-*{SUFFIX}"), reverse=True)
    for each in made[:_LOOKED_AT]:
        with suppress(*EVIL), zipfile.ZipFile(each) as bundle:
            text = small(bundle, keys.RECOVERY_NAME).decode()
            if keys.sound_recovery(text, database_id):
                return text
    return ""


def small(bundle: zipfile.ZipFile, name: str) -> bytes:
    """A small file of a bundle; a ValueError for one that would fill the memory."""
    if bundle.getinfo(name).file_size > _SMALL:
        raise ValueError("too large")
    return bundle.read(name)

"""One writing process per database, held by a lock of the operating system that dies with the
process.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from app.kernel.errors import OutsideError, UserError
from app.kernel.translate import t

LOCK_NAME = "counterfoil.lock"


class DatabaseLock:
    """Holds `counterfoil.lock` in the data folder until `release`."""

    def __init__(self, folder: Path) -> None:
        self._file: IO[bytes] | None = None
        path = folder / LOCK_NAME
        try:
            file = path.open("a+b")
        except OSError as error:
            raise OutsideError(
                t("{folder} can't be written: {why}.", folder=folder, why=error.strerror)
            ) from error
        try:
            _take(file)
        except OSError:
            file.close()
            raise UserError(
                t(
                    "Counterfoil is already open on this data. Use the window that is open, "
                    "or close it first. Reading commands (ask, verify, keys) work beside it."
                )
            ) from None
        self._file = file

    def release(self) -> None:
        """Let another process have the database; harmless twice."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _take(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.set_inheritable(file.fileno(), False)

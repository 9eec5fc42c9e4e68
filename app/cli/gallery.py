"""`gallery`: every widget of the window in both themes, to look at or as pictures in a folder."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from app.cli.saying import DONE, say
from app.kernel.errors import OutsideError
from app.kernel.translate import t


def gallery(chosen: argparse.Namespace) -> int:
    """Show it until its window is closed; with a folder only write the pictures there."""
    folder: Path | None = chosen.picture
    if folder is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutsideError(
                t("{path} can't be written: {why}.", path=folder, why=error.strerror)
            ) from error
    from app.gui.gallery.window import open_gallery

    files = open_gallery(folder)
    if folder is not None:
        say({"folder": str(folder), "files": sorted(path.name for path in files)})
    return DONE

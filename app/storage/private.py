"""Files and folders that only this user can read, and that are there after a power cut.

It never keeps or makes a secret; it only makes the place for one.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

_SMALL = 1 << 20


def private_folder(folder: Path) -> None:
    """Make `folder` and what leads to it; a folder that is made here is only this user's."""
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def private_file(path: Path) -> BinaryIO:
    """A new empty file, open for writing, that nobody else could ever read; an old one goes."""
    path.unlink(missing_ok=True)
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def write_private(path: Path, text: str) -> None:
    """Write `text` whole or not at all: into a file beside it, which then takes its place."""
    part = path.with_name(path.name + ".part")
    try:
        with private_file(part) as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def read_small(path: Path) -> str:
    """The text of a small file of ours, also where an editor put its mark before it; a ValueError
    for one that would fill the memory.
    """
    with path.open("rb") as file:
        data = file.read(_SMALL + 1)
    if len(data) > _SMALL:
        raise ValueError("too large")
    return data.decode("utf-8-sig")


def sync_folder(folder: Path) -> None:
    """Make names that were just given durable; Windows does that by itself."""
    if sys.platform == "win32":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

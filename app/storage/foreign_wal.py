"""A log of writes that lies beside the database and is not its own: SQLite would copy it into the
file page by page, whatever key its pages were written with, and nothing could open that again.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from pathlib import Path
from typing import Final

from app.kernel.errors import OutsideError, UserError
from app.kernel.translate import t

_HEADER: Final = 32
_FRAME: Final = 24
_PAGE: Final = 4096
_TAG: Final = 64
_MAGIC: Final = {0x377F0682: "<", 0x377F0683: ">"}
"""How the words of the sums are written."""
_MASK: Final = 0x3A


def refuse_foreign_wal(path: Path, key: bytes) -> None:
    """An OutsideError where the log of writes beside `path` would be taken, and its first page was
    not written with this key to this file; a UserError where the file was not either. Nothing is
    changed.
    """
    wal = path.with_name(f"{path.name}-wal")
    try:
        with wal.open("rb") as file:
            found = file.read(_HEADER + _FRAME + _PAGE)
        with path.open("rb") as file:
            first = file.read(_PAGE)
    except OSError:  # not there, or opening says it better
        return
    if len(first) < _PAGE or not _is_taken(found):
        return
    masked = bytes(byte ^ _MASK for byte in first[:16])
    mac = hashlib.pbkdf2_hmac("sha512", key, masked, 2, 32)
    if _is_ours(
        mac, found[_HEADER + _FRAME :], int.from_bytes(found[_HEADER : _HEADER + 4], "big")
    ):
        return
    if not _is_ours(mac, first, 1):
        raise wrong_key(path)
    raise OutsideError(
        t(
            "{name} in {folder} is not of this database: it would be written into it and "
            "destroy it. Nothing was changed. Move that file to another folder and open again; "
            "if the last payments are missing then, restore the latest backup.",
            name=wal.name,
            folder=path.parent,
        )
    )


def wrong_key(path: Path) -> UserError:
    """What is said of a file that a key does not open."""
    return UserError(
        t(
            "{name} does not open with this key. It belongs to another practice, or it is "
            "damaged. Restore a backup, or give the right key.",
            name=path.name,
        )
    )


def _is_ours(mac: bytes, page: bytes, number: int) -> bool:
    """Whether SQLCipher wrote this page with the key that `mac` was made of."""
    said = page[16 if number == 1 else 0 : -_TAG] + number.to_bytes(4, "little")
    return hmac.compare_digest(hmac.digest(mac, said, "sha512"), page[-_TAG:])


def _is_taken(found: bytes) -> bool:
    """Whether SQLite takes the first frame: it is whole, and of the log's last beginning."""
    if len(found) < _HEADER + _FRAME + _PAGE:
        return False
    order = _MAGIC.get(int.from_bytes(found[:4], "big"))
    frame = found[_HEADER:]
    if order is None or int.from_bytes(found[8:12], "big") != _PAGE or frame[8:16] != found[16:24]:
        return False
    sums = _sums(order, found[:24], (0, 0))
    if struct.pack(">II", *sums) != found[24:32]:
        return False
    sums = _sums(order, frame[:8] + frame[_FRAME:], sums)
    return struct.pack(">II", *sums) == frame[16:24]


def _sums(order: str, data: bytes, sums: tuple[int, int]) -> tuple[int, int]:
    one, two = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for n in range(0, len(words), 2):
        one = (one + words[n] + two) & 0xFFFFFFFF
        two = (two + words[n + 1] + one) & 0xFFFFFFFF
    return one, two

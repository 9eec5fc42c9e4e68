"""A file of log records that only a key opens: what a person carries, and what a second disk keeps.

A line that says what it is, a line of JSON (the heading), then frames: four bytes of length and a
page of records under AES-GCM. Each frame is bound to the heading and to its place, so pages can't
be changed, swapped or moved into another file; what a power cut left of the last one is left out.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from app.kernel.errors import UserError
from app.kernel.translate import t
from app.storage.private import private_file, sync_folder
from app.storage.station_log import FIELDS

SUFFIX = ".cfrecords"
_FIRST = b"COUNTERFOIL RECORDS 1\n"
_LONGEST = 64 << 20
_HEADING = 64 << 10

_NUMBERS = frozenset({"v", "seq", "hlc"})
_LARGEST = 2**63 - 1

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose records; `key_of` says what opens the wrapped key: a transfer key, or the station's own
    database key.
    """

    organization: str
    station: str
    station_code: str
    made_at: str
    key_of: str
    wrapped: str = field(repr=False)


TRANSFER, STATION = "transfer", "station"


class RecordFile:
    """An open file of records; `append` is durable when it returns."""

    def __init__(self, file: BinaryIO, bound: bytes, key: bytes, frames: int) -> None:
        self._file, self._bound, self._key, self._frames = file, bound, key, frames

    @classmethod
    def make(cls, path: Path, heading: Heading, key: bytes) -> RecordFile:
        """A new file; one that is there already is replaced."""
        line = _FIRST + json.dumps(asdict(heading)).encode() + b"\n"
        file = private_file(path)
        file.write(line)
        made = cls(file, hashlib.sha256(line).digest(), key, 0)
        made._settle()
        sync_folder(path.parent)
        return made

    @classmethod
    def go_on(
        cls, path: Path, find_key: Callable[[Heading], bytes]
    ) -> tuple[RecordFile, Record | None]:
        """The file again, behind its last whole frame, and the last record it holds."""
        with path.open("rb") as reading:
            heading, bound = _heading(reading, path)
            key = find_key(heading)
            frames, end, last = 0, reading.tell(), b""
            while (frame := _frame(reading)) is not None:
                frames, end, last = frames + 1, reading.tell(), frame
            records = _opened(last, bound, key, frames - 1, path) if frames else []
        file = path.open("r+b")
        file.truncate(end)
        file.seek(end)
        return cls(file, bound, key, frames), records[-1] if records else None

    def append(self, records: Sequence[Record]) -> None:
        """Add a page of records; on the disk when this returns."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        rows = [[record[name] for name in FIELDS] for record in records]
        plain = zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), 6)
        nonce = os.urandom(12)
        sealed = AESGCM(self._key).encrypt(nonce, plain, _place(self._bound, self._frames))
        self._file.write((len(sealed) + 12).to_bytes(4, "big") + nonce + sealed)
        self._settle()
        self._frames += 1

    def close(self) -> None:
        self._file.close()

    def _settle(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())


def heading_of(path: Path) -> Heading:
    """Whose records are in a file; a UserError where it is none."""
    with path.open("rb") as file:
        return _heading(file, path)[0]


def records_in(path: Path, find_key: Callable[[Heading], bytes]) -> Iterator[list[Record]]:
    """The pages of a file in the order they were written. A UserError for a page that was changed,
    and for a file with an end that lacks it; what is left of a page that a journal never finished
    is passed over.
    """
    with path.open("rb") as file:
        heading, bound = _heading(file, path)
        key, number, ended = find_key(heading), 0, False
        while (frame := _frame(file)) is not None:
            page = _opened(frame, bound, key, number, path)
            number, ended = number + 1, not page
            if page:
                yield page
    if heading.key_of == TRANSFER and not ended:
        raise UserError(
            t("{name} is cut off. Copy it again from where it was made.", name=path.name),
            field="file",
        )


def is_whole(record: Record) -> bool:
    """Whether something that came from outside has the shape of a record."""
    return record.keys() == set(FIELDS) and all(
        type(record[name]) is int and 0 <= record[name] <= _LARGEST
        if name in _NUMBERS
        else isinstance(record[name], str)
        for name in FIELDS
    )


def write_all(path: Path, heading: Heading, key: bytes, pages: Iterable[Sequence[Record]]) -> None:
    """A whole file with an end, or none at all."""
    part = path.with_name(path.name + ".part")
    try:
        file = RecordFile.make(part, heading, key)
        try:
            for page in pages:
                file.append(page)
            file.append(())
        finally:
            file.close()
        part.replace(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def _heading(file: BinaryIO, path: Path) -> tuple[Heading, bytes]:
    try:
        if file.read(len(_FIRST)) != _FIRST:
            raise ValueError("another kind of file")
        line = file.readline(_HEADING)
        return Heading(**json.loads(line)), hashlib.sha256(_FIRST + line).digest()
    except (ValueError, TypeError):
        raise UserError(
            t("{name} is no file of Counterfoil records, or it is damaged.", name=path.name),
            field="file",
        ) from None


def _frame(file: BinaryIO) -> bytes | None:
    """The next whole frame; None at the end, whole or torn."""
    size = int.from_bytes(head, "big") if len(head := file.read(4)) == 4 else 0
    if not 28 <= size <= _LONGEST:
        return None
    frame = file.read(size)
    return frame if len(frame) == size else None


def _opened(frame: bytes, bound: bytes, key: bytes, number: int, path: Path) -> list[Record]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        packed = AESGCM(key).decrypt(frame[:12], frame[12:], _place(bound, number))
        plain = zlib.decompressobj()
        rows = json.loads(plain.decompress(packed, _LONGEST))
        found = [dict(zip(FIELDS, row, strict=True)) for row in rows]
        if not all(map(is_whole, found)):
            raise ValueError("no records")
        return found
    except (InvalidTag, ValueError, TypeError, zlib.error):
        raise UserError(
            t(
                "{name} was changed or is damaged: its page {number} can’t be read.",
                name=path.name,
                number=number + 1,
            ),
            field="file",
        ) from None


def _place(bound: bytes, number: int) -> bytes:
    return bound + number.to_bytes(8, "big")

"""A practice's logo as dots: made once from greys, kept as a small PNG, the same on every printer.

One dot of it is one dot of a printer, so that nothing is scaled and nothing blurs; it is narrow
enough for 58 mm of paper.
"""

from __future__ import annotations

import base64
import binascii
import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache

from app.areas.printing import errors

MOST_WIDTH, MOST_HEIGHT = 384, 240
LEAST = 8
LONGEST_TEXT = 24_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BLACK_BELOW = 128


@dataclass(frozen=True, slots=True)
class Logo:
    """`width` is a multiple of 8; a set bit is ink, the left one is the high bit."""

    width: int
    height: int
    rows: bytes


def dithered(greys: bytes, width: int, height: int) -> Logo:
    """Greys from 0 black to 255 white as dots (Floyd and Steinberg); `width` is filled up with
    white to whole bytes, half of it at either side.
    """
    if not (LEAST <= width <= MOST_WIDTH and LEAST <= height <= MOST_HEIGHT):
        raise errors.logo_size(MOST_WIDTH, MOST_HEIGHT)
    if len(greys) != width * height:
        raise errors.logo_damaged()
    across = (width + 7) // 8 * 8
    before = (across - width) // 2
    rows, due = bytearray(), [0] * (width + 2)
    for top in range(0, len(greys), width):
        rest, carried, dots = [0] * (width + 2), 0, 0
        for x, grey in enumerate(greys[top : top + width], 1):
            wanted = grey + (due[x] + carried) // 16
            ink = wanted < _BLACK_BELOW
            dots = dots << 1 | ink
            wrong = wanted if ink else wanted - 255
            carried = wrong * 7
            rest[x - 1] += wrong * 3
            rest[x] += wrong * 5
            rest[x + 1] += wrong
        due = rest
        rows += (dots << (across - width - before)).to_bytes(across // 8, "big")
    return Logo(across, height, bytes(rows))


def as_text(logo: Logo) -> str:
    """The one way a logo is written down: a PNG of one bit a dot, in base64."""
    across = logo.width // 8
    lines = b"".join(
        b"\0" + bytes(byte ^ 0xFF for byte in logo.rows[top : top + across])
        for top in range(0, len(logo.rows), across)
    )
    head = struct.pack(">IIBBBBB", logo.width, logo.height, 1, 0, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")
    png = _SIGNATURE + b"".join(_chunk(name, body) for name, body in parts)
    return base64.b64encode(png).decode("ascii")


@lru_cache(maxsize=8)
def read(text: str) -> Logo:
    """The dots of what `as_text` wrote; a UserError for anything else, however it is packed."""
    if len(text) > LONGEST_TEXT:
        raise errors.logo_size(MOST_WIDTH, MOST_HEIGHT)
    try:
        png = base64.b64decode(text, validate=True)
        name, head, at = _part(png, len(_SIGNATURE))
        width, height, *shape = struct.unpack(">IIBBBBB", head)
        data, lines, at = _part(png, at)
        last, nothing, at = _part(png, at)
    except (ValueError, binascii.Error, struct.error):
        raise errors.logo_damaged() from None
    names, whole = (name, data, last, nothing), at == len(png) and png[:8] == _SIGNATURE
    if names != (b"IHDR", b"IDAT", b"IEND", b"") or shape != [1, 0, 0, 0, 0] or not whole:
        raise errors.logo_damaged()
    if not (LEAST <= width <= MOST_WIDTH and LEAST <= height <= MOST_HEIGHT) or width % 8:
        raise errors.logo_size(MOST_WIDTH, MOST_HEIGHT)
    return Logo(width, height, _dots(lines, width // 8, height))


def _dots(lines: bytes, across: int, height: int) -> bytes:
    size = (across + 1) * height
    unpacking = zlib.decompressobj()
    try:
        raw = unpacking.decompress(lines, size + 1)
    except zlib.error:
        raise errors.logo_damaged() from None
    if len(raw) != size or not unpacking.eof or any(raw[:: across + 1]):
        raise errors.logo_damaged()
    tops = range(0, size, across + 1)
    return b"".join(bytes(b ^ 0xFF for b in raw[top + 1 : top + 1 + across]) for top in tops)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _part(png: bytes, at: int) -> tuple[bytes, bytes, int]:
    """The name and body of the part of a PNG that begins at `at`, and where the next one does."""
    size = struct.unpack(">I", png[at : at + 4])[0]
    end = at + 8 + size
    body = png[at + 4 : end]
    if len(body) != size + 4 or struct.unpack(">I", png[end : end + 4])[0] != zlib.crc32(body):
        raise ValueError("a part of the picture is damaged")
    return body[:4], body[4:], end + 4

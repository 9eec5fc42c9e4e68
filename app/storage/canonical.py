"""Exact bytes to hash: canonical JSON for what is kept as text, length-framed fields for what is
compared.

Framing (sync.md 1): each field as UTF-8, numbers in decimal, behind its length as 8 bytes big-
endian.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from functools import cache
from json.encoder import encode_basestring as quoted
from typing import Any

from app.storage.tables import Row, Wire

__all__ = [
    "canonical_json",
    "content_hash",
    "framed",
    "hash_of",
    "mac_of",
    "named",
    "quoted",
    "row_json",
]
_encode = json.JSONEncoder(
    sort_keys=True,
    separators=(",", ":"),
    ensure_ascii=False,
    allow_nan=False,
    check_circular=False,
).encode


def canonical_json(value: Any) -> str:
    """JSON with sorted keys, no spaces and letters as they are: equal values give equal bytes."""
    return _encode(value)


@cache
def named(names: tuple[str, ...], begin: str = "") -> tuple[tuple[str, str], ...]:
    """Names as `row_json` says them: in order, each with what stands in front of its value."""
    return tuple((name, f"{quoted(name)}:{begin}") for name in sorted(names))


def row_json(names: tuple[tuple[str, str], ...], row: Row, end: str = "") -> str:
    """The canonical JSON of a row's fields that hold something; blobs are their hex. Each value has
    the beginning of `named` in front and `end` behind it: what an import says a million times is
    not built as objects first.
    """
    parts = []
    for name, begin in names:
        value: Wire = row[name]
        if value is None:
            continue
        if isinstance(value, str):
            text = quoted(value)
        elif type(value) is int:
            text = str(value)
        else:
            text = canonical_json(value.hex() if isinstance(value, bytes) else value)
        parts.append(f"{begin}{text}{end}")
    return "{" + ",".join(parts) + "}"


def framed(fields: Iterable[str | int]) -> bytes:
    parts: list[bytes] = []
    for value in fields:
        data = str(value).encode()
        parts.append(len(data).to_bytes(8, "big"))
        parts.append(data)
    return b"".join(parts)


def hash_of(*fields: str | int) -> str:
    """SHA-256 over the framed fields, as 64 hex digits."""
    return hashlib.sha256(framed(fields)).hexdigest()


def mac_of(key: bytes, text: str) -> str:
    """HMAC-SHA-256 over the UTF-8 of `text` (a hash is taken as its hex digits), as 64
    hex digits.
    """
    return hmac.digest(key, text.encode(), "sha256").hex()


def content_hash(record_type: str, names: tuple[str, ...], row: Row) -> bytes:
    """SHA-256 over the named content fields of a fact: what makes two facts with one id the same.

    A null is the single byte 0, a value the byte 1 and the framed text; blobs count as their hex.
    """
    parts = [_kind(record_type)]
    for name in names:
        value: Wire = row[name]
        if value is None:
            parts.append(b"\x00")
            continue
        text = value if isinstance(value, str) else _text(value)
        data = text.encode()
        size = len(data)
        parts.append(_SIZES[size] if size < _SIZES_KEPT else _size(size))
        parts.append(data)
    return hashlib.sha256(b"".join(parts)).digest()


def _text(value: int | bytes) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


@cache
def _kind(record_type: str) -> bytes:
    return framed((record_type,))


def _size(size: int) -> bytes:
    return b"\x01" + size.to_bytes(8, "big")


_SIZES_KEPT = 4096
_SIZES = [_size(size) for size in range(_SIZES_KEPT)]

"""Values behind their length, as hashes take them, over bytes as they stand in the file: put
together by the database, since the values of a row cost more to hand over than to hash.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from app.storage.statements import ReadSql

_BEFORE: Final = b"\x01"
"""Leads each value of a fact, and null is the single byte 0 (`canonical.content_hash`)."""
_KNOWN: Final = 8192
_EACH: Final = 9
_USUAL: Final = {"id": 36, "day": 10, "instant": 27}
"""Bytes of nearly every value of a role."""
HEADS: Final = b"".join(_BEFORE + size.to_bytes(8, "big") for size in range(_KNOWN))
"""What leads a value of so many bytes, one after another: the value `:heads` of every select here.
"""


def framed_bytes(values: Iterable[bytes]) -> bytes:
    """`canonical.framed` over bytes as they are."""
    return b"".join(len(value).to_bytes(8, "big") + value for value in values)


def facts_framed(
    table: str, columns: Iterable[tuple[str, str, bool]], where: str = "TRUE"
) -> ReadSql:
    """What is hashed of each row of a table of facts behind `:begin`, its hash and its rowid; the
    columns are name, role and whether they may be null. A value of an unusual size is led by
    another's: what does not fit its hash is to be read again by `fact_framed`.
    """
    parts = [part for column in columns for part in _of_fact(*column, _usual_head)]
    framed = _together(":begin", *parts)
    return ReadSql(f"SELECT {framed}, content_hash, rowid FROM {table} WHERE {where}")


def fact_framed(table: str, columns: Iterable[tuple[str, str, bool]]) -> ReadSql:
    """The same of the row `:row`, whatever its values."""
    parts = [part for column in columns for part in _of_fact(*column, _head)]
    return ReadSql(f"SELECT {_together(':begin', *parts)} FROM {table} WHERE rowid = :row")


def framed_columns(columns: Iterable[tuple[str, str]]) -> str:
    """The SQL of `canonical.framed` over columns that are never null."""
    return _together(*(part for name, role in columns for part in (_head(name, role, 1), name)))


def _together(*parts: str) -> str:
    return f"CAST(concat({', '.join(parts)}) AS BLOB)"


def _of_fact(
    name: str, role: str, null: bool, head_of: Callable[[str, str, int], str]
) -> tuple[str, str]:
    """Numbers in decimal, text as its bytes, blobs as the bytes of their hex digits."""
    value = f"lower(hex({name}))" if role == "blob" else name
    head = head_of(value, role, 0)
    return f"iif({name} IS NULL, CAST(x'00' AS TEXT), {head})" if null else head, value


def _usual_head(value: str, role: str, skip: int) -> str:
    """What leads a value of the size that nearly all of its role have."""
    if role in _USUAL:
        return f"CAST(x'{_head_of(_USUAL[role], skip)}' AS TEXT)"
    return _looked_up(value, skip)


def _looked_up(value: str, skip: int) -> str:
    return f"substr(:heads, octet_length({value}) * {_EACH} + {1 + skip}, {_EACH - skip})"


def _head(value: str, role: str, skip: int) -> str:
    """What leads a value, but its first bytes; most sizes are usual, and the others looked up."""
    size, usual = f"octet_length({value})", _USUAL.get(role)
    known = "" if usual is None else f"WHEN {size} = {usual} THEN x'{_head_of(usual, skip)}' "
    lead = _BEFORE[skip:].hex()
    return (
        f"CASE {known}WHEN {size} < {_KNOWN} "
        f"THEN {_looked_up(value, skip)} "
        f"ELSE unhex(printf('{lead}%016x', {size})) END"
    )


def _head_of(size: int, skip: int) -> str:
    return HEADS[size * _EACH :][skip:_EACH].hex()

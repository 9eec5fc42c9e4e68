"""Pairs two windows: one keeps the other's unsent records. The code that pairs them is read off one
screen and typed or pasted at the other.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import zlib
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select

from app.kernel.clock import instant_from, instant_text
from app.kernel.errors import UserError
from app.kernel.translate import t
from app.storage.statements import Read, Reader
from app.storage.unit_of_work import UnitOfWork
from app.sync import schema
from app.sync.books import Books

KEEPER, KEPT = "keeper", "kept"
_n = schema.neighbour.c
_NAMES = ("station_id", "code", "part", "address", "key", "trouble", "heard_at")
_ALL = Read(select(*(_n[name] for name in _NAMES)).order_by(_n.part, _n.code))
_PORT = Read(select(schema.listening.c.port))
_LEFT = Read(
    select(schema.neighbour_record.c.seq)
    .where(schema.neighbour_record.c.station == bindparam("station"))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A paired window; `part` says whether it keeps our records or we keep its."""

    station_id: str
    code: str
    part: str
    address: str
    key: str = field(repr=False)
    trouble: str = ""
    heard_at: str = ""


@dataclass(frozen=True, slots=True)
class Pairing:
    """What the code says: whom it is for, where the keeper is found, and the key of the two."""

    organization_id: str
    for_station_id: str
    station_id: str
    code: str
    address: str
    key: str = field(repr=False)


def neighbours(reader: Reader) -> tuple[Neighbour, ...]:
    """Every window this one is paired with."""
    return tuple(
        Neighbour(one, code, part, address, key, trouble, heard or "")
        for one, code, part, address, key, trouble, heard in reader.fetch(_ALL)
    )


def port(reader: Reader) -> int:
    """Where this station listens for neighbours; 0 where it keeps nobody's records."""
    return int(reader.scalar(_PORT) or 0)


def listen_on(uow: UnitOfWork, number: int) -> None:
    """Keep neighbours' records from now on, at that port; 0 ends it."""
    if number:
        uow.put(schema.listening, {"one": 1, "port": number})
    else:
        uow.drop(schema.listening, one=1)


def keep_neighbour(uow: UnitOfWork, one: Neighbour) -> None:
    """Remember a paired window, or what is wrong with it now."""
    uow.put(
        schema.neighbour,
        {
            "station_id": one.station_id,
            "code": one.code,
            "part": one.part,
            "address": one.address,
            "key": one.key,
            "trouble": one.trouble,
            "heard_at": instant_text(instant_from(one.heard_at)) if one.heard_at else None,
        },
    )


def forget_neighbour(uow: UnitOfWork, one: Neighbour) -> None:
    """End a pairing; a UserError while records are kept for it that the centre lacks."""
    if one.part == KEPT and uow.first(_LEFT, station=one.station_id) is not None:
        raise UserError(
            t(
                "This window keeps records of {code} that the centre does not have yet. Let it "
                "send them first.",
                code=one.code,
            )
        )
    uow.drop(schema.neighbour, station_id=one.station_id, part=one.part)


def make_pairing(books: Books, station_id: str, code: str, host: str) -> str:
    """Keep that window's records here from now on; the code to paste there, shown once."""
    here, number = books.practice, books.ask(port).result()
    if not number:
        raise UserError(t("Let this window listen for neighbours first."), field="port")
    if station_id == here.station_id:
        raise UserError(t("A window can’t keep its own records."), field="station")
    key = secrets.token_hex(32)
    books.record(keep_neighbour, Neighbour(station_id, code, KEPT, "", key)).result()
    return code_of(
        Pairing(
            here.organization_id,
            station_id,
            here.station_id,
            here.station_code,
            f"{host}:{number}",
            key,
        )
    )


def accept_pairing(books: Books, text: str) -> Neighbour:
    """Let the window that made the code keep this one's unsent records."""
    said, here = pairing_in(text), books.practice
    if said.organization_id != here.organization_id or said.for_station_id != here.station_id:
        raise UserError(
            t(
                "This code was made for another window. Make one for {code}.",
                code=here.station_code,
            ),
            field="code",
        )
    keeper = Neighbour(said.station_id, said.code, KEEPER, said.address, said.key)
    books.record(keep_neighbour, keeper).result()
    return keeper


def code_of(pairing: Pairing) -> str:
    """The pairing as text to paste: base32 behind a checksum, in groups."""
    plain = json.dumps([getattr(pairing, name) for name in Pairing.__slots__]).encode()
    data = zlib.crc32(plain).to_bytes(4, "big") + zlib.compress(plain, 9)
    text = base64.b32encode(data).decode().rstrip("=")
    return "-".join(text[i : i + 6] for i in range(0, len(text), 6))


def pairing_in(text: str) -> Pairing:
    """What a code says; a UserError for one that is mistyped or cut off."""
    signs = "".join(text.upper().replace("-", " ").split())
    try:
        data = base64.b32decode(signs + "=" * (-len(signs) % 8))
        packed = zlib.decompressobj()
        plain = packed.decompress(data[4:], 4096)
        if not packed.eof or zlib.crc32(plain).to_bytes(4, "big") != data[:4]:
            raise ValueError("checksum")
        parts: list[Any] = json.loads(plain)
        return Pairing(*map(str, parts))
    except (ValueError, TypeError, zlib.error, binascii.Error):
        raise UserError(
            t("This is no pairing code, or part of it is missing. Copy all of it."), field="code"
        ) from None

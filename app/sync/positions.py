"""Keeps what the centre said; written through the unit of work, never logged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.areas.settings import repository as settings
from app.kernel.clock import instant_text
from app.storage import stuck
from app.storage.receiving import StreamKey
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork
from app.storage.verdicts import Verdict, put_aside
from app.sync import outbox, schema
from app.sync.central import Head
from app.sync.recipes import recipes_now


class Side(StrEnum):
    """What is in trouble: the line itself, what is sent, or what comes."""

    LINE = "line"
    PUSH = "push"
    PULL = "pull"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What keeps a side from going on, as a sentence."""

    side: Side
    words: str


@dataclass(frozen=True, slots=True)
class Contact:
    """The centre answered: how far it has the stream now, and what it could not apply."""

    incarnation: str
    have: int
    hash: str
    epoch: str
    clock_off_ms: int
    quarantined: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """Where the centre is, and as whom to sign in; `secret` is empty where a keyring has it, `ca`
    where no TLS is needed.
    """

    address: str
    role: str
    secret: str
    ca: str = ""


def keep_link(uow: UnitOfWork, join: Join) -> None:
    """From now on this station sends to that centre."""
    uow.put(
        schema.central_link,
        {
            "one": 1,
            "address": join.address,
            "role": join.role,
            "secret": join.secret,
            "joined_at": instant_text(uow.now),
        },
    )
    uow.put(schema.central_trust, {"one": 1, "ca": join.ca})
    settings.note_centre(uow, reachable=True)


@dataclass(frozen=True, slots=True)
class Version:
    """How new the centre is, and what it wants of programs that take in."""

    schema_revision: str
    min_version: str


def note_version(uow: UnitOfWork, heard: Version) -> None:
    """The centre said how new it is."""
    uow.put(
        schema.central_version,
        {"one": 1, "schema_revision": heard.schema_revision, "min_version": heard.min_version},
    )


def note_contact(uow: UnitOfWork, contact: Contact) -> None:
    """The centre was there and takes what it is sent; trouble with what comes from it stays."""
    settings.note_centre(uow, reachable=True)
    now = outbox.position(uow)
    waits = now.trouble_side == Side.PUSH and contact.have == now.have < outbox.head(uow)[0]
    stays = waits or now.trouble_side == Side.PULL
    since = now.trouble_since if stays else None
    _keep(
        uow,
        {
            "incarnation": contact.incarnation,
            "have": contact.have,
            "hash": contact.hash,
            "epoch": contact.epoch,
            "last_contact": instant_text(uow.now),
            "clock_off_ms": contact.clock_off_ms,
            "trouble": now.trouble if stays else "",
            "trouble_side": now.trouble_side if stays else "",
            "trouble_since": instant_text(since) if since else None,
        },
    )
    own = (uow.stream.station, contact.incarnation)
    safe = outbox.heads(uow).get(own, Head(0, "", 0)).safe
    _put_head(uow, own, Head(contact.have, contact.hash, safe))
    put_aside(uow, contact.quarantined, recipes_now(uow))
    stuck.forget_below(uow, contact.incarnation, contact.have)


def note_taken(uow: UnitOfWork, _nothing: None) -> None:
    """What comes from the centre goes on again."""
    if outbox.position(uow).trouble_side == Side.PULL:
        _keep(uow, {**_as_it_is(uow), "trouble": "", "trouble_side": "", "trouble_since": None})


def note_trouble(uow: UnitOfWork, trouble: Trouble) -> None:
    """The centre is away, or a side can't go on; since when is kept from the first."""
    if trouble.side is Side.LINE:
        settings.note_centre(uow, reachable=False)
    since = outbox.position(uow).trouble_since or uow.now
    _keep(
        uow,
        {
            **_as_it_is(uow),
            "trouble": trouble.words,
            "trouble_side": trouble.side,
            "trouble_since": instant_text(since),
        },
    )


def _as_it_is(uow: UnitOfWork) -> Row:
    now = outbox.position(uow)
    return {
        "incarnation": uow.stream.incarnation,
        "have": now.have,
        "hash": now.hash,
        "epoch": now.epoch,
        "last_contact": instant_text(now.last_contact) if now.last_contact else None,
        "clock_off_ms": now.clock_off_ms,
    }


def _keep(uow: UnitOfWork, row: Row) -> None:
    uow.put(schema.central_state, {"one": 1, **row})


def note_heads(uow: UnitOfWork, heads: dict[StreamKey, Head]) -> None:
    """How far the centre has every stream, where that is not what was known."""
    known = outbox.heads(uow)
    for key, head in heads.items():
        if known.pop(key, None) != head:
            _put_head(uow, key, head)
    for station_id, incarnation in known:
        uow.drop(schema.stream_head, station=station_id, incarnation=incarnation)


def _put_head(uow: UnitOfWork, key: StreamKey, head: Head) -> None:
    uow.put(
        schema.stream_head,
        {
            "station": key[0],
            "incarnation": key[1],
            "have": head.seq,
            "hash": head.hash,
            "safe": head.safe,
            "seen_at": instant_text(uow.now),
        },
    )

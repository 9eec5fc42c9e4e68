"""The practice's gateways and readers, and how a way to pay is charged at this window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from app.areas.cards import gateway_errors as errors
from app.areas.cards import schema
from app.areas.cards.gateway_values import (
    CardWay,
    GatewayRow,
    GatewayStanding,
    Provider,
    ReaderRow,
)
from app.areas.payments import queries as payments
from app.areas.payments.tender_values import TenderTypeRow
from app.areas.payments.values import TenderKind
from app.areas.settings import queries as settings
from app.kernel.clock import instant_from
from app.kernel.ids import CardReaderId, GatewayId
from app.storage.statements import Read, Reader

_g = schema.gateway.c
_GATEWAY = (
    *(_g.id, _g.name, _g.provider, _g.methods, _g.default_for, _g.merchant_id, _g.account_ref),
    *(_g.base_url, _g.integrated, _g.test_mode, _g.settings, _g.position, _g.active),
)
_GATEWAYS = Read(select(*_GATEWAY).order_by(_g.active.desc(), _g.position, _g.name, _g.id))
_ONE = Read(select(*_GATEWAY).where(_g.id == bindparam("id")))
_r = schema.card_reader.c
_READER = (
    *(_r.id, _r.gateway_id, _r.label, _r.reader_ref, _r.location_ref, _r.device_type),
    *(_r.serial_number, _r.active),
)
_READERS = Read(select(*_READER).order_by(_r.active.desc(), _r.label, _r.id))
_READER_ONE = Read(select(*_READER).where(_r.id == bindparam("id")))
_w = schema.window_reader.c
_BOUND = Read(select(_w.gateway_id, _w.reader_id))
_s = schema.gateway_standing.c
_STANDING = Read(select(_s.gateway_id, _s.key_kept, _s.trouble, _s.checked_at))


def gateways(reader: Reader, *, all: bool = False) -> tuple[GatewayRow, ...]:
    """The gateways in use in the order of the list; with `all` the others too."""
    rows = (_gateway(row) for row in reader.fetch(_GATEWAYS))
    return tuple(row for row in rows if all or row.active)


def gateway(reader: Reader, gateway_id: GatewayId) -> GatewayRow:
    """One gateway, in use or not."""
    row = reader.first(_ONE, id=gateway_id)
    if row is None:
        raise errors.no_such_gateway()
    return _gateway(row)


def readers(reader: Reader, *, all: bool = False) -> tuple[ReaderRow, ...]:
    """The card readers in use, by their labels; with `all` the others too."""
    rows = (_reader(row) for row in reader.fetch(_READERS))
    return tuple(row for row in rows if all or row.active)


def card_reader(reader: Reader, reader_id: CardReaderId) -> ReaderRow:
    """One card reader, in use or not."""
    row = reader.first(_READER_ONE, id=reader_id)
    if row is None:
        raise errors.no_such_reader()
    return _reader(row)


def standings(reader: Reader) -> tuple[GatewayStanding, ...]:
    """How each gateway stands at this window; one nobody looked after yet has no key."""
    bound = {GatewayId(row[0]): CardReaderId(row[1]) for row in reader.fetch(_BOUND)}
    noted = {row[0]: row[1:] for row in reader.fetch(_STANDING)}
    found = []
    for each in gateways(reader, all=True):
        kept, trouble, checked_at = noted.get(each.gateway_id, (0, "", None))
        found.append(
            GatewayStanding(
                each.gateway_id,
                each.provider is Provider.SIMULATED or bool(kept),
                trouble,
                None if checked_at is None else instant_from(checked_at),
                bound.get(each.gateway_id),
            )
        )
    return tuple(found)


def ways(reader: Reader) -> tuple[CardWay, ...]:
    """How each way to pay that a gateway takes is charged at this window.

    The first choice of a method comes before the others, then the order of the list decides. One
    that only tries things out in a real practice is left out, and so is one without a reader here
    where another would do. A reader charges cards alone; what else its gateway takes is recorded.
    """
    cards = at_readers(reader)
    demo = settings.practice(reader).demo
    usable = [row for row in gateways(reader) if demo or not row.test_mode]
    standing = {each.gateway_id: each for each in standings(reader)}
    known = {each.reader_id: each for each in readers(reader)}
    found = []
    for method in dict.fromkeys(method for row in usable for method in row.methods):
        taking = [row for row in usable if method in row.methods]
        here = [
            row
            for row in taking
            if not row.integrated or _reader_here(row, standing, known) is not None
        ]
        chosen = min(
            here or taking, key=lambda row: (method not in row.default_for, row.position, row.name)
        )
        by_reader = chosen.integrated and method in cards
        at = _reader_here(chosen, standing, known) if by_reader else None
        stands = standing[chosen.gateway_id]
        off = "" if stands.key_kept or at is None else errors.no_key_here()
        found.append(CardWay(method, chosen, at, stands.trouble or off))
    return tuple(found)


def _reader_here(
    row: GatewayRow,
    standing: dict[GatewayId, GatewayStanding],
    known: dict[CardReaderId, ReaderRow],
) -> ReaderRow | None:
    bound = standing[row.gateway_id].reader_id
    return None if bound is None else known.get(bound)


def at_readers(reader: Reader) -> frozenset[str]:
    """The ways to pay that are a card in somebody's hand."""
    found = payments.tender_types(reader)
    return frozenset(row.method for row in found if row.kind is TenderKind.CARD)


def chargeable(reader: Reader) -> tuple[TenderTypeRow, ...]:
    """The ways to pay that a gateway can take: neither cash nor checks."""
    not_these = (TenderKind.CASH, TenderKind.CHECK)
    return tuple(row for row in payments.tender_types(reader) if row.kind not in not_these)


def _gateway(row: Sequence[Any]) -> GatewayRow:
    gateway_id, name, provider, methods, default_for, merchant_id, account_ref = row[:7]
    base_url, integrated, test_mode, kept, position, active = row[7:]
    return GatewayRow(
        gateway_id=GatewayId(gateway_id),
        name=name,
        provider=Provider(provider),
        methods=tuple(methods.split()),
        default_for=tuple(default_for.split()),
        merchant_id=merchant_id,
        account_ref=account_ref,
        base_url=base_url,
        integrated=bool(integrated),
        test_mode=bool(test_mode),
        settings=kept,
        position=position,
        active=bool(active),
    )


def _reader(row: Sequence[Any]) -> ReaderRow:
    reader_id, gateway_id, label, reader_ref, location_ref, device_type, serial, active = row
    return ReaderRow(
        CardReaderId(reader_id),
        GatewayId(gateway_id),
        label,
        reader_ref,
        location_ref,
        device_type,
        serial,
        bool(active),
    )

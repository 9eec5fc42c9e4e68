"""Stores gateways, readers and how they stand at this window."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from app.areas.cards import schema
from app.areas.cards.gateway_values import (
    INTEGRATED,
    GatewayRow,
    NoteStanding,
    SaveGateway,
    SaveReader,
)
from app.kernel.clock import instant_text
from app.kernel.ids import CardReaderId, GatewayId
from app.storage.statements import Read, Reader
from app.storage.tables import Row, counted
from app.storage.unit_of_work import UnitOfWork

_state = schema.card_attempt_state.c
_begun = counted(schema.card_attempt)
_attempt = _begun.c
_OPEN = Read(
    select(_state.attempt_id)
    .select_from(schema.card_attempt_state)
    .join(_begun, _attempt.id == _state.attempt_id)
    .where(_state.status == "open", _attempt.gateway_id == bindparam("gateway_id"))
    .limit(1)
)


def add_gateway(
    uow: UnitOfWork, gateway_id: GatewayId, wanted: SaveGateway, account_ref: str = ""
) -> None:
    own: Row = {
        "id": gateway_id,
        "provider": wanted.provider,
        "integrated": int(wanted.provider in INTEGRATED),
        "account_ref": account_ref,
        "settings": "{}",
    }
    uow.create(schema.gateway, own | _fields(wanted))


def change_gateway(uow: UnitOfWork, gateway_id: GatewayId, wanted: SaveGateway) -> None:
    uow.change(schema.gateway, gateway_id, _fields(wanted))


def first_choice_no_more(uow: UnitOfWork, row: GatewayRow, methods: frozenset[str]) -> None:
    left = [method for method in row.default_for if method not in methods]
    uow.change(schema.gateway, row.gateway_id, {"default_for": " ".join(left)})


def keep_account(uow: UnitOfWork, gateway_id: GatewayId, account_ref: str) -> None:
    uow.change(schema.gateway, gateway_id, {"account_ref": account_ref})


def add_reader(uow: UnitOfWork, reader_id: CardReaderId, wanted: SaveReader) -> None:
    own: Row = {
        "id": reader_id,
        "gateway_id": wanted.gateway_id,
        "reader_ref": wanted.reader_ref,
    }
    uow.create(schema.card_reader, own | _reader_fields(wanted))


def change_reader(uow: UnitOfWork, reader_id: CardReaderId, wanted: SaveReader) -> None:
    uow.change(schema.card_reader, reader_id, _reader_fields(wanted))


def bind_reader(uow: UnitOfWork, gateway_id: GatewayId, reader_id: CardReaderId | None) -> None:
    if reader_id is None:
        uow.drop(schema.window_reader, gateway_id=gateway_id)
    else:
        uow.put(schema.window_reader, {"gateway_id": gateway_id, "reader_id": reader_id})


def note_standing(uow: UnitOfWork, command: NoteStanding, trouble: str) -> None:
    uow.put(
        schema.gateway_standing,
        {
            "gateway_id": command.gateway_id,
            "key_kept": int(command.key_kept),
            "trouble": trouble,
            "checked_at": instant_text(uow.now),
        },
    )


def has_open_attempts(reader: Reader, gateway_id: GatewayId) -> bool:
    """Whether an attempt through this gateway is not finished, at any window."""
    return reader.first(_OPEN, gateway_id=gateway_id) is not None


def _fields(wanted: SaveGateway) -> Row:
    return {
        "name": wanted.name,
        "methods": " ".join(wanted.methods),
        "default_for": " ".join(wanted.default_for),
        "merchant_id": wanted.merchant_id,
        "base_url": wanted.base_url,
        "test_mode": int(wanted.test_mode),
        "position": wanted.position,
        "active": int(wanted.active),
    }


def _reader_fields(wanted: SaveReader) -> Row:
    return {
        "label": wanted.label,
        "location_ref": wanted.location_ref,
        "device_type": wanted.device_type,
        "serial_number": wanted.serial_number,
        "active": int(wanted.active),
    }

"""Keeping the list of gateways and readers, and how they stand at this window."""

from __future__ import annotations

import re
from dataclasses import replace

from app.areas.cards import gateway_errors as errors
from app.areas.cards import gateway_records as records
from app.areas.cards import gateways
from app.areas.cards.gateway_values import (
    INTEGRATED,
    SIMULATED_GATEWAY,
    SIMULATED_READER,
    SIMULATED_READER_REF,
    BindReader,
    GatewayRow,
    NoteStanding,
    Provider,
    SaveGateway,
    SaveReader,
)
from app.areas.payments.values import TenderKind
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import CardReaderId, CommandId, GatewayId
from app.kernel.text import clean, clean_required, fold
from app.kernel.translate import t
from app.storage.unit_of_work import UnitOfWork

POSITION_AT_MOST = 99
_URL = re.compile(r"(https?)://([A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\])(?::([0-9]{1,5}))?/?")
_LOOPBACK = re.compile(r"localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]", re.IGNORECASE)


def save_gateway(uow: UnitOfWork, command: SaveGateway) -> GatewayId:
    """Add a gateway or change one. Where it is made the first choice of a way to pay, no other is
    any more.
    """
    uow.actor.require(Permission.CHANGE_SETTINGS)
    known = None if command.gateway_id is None else gateways.gateway(uow, command.gateway_id)
    wanted = _cleaned(command)
    others = [
        row for row in gateways.gateways(uow, all=True) if row.gateway_id != command.gateway_id
    ]
    _check_gateway(uow, wanted, known, others)
    for other in others:
        if taken := frozenset(other.default_for) & frozenset(wanted.default_for):
            records.first_choice_no_more(uow, other, taken)
    if known is not None:
        records.change_gateway(uow, known.gateway_id, wanted)
        return known.gateway_id
    added = GatewayId(command.id)
    records.add_gateway(uow, added, wanted)
    return added


def save_reader(uow: UnitOfWork, command: SaveReader) -> CardReaderId:
    """Add a reader that the processor knows, or change what it is called here."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    at = gateways.gateway(uow, command.gateway_id)
    if not at.integrated:
        raise errors.no_readers(at.name)
    known = None if command.reader_id is None else gateways.card_reader(uow, command.reader_id)
    wanted = replace(
        command,
        label=clean_required(command.label, "label", most=60),
        reader_ref=clean_required(command.reader_ref, "reader_ref", most=80),
        location_ref=clean(command.location_ref, "location_ref", most=80),
        device_type=clean(command.device_type, "device_type", most=60),
        serial_number=clean(command.serial_number, "serial_number", most=60),
    )
    if known is not None and (
        known.gateway_id != wanted.gateway_id or known.reader_ref != wanted.reader_ref
    ):
        raise errors.reader_stays()
    for other in gateways.readers(uow, all=True):
        if other.reader_id == command.reader_id or other.gateway_id != wanted.gateway_id:
            continue
        if other.reader_ref == wanted.reader_ref:
            raise errors.reader_known(other.label)
        if other.active and wanted.active and fold(other.label) == fold(wanted.label):
            raise errors.label_taken(other.label)
    if known is not None:
        records.change_reader(uow, known.reader_id, wanted)
        return known.reader_id
    added = CardReaderId(command.id)
    records.add_reader(uow, added, wanted)
    return added


def bind_reader(uow: UnitOfWork, command: BindReader) -> CardReaderId | None:
    """Let this window charge cards on a reader, or on none any more."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    at = gateways.gateway(uow, command.gateway_id)
    if command.reader_id is not None:
        wanted = gateways.card_reader(uow, command.reader_id)
        if wanted.gateway_id != at.gateway_id:
            raise errors.reader_stays()
        if not wanted.active:
            raise errors.reader_not_in_use(wanted.label)
    records.bind_reader(uow, at.gateway_id, command.reader_id)
    return command.reader_id


def note_standing(uow: UnitOfWork, command: NoteStanding) -> GatewayId:
    """Note whether cards can be charged here, after a key was checked or a call was refused.

    The first key says whose account the gateway is, and it stays that account's.
    """
    uow.actor.require(Permission.CHANGE_SETTINGS)
    at = gateways.gateway(uow, command.gateway_id)
    account = clean(command.account_ref, "account_ref", most=80)
    if account and at.account_ref and account != at.account_ref:
        raise errors.another_account(at.name)
    records.note_standing(uow, command, clean(command.trouble, "trouble", most=400))
    if account and not at.account_ref:
        records.keep_account(uow, at.gateway_id, account)
    return at.gateway_id


def seed_simulated(uow: UnitOfWork, _nothing: None) -> None:
    """The simulated reader of a demo practice, standing at this window."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    if not settings.practice(uow).demo:
        raise errors.only_in_a_demo()
    methods = tuple(row.method for row in gateways.chargeable(uow) if row.kind is TenderKind.CARD)
    wanted = SaveGateway(
        CommandId(SIMULATED_GATEWAY),
        None,
        t("Simulated cards"),
        Provider.SIMULATED,
        methods,
        methods,
        test_mode=True,
    )
    records.add_gateway(uow, SIMULATED_GATEWAY, wanted, "simulated")
    reader = SaveReader(
        CommandId(SIMULATED_READER),
        None,
        SIMULATED_GATEWAY,
        t("Reader on the screen"),
        SIMULATED_READER_REF,
        device_type="simulated",
    )
    records.add_reader(uow, SIMULATED_READER, reader)
    records.bind_reader(uow, SIMULATED_GATEWAY, SIMULATED_READER)


def _cleaned(command: SaveGateway) -> SaveGateway:
    """The command as it would be kept."""
    return replace(
        command,
        name=clean_required(command.name, "name", most=60),
        methods=tuple(dict.fromkeys(clean(each, "methods", most=30) for each in command.methods)),
        default_for=tuple(
            dict.fromkeys(clean(each, "default_for", most=30) for each in command.default_for)
        ),
        merchant_id=clean(command.merchant_id, "merchant_id", most=80),
        base_url=clean(command.base_url, "base_url", most=200).rstrip("/"),
    )


def _check_gateway(
    uow: UnitOfWork,
    wanted: SaveGateway,
    known: GatewayRow | None,
    others: list[GatewayRow],
) -> None:
    if known is not None and known.provider is not wanted.provider:
        raise errors.provider_stays(known.name)
    if any(
        other.active and wanted.active and fold(other.name) == fold(wanted.name) for other in others
    ):
        raise errors.name_taken(wanted.name)
    _check_methods(uow, wanted, known)
    _check_mode(uow, wanted, known)
    _check_url(wanted)
    if not 1 <= wanted.position <= POSITION_AT_MOST:
        raise errors.position_out_of_range(POSITION_AT_MOST)
    if known is not None and _left_in_the_middle(uow, known, wanted):
        raise errors.cards_are_open(known.name)


def _left_in_the_middle(uow: UnitOfWork, known: GatewayRow, wanted: SaveGateway) -> bool:
    """Whether what a card payment asks there now could not be asked any more."""
    elsewhere = (known.base_url, known.test_mode) != (wanted.base_url, wanted.test_mode)
    leaves = known.active and (not wanted.active or elsewhere)
    return leaves and records.has_open_attempts(uow, known.gateway_id)


def _check_methods(uow: UnitOfWork, wanted: SaveGateway, known: GatewayRow | None) -> None:
    """What it took before may stay, though the practice takes it no more."""
    names = {row.method: row.name for row in gateways.chargeable(uow)}
    before = known.methods if known is not None else ()
    if not wanted.methods:
        raise errors.no_methods()
    for method in wanted.methods:
        if method not in names and method not in before:
            raise errors.not_a_card_way(method)
    for method in wanted.default_for:
        if method not in wanted.methods:
            raise errors.default_not_taken(names.get(method, method))


def _check_mode(uow: UnitOfWork, wanted: SaveGateway, known: GatewayRow | None) -> None:
    demo = settings.practice(uow).demo
    if wanted.provider is Provider.SIMULATED and not demo:
        raise errors.only_in_a_demo()
    if wanted.provider not in INTEGRATED:
        if wanted.test_mode:
            raise errors.test_needs_integration()
    elif demo and not wanted.test_mode:
        raise errors.always_test_here()
    if known is not None and known.account_ref and known.test_mode != wanted.test_mode:
        raise errors.mode_stays(known.name)


def _check_url(wanted: SaveGateway) -> None:
    if not wanted.base_url:
        return
    if wanted.provider is not Provider.STRIPE:
        raise errors.url_not_asked()
    found = _URL.fullmatch(wanted.base_url)
    if found is None or not 0 < int(found[3] or "443") < 65536:
        raise errors.url_malformed()
    if found[1] == "http" and not (wanted.test_mode and _LOOPBACK.fullmatch(found[2])):
        raise errors.url_not_safe()

"""A card that this window charges is not written down as paid."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.areas.cards import gateways, maintaining
from app.areas.cards.gateway_values import BindReader, Provider, SaveGateway
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.payments import service as payments
from app.areas.payments import undoing
from app.areas.payments.undoing_records import stored_payment
from app.areas.payments.undoing_values import CorrectTender
from app.areas.payments.values import TenderGiven
from app.kernel.errors import UserError
from tests.building import command_id
from tests.devices.card_terminal.card_till import Till


def test_what_a_reader_charges_is_not_written_down_as_paid(till: Till) -> None:
    """Where a reader stands, unless the list has a terminal of its own; other ways stay free."""
    bind = BindReader(command_id(), till.gateway_id, till.reader_id)
    till.act(maintaining.bind_reader, bind, till.actors.administrator)
    account_id, _ = till.bill(5000)
    command = till.payment(account_id, 1500)
    with pytest.raises(UserError, match="take it on the card reader"):
        till.act(payments.take_payment, command)
    split = till.payment(account_id, 500, cash=1000)
    with pytest.raises(UserError, match="take it on the card reader"):
        till.act(payments.take_payment, split)
    till.books.take_cash(account_id, 500)
    methods = ("credit_card",)
    named = SaveGateway(command_id(), None, "Bank terminal", Provider.OTHER, methods)
    beside = till.act(maintaining.save_gateway, named, till.actors.administrator)
    assert till.act(payments.take_payment, command).amount.minor == 1500
    retired = replace(named, id=command_id(), gateway_id=beside, active=False)
    till.act(maintaining.save_gateway, retired, till.actors.administrator)
    with pytest.raises(UserError, match="take it on the card reader"):
        till.act(payments.take_payment, till.payment(account_id, 100))


def test_cash_is_not_relabelled_into_a_card_that_nobody_charged(till: Till) -> None:
    """Else the drawer would lack as much, and whoever took it has it."""
    bind = BindReader(command_id(), till.gateway_id, till.reader_id)
    till.act(maintaining.bind_reader, bind, till.actors.administrator)
    account_id, _ = till.bill(5000)
    paid = till.books.take_cash(account_id, 2000)
    stored = till.station.ask(stored_payment, paid.payment_id).result()
    why = till.station.ask(ledger.reasons, ReasonKind.CORRECTION).result()[0].reason_id
    tender_id = stored.legs[0].tender_id
    wanted = CorrectTender(command_id(), paid.payment_id, tender_id, "credit_card", why)
    with pytest.raises(UserError, match="take it on the card reader"):
        till.act(undoing.correct_tender, wanted)


def test_a_reader_charges_cards_alone(till: Till) -> None:
    """What else the gateway takes is written down: nobody pays by ACH at a card reader."""
    found = till.station.ask(gateways.gateway, till.gateway_id).result()
    row = SaveGateway(
        command_id(), till.gateway_id, found.name, Provider.STRIPE, (), test_mode=True
    )
    row = replace(row, methods=("credit_card", "ach"), default_for=("credit_card", "ach"))
    till.act(maintaining.save_gateway, row, till.actors.administrator)
    bind = BindReader(command_id(), till.gateway_id, till.reader_id)
    till.act(maintaining.bind_reader, bind, till.actors.administrator)
    ways = {way.method: way.charges for way in till.station.ask(gateways.ways).result()}
    assert (ways["credit_card"], ways["ach"]) == (True, False)
    account_id, _ = till.bill(5000)
    payment = till.payment(account_id, 1500)
    by_ach = replace(payment, tenders=(TenderGiven("ach", till.books.money(1500), reference="T1"),))
    with pytest.raises(UserError, match="does not take"):
        till.open(by_ach)
    assert till.act(payments.take_payment, by_ach).amount.minor == 1500

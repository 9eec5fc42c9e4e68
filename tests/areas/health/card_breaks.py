"""Card payments that charged, did not, and are still open; and what breaks their promises."""

from __future__ import annotations

from datetime import UTC, datetime

from app.areas.cards import maintaining, service
from app.areas.cards.gateway_values import Provider, SaveGateway, SaveReader
from app.areas.cards.ports import Charge, Intent, IntentStatus
from app.areas.cards.posting import post_charge
from app.areas.cards.stepping import end_uncharged
from app.areas.cards.values import EndUncharged, OpenAttempt, PostCharge
from app.areas.drawers import queries as drawers
from app.areas.payments.values import TakePayment, TenderGiven
from app.kernel.actor import SYSTEM
from app.kernel.ids import AttemptId, CardReaderId, GatewayId
from tests.building import Books, command_id

_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


def work_cards(books: Books) -> None:
    """A bill paid by card, one that was left, and two on which a card may still be charged."""
    station = books.station
    if station.ask(drawers.my_shift, books.actors.cashier.user_id).result() is None:
        books.open_shift()
    gateway = SaveGateway(
        command_id(), None, "Stripe", Provider.STRIPE, ("credit_card",), test_mode=True
    )
    gateway_id = station.act(SYSTEM, maintaining.save_gateway, gateway).result()
    reader = SaveReader(command_id(), None, gateway_id, "Front desk 1", "tmr_1")
    reader_id = station.act(SYSTEM, maintaining.save_reader, reader).result()
    paid = _begun(books, 6_100, gateway_id, reader_id)
    money = books.money(6_100)
    charge = Charge("ch_1", money, books.money(0), "visa", "4242", "credit", aid="A0000000031010")
    intent = Intent("pi_1", IntentStatus.SUCCEEDED, money, paid, _AT, charge, test_mode=True)
    station.record(post_charge, PostCharge(paid, intent)).result()
    left = EndUncharged(_begun(books, 2_300, gateway_id, reader_id), "left")
    station.record(end_uncharged, left).result()
    for minor in (1_700, 1_900):
        _begun(books, minor, gateway_id, reader_id)


def _begun(books: Books, minor: int, gateway_id: GatewayId, reader_id: CardReaderId) -> AttemptId:
    account = books.register_patient("Cards", str(minor)).account_id
    books.issue_invoice(account, minor)
    legs = (TenderGiven("credit_card", books.money(minor)),)
    payment = TakePayment(command_id(), account, legs)
    command = OpenAttempt(command_id(), payment, gateway_id, reader_id)
    opened = books.station.act(books.actors.cashier, service.open_attempt, command).result()
    return opened.attempt_id


CARD_BREAKS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("cards.charges", "another sum", ("UPDATE card_charge SET amount_minor = 1",)),
    ("cards.charges", "of no tender", ("UPDATE card_charge SET tender_id = 'x'",)),
    ("cards.charges", "another charge on the tender", (
        "UPDATE tender SET gateway_transaction_id = 'x' WHERE gateway_transaction_id <> ''",)),
    ("cards.once", "a charge twice", (
        "CREATE TEMP TABLE again AS SELECT * FROM card_charge",
        "UPDATE again SET id = 'again'",
        "INSERT INTO card_charge SELECT * FROM again",)),
    ("cards.one_open", "two for one invoice", (
        "UPDATE card_attempt_invoice SET invoice_id = 'x'",)),
    ("cards.outcomes", "charged with nothing in the books", (
        "UPDATE card_attempt_end SET outcome = 'charged' WHERE code = 'left'",)),
    ("cards.outcomes", "an end of nothing", (
        "UPDATE card_attempt_end SET attempt_id = 'x'",)),
    ("cards.outcomes", "not charged with a sum", (
        "UPDATE card_attempt_end SET charged_minor = 5 WHERE code = 'left'",)),
    ("cards.posted", "a charge whose attempt says nothing", ("DELETE FROM card_attempt_end",)),
    ("cards.posted", "a charge of no payment", ("UPDATE card_charge SET payment_id = 'x'",)),
    ("views.card_attempt_state", "an open one ended", (
        "UPDATE card_attempt_state SET status = 'not_charged'",)),
    ("views.invoice_hold", "a bill set free", ("DELETE FROM invoice_hold",)),
    ("views.shift_hold", "a shift set free", ("DELETE FROM shift_hold",)),
)  # fmt: skip

"""Taking cash: what is asked, what is refused, what is said; and forms that are put aside."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from app.areas.payments import queries, service
from app.areas.payments.values import DropParked, ParkForm, PaymentTaken, TakePayment, TenderGiven
from app.areas.settings import service as settings
from app.areas.settings.values import ChangeSetting
from app.bootstrap import Station
from app.kernel.actor import SYSTEM
from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.ids import AccountId, PaymentId
from app.kernel.money import LARGEST_MINOR, Money
from tests.building import Books, command_id


def usd(minor: int) -> Money:
    return Money(minor, "USD")


@pytest.fixture
def account(books: Books) -> AccountId:
    books.open_shift()
    found = books.register_patient().account_id
    books.issue_invoice(found, 10_000)
    return found


def take(books: Books, command: TakePayment) -> PaymentTaken:
    act = books.station.act
    return act(books.actors.cashier, service.take_payment, command).result()


def cash(account: AccountId, amount: Any, given: Any = None, **fields: Any) -> TakePayment:
    return TakePayment(command_id(), account, (TenderGiven("cash", amount, given),), **fields)


@pytest.mark.parametrize(
    ("amount", "given", "words", "field"),
    [
        (usd(0), None, "more than zero", "amount"),
        (usd(-1), None, "more than zero", "amount"),
        (usd(LARGEST_MINOR + 1), None, "largest amount", "amount"),
        (usd(10**30), None, "largest amount", "amount"),
        (Money(500, "EUR"), None, "kept in USD", "amount"),
        (usd(500), usd(0), "5.00 is missing", "given"),
        (usd(500), usd(499), "0.01 is missing", "given"),
        (usd(500), usd(-500), "10.00 is missing", "given"),
        (usd(500), usd(10**30), "largest amount", "given"),
        (usd(500), Money(500, "EUR"), "taken in USD", "given"),
    ],
)
def test_amounts_that_can_not_be(
    books: Books, account: AccountId, amount: Money, given: Money | None, words: str, field: str
) -> None:
    with pytest.raises(UserError, match=words) as caught:
        take(books, cash(account, amount, given))
    assert caught.value.field == field


def test_a_barcode_in_the_amount_given_is_asked_about(books: Books, account: AccountId) -> None:
    command = cash(account, usd(500), usd(100_000_00))
    with pytest.raises(NeedsConfirmation, match="goes back as change") as asked:
        take(books, command)
    sure = replace(command, confirmations=frozenset({asked.value.key}))
    assert take(books, sure).change == usd(99_995_00)


@pytest.mark.parametrize("method", ["nothing", "", "Cash"])
def test_methods_that_are_not_taken(books: Books, account: AccountId, method: str) -> None:
    command = TakePayment(command_id(), account, (TenderGiven(method, usd(500)),))
    with pytest.raises(UserError) as caught:
        take(books, command)
    assert caught.value.field == "method"


def test_nothing_chosen_and_nobody_there(books: Books, account: AccountId) -> None:
    with pytest.raises(UserError, match="Choose how"):
        take(books, TakePayment(command_id(), account, ()))
    with pytest.raises(UserError, match="no such account"):
        take(books, cash(AccountId(command_id()), usd(500)))


@pytest.mark.parametrize(("policy", "asked"), [("ask", True), ("credit", False), ("refuse", None)])
def test_more_than_is_owed_follows_the_setting(
    station: Station, books: Books, account: AccountId, policy: str, asked: bool | None
) -> None:
    change = ChangeSetting(command_id(), "payments.overpayment", policy)
    station.act(SYSTEM, settings.change_setting, change).result()
    command = cash(account, usd(10_500))
    if asked is None:
        with pytest.raises(UserError, match=r"5\.00 more than is owed"):
            take(books, command)
        return
    if asked:
        with pytest.raises(NeedsConfirmation, match=r"5\.00 goes to no invoice") as question:
            take(books, command)
        command = replace(command, confirmations=frozenset({question.value.key}))
    assert take(books, command).to_credit == usd(500)


def test_a_card_number_split_over_two_fields_is_refused(books: Books, account: AccountId) -> None:
    command = cash(account, usd(500), payer_name="Hoa 4111 1111", notes="1111 1111")
    with pytest.raises(UserError, match="card number"):
        take(books, command)


def test_two_equal_payments_of_one_day_are_two(books: Books, account: AccountId) -> None:
    first, second = (books.take_cash(account, 500) for _ in range(2))
    assert first.receipt_number != second.receipt_number
    seen = books.station.ask(queries.counter_account, account).result().latest
    assert [one.receipt_number for one in seen] == [second.receipt_number, first.receipt_number]


def test_a_parked_form_is_listed_until_it_is_taken_or_dropped(
    station: Station, books: Books, account: AccountId
) -> None:
    def park(payment_id: PaymentId, amount: str) -> None:
        form = ParkForm(command_id(), payment_id, account, amount)
        station.act(books.actors.cashier, service.park_form, form).result()

    taken, dropped = cash(account, usd(500)), PaymentId(command_id())
    park(PaymentId(taken.id), "4")
    park(PaymentId(taken.id), "5")
    park(dropped, "7")
    listed = {form.payment_id: form for form in station.ask(queries.parked_forms).result()}
    assert {form.amount_text for form in listed.values()} == {"5", "7"}
    assert listed[dropped].name == "Thị Hoa Nguyễn"
    take(books, taken)
    drop = DropParked(command_id(), dropped)
    station.act(books.actors.cashier, service.drop_parked, drop).result()
    assert station.ask(queries.parked_forms).result() == ()


def test_a_parked_form_keeps_everything_typed_as_it_was(
    station: Station, books: Books, account: AccountId
) -> None:
    ids = [command_id() for _ in range(40)]
    typed = json.dumps({"legs": [{"method": "check", "bank": " Đông Á "}], "n": 3, "ids": ids})
    form = ParkForm(command_id(), PaymentId(command_id()), account, amount_text="5", typed=typed)
    station.act(books.actors.cashier, service.park_form, form).result()
    (kept,) = station.ask(queries.parked_forms).result()
    assert json.loads(kept.typed) == {
        "legs": [{"method": "check", "bank": "Đông Á"}],
        "n": 3,
        "ids": ids,
    }


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("{", "can't be kept"),
        ("[]", "can't be kept"),
        ('"text"', "can't be kept"),
        ('{"n": 1.5}', "can't be kept"),
        ('{"n": NaN}', "can't be kept"),
        ("[" * 15_000, "can't be kept"),
        ('{"n": ' + "9" * 5_000 + "}", "can't be kept"),
        ('{"x": "' + "y" * 20_000 + '"}', "can't be kept"),
        ('{"bank": "4111 1111 1111 1111"}', "card number"),
        ('{"x": ["a\\u0007b"]}', "can't be shown"),
    ],
)
def test_what_a_parked_form_can_not_keep(
    station: Station, books: Books, account: AccountId, typed: str, words: str
) -> None:
    form = ParkForm(command_id(), PaymentId(command_id()), account, typed=typed)
    with pytest.raises(UserError, match=words):
        station.act(books.actors.cashier, service.park_form, form).result()
    assert station.ask(queries.parked_forms).result() == ()

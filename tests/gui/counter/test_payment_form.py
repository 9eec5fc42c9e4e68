"""The payment form as a plain class: amounts, ticks, arming, one command for one intent."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.areas.drawers.values import Denomination
from app.areas.invoices.values import OpenInvoice
from app.areas.payments.values import ParkedForm, PaymentTaken, TakePayment
from app.gui.screens.counter.payment_form import (
    PaymentForm,
    Stage,
    change_in_pieces,
)
from app.kernel.clock import instant_from
from app.kernel.errors import Bug, UserError
from app.kernel.ids import CommandId, PaymentId, ReceiptId, new_id
from app.kernel.money import Money, total
from tests.gui.counter.values_for_tests import TODAY, WAYS, account, by, invoice

VISIT = invoice(311, 3500)
XRAY = invoice(287, 15000, days_ago=49)
USD = tuple(
    Denomination(Money(value, "USD"), str(value), coin=value < 100)
    for value in (10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1)
)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def opened(*invoices, **more) -> PaymentForm:
    return PaymentForm(account(*invoices, **more), today=TODAY, locale="en_US", ways=WAYS)


def press(form: PaymentForm) -> TakePayment | None:
    command = form.press()
    assert command is None or isinstance(command, TakePayment)
    return command


def tick(form: PaymentForm, one: OpenInvoice) -> None:
    form.choose(set(form.chosen) ^ {one.invoice_id})


def answer(command: TakePayment) -> PaymentTaken:
    paid = total((tender.amount for tender in command.tenders), "USD")
    return PaymentTaken(
        payment_id=PaymentId(command.id),
        receipt_id=ReceiptId(new_id()),
        receipt_number="W1-000123",
        amount=paid,
        change=usd(0),
        allocated=(),
        to_credit=usd(0),
        balance_left=usd(0),
        rounding=usd(0),
        receipts=(),
    )


def test_todays_invoices_are_asked_for_first() -> None:
    form = opened(XRAY, VISIT)
    assert form.to_pay() == usd(3500)
    assert form.chosen == (VISIT.invoice_id,)


def test_with_nothing_of_today_all_that_is_owed_is_asked_for() -> None:
    form = opened(XRAY, invoice(200, 2500, days_ago=90))
    assert form.to_pay() == usd(17500)


def test_a_tick_changes_the_amount_and_a_typed_amount_stays() -> None:
    form = opened(XRAY, VISIT)
    tick(form, XRAY)
    assert form.to_pay() == usd(18500)
    form.type_amount("20")
    tick(form, VISIT)
    assert (form.to_pay(), form.chosen) == (usd(2000), (XRAY.invoice_id,))


def test_enter_finds_nothing_to_press_until_a_tender_key_or_an_amount() -> None:
    form = opened(VISIT)
    assert press(form) is None
    form.choose_tender(by("cash"))
    command = press(form)
    assert command is not None
    assert command.id == CommandId(form.payment_id)
    assert command.tenders[0].amount == usd(3500)
    assert command.tenders[0].given is None
    assert command.invoice_ids == (VISIT.invoice_id,)


def test_a_typed_amount_arms_and_pays_cash() -> None:
    form = opened(VISIT)
    form.type_amount("10")
    command = press(form)
    assert command is not None
    assert command.tenders[0] == dataclasses.replace(command.tenders[0], method="cash")
    assert command.tenders[0].amount == usd(1000)


def test_change_is_what_was_given_less_what_is_paid() -> None:
    form = opened(VISIT)
    form.choose_tender(by("cash"))
    form.type_given("20+20+10")
    assert form.outcome().amount == usd(1500)
    command = press(form)
    assert command is not None
    assert (command.tenders[0].amount, command.tenders[0].given) == (usd(3500), usd(5000))


def test_less_cash_than_the_amount_is_said_once_and_then_taken_as_a_part() -> None:
    form = opened(VISIT)
    form.choose_tender(by("cash"))
    form.type_given("5")
    with pytest.raises(UserError, match=r"30\.00 less than 35\.00") as said:
        press(form)
    assert said.value.field == "given"
    command = press(form)
    assert command is not None
    assert (command.tenders[0].amount, command.tenders[0].given) == (usd(500), usd(500))


def test_the_doubt_comes_back_when_the_text_changes() -> None:
    form = opened(VISIT)
    form.type_given("5")
    with pytest.raises(UserError):
        press(form)
    form.type_given("6")
    with pytest.raises(UserError):
        press(form)


@pytest.mark.parametrize("text", ["-5", "(5.00)", "1e3", "0x10", "NaN", "1,23", "5.001", "١٢٫٥x"])
def test_what_is_no_amount_is_a_sentence_beside_its_field(text: str) -> None:
    form = opened(VISIT)
    form.type_given(text)
    assert set(form.faults()) == {"given"}
    with pytest.raises(UserError) as said:
        press(form)
    assert said.value.field == "given"
    assert form.stage is Stage.OPEN


@pytest.mark.parametrize(("amount", "given", "field"), [("0", "", "amount"), ("", "0", "given")])
def test_nothing_is_never_taken(amount: str, given: str, field: str) -> None:
    form = opened(VISIT)
    form.type_amount(amount)
    form.type_given(given)
    form.choose_tender(by("cash"))
    with pytest.raises(UserError) as said:
        press(form)
    assert said.value.field == field


def test_with_no_tick_the_form_says_so() -> None:
    form = opened(VISIT)
    tick(form, VISIT)
    form.choose_tender(by("cash"))
    with pytest.raises(UserError, match="Tick an invoice"):
        press(form)


def test_refused_goes_again_under_the_same_id_and_taken_never_again() -> None:
    form = opened(VISIT)
    form.choose_tender(by("cash"))
    first = press(form)
    form.refused()
    again = press(form)
    assert again is not None
    assert first == again
    form.taken(answer(again))
    form.choose_tender(by("cash"))
    form.type_amount("35")
    assert press(form) is None


def test_a_balance_that_moved_under_an_armed_form_is_said_before_money_is_taken() -> None:
    form = opened(VISIT)
    form.choose_tender(by("cash"))
    form.refresh(account(dataclasses.replace(VISIT, due=usd(1500))))
    with pytest.raises(UserError, match=r"changed to 15\.00"):
        press(form)
    command = press(form)
    assert command is not None
    assert command.tenders[0].amount == usd(1500)


def test_a_form_never_changes_its_account() -> None:
    form = opened(VISIT)
    with pytest.raises(Bug):
        form.refresh(account(number=2))


def test_a_parked_form_comes_back_whole_under_its_id() -> None:
    form = opened(XRAY, VISIT)
    form.choose_tender(by("cash"))
    form.type_given("50")
    tick(form, XRAY)
    kept = form.park()
    parked = ParkedForm(
        payment_id=kept.payment_id,
        account_id=kept.account_id,
        account_number="A-000001",
        name="Nguyễn Thị Hoa",
        amount_text=kept.amount_text,
        given_text=kept.given_text,
        at=instant_from("2026-11-20T09:12:00.000000Z"),
        user_name="Ana Lwin",
        typed=kept.typed,
    )
    again = PaymentForm.resumed(parked, form.account, today=TODAY, locale="en_US", ways=WAYS)
    assert again.command() == form.command()
    with pytest.raises(Bug):
        PaymentForm.resumed(parked, account(number=2), today=TODAY, locale="en_US")


def test_dong_have_no_decimals() -> None:
    form = PaymentForm(
        account(invoice(1, 1_250_000, currency="VND"), currency="VND"), today=TODAY, locale="vi_VN"
    )
    form.type_given("2.000.000")
    assert form.outcome().amount == Money(750_000, "VND")
    form.type_given("1.250.000,5")
    assert "given" in form.faults()


def test_change_in_pieces() -> None:
    assert change_in_pieces(usd(1500), USD) == ((1, usd(1000)), (1, usd(500)))
    assert change_in_pieces(usd(8041), USD)[-1] == (1, usd(1))
    assert change_in_pieces(usd(3), USD[:-1]) == ()


KEYS = st.one_of(
    st.sampled_from(["cash", "enter", "enter", "refused", "taken", "tick", "disarm", "moved"]),
    st.tuples(st.sampled_from(["given", "amount"]), st.text("0123456789.,+- x", max_size=6)),
)


@given(st.lists(KEYS, max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_sequence_of_keys_sends_two_commands_with_one_effect(keys) -> None:
    """However it is pressed: one command at a time, always the form's id, and none once taken."""
    form = opened(XRAY, VISIT)
    under_way: TakePayment | None = None
    taken = 0
    for key in keys:
        if isinstance(key, tuple):
            (form.type_given if key[0] == "given" else form.type_amount)(key[1])
        elif key == "enter":
            armed = form.armed
            try:
                command = press(form)
            except UserError:
                command = None
            if command is not None:
                assert armed
                assert under_way is None
                assert not taken
                assert command.id == CommandId(form.payment_id)
                assert command.account_id == form.account_id
                assert command.tenders[0].amount > usd(0)
                handed = command.tenders[0].given
                assert handed is None or handed >= command.tenders[0].amount
                under_way = command
        elif key == "refused" and under_way is not None:
            form.refused()
            under_way = None
        elif key == "taken" and under_way is not None:
            form.taken(answer(under_way))
            under_way, taken = None, taken + 1
        elif key == "moved":
            form.refresh(account(VISIT))
        else:
            {"cash": lambda: form.choose_tender(by("cash")), "disarm": form.disarm}.get(
                key, lambda: tick(form, XRAY)
            )()
    assert taken <= 1


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_what_is_paid_and_the_change_are_what_was_given(due: int, handed: int) -> None:
    form = opened(invoice(1, due))
    form.type_given(f"{handed // 100}.{handed % 100:02d}")
    paying, outcome = form.paying(), form.outcome()
    assert paying + (usd(0) if outcome.short else outcome.amount) == usd(handed)
    assert outcome.short == (handed < due)

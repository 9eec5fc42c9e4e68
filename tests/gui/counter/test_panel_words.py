"""What the payment panel says, from the form alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.areas.parties.values import AccountFlag
from app.gui.screens.counter.panel_words import (
    hint_of,
    leg_words,
    note_of,
    shown_outcome,
    take_words,
)
from app.gui.screens.counter.payment_form import PaymentForm
from app.kernel.money import Money
from tests.gui.counter.values_for_tests import TODAY, WAYS, account, by, invoice


def opened(*invoices, rounding: str = "off", **more) -> PaymentForm:
    return PaymentForm(
        account(*invoices, **more), today=TODAY, locale="en_US", ways=WAYS, rounding=rounding
    )


def test_the_note_invites_until_something_is_chosen() -> None:
    assert note_of(opened()) == "F6, then an amount: it becomes credit."
    assert note_of(opened(invoice(1, 100))) == "F6, then Enter for exact cash, or what was given."
    with_credit = opened(invoice(1, 100), credit=2000)
    assert note_of(with_credit) == "F6 for cash, F9 uses the credit of 20.00."


@pytest.mark.parametrize(
    ("how", "said"), [("off", ""), ("down_5", "35.03 rounds to 35.00 in cash.")]
)
def test_rounded_cash_is_said(how: str, said: str) -> None:
    form = opened(invoice(1, 3503), rounding=how)
    form.choose_tender(by("cash"))
    assert note_of(form) == said
    form.choose_tender(by("credit_card"))
    assert note_of(form) == ""


def test_change_is_said_of_cash_alone() -> None:
    form = opened(invoice(1, 3500))
    assert shown_outcome(form) is None
    form.choose_tender(by("credit_card"))
    assert shown_outcome(form) is None
    form.type_given("20")
    missing = shown_outcome(form)
    assert missing is not None
    assert (missing.amount, missing.short) == (Money(1500, "USD"), True)
    form.choose_tender(by("cash"))
    exact = shown_outcome(form)
    assert exact is not None
    assert (exact.amount, exact.short) == (Money(0, "USD"), False)


def test_the_main_button_says_what_it_does() -> None:
    form = opened(invoice(1, 3500), credit=2000)
    assert take_words(form) == "Take 35.00    Enter"
    form.choose_credit()
    assert (take_words(form), leg_words(form)) == (
        "Use 20.00 of the credit    Enter",
        "Credit to use",
    )
    form.choose(())
    form.disarm()
    form.type_amount("50")
    assert take_words(form) == "Take 50.00 as credit    Enter"


def test_a_typed_amount_says_that_it_is_cash() -> None:
    form = opened(invoice(1, 3500))
    form.type_amount("20")
    assert (take_words(form), form.method) == ("Take 20.00 cash    Enter", "cash")
    form.choose_tender(by("cash"))
    assert take_words(form) == "Take 20.00    Enter"


def test_a_card_is_recorded_and_not_charged() -> None:
    form = opened(invoice(1, 3500))
    assert hint_of(form) == ""
    form.choose_tender(by("credit_card"))
    assert hint_of(form) == "Charge the card on its terminal first. This only records it."
    assert leg_words(form) == "Credit card, amount"


def test_a_mark_on_the_account_is_said_before_a_check_is_sent() -> None:
    marked = replace(account(invoice(1, 3500)), flags=(AccountFlag("no_checks", "no checks"),))
    form = PaymentForm(marked, today=TODAY, locale="en_US", ways=WAYS)
    form.choose_tender(by("check"))
    assert "a manager has to agree" in hint_of(form)
    form.choose_tender(by("wire"))
    assert hint_of(form) == ""

"""The receipt as it was: found by its payment, unchanged by what happens later."""

from __future__ import annotations

import pytest

from app.areas.payments import queries
from app.areas.settings import service as settings
from app.areas.settings.values import ChangeSetting
from app.kernel.errors import UserError
from app.kernel.ids import PaymentId, new_id
from app.kernel.money import Money
from tests.building import Books, command_id


def test_a_receipt_stays_as_it_was(books: Books) -> None:
    account_id = books.register_patient().account_id
    issued = books.issue_invoice(account_id, 10_000)
    books.open_shift()
    taken = books.take_cash(account_id, 2_500, 4_000)
    ask = books.station.ask
    first = ask(queries.receipt_of_payment, taken.payment_id).result()
    assert first == ask(queries.receipt, taken.receipt_id).result()
    assert (first.number, first.amount) == (taken.receipt_number, Money(2_500, "USD"))
    assert [(i.number, i.amount.minor, i.left.minor) for i in first.invoices] == [
        (issued.number, 2_500, 7_500)
    ]
    tender = first.tenders[0]
    assert (tender.given, tender.change) == (Money(4_000, "USD"), Money(1_500, "USD"))
    for key, value in (("receipts.patient_name", "initials"), ("receipts.footer", "Tax ID 12-3")):
        change = ChangeSetting(command_id(), key, value)
        books.station.act(books.actors.administrator, settings.change_setting, change).result()
    second = books.take_cash(account_id, 7_500)
    assert ask(queries.receipt, taken.receipt_id).result() == first
    later = ask(queries.receipt, second.receipt_id).result()
    assert (first.footer, later.footer) == ("", "Tax ID 12-3")
    assert later.patient == "T. H. N."
    assert later.balance_left == Money(0, "USD")


def test_a_payer_who_is_the_patient_tells_no_name_that_is_kept_off(books: Books) -> None:
    account_id = books.register_patient().account_id
    books.issue_invoice(account_id, 10_000)
    books.open_shift()
    change = ChangeSetting(command_id(), "receipts.patient_name", "none")
    books.station.act(books.actors.administrator, settings.change_setting, change).result()
    for typed, told in (("nguyen  HOA thi", ""), ("Blue Cross", "Blue Cross"), ("", "")):
        taken = books.take_cash(account_id, 1_000, payer_name=typed)
        receipt = books.station.ask(queries.receipt, taken.receipt_id).result()
        assert (receipt.patient, receipt.payer_name) == ("", told)


def test_a_receipt_that_is_not_there(books: Books) -> None:
    with pytest.raises(UserError, match="no such receipt"):
        books.station.ask(queries.receipt_of_payment, PaymentId(new_id())).result()

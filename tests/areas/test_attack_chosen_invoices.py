"""Money for a chosen invoice goes to that account's invoices or nowhere."""

from __future__ import annotations

import pytest

from app.areas.payments import service as payments
from app.bootstrap import Station
from app.kernel.errors import UserError
from app.kernel.ids import InvoiceId, new_id
from tests.building import Actors, Books


@pytest.mark.parametrize("invoice", ["of somebody else", "of nobody", "no id"])
def test_a_chosen_invoice_that_is_not_this_accounts_is_refused(
    station: Station, books: Books, actors: Actors, invoice: str
) -> None:
    account, other = (books.register_patient().account_id for _ in range(2))
    books.issue_invoice(account, 500)
    foreign = books.issue_invoice(other, 500).invoice_id
    books.open_shift()
    wanted = {"of somebody else": foreign, "of nobody": new_id(), "no id": "x"}[invoice]
    command = books.cash(account, 500, invoice_ids=(InvoiceId(wanted),))
    with pytest.raises(UserError):
        station.act(actors.cashier, payments.take_payment, command).result()


def test_one_that_was_paid_meanwhile_is_passed_over(books: Books) -> None:
    account = books.register_patient().account_id
    first, second = (books.issue_invoice(account, 500).invoice_id for _ in range(2))
    books.open_shift()
    books.take_cash(account, 500, invoice_ids=(second,))
    taken = books.take_cash(account, 500, invoice_ids=(second,))
    assert [share.invoice_id for share in taken.allocated] == [first]

"""Money moved to other invoices, at any time: opposite allocations, the rest is credit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.areas.invoices import queries as invoices
from app.areas.invoices import undoing as cancelling
from app.areas.invoices.values import CancelInvoice
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.parties import service as parties
from app.areas.parties.values import AddGuarantor, PatientRegistered, Person, RegisterPatient
from app.areas.payments import crediting, queries, undoing
from app.areas.payments.crediting_values import ApplyCredit
from app.areas.payments.undoing_values import Reallocated
from app.areas.payments.values import AllocationWanted
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, GuarantorId, InvoiceId, new_id
from app.kernel.money import Money
from tests.areas.payments.mending import Mending, cash, check, usd
from tests.building import Books, command_id


def due(mending: Mending, invoice_id: InvoiceId) -> int:
    return mending.station.ask(invoices.invoice_view, invoice_id).result().due.minor


def credit(mending: Mending, account_id: AccountId) -> int:
    return mending.station.ask(ledger.account_balance, account_id, "USD").result().credit.minor


def test_from_one_invoice_to_another_and_back(mending: Mending, account: AccountId) -> None:
    first = mending.station.ask(invoices.open_invoices, account).result()[0].invoice_id
    second = mending.books.issue_invoice(account, 4_000).invoice_id
    taken = mending.take(account, cash(2_500), invoice_ids=(first,))
    before = mending.sums()
    moved = mending.move(taken.payment_id, {second: 2_000})
    assert moved == Reallocated(taken.payment_id, usd(2_000), usd(500))
    assert (due(mending, first), due(mending, second)) == (10_000, 2_000)
    assert credit(mending, account) == 500
    view = mending.view(taken.payment_id)
    assert [(one.invoice_id, one.amount.minor, one.live) for one in view.allocations] == [
        (first, 2_500, False),
        (second, 2_000, True),
    ]
    mending.move(taken.payment_id, {first: 2_500})
    assert mending.sums() == before
    mending.verify()


def test_credit_applied_later_moves_with_it(mending: Mending, account: AccountId) -> None:
    """What credit gave to an invoice belongs to the payment that left it over."""
    first = mending.station.ask(invoices.open_invoices, account).result()[0].invoice_id
    taken = mending.take(account, cash(12_500))
    second = mending.books.issue_invoice(account, 4_000).invoice_id
    mending.do(crediting.apply_credit, ApplyCredit(command_id(), account, usd(1_200)))
    assert due(mending, second) == 2_800
    mending.move(taken.payment_id, {first: 9_000, second: 3_500})
    assert (due(mending, first), due(mending, second), credit(mending, account)) == (1_000, 500, 0)
    mending.move(taken.payment_id, {})
    assert credit(mending, account) == 12_500
    mending.verify()


def test_an_invoice_can_be_cancelled_once_it_is_paid_by_nothing(
    mending: Mending, account: AccountId
) -> None:
    invoice = mending.station.ask(invoices.open_invoices, account).result()[0].invoice_id
    taken = mending.take(account, cash(2_500))
    cancel = CancelInvoice(command_id(), invoice, mending.reason(ReasonKind.CANCEL))
    clerk = mending.books.actors.billing_clerk
    with pytest.raises(UserError):
        mending.do(cancelling.cancel_invoice, cancel, clerk)
    mending.move(taken.payment_id, {}, clerk)
    mending.do(cancelling.cancel_invoice, cancel, clerk)
    with pytest.raises(UserError, match="exceeds invoice balance"):
        mending.move(taken.payment_id, {invoice: 1})
    mending.void(taken.payment_id)
    mending.verify()


def test_what_the_receipt_says_then(mending: Mending, account: AccountId) -> None:
    second = mending.books.issue_invoice(account, 4_000)
    taken = mending.take(account, cash(2_500))
    mending.move(taken.payment_id, {second.invoice_id: 1_500})
    paper = mending.station.ask(queries.receipt, taken.receipt_id).result()
    assert (paper.mark, paper.reason, paper.to_credit) == ("CORRECTED", "Wrong invoice", usd(1_000))
    assert [(one.number, one.amount, one.left) for one in paper.invoices] == [
        (second.number, usd(1_500), usd(2_500))
    ]
    assert (paper.balance_left, paper.credit_left) == (usd(12_500), usd(1_000))


def test_within_a_family(mending: Mending, books: Books) -> None:
    """Between accounts that were paid together, or have the same guarantor; nobody else's."""
    pays = mending.do(parties.add_guarantor, AddGuarantor(command_id(), Person("Nguyễn", "Văn An")))
    mother, child, sister = (_child_of(mending, pays, name) for name in ("Hoa", "Lan", "Mai"))
    stranger = books.register_patient().account_id
    own, their, foreign = (
        books.issue_invoice(one, 3_000).invoice_id for one in (mother, child, stranger)
    )
    taken = mending.take(
        mother,
        cash(2_000),
        check(4_000),
        joined=(child,),
        invoice_ids=(own, their),
        one_receipt=False,
    )
    mending.move(taken.payment_id, {own: 1_000, their: 3_000})
    papers = [
        mending.station.ask(queries.receipt, ref.receipt_id).result() for ref in taken.receipts
    ]
    assert [(paper.amount, paper.to_credit) for paper in papers] == [
        (usd(3_000), usd(2_000)),
        (usd(3_000), usd(0)),
    ]
    mending.move(taken.payment_id, {own: 3_000})
    papers = [
        mending.station.ask(queries.receipt, ref.receipt_id).result() for ref in taken.receipts
    ]
    assert [(paper.amount, len(paper.tenders)) for paper in papers] == [
        (usd(6_000), 2),
        (usd(0), 0),
    ]
    third = books.issue_invoice(sister, 800).invoice_id
    mending.move(taken.payment_id, {own: 3_000, third: 800})
    assert due(mending, third) == 0
    with pytest.raises(UserError, match="Choose one of this account or of its family"):
        mending.move(taken.payment_id, {foreign: 100})
    mending.verify()
    mending.void(taken.payment_id)
    mending.verify()


def _child_of(mending: Mending, guarantor: GuarantorId, name: str) -> AccountId:
    command = RegisterPatient(
        command_id(), AccountId(new_id()), Person("Nguyễn", name), guarantor_id=guarantor
    )
    registered: PatientRegistered = mending.do(parties.register_patient, command)
    return registered.account_id


def test_what_can_not_be_moved(mending: Mending, account: AccountId) -> None:
    first = mending.station.ask(invoices.open_invoices, account).result()[0].invoice_id
    second = mending.books.issue_invoice(account, 1_000).invoice_id
    taken = mending.take(account, cash(2_500), invoice_ids=(first,))
    good = mending.moving(taken.payment_id, {first: 1_500, second: 1_000})

    def refused(*wanted: AllocationWanted) -> str:
        with pytest.raises(UserError) as caught:
            mending.do(undoing.reallocate, replace(good, id=command_id(), allocations=wanted))
        assert caught.value.field in ("allocations", "invoice_id")
        return caught.value.text

    def want(invoice_id: InvoiceId, minor: int, currency: str = "USD") -> AllocationWanted:
        return AllocationWanted(invoice_id, Money(minor, currency))

    assert refused(want(first, 2_500)) == "The payment is spread like this already."
    assert "exceeds invoice balance" in refused(want(second, 1_001))
    assert "More is allocated" in refused(want(first, 1_501), want(second, 1_000))
    assert "above zero" in refused(want(first, 0))
    assert "above zero" in refused(want(first, -1))
    assert "above zero" in refused(want(first, 5), want(first, 5))
    assert "kept in USD" in refused(want(first, 5, "EUR"))
    assert "no such invoice" in refused(want(InvoiceId(new_id()), 5))
    mending.do(undoing.reallocate, good)
    again = [mending.station.act(mending.books.actors.cashier, undoing.reallocate, good)] * 50
    assert {one.result() for one in again} == {Reallocated(taken.payment_id, usd(2_500), usd(0))}
    mending.verify()

"""A check the bank did not pay is undone wherever it stands, and that can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.areas.invoices import queries as invoices
from app.areas.invoices.values import InvoiceStatus
from app.areas.parties.values import FlagKind
from app.areas.payments import queries as payments
from app.areas.payments.undoing_values import RevisionKind
from app.areas.payments.values import Channel, PaymentStatus
from app.kernel.errors import UserError
from tests.areas.deposits.banking import Banking, cash, check, usd
from tests.areas.deposits.bouncing import Bouncing, credit, due, mailed, owing


@pytest.fixture
def bouncing(banking: Banking) -> Bouncing:
    return Bouncing(banking)


# ------------------------------------------------------------------------------------- the place


def test_in_the_safe(bouncing: Bouncing) -> None:
    account, (first,) = owing(bouncing, 10_000)
    taken = mailed(bouncing, account, 10_000)
    assert bouncing.banking.proposal().check_count == 1
    before = bouncing.sums()
    done = bouncing.bounce(taken.payment_id)
    assert (done.amount, done.fee) == (usd(10_000), usd(2_500))
    assert due(bouncing, first) == 10_000
    assert bouncing.banking.holds("1040") == 0
    assert bouncing.banking.holds("4200") == -2_500
    assert bouncing.banking.proposal().check_count == 0
    view = bouncing.view(taken.payment_id)
    assert view.status is PaymentStatus.RETURNED
    assert view.unapplied == usd(0)
    assert [one.kind for one in view.history] == [RevisionKind.RETURNED]
    assert view.history[0].reason == "Insufficient funds"
    assert view.tenders[0].returned
    bouncing.take_back(done)
    assert bouncing.sums() == before
    assert bouncing.banking.proposal().check_count == 1
    assert bouncing.view(taken.payment_id).status is PaymentStatus.COMPLETED
    bouncing.banking.verify()


def test_of_a_closed_shift(bouncing: Bouncing) -> None:
    banking = bouncing.banking
    account, (first,) = owing(bouncing, 4_000)
    opened = banking.books.open_shift()
    taken = bouncing.mending.take(account, check(4_000))
    with pytest.raises(UserError, match="Void the payment"):
        bouncing.bounce(taken.payment_id)
    banking.close(opened.shift_id, 20_000)
    done = bouncing.bounce(taken.payment_id)
    assert due(bouncing, first) == 4_000
    bouncing.take_back(done)
    assert due(bouncing, first) == 0
    banking.verify()


def test_in_a_bag_that_is_open(bouncing: Bouncing) -> None:
    banking = bouncing.banking
    account, _ = owing(bouncing, 10_000)
    taken = mailed(bouncing, account, 10_000)
    banking.mail(check(700, "2002"))
    deposit_id = banking.prepare().deposit_id
    done = bouncing.bounce(taken.payment_id)
    assert banking.view(deposit_id).checks == usd(700)
    back = bouncing.take_back(done)
    assert banking.view(deposit_id).checks == usd(10_700)
    assert "again" in back.words
    banking.count(deposit_id)
    banking.seal(deposit_id)
    assert banking.holds("1019") == 10_700
    banking.verify()


def test_its_bag_moved_on_without_it(bouncing: Bouncing) -> None:
    """Counted again without it, the bag is as it is: the check goes into the next one."""
    banking = bouncing.banking
    taken = banking.mail(check(10_000, "1001"))
    banking.mail(check(700, "2002"))
    deposit_id = banking.prepare().deposit_id
    done = bouncing.bounce(taken.payment_id)
    banking.count(deposit_id)
    back = bouncing.take_back(done)
    assert "lies in the safe" in back.words
    assert banking.view(deposit_id).checks == usd(700)
    assert [item.check_number for item in banking.proposal().items] == ["1001"]
    banking.seal(deposit_id)
    banking.verify()
    assert (banking.holds("1040"), banking.holds("1019")) == (10_000, 700)


def test_in_a_sealed_bag_and_on_its_way(bouncing: Bouncing) -> None:
    banking = bouncing.banking
    taken = banking.mail(check(10_000, "1001"))
    other = banking.mail(check(700, "2002"))
    deposit_id = banking.sealed()
    done = bouncing.bounce(taken.payment_id)
    assert banking.holds("1019") == 700
    banking.submit(deposit_id)
    second = bouncing.bounce(other.payment_id)
    assert banking.holds("1019") == 0
    assert banking.view(deposit_id).total == usd(0)
    bouncing.take_back(done)
    assert banking.holds("1019") == 10_000
    bouncing.take_back(second)
    assert banking.view(deposit_id).total == usd(10_700)
    banking.clear(deposit_id)
    assert (banking.holds("1019"), banking.holds("1000")) == (0, 10_700)
    banking.verify()


def test_its_bag_was_voided_meanwhile(bouncing: Bouncing) -> None:
    banking = bouncing.banking
    taken = banking.mail(check(10_000, "1001"))
    banking.mail(check(700, "2002"))
    deposit_id = banking.sealed()
    done = bouncing.bounce(taken.payment_id)
    banking.void(deposit_id)
    assert banking.holds("1040") == 700
    bouncing.take_back(done)
    assert banking.holds("1040") == 10_700
    assert banking.proposal().check_count == 2
    banking.verify()


def test_credited_without_it(bouncing: Bouncing) -> None:
    """The credit is taken back first, so that the bag holds what the bank paid."""
    banking = bouncing.banking
    taken = banking.mail(check(10_000, "1001"))
    banking.mail(check(700, "2002"))
    deposit_id = banking.sealed()
    banking.submit(deposit_id)
    done = bouncing.bounce(taken.payment_id)
    banking.clear(deposit_id)
    assert banking.holds("1000") == 700
    with pytest.raises(UserError, match="credited without check 1001"):
        bouncing.take_back(done)
    banking.take_back(deposit_id)
    bouncing.take_back(done)
    banking.clear(deposit_id)
    assert (banking.holds("1019"), banking.holds("1000")) == (0, 10_700)
    banking.verify()


def test_at_the_bank(bouncing: Bouncing) -> None:
    """The bank's credit stays whole; the return is a debit of its own."""
    banking = bouncing.banking
    taken = banking.mail(check(10_000, "1001"))
    banking.mail(check(700, "2002"))
    deposit_id = banking.cleared()
    done = bouncing.bounce(taken.payment_id)
    assert banking.holds("1000") == 700
    assert banking.view(deposit_id).total == usd(10_700)
    assert "Operating account" in done.words
    banking.take_back(deposit_id)
    with pytest.raises(UserError):
        banking.void(deposit_id)
    banking.clear(deposit_id)
    bouncing.take_back(done)
    assert banking.holds("1000") == 10_700
    banking.verify()


# ---------------------------------------------------------------------------------- what it paid


def test_credit_goes_first_then_the_newest(bouncing: Bouncing) -> None:
    account, (first, second, third) = owing(bouncing, 3_000, 4_000, 5_000)
    banking = bouncing.banking
    opened = banking.books.open_shift()
    taken = bouncing.mending.take(
        account, check(9_000), cash(4_000), invoice_ids=(first, second, third)
    )
    assert taken.to_credit == usd(1_000)
    banking.close(opened.shift_id, 24_000)
    done = bouncing.bounce(taken.payment_id)
    # 1,000 of credit, all of the third, and 3,000 of the second
    assert [due(bouncing, one) for one in (first, second, third)] == [0, 3_000, 5_000]
    assert credit(bouncing, account) == 0
    assert "owes 30.00 again" in done.words
    view = bouncing.view(taken.payment_id)
    assert view.status is PaymentStatus.RETURNED
    bouncing.take_back(done)
    assert [due(bouncing, one) for one in (first, second, third)] == [0, 0, 0]
    assert credit(bouncing, account) == 1_000
    banking.verify()


def test_a_family_is_owed_by_each_of_its_accounts(bouncing: Bouncing) -> None:
    mother, (hers,) = owing(bouncing, 3_000)
    child, (its,) = owing(bouncing, 4_000)
    before = bouncing.sums()
    taken = bouncing.mending.take(
        mother,
        check(7_000),
        actor=bouncing.manager,
        channel=Channel.MAIL,
        joined=(child,),
        one_receipt=False,
    )
    after = bouncing.sums()
    done = bouncing.bounce(taken.payment_id, fee=usd(0))
    assert bouncing.sums() == before
    assert (due(bouncing, hers), due(bouncing, its)) == (3_000, 4_000)
    assert bouncing.flags(mother) == (FlagKind.NO_CHECKS,)
    assert bouncing.flags(child) == ()
    bouncing.take_back(done)
    assert bouncing.sums() == after
    bouncing.banking.verify()


def test_what_was_paid_otherwise_meanwhile_stays_credit(bouncing: Bouncing) -> None:
    account, (first,) = owing(bouncing, 10_000)
    taken = mailed(bouncing, account, 10_000)
    done = bouncing.bounce(taken.payment_id, fee=usd(0))
    opened = bouncing.banking.books.open_shift()
    bouncing.mending.take(account, cash(6_000), invoice_ids=(first,))
    bouncing.banking.close(opened.shift_id, 26_000)
    bouncing.take_back(done)
    assert due(bouncing, first) == 0
    assert credit(bouncing, account) == 6_000
    bouncing.banking.verify()


def test_the_invoice_is_as_old_as_it_was(bouncing: Bouncing) -> None:
    books = bouncing.banking.books
    account = books.register_patient().account_id
    old = bouncing.banking.today() - timedelta(days=75)
    books.issue_invoice(account, 10_000, invoice_date=old, due_date=old)
    taken = mailed(bouncing, account, 10_000)
    bouncing.bounce(taken.payment_id, fee=usd(0))
    summary = books.station.ask(payments.account_summary, account).result()
    assert [group.words for group in summary.aging if group.amount] == ["61–90"]


# ------------------------------------------------------------------------------------ fee and mark


def test_the_fee_is_an_invoice(bouncing: Bouncing) -> None:
    account, _ = owing(bouncing, 10_000)
    taken = mailed(bouncing, account, 10_000)
    bouncing.mending.set_to("deposits.returned_check_fee", "3500")
    done = bouncing.bounce(taken.payment_id)
    assert done.fee_invoice_id is not None
    fee = bouncing.banking.books.station.ask(invoices.invoice_view, done.fee_invoice_id).result()
    assert (fee.total, fee.account_id) == (usd(3_500), account)
    assert fee.lines[0].description == "Fee for returned check 1001"
    assert fee.lines[0].revenue_gl == "4200"


def test_a_paid_fee_becomes_credit_when_the_return_is_taken_back(bouncing: Bouncing) -> None:
    account, (first,) = owing(bouncing, 10_000)
    taken = mailed(bouncing, account, 10_000)
    done = bouncing.bounce(taken.payment_id)
    fee = done.fee_invoice_id
    assert fee is not None
    opened = bouncing.banking.books.open_shift()
    bouncing.mending.take(account, cash(2_500), invoice_ids=(fee,))
    bouncing.banking.close(opened.shift_id, 22_500)
    back = bouncing.take_back(done)
    assert due(bouncing, first) == 0
    assert credit(bouncing, account) == 2_500
    view = bouncing.banking.books.station.ask(invoices.invoice_view, fee).result()
    assert view.status is InvoiceStatus.CANCELLED
    assert "is credit" in back.words
    bouncing.banking.verify()


def test_no_fee_by_the_form_or_the_practice(bouncing: Bouncing) -> None:
    account, _ = owing(bouncing, 10_000)
    one = bouncing.bounce(mailed(bouncing, account, 10_000).payment_id, fee=usd(0))
    assert one.fee_invoice_id is None
    bouncing.mending.set_to("deposits.returned_check_fee", "0")
    other, _ = owing(bouncing, 10_000)
    two = bouncing.bounce(mailed(bouncing, other, 10_000, "1002").payment_id)
    assert two.fee_invoice_id is None
    bouncing.banking.verify()


def test_the_mark_goes_with_the_last_return(bouncing: Bouncing) -> None:
    account, _ = owing(bouncing, 10_000)
    first, second = (mailed(bouncing, account, 5_000, number) for number in ("11", "12"))
    one = bouncing.bounce(first.payment_id)
    two = bouncing.bounce(second.payment_id)
    assert bouncing.flags(account) == (FlagKind.NO_CHECKS,)
    bouncing.take_back(one)
    assert bouncing.flags(account) == (FlagKind.NO_CHECKS,)
    bouncing.take_back(two)
    # the second found the mark there, so it leaves it to whoever rules the account
    assert bouncing.flags(account) == (FlagKind.NO_CHECKS,)
    other, _ = owing(bouncing, 10_000)
    done = bouncing.bounce(mailed(bouncing, other, 10_000, "13").payment_id)
    assert bouncing.flags(other) == (FlagKind.NO_CHECKS,)
    bouncing.take_back(done)
    assert bouncing.flags(other) == ()
    plain = bouncing.bounce(mailed(bouncing, other, 10_000, "14").payment_id, flag_account=False)
    assert bouncing.flags(other) == ()
    bouncing.take_back(plain)
    bouncing.banking.verify()

"""What can't be entered as returned, and what a returned check itself refuses and says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.areas.deposits import returning
from app.areas.deposits.returning_values import BankReason, CheckReturned
from app.areas.payments import queries as payments
from app.areas.payments import service
from app.areas.payments.undoing_values import VerbName
from app.areas.payments.values import Channel, TakePayment
from app.kernel.errors import NeedsConfirmation, NotAllowed, UserError
from tests.areas.deposits.banking import Banking, cash, check, usd
from tests.areas.deposits.bouncing import Bouncing, mailed, owing
from tests.building import command_id


@pytest.fixture
def bouncing(banking: Banking) -> Bouncing:
    return Bouncing(banking)


def test_refusals(bouncing: Bouncing) -> None:
    account, _ = owing(bouncing, 10_000)
    taken = mailed(bouncing, account, 10_000)
    late = bouncing.banking.today() + timedelta(days=1)
    early = bouncing.banking.today() - timedelta(days=1)
    for day in (late, early):
        with pytest.raises(UserError, match="bank's date"):
            bouncing.bounce(taken.payment_id, bank_date=day)
    with pytest.raises(UserError, match="zero or more"):
        bouncing.bounce(taken.payment_id, fee=usd(-1))
    with pytest.raises(NotAllowed):
        bouncing.bounce(taken.payment_id, actor=bouncing.banking.books.actors.cashier)
    done = bouncing.bounce(taken.payment_id)
    with pytest.raises(UserError, match="returned already"):
        bouncing.bounce(taken.payment_id)
    bouncing.take_back(done)
    with pytest.raises(UserError, match="not entered as returned"):
        bouncing.take_back(done)
    bouncing.mending.void(taken.payment_id, actor=bouncing.manager)
    tender = bouncing.view(taken.payment_id).tenders[0].tender_id
    with pytest.raises(UserError, match="void"):
        bouncing.banking.act(bouncing.manager, returning.return_check, bouncing.returning(tender))
    bouncing.banking.verify()


def test_what_was_no_check_or_was_corrected(bouncing: Bouncing) -> None:
    banking = bouncing.banking
    account, _ = owing(bouncing, 10_000)
    opened = banking.books.open_shift()
    taken = bouncing.mending.take(account, cash(4_000), check(500))
    wrong = bouncing.check_of(taken.payment_id).tender_id
    bouncing.mending.correct(taken.payment_id, "check", 1, bank="Chase", check_number="77")
    banking.close(opened.shift_id, 24_000)
    money = bouncing.view(taken.payment_id).tenders[0].tender_id
    with pytest.raises(UserError, match="Only a check"):
        banking.act(bouncing.manager, returning.return_check, bouncing.returning(money))
    with pytest.raises(UserError, match="corrected already"):
        banking.act(bouncing.manager, returning.return_check, bouncing.returning(wrong))


def test_verbs_say_why(bouncing: Bouncing) -> None:
    """A check in a bag is neither void nor corrected; one that came back is undone already."""
    banking = bouncing.banking
    taken = banking.mail(check(10_000, "1001"))

    def why(verb: VerbName) -> str:
        verbs = bouncing.view(taken.payment_id, bouncing.manager).verbs
        found = next(one for one in verbs if one.verb is verb)
        return "" if found.allowed else found.why

    assert why(VerbName.VOID) == ""
    assert why(VerbName.RETURN_CHECK) == ""
    assert "No check" in why(VerbName.TAKE_BACK_RETURN)
    deposit_id = banking.prepare().deposit_id
    number = banking.view(deposit_id).number
    assert number in why(VerbName.VOID)
    assert number in why(VerbName.CORRECT)
    done = bouncing.bounce(taken.payment_id)
    for verb in (VerbName.VOID, VerbName.CORRECT, VerbName.REALLOCATE, VerbName.REFUND):
        assert "returned check 1001" in why(verb)
    assert "returned already" in why(VerbName.RETURN_CHECK)
    assert why(VerbName.TAKE_BACK_RETURN) == ""
    bouncing.take_back(done)
    assert number in why(VerbName.VOID)


def test_a_returned_check_that_comes_again_is_asked_about(bouncing: Bouncing) -> None:
    account, _ = owing(bouncing, 10_000)
    taken = mailed(bouncing, account, 10_000)
    bouncing.bounce(taken.payment_id, flag_account=False)
    again = TakePayment(command_id(), account, (check(10_000),), channel=Channel.MAIL)
    with pytest.raises(NeedsConfirmation, match="returned check 1001 of Chase unpaid"):
        bouncing.banking.books.station.act(bouncing.manager, service.take_payment, again).result()


def test_the_receipt_says_so(bouncing: Bouncing) -> None:
    account, _ = owing(bouncing, 10_000)
    taken = mailed(bouncing, account, 10_000)
    done: CheckReturned = bouncing.bounce(taken.payment_id, bank_reason=BankReason.STOP_PAYMENT)
    ask = bouncing.banking.books.station.ask
    says = ask(payments.receipt, taken.receipt_id).result()
    assert (says.mark, says.reason, says.amount) == ("CHECK RETURNED", "Payment stopped", usd(0))
    assert says.balance_left == usd(12_500)
    bouncing.take_back(done)
    again = ask(payments.receipt, taken.receipt_id).result()
    assert (again.mark, again.amount, again.balance_left) == ("CORRECTED", usd(10_000), usd(0))

"""What can't be entered as returned, and what a returned check itself refuses and says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.areas.deposits import returning
from app.areas.deposits.returning_values import BankReason, CheckReturned
from app.areas.invoices import undoing as cancelling
from app.areas.invoices.values import CancelInvoice
from app.areas.ledger.values import ReasonKind
from app.areas.parties import maintaining as accounts
from app.areas.parties.values import AccountStatus, ChangeAccount
from app.areas.payments import crediting, maintaining, service
from app.areas.payments import queries as payments
from app.areas.payments.crediting_values import ApplyCredit
from app.areas.payments.planning import INVOICES_AT_MOST
from app.areas.payments.tender_values import SaveTenderType
from app.areas.payments.undoing_values import VerbName
from app.areas.payments.values import Channel, TakePayment, TenderGiven, TenderKind
from app.kernel.errors import NeedsConfirmation, NotAllowed, UserError
from tests.areas.deposits.banking import Banking, cash, check, usd
from tests.areas.deposits.bouncing import Bouncing, credit, due, mailed, owing
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


# ------------------------------------------------------------------------------------ rare ways


def test_credit_that_was_spent_meanwhile_is_owed_again(bouncing: Bouncing) -> None:
    account, _ = owing(bouncing, 4_000)
    taken = mailed(bouncing, account, 10_000)
    later = bouncing.banking.books.issue_invoice(account, 5_000).invoice_id
    apply = ApplyCredit(command_id(), account)
    bouncing.banking.act(bouncing.manager, crediting.apply_credit, apply)
    assert (due(bouncing, later), credit(bouncing, account)) == (0, 1_000)
    done = bouncing.bounce(taken.payment_id, fee=usd(0))
    assert (due(bouncing, later), credit(bouncing, account)) == (5_000, 0)
    bouncing.take_back(done)
    assert (due(bouncing, later), credit(bouncing, account)) == (0, 1_000)
    bouncing.banking.verify()


def test_an_invoice_that_was_cancelled_meanwhile_leaves_credit(bouncing: Bouncing) -> None:
    account, (only,) = owing(bouncing, 4_000)
    done = bouncing.bounce(mailed(bouncing, account, 4_000).payment_id)
    assert done.fee_invoice_id is not None
    for invoice_id in (only, done.fee_invoice_id):
        reason = bouncing.banking.reason(ReasonKind.CANCEL)
        cancel = CancelInvoice(command_id(), invoice_id, reason)
        bouncing.banking.act(bouncing.manager, cancelling.cancel_invoice, cancel)
    bouncing.take_back(done)
    assert credit(bouncing, account) == 4_000
    bouncing.banking.verify()


def test_no_fee_by_itself_where_the_account_is_closed(bouncing: Bouncing) -> None:
    account, _ = owing(bouncing, 4_000)
    taken = mailed(bouncing, account, 4_000)
    close = ChangeAccount(command_id(), account, AccountStatus.CLOSED)
    bouncing.banking.act(bouncing.manager, accounts.change_account, close)
    with pytest.raises(UserError, match="closed"):
        bouncing.bounce(taken.payment_id, fee=usd(2_500))
    assert bouncing.bounce(taken.payment_id).fee_invoice_id is None
    bouncing.banking.verify()


def test_a_check_that_never_lay_in_the_safe_comes_off_its_own_account(bouncing: Bouncing) -> None:
    direct = SaveTenderType(command_id(), "scanned", "Scanned check", TenderKind.CHECK, "1000")
    bouncing.banking.act(bouncing.banking.books.actors.cfo, maintaining.save_tender_type, direct)
    account, (only,) = owing(bouncing, 4_000)
    tender = TenderGiven("scanned", usd(4_000), bank="Chase", check_number="31")
    taken = bouncing.mending.take(account, tender, actor=bouncing.manager, channel=Channel.MAIL)
    done = bouncing.bounce(taken.payment_id, fee=usd(0))
    assert (bouncing.banking.holds("1000"), due(bouncing, only)) == (0, 4_000)
    assert "account 1000" in done.words
    bouncing.take_back(done)
    assert bouncing.banking.holds("1000") == 4_000
    bouncing.banking.verify()


def test_a_check_for_a_whole_year_of_invoices(bouncing: Bouncing) -> None:
    """As many as one payment can pay: each step stays one record of the log."""
    account, _ = owing(bouncing, *(100 for _ in range(INVOICES_AT_MOST)))
    taken = mailed(bouncing, account, 100 * INVOICES_AT_MOST)
    done = bouncing.bounce(taken.payment_id)
    assert "more invoices are open again" in done.words
    bouncing.take_back(done)
    assert credit(bouncing, account) == 0
    assert bouncing.view(taken.payment_id).unapplied == usd(0)

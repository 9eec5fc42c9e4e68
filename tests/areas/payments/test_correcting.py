"""A wrong tender relabelled: the money moves to where it is, the receipt says CORRECTED."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.areas.approvals import service as approvals
from app.areas.approvals.values import GrantApproval
from app.areas.parties import maintaining
from app.areas.parties.values import FlagAccount, FlagKind
from app.areas.payments import maintaining as tender_list
from app.areas.payments import queries, rules, undoing
from app.areas.payments.tender_values import SaveTenderType
from app.areas.payments.undoing_values import RevisionKind
from app.areas.payments.values import TenderKind
from app.kernel.errors import NeedsApproval, NeedsConfirmation, UserError
from app.kernel.ids import AccountId, TenderId, new_id
from tests.areas.payments.mending import Mending, card, cash, check, usd, wire
from tests.building import Books, command_id


def test_cash_that_was_a_check_and_back(mending: Mending, account: AccountId) -> None:
    """The wrong key was pressed: 1015 and 1040 of the same shift."""
    before = mending.sums()
    taken = mending.take(account, cash(2_500, 3_000))
    shift_id = mending.view(taken.payment_id).shift_id
    as_cash = mending.sums()
    assert as_cash[("1015", None, None, shift_id, "USD")] == 22_500
    corrected = mending.correct(taken.payment_id, "check", bank="Chase", check_number="1001")
    assert corrected.words == "Cash 25.00 (30.00 given) is Check 25.00 (Chase, check 1001) now."
    as_check = mending.sums()
    assert as_check[("1015", None, None, shift_id, "USD")] == 20_000
    assert as_check[("1040", None, None, shift_id, "USD")] == 2_500
    mending.correct(taken.payment_id, "cash", given=usd(2_500))
    assert mending.sums() == as_cash
    view = mending.view(taken.payment_id)
    assert [(one.method, one.live) for one in view.tenders] == [
        ("cash", False),
        ("check", False),
        ("cash", True),
    ]
    assert view.corrected
    assert [one.kind for one in view.history] == [RevisionKind.CORRECTED] * 2
    mending.void(taken.payment_id)
    assert mending.sums() == before
    mending.verify()


def test_a_check_number_alone_moves_no_money(mending: Mending, account: AccountId) -> None:
    taken = mending.take(account, check(2_500, "1001"))
    before = mending.sums()
    mending.correct(taken.payment_id, "check", bank="Chase", check_number="1010")
    assert mending.sums() == before
    [wrong, right] = mending.view(taken.payment_id).tenders
    assert (wrong.check_number, right.check_number) == ("1001", "1010")
    assert (right.live, right.corrects_id) == (True, wrong.tender_id)
    mending.verify()


def test_one_leg_of_a_split(mending: Mending, account: AccountId) -> None:
    taken = mending.take(account, cash(2_500), check(1_500), card(1_000))
    mending.correct(taken.payment_id, "debit_card", 2, card_last4="4242")
    mending.correct(taken.payment_id, "check", 0, bank="Citi", check_number="7")
    paper = mending.station.ask(queries.receipt, taken.receipt_id).result()
    assert [(one.words, one.amount.minor) for one in paper.tenders] == [
        ("Check", 2_500),
        ("Check", 1_500),
        ("Debit card", 1_000),
    ]
    mending.verify()


def test_what_the_receipt_says_then(mending: Mending, account: AccountId) -> None:
    taken = mending.take(account, cash(2_500, 3_000))
    issued = mending.station.ask(queries.receipt, taken.receipt_id).result()
    mending.take(account, cash(100))
    mending.correct(taken.payment_id, "check", bank="Chase", check_number="1001")
    again = mending.station.ask(queries.receipt, taken.receipt_id).result()
    assert (again.mark, again.reason, again.mark_by) == (
        "CORRECTED",
        "Wrong tender",
        "Cho Cho Win",
    )
    assert (again.number, again.at, again.amount) == (issued.number, issued.at, issued.amount)
    assert [(one.words, one.given, one.detail) for one in again.tenders] == [
        ("Check", None, "Chase, check 1001")
    ]
    assert (again.balance_left, again.invoices[0].left) == (usd(7_400), usd(7_400))
    kept = mending.station.ask(queries.receipt_as_issued, taken.receipt_id).result()
    assert kept == issued


def test_receipts_of_a_family_are_all_made_again(mending: Mending, books: Books) -> None:
    """Each shows its part of the tenders; a correction shows on the parts it is in."""
    mother, child = (books.register_patient().account_id for _ in range(2))
    first, second = (books.issue_invoice(one, 3_000).invoice_id for one in (mother, child))
    taken = mending.take(
        mother,
        cash(2_000),
        check(4_000),
        joined=(child,),
        invoice_ids=(first, second),
        one_receipt=False,
    )
    assert len(taken.receipts) == 2
    mending.correct(taken.payment_id, "wire", 1, reference="W-1")
    papers = [
        mending.station.ask(queries.receipt, ref.receipt_id).result() for ref in taken.receipts
    ]
    assert [[(one.words, one.amount.minor) for one in paper.tenders] for paper in papers] == [
        [("Cash", 2_000), ("Wire", 1_000)],
        [("Wire", 3_000)],
    ]
    assert {paper.mark for paper in papers} == {"CORRECTED"}
    mending.verify()


@pytest.mark.parametrize(("how", "rounding"), [("nearest_5", 2), ("down_5", -3)])
def test_rounding_comes_and_goes_with_cash(
    mending: Mending, account: AccountId, how: str, rounding: int
) -> None:
    mending.set_to("payments.cash_rounding", how)
    before = mending.sums()
    taken = mending.take(account, check(2_503, "1001"))
    as_check = mending.sums()
    mending.correct(taken.payment_id, "cash", given=usd(3_000))
    [_, right] = mending.view(taken.payment_id).tenders
    assert (right.rounding, right.change) == (usd(rounding), usd(3_000 - 2_503 - rounding))
    assert mending.holds("6995") == -rounding
    as_cash = mending.sums()
    mending.correct(taken.payment_id, "cash", given=usd(2_600))
    assert mending.sums() == as_cash
    mending.correct(taken.payment_id, "check", bank="Chase", check_number="1001")
    assert mending.sums() == as_check
    mending.correct(taken.payment_id, "cash")
    assert mending.void(taken.payment_id).cash_back == usd(2_503 + rounding)
    assert mending.sums() == before
    mending.verify()


@pytest.mark.parametrize(
    ("how", "first", "second"),
    [("nearest_5", 1_002, 502), ("nearest_5", 1_003, 503), ("down_5", 1_004, 504)],
)
def test_cash_that_joins_other_cash_is_rounded_once(
    mending: Mending, account: AccountId, how: str, first: int, second: int
) -> None:
    """A check that was cash beside cash: what the drawer got is the sum of both, rounded."""
    mending.set_to("payments.cash_rounding", how)
    taken = mending.take(account, cash(first), check(second))
    mending.correct(taken.payment_id, "cash", 1, given=usd(second + 500))
    wanted = first + second + rules.cash_rounding(usd(first + second), how).minor
    live = [tender for tender in mending.view(taken.payment_id).tenders if tender.live]
    assert sum(leg.amount.minor + leg.rounding.minor for leg in live if leg.rounding) == wanted
    mending.verify()
    assert mending.void(taken.payment_id).cash_back == usd(wanted)
    mending.verify()


def test_what_can_not_be_corrected(mending: Mending, account: AccountId) -> None:
    taken, other = mending.take(account, cash(2_500)), mending.take(account, cash(900))
    good = mending.correcting(taken.payment_id, "check", bank="Chase", check_number="1001")
    foreign = mending.view(other.payment_id).tenders[0].tender_id

    def refused(**fields: object) -> tuple[str, str | None]:
        with pytest.raises(UserError) as caught:
            mending.do(
                undoing.correct_tender,
                replace(good, id=command_id(), **fields),  # type: ignore[arg-type]
            )
        return caught.value.text, caught.value.field

    assert refused(tender_id=foreign) == ("This tender is not of this payment.", "tender_id")
    assert refused(tender_id=TenderId(new_id()))[1] == "tender_id"
    assert refused(method="barter")[1] == "method"
    assert refused(check_number="")[1] == "check_number"
    assert refused(method="cash", check_number="", bank="") == (
        "This is what the tender says already.",
        "method",
    )
    assert refused(method="cash", given=usd(2_400))[1] == "given"
    assert refused(reference="4111 1111 1111 1111")[0].startswith("This looks like a card number")
    mending.do(undoing.correct_tender, good)
    assert refused() == (
        "This tender was corrected already. Correct the one that replaced it.",
        "tender_id",
    )
    mending.void(taken.payment_id)
    assert "Nothing of it is left" in refused()[0]
    mending.verify()


def test_a_check_that_was_seen_is_asked_about(mending: Mending, account: AccountId) -> None:
    mending.take(account, check(1_000, "55"))
    taken = mending.take(account, cash(2_500))
    command = mending.correcting(taken.payment_id, "check", bank="Chase", check_number="55")
    act, cashier = mending.station.act, mending.books.actors.cashier
    with pytest.raises(NeedsConfirmation, match="55") as asked:
        act(cashier, undoing.correct_tender, command).result()
    sure = replace(command, confirmations=frozenset({asked.value.key}))
    assert act(cashier, undoing.correct_tender, sure).result().receipt_number


def test_a_mistyped_amount_given_is_asked_about(mending: Mending, account: AccountId) -> None:
    taken = mending.take(account, check(2_500, "55"))
    command = mending.correcting(taken.payment_id, "cash", given=usd(100_000_00))
    with pytest.raises(NeedsConfirmation, match="goes back as change"):
        mending.station.act(mending.books.actors.cashier, undoing.correct_tender, command).result()


def test_no_checks_here_holds_for_corrections_too(mending: Mending, books: Books) -> None:
    account_id = books.register_patient().account_id
    flag = FlagAccount(command_id(), account_id, FlagKind.NO_CHECKS, "two came back")
    mending.do(maintaining.flag_account, flag)
    books.issue_invoice(account_id, 5_000)
    taken = mending.take(account_id, cash(2_500))
    command = mending.correcting(taken.payment_id, "check", bank="Chase", check_number="1001")
    with pytest.raises(NeedsApproval) as asked:
        mending.do(undoing.correct_tender, command)
    assert asked.value.key == "no_checks:2500"
    grant = GrantApproval(
        command_id(),
        command.id,
        asked.value.key,
        books.actors.cashier.user_id,
        asked.value.text,
    )
    mending.do(approvals.grant_approval, grant, books.actors.billing_manager)
    mending.do(undoing.correct_tender, command)
    mending.verify()


def test_fifty_identical_corrections_are_one(mending: Mending, account: AccountId) -> None:
    taken = mending.take(account, cash(2_500))
    command = mending.correcting(taken.payment_id, "wire", reference="W-1")
    act, cashier = mending.station.act, mending.books.actors.cashier
    answers = [act(cashier, undoing.correct_tender, command) for _ in range(50)]
    assert len({answer.result() for answer in answers}) == 1
    assert len(mending.view(taken.payment_id).tenders) == 2
    mending.verify()


def test_a_tender_that_is_taken_no_more_keeps_its_own_reference(
    mending: Mending, account: AccountId
) -> None:
    """What was taken while it was in use can be put right; nothing new becomes one."""
    taken, other = mending.take(account, wire(2_500)), mending.take(account, cash(900))
    manager = mending.books.actors.billing_manager
    retired = SaveTenderType(
        command_id(), "wire", "Wire", TenderKind.OTHER, "1000", active=False, position=6
    )
    mending.do(tender_list.save_tender_type, retired, manager)
    mending.correct(taken.payment_id, "wire", reference="W-78")
    with pytest.raises(UserError, match="is not taken here"):
        mending.correct(other.payment_id, "wire", reference="W-79")
    mending.verify()

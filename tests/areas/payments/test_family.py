"""A family paid in one: whose invoices, whose credit, one receipt or one each; and drafts."""

from __future__ import annotations

from typing import Any

import pytest

from app.areas.invoices import drafting
from app.areas.invoices import queries as invoices
from app.areas.invoices.values import DraftLine, IssueDraft, SaveDraft
from app.areas.parties import service as parties
from app.areas.parties.values import AddGuarantor, Person, RegisterPatient
from app.areas.payments import queries, service
from app.areas.payments.values import (
    AllocationWanted,
    CounterAccount,
    PaymentTaken,
    Receipt,
    TakePayment,
    TenderGiven,
)
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, InvoiceId, new_id
from app.kernel.money import Money
from tests.areas.payments.taking import found, posted, tender, usd
from tests.building import Books, command_id
from tests.faults.invariants import broken


@pytest.fixture
def family(books: Books) -> tuple[AccountId, AccountId, AccountId]:
    """Three accounts that owe 30, 20 and 10, the oldest invoice first."""
    books.open_shift()
    found = [books.register_patient(given=name).account_id for name in ("Mai", "Lan", "Tuan")]
    for account_id, minor in zip(found, (3_000, 2_000, 1_000), strict=True):
        books.issue_invoice(account_id, minor)
    return found[0], found[1], found[2]


def take(books: Books, account: AccountId, *tenders: TenderGiven, **fields: Any) -> PaymentTaken:
    return books.take(TakePayment(command_id(), account, tenders, **fields))


def papers(books: Books, taken: PaymentTaken) -> list[Receipt]:
    found = [books.station.ask(queries.receipt, one.receipt_id) for one in taken.receipts]
    return [one.result() for one in found]


def counter(books: Books, account: AccountId) -> CounterAccount:
    return books.station.ask(queries.counter_account, account).result()


def test_a_family_is_paid_in_one_with_one_receipt(
    books: Books, family: tuple[AccountId, AccountId, AccountId]
) -> None:
    mai, lan, tuan = family
    cash = TenderGiven("cash", usd(5_500), usd(10_000))
    taken = take(books, mai, cash, joined=(lan, tuan, lan, mai))
    assert [one.amount.minor for one in taken.allocated] == [3_000, 2_000, 500]
    assert posted(books, taken.payment_id) == {"1015": 5_500, "1100": -5_500}
    assert [counter(books, one).owed.minor for one in family] == [0, 0, 500]
    (said,) = papers(books, taken)
    assert (said.amount, said.part_of, said.balance_left) == (usd(5_500), None, usd(500))
    whose = [(line.patient, line.account_number != "") for line in said.invoices]
    assert whose == [("", False), ("Lan Nguyễn", True), ("Tuan Nguyễn", True)]
    for one in family:
        (latest,) = counter(books, one).latest
        assert (latest.receipt_number, latest.amount) == (taken.receipt_number, usd(5_500))
    assert {one.account_id for one in counter(books, tuan).family} == {mai}
    assert not broken(books.station.folder)


def test_each_gets_a_receipt_of_their_own(
    books: Books, family: tuple[AccountId, AccountId, AccountId]
) -> None:
    mai, lan, tuan = family
    legs = (tender("credit_card", 4_000), TenderGiven("cash", usd(2_500), usd(3_000)))
    taken = take(books, mai, *legs, joined=(lan, tuan), one_receipt=False)
    said = papers(books, taken)
    assert [one.number for one in said] == [one.number for one in taken.receipts]
    assert [one.amount.minor for one in said] == [3_500, 2_000, 1_000]
    assert [one.to_credit.minor for one in said] == [500, 0, 0]
    assert {one.part_of for one in said} == {usd(6_500)}
    assert [one.patient.split()[0] for one in said] == ["Mai", "Lan", "Tuan"]
    pieces = [[(x.words, x.amount.minor) for x in one.tenders] for one in said]
    assert pieces == [
        [("Credit card", 3_500)],
        [("Credit card", 500), ("Cash", 1_500)],
        [("Cash", 1_000)],
    ]
    shown = [[row.amount.minor for row in counter(books, one).latest] for one in family]
    assert shown == [[3_500], [2_000], [1_000]]
    here = books.station.ask(queries.latest_payments).result()
    assert [row.receipt_number for row in here] == [taken.receipt_number]
    assert not broken(books.station.folder)
    assert found(books) == []


def test_a_parent_who_owes_nothing_pays_for_a_child(
    books: Books, family: tuple[AccountId, AccountId, AccountId]
) -> None:
    parent, child = books.register_patient(given="Hoa").account_id, family[2]
    taken = take(books, parent, tender("cash", 1_000), joined=(child,), one_receipt=False)
    assert [one.account_id for one in taken.receipts] == [child]
    assert not broken(books.station.folder)


def test_a_chosen_invoice_of_the_family_comes_first(
    books: Books, family: tuple[AccountId, AccountId, AccountId]
) -> None:
    mai, lan, tuan = family
    chosen = counter(books, tuan).open_invoices[0].invoice_id
    command = TakePayment(command_id(), mai, (tender("cash", 1_500),), (chosen,))
    with pytest.raises(UserError, match="another account's"):
        books.take(command)
    taken = take(books, mai, tender("cash", 1_500), invoice_ids=(chosen,), joined=(tuan,))
    assert [one.amount.minor for one in taken.allocated] == [1_000, 500]
    lans = counter(books, lan).open_invoices[0]
    wanted = (AllocationWanted(lans.invoice_id, usd(700)),)
    with pytest.raises(UserError, match="paid already, or is not"):
        take(books, mai, tender("cash", 700), allocations=wanted, joined=(tuan,))
    take(books, mai, tender("cash", 700), allocations=wanted, joined=(lan,))
    assert counter(books, lan).owed == usd(1_300)


def test_who_can_not_be_joined(
    books: Books, family: tuple[AccountId, AccountId, AccountId]
) -> None:
    with pytest.raises(UserError, match="no such account"):
        take(books, family[0], tender("cash", 100), joined=(AccountId(new_id()),))
    with pytest.raises(UserError, match="not an id"):
        take(books, family[0], tender("cash", 100), joined=(AccountId("Lan"),))
    many = tuple(AccountId(new_id()) for _ in range(13))
    with pytest.raises(UserError, match="13 accounts can be paid"):
        take(books, family[0], tender("cash", 100), joined=many)


def test_accounts_of_one_guarantor_are_family(books: Books) -> None:
    add = AddGuarantor(command_id(), Person("Win", "Aung"))
    act, cashier = books.station.act, books.actors.cashier
    guarantor = act(cashier, parties.add_guarantor, add).result()
    found = []
    for name in ("Su", "Zaw"):
        person = Person("Win", name)
        command = RegisterPatient(
            command_id(),
            AccountId(new_id()),
            person,
            guarantor,
            confirmations=frozenset({"duplicate_patient"}),
        )
        found.append(act(cashier, parties.register_patient, command).result().account_id)
    books.issue_invoice(found[1], 900)
    (member,) = counter(books, found[0]).family
    assert (member.account_id, member.name, member.owed) == (found[1], "Zaw Win", Money(900, "USD"))
    assert counter(books, books.register_patient().account_id).family == ()


# ------------------------------------------------------------------------------------------ drafts


def draft(books: Books, account_id: AccountId, minor: int) -> InvoiceId:
    line = DraftLine("Visit", usd(minor))
    command = SaveDraft(command_id(), InvoiceId(new_id()), account_id, (line,))
    act = books.station.act
    return act(books.actors.billing_clerk, drafting.save_draft, command).result().draft_id


def test_paying_a_draft_issues_it(
    books: Books, family: tuple[AccountId, AccountId, AccountId]
) -> None:
    mai, _, tuan = family
    own, childs = draft(books, mai, 700), draft(books, tuan, 300)
    assert [one.draft_id for one in counter(books, mai).drafts] == [own]
    foreign = TakePayment(command_id(), mai, (tender("cash", 300),), issue_drafts=(childs,))
    with pytest.raises(UserError, match="another account's"):
        books.take(foreign)
    taken = take(
        books,
        mai,
        tender("cash", 1_000),
        invoice_ids=(childs, own),
        issue_drafts=(own, childs),
        joined=(tuan,),
    )
    assert [(one.invoice_id, one.left.minor) for one in taken.allocated] == [(childs, 0), (own, 0)]
    assert counter(books, mai).drafts == ()
    assert books.station.ask(invoices.invoice_view, own).result().due == usd(0)
    assert not broken(books.station.folder)


def test_a_draft_that_was_issued_meanwhile_is_simply_paid(
    books: Books, family: tuple[AccountId, AccountId, AccountId]
) -> None:
    mai = family[0]
    own = draft(books, mai, 700)
    command = IssueDraft(command_id(), own)
    act = books.station.act
    act(books.actors.billing_clerk, drafting.issue_draft, command).result()
    taken = take(books, mai, tender("cash", 700), invoice_ids=(own,), issue_drafts=(own,))
    assert [one.invoice_id for one in taken.allocated] == [own]
    with pytest.raises(UserError, match="issued"):
        take(books, mai, tender("cash", 50), issue_drafts=(own,))
    with pytest.raises(UserError, match="no such draft"):
        take(books, mai, tender("cash", 60), issue_drafts=(InvoiceId(new_id()),))


def test_a_refused_payment_issues_nothing(
    books: Books, family: tuple[AccountId, AccountId, AccountId]
) -> None:
    own = draft(books, family[0], 700)
    wanted = (AllocationWanted(own, usd(701)),)
    command = TakePayment(
        command_id(), family[0], (tender("cash", 800),), allocations=wanted, issue_drafts=(own,)
    )
    with pytest.raises(UserError, match="exceeds invoice balance"):
        books.station.act(books.actors.cashier, service.take_payment, command).result()
    assert [one.draft_id for one in counter(books, family[0]).drafts] == [own]

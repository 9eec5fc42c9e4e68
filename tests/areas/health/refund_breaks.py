"""Refunds in every state, and how promises about them are broken, one thing at a time."""

from __future__ import annotations

from app.areas.deposits import banks
from app.areas.payments.values import Channel
from app.areas.refunds import service
from app.areas.refunds.values import RefundMethod, TellPatient, ToldHow
from app.kernel.ids import AccountId, PaymentId, ShiftId
from tests.areas.payments.mending import Mending, wire
from tests.areas.refunds.refunding import Refunding
from tests.building import Books, command_id


def work_refunds(books: Books) -> None:
    """Of money that came by mail: in cash, by a check that was not cashed, not owed again,
    cancelled, agreed to by two, and one that still waits.
    """
    work = Refunding(books.station, books, ShiftId(""))
    bank = books.station.ask(banks.bank_accounts).result()[0].bank_account_id
    account = books.register_patient("Refund").account_id
    books.issue_invoice(account, 4_000)
    by_mail = _mailed(work.mending, account, 60_000)
    cash = work.ask(account, 1_003, method=RefundMethod.CASH)
    work.pay(cash.refund_id)
    work.act(
        work.clerk, service.tell_patient, TellPatient(command_id(), cash.refund_id, ToldHow.PHONE)
    )
    back = work.ask(account, 1_500, method=RefundMethod.CHECK)
    work.pay(back.refund_id, bank_account_id=bank, check_number="9001", actor=work.clerk)
    work.fail(back.refund_id)
    paid = _mailed(work.mending, _owing(books, 2_000), 2_000)
    other = work.mending.view(paid).header.account_id
    work.ask(other, 700, paid, owed_again=False)
    given_up = work.ask(other, 300, paid, owed_again=False)
    work.cancel(given_up.refund_id)
    large = work.ask(account, 11_000)
    work.approve(large.refund_id)
    work.pay(large.refund_id, reference="W-1", actor=work.clerk)
    work.ask(account, 12_000)
    assert by_mail


def _owing(books: Books, minor: int) -> AccountId:
    account = books.register_patient("Owing").account_id
    books.issue_invoice(account, minor)
    return account


def _mailed(mending: Mending, account: AccountId, minor: int) -> PaymentId:
    who = mending.books.actors.accounting
    taken = mending.take(account, wire(minor, "M-9"), actor=who, channel=Channel.MAIL)
    return taken.payment_id


_OF = "entry_id IN (SELECT id FROM journal_entry WHERE source_type = '{}')"

REFUND_BREAKS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("refunds.parts", "another sum", ("UPDATE refund_part SET amount_minor = 1",)),
    ("refunds.parts", "of nothing", ("UPDATE refund_part SET tender_id = 'x'",)),
    ("refunds.parts", "of another account", ("UPDATE refund SET account_id = 'x'",)),
    ("refunds.not_more", "more than was brought", (
        "UPDATE payment_refunded SET amount_minor = 1000000",)),
    ("refunds.not_more", "of a payment that is void", (
        "UPDATE payment_void SET payment_id = (SELECT payment_id FROM payment_refunded LIMIT 1)",)),
    ("refunds.agreed", "by who asked", (
        ("UPDATE refund_step SET made_by = (SELECT made_by FROM refund WHERE id = refund_id), "
        "approval_id = NULL WHERE step = 'approved'"),)),
    ("refunds.agreed", "by nobody", ("DELETE FROM refund_step WHERE step = 'approved'",)),
    ("refunds.steps", "of nothing", ("UPDATE refund_step SET refund_id = 'x'",)),
    ("refunds.steps", "of another sum", ("UPDATE refund_step SET amount_minor = 1",)),
    ("refunds.steps", "paid and never owed", ("DELETE FROM refund_step WHERE step = 'booked'",)),
    ("refunds.steps", "back and never paid", (
        "UPDATE refund_step SET reverses_id = 'x' WHERE step = 'failed'",)),
    ("refunds.taken", "of no payment", ("DELETE FROM payment_refund",)),
    ("refunds.taken", "of another tender", ("UPDATE payment_refund SET tender_id = 'x'",)),
    ("refunds.postings", "owed elsewhere", (
        ("UPDATE journal_line SET gl_code = '2000' WHERE gl_code = '2060' AND "
        + _OF.format("refund")),)),
    ("refunds.postings", "off another account", (
        f"UPDATE journal_line SET account_id = 'x' WHERE {_OF.format('refund')}",)),
    ("refunds.postings", "paid from elsewhere", (
        ("UPDATE journal_line SET gl_code = '1020' WHERE gl_code = '1000' AND "
        + _OF.format("refund_paid")),)),
    ("refunds.postings", "never given back", (
        "DELETE FROM journal_entry WHERE source_type = 'refund_cancelled'",)),
    ("refunds.postings", "an invoice that is owed again", (
        "DELETE FROM refund_forgiven",)),
    ("refunds.cash", "cash that left no drawer", (
        "DELETE FROM cash_movement WHERE kind = 'refund'",)),
    ("refunds.cash", "cash of no refund", ("UPDATE refund_step SET movement_id = NULL",)),
    ("refunds.papers", "none", ("DELETE FROM refund_receipt",)),
    ("refunds.papers", "another number", (
        "UPDATE refund_receipt SET snapshot = json_set(snapshot, '$.number', 'x')",)),
    ("refunds.papers", "one that hides that it failed", (
        "UPDATE refund_receipt SET snapshot = json_set(snapshot, '$.mark', '')",)),
    ("payments.credit", "credit that went back", ("DELETE FROM payment_refund",)),
    ("payments.revisions", "a receipt that hides a refund", (
        "DELETE FROM receipt_revision WHERE kind = 'refunded'",)),
    ("views.payment_state", "a refund that passes for received", (
        "UPDATE payment_state SET status = 'completed' WHERE status LIKE '%refunded'",)),
    ("views.refund_state", "one that was given back", (
        "UPDATE refund_state SET status = 'completed'",)),
    ("views.payment_refunded", "one that is gone", ("DELETE FROM payment_refunded",)),
)  # fmt: skip

"""The chart and what each money event posts: the table of the design, line by line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.areas.invoices import service as invoices
from app.areas.invoices.values import BringForward, InvoiceLine, InvoiceType, IssueInvoice
from app.areas.ledger import queries
from app.areas.ledger import service as ledger
from app.areas.ledger.values import (
    AddGLAccount,
    GLType,
    ManualLine,
    NormalBalance,
    PostManualEntry,
)
from app.bootstrap import Station
from app.kernel.errors import UserError
from app.kernel.ids import InvoiceId
from app.kernel.money import LARGEST_MINOR, Money
from tests.building import Books, command_id
from tests.faults.invariants import broken

STANDARD = (
    "1000 1010 1020 1100 1110 1120 1200 1210 1300 1310 1400 1410 1500 1510 2000 2100 2110 2200 "
    "2300 3000 3100 3200 4000 4010 4020 4100 4110 4120 4200 4900 5000 5100 5200 5300 5400 6000 "
    "6100 6200 6300 7000 7100 7200 7300 8000 8100 9000 9100"
)
OURS = "1015 1018 1019 1030 1040 2050 2060 2150 3900 4910 6990 6995"
CONTRA = {
    "1120": GLType.CONTRA_ASSET,
    "1410": GLType.CONTRA_ASSET,
    "1510": GLType.CONTRA_ASSET,
    "4900": GLType.CONTRA_REVENUE,
    "4910": GLType.CONTRA_REVENUE,
}
BY_FIRST_DIGIT = {
    "1": GLType.ASSET,
    "2": GLType.LIABILITY,
    "3": GLType.EQUITY,
    "4": GLType.REVENUE,
}


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def test_the_standard_chart_and_ours(station: Station) -> None:
    chart = {row.code: row for row in station.ask(queries.gl_accounts).result()}
    assert len(STANDARD.split()) == 47
    assert chart.keys() == {*STANDARD.split(), *OURS.split()}
    for code, row in chart.items():
        kind = CONTRA.get(code, BY_FIRST_DIGIT.get(code[0], GLType.EXPENSE))
        assert row.gl_type is kind, code
        debit = kind in (GLType.ASSET, GLType.EXPENSE, GLType.CONTRA_REVENUE)
        assert row.normal_balance is (NormalBalance.DEBIT if debit else NormalBalance.CREDIT)
        assert row.name
        assert row.active


def lines(station: Station, source_id: str) -> list[tuple[Any, ...]]:
    """(GL account, minor units, account?, invoice?, shift?) of the entry a source made."""
    assert station.database.writer is not None
    return sorted(
        station.database.writer.connection.execute(
            "SELECT gl_code, amount_minor, l.account_id IS NOT NULL, invoice_id IS NOT NULL, "
            "shift_id IS NOT NULL FROM journal_line l JOIN journal_entry e ON e.id = l.entry_id "
            "WHERE e.source_id = ?",
            (source_id,),
        ).fetchall()
    )


def test_an_invoice_posts_net_receivable_and_gross_revenue(station: Station, books: Books) -> None:
    account = books.register_patient().account_id
    command = IssueInvoice(
        command_id(),
        account,
        (
            InvoiceLine("Visit", usd(10_000), discount=usd(1_000), discount_reason="staff"),
            InvoiceLine("Parking", usd(333), quantity_e4=15_000, tax=usd(40), revenue_gl="4200"),
            InvoiceLine("Free", usd(0)),
        ),
    )
    clerk = books.actors.billing_clerk
    issued = station.act(clerk, invoices.issue_invoice, command).result()
    assert issued.total == usd(10_000 - 1_000 + 500 + 40)
    assert lines(station, command.id) == [
        ("1100", 9_540, 1, 1, 0),
        ("2150", -40, 0, 0, 0),
        ("4010", -10_000, 0, 0, 0),
        ("4200", -500, 0, 0, 0),
        ("4910", 1_000, 0, 0, 0),
    ]
    assert not broken(station.folder)


def test_an_old_invoice_is_owed_against_opening_balances(station: Station, books: Books) -> None:
    account = books.register_patient().account_id
    command = BringForward(
        command_id(), account, "OLD-1", date(2024, 2, 29), usd(4_000), usd(9_000)
    )
    station.act(books.actors.billing_manager, invoices.bring_forward, command).result()
    assert lines(station, command.id) == [("1100", 4_000, 1, 1, 0), ("3900", -4_000, 0, 0, 0)]


def test_cash_goes_to_the_drawer_the_invoices_and_the_rest_to_credit(
    station: Station, books: Books
) -> None:
    books.open_shift()
    account = books.register_patient().account_id
    books.issue_invoice(account, 3_500)
    books.issue_invoice(account, 1_000)
    taken = books.take_cash(account, 5_000, 6_000)
    assert taken.change == usd(1_000)
    assert lines(station, taken.payment_id) == [
        ("1015", 5_000, 0, 0, 1),
        ("1100", -3_500, 1, 1, 0),
        ("1100", -1_000, 1, 1, 0),
        ("2050", -500, 1, 0, 0),
    ]


def test_safe_and_float_move_between_their_accounts(station: Station, books: Books) -> None:
    books.count_safe(50, 2_000)
    books.open_shift(10, 2_000)
    today = datetime.now(UTC).date() + timedelta(days=1)
    balances = {row.code: row.balance for row in _trial(station, today)}
    assert balances == {"1015": usd(20_000), "1018": usd(80_000), "3900": usd(-100_000)}
    assert sum(balance.minor for balance in balances.values()) == 0


def _trial(station: Station, day: date) -> Any:
    return station.ask(queries.trial_balance, day, "USD").result()


def manual(*pairs: tuple[str, int, int], **fields: Any) -> PostManualEntry:
    found = tuple(ManualLine(code, usd(debit), usd(credit)) for code, debit, credit in pairs)
    day = fields.pop("day", date(2026, 1, 5))
    return PostManualEntry(command_id(), day, "Bank fee", found, **fields)


def test_a_manual_entry_is_posted(station: Station, books: Books) -> None:
    command = manual(("8100", 700, 0), ("1000", 0, 500), ("1020", 0, 200))
    posted = station.act(books.actors.accounting, ledger.post_manual_entry, command).result()
    assert posted.number == "JE-000001"
    assert [row[:2] for row in lines(station, command.id)] == [
        ("1000", -500),
        ("1020", -200),
        ("8100", 700),
    ]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (manual(("8100", 700, 0), ("1000", 0, 699)), "Debits and credits differ"),
        (manual(("8100", 700, 0)), "at least two lines"),
        (manual(), "at least two lines"),
        (manual(("8100", 5, 5), ("1000", 0, 0)), "a debit or a credit"),
        (manual(("8100", -5, 0), ("1000", 0, -5)), "a debit or a credit"),
        (
            manual(("8100", LARGEST_MINOR + 1, 0), ("1000", 0, LARGEST_MINOR + 1)),
            "below the limit",
        ),
        (manual(("8100", 10**30, 0), ("1000", 0, 10**30)), "below the limit"),
        (manual(("4711", 5, 0), ("1000", 0, 5)), "not an active GL account"),
        *((manual((c, 5, 0), ("1000", 0, 5)), "follows from") for c in ("1015", "1100", "2050")),
        (manual(("8100", 5, 0), ("1000", 0, 5), day=date(9999, 12, 31)), "date can't be"),
        (manual(("8100", 5, 0), ("1000", 0, 5), day=date(1, 1, 1)), "date can't be"),
    ],
)
def test_a_manual_entry_that_can_not_be_is_refused(
    station: Station, books: Books, command: PostManualEntry, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        station.act(books.actors.accounting, ledger.post_manual_entry, command).result()


def test_a_manual_entry_keeps_to_the_currency_of_the_books(station: Station, books: Books) -> None:
    for debit, credit in (
        (Money(5, "EUR"), Money(0, "EUR")),
        (usd(5), Money(0, "EUR")),
        (Money(5, "EUR"), usd(0)),
    ):
        one = ManualLine("8100", debit, credit)
        other = ManualLine("1000", Money(0, debit.currency), debit)
        command = PostManualEntry(command_id(), date(2026, 1, 5), "Fee", (one, other))
        with pytest.raises(UserError, match="books are kept in USD"):
            station.act(books.actors.accounting, ledger.post_manual_entry, command).result()


@pytest.mark.parametrize("code", ["1015", "1100", "2050", "9999", "8100", "NULL"])
def test_an_invoice_earns_on_revenue_accounts_only(
    station: Station, books: Books, code: str
) -> None:
    account = books.register_patient().account_id
    line = InvoiceLine("Visit", usd(500), revenue_gl=code)
    command = IssueInvoice(command_id(), account, (line,))
    with pytest.raises(UserError, match="not an active revenue account"):
        station.act(books.actors.billing_clerk, invoices.issue_invoice, command).result()


def test_a_new_revenue_account_can_be_earned_on(station: Station, books: Books) -> None:
    added = AddGLAccount(command_id(), "4777", "Parking", GLType.REVENUE)
    station.act(books.actors.accounting, ledger.add_gl_account, added).result()
    account = books.register_patient().account_id
    command = IssueInvoice(command_id(), account, (InvoiceLine("P", usd(5), revenue_gl="4777"),))
    station.act(books.actors.billing_clerk, invoices.issue_invoice, command).result()
    assert lines(station, command.id)[1][:2] == ("4777", -5)


def line_of(**fields: Any) -> InvoiceLine:
    return InvoiceLine("Visit", **({"unit_price": usd(LARGEST_MINOR)} | fields))


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ((line_of(), line_of()), "larger than the largest"),
        ((line_of(quantity_e4=20_000),), "larger than the largest"),
        (
            (
                line_of(
                    quantity_e4=10**10, discount=usd(LARGEST_MINOR * 10**6 - 5), discount_reason="x"
                ),
            ),
            "larger than the largest",
        ),
        ((line_of(unit_price=usd(1), tax=usd(10**30)),), "larger than the largest"),
        ((line_of(unit_price=usd(0)),), "worth something"),
        (
            (line_of(unit_price=usd(5), discount=usd(6), discount_reason="x"),),
            "discount is between",
        ),
        ((line_of(unit_price=usd(5), discount=usd(5)),), "needs a reason"),
        ((line_of(unit_price=usd(5)),) * 61, "takes 60 lines"),
        ((), "at least one line"),
    ],
)
def test_sums_beyond_the_limits_are_refused(
    station: Station, books: Books, found: tuple[InvoiceLine, ...], words: str
) -> None:
    account = books.register_patient().account_id
    with pytest.raises(UserError, match=words):
        station.act(
            books.actors.billing_clerk,
            invoices.issue_invoice,
            IssueInvoice(command_id(), account, found),
        ).result()
    assert station.ask(queries.invoice_due, InvoiceId(command_id())).result() is None


def test_insurance_invoices_wait_for_claims(station: Station, books: Books) -> None:
    account = books.register_patient().account_id
    command = IssueInvoice(
        command_id(), account, (InvoiceLine("V", usd(5)),), invoice_type=InvoiceType.INSURANCE
    )
    with pytest.raises(UserError, match="come with claims"):
        station.act(books.actors.billing_clerk, invoices.issue_invoice, command).result()

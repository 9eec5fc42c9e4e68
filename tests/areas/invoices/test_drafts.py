"""Charges as they are written at a desk: drafts that are issued, changed and thrown away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.areas.catalog.values import EXEMPT
from app.areas.health import queries as health
from app.areas.invoices import drafting, queries, service
from app.areas.invoices.values import InvoiceLine, InvoiceStatus, IssueDraft, IssueInvoice
from app.areas.ledger import queries as ledger
from app.areas.parties import maintaining as accounts
from app.areas.parties.values import AccountStatus, ChangeAccount
from app.areas.settings import service as settings
from app.areas.settings.values import ChangeSetting
from app.kernel.actor import SYSTEM
from app.kernel.errors import NeedsConfirmation, NotAllowed, UserError
from app.kernel.ids import CommandId, InvoiceId, new_id
from app.kernel.money import Money
from tests.areas.charging import Desk
from tests.building import command_id


def sound(desk: Desk) -> bool:
    database = desk.books.station.database
    verdict = database.read(health.verify, database.keys.master)
    assert verdict.sound, verdict.findings
    return verdict.sound


def test_a_draft_takes_words_price_and_tax_from_its_service(desk: Desk) -> None:
    desk.tax()
    account = desk.books.register_patient().account_id
    crutches = desk.service("E0114", 4999, tax_class="standard", revenue_gl="4200")
    visit = desk.service("99213", 12_800)
    saved = desk.draft(
        account,
        desk.line(None, "", service_id=visit),
        desk.line(None, "", service_id=crutches, quantity_e4=20_000),
    )
    assert (saved.subtotal.minor, saved.tax.minor, saved.total.minor) == (22_798, 825, 23_623)
    (brief,) = desk.ask(queries.drafts, account)
    assert (brief.words, brief.total) == ("Service 99213 and 1 more", saved.total)
    assert brief.saved_by == "Ben Clerk"
    view = desk.view(saved.draft_id)
    assert [one.line.tax_class for one in view.lines] == [EXEMPT, "standard"]
    issued = desk.issue(saved.draft_id)
    assert (issued.invoice_id, issued.total) == (saved.draft_id, saved.total)
    invoice = desk.ask(queries.invoice_view, issued.invoice_id)
    assert [line.code for line in invoice.lines] == ["99213", "E0114"]
    assert [line.revenue_gl for line in invoice.lines] == ["4010", "4200"]
    assert invoice.lines[1].tax == Money(825, "USD")
    assert invoice.terms == "Net 30"
    assert desk.ask(queries.drafts, account) == ()
    assert desk.ask(ledger.account_balance, account, "USD").owed == saved.total
    assert sound(desk)


def test_a_draft_posts_nothing_and_can_be_written_again(desk: Desk) -> None:
    account = desk.books.register_patient().account_id
    first = desk.draft(account, desk.line(1000))
    again = desk.draft(
        account,
        desk.line(2000, "Longer visit", discount_percent_e4=125_000, discount_reason="Courtesy"),
        draft_id=first.draft_id,
        notes="came back",
    )
    assert (again.draft_id, again.discount.minor) == (first.draft_id, 250)
    assert len(desk.ask(queries.drafts, account)) == 1
    assert desk.view(first.draft_id).notes == "came back"
    assert not desk.ask(ledger.account_balance, account, "USD").owed
    desk.discard(first.draft_id)
    assert desk.ask(queries.open_drafts) == ()
    for verb in (desk.issue, desk.discard):
        with pytest.raises(UserError, match="was discarded"):
            verb(first.draft_id)
    assert sound(desk)


def test_an_issued_draft_is_never_touched_again(desk: Desk) -> None:
    account = desk.books.register_patient().account_id
    draft_id = desk.draft(account).draft_id
    number = desk.issue(draft_id).number
    for verb in (desk.issue, desk.discard, lambda known: desk.draft(account, draft_id=known)):
        with pytest.raises(UserError, match=f"was issued as {number}"):
            verb(draft_id)
    with pytest.raises(UserError, match="no such draft"):
        desk.issue(InvoiceId(new_id()))


def test_a_cashier_writes_and_a_clerk_issues(desk: Desk) -> None:
    cashier = desk.books.actors.cashier
    account = desk.books.register_patient().account_id
    draft = desk.draft(account, actor=cashier)
    with pytest.raises(NotAllowed):
        desk.issue(draft.draft_id, cashier)
    desk.issue(draft.draft_id)


def test_nothing_else_is_issued_under_the_id_of_a_draft(desk: Desk) -> None:
    """The draft would stay open for ever, and could be neither issued nor discarded."""
    account_id = desk.books.register_patient().account_id
    draft_id = desk.draft(account_id).draft_id
    lines = (InvoiceLine("Visit", desk.books.money(500)),)
    with pytest.raises(UserError, match="A draft waits under"):
        desk.act(service.issue_invoice, IssueInvoice(CommandId(draft_id), account_id, lines))
    assert desk.issue(draft_id).invoice_id == draft_id


def test_a_draft_stays_with_its_account(desk: Desk) -> None:
    hoa = desk.books.register_patient().account_id
    other = desk.books.register_patient("Win", "Cho").account_id
    draft = desk.draft(hoa)
    with pytest.raises(UserError, match="another account"):
        desk.draft(other, draft_id=draft.draft_id)


def test_what_cant_be_a_line(desk: Desk) -> None:
    account = desk.books.register_patient().account_id
    old = desk.service("OLD", 100, active=False)
    for line, said in (
        (desk.line(None), "needs a price"),
        (desk.line(None, "", service_id=old), "not in use"),
        (desk.line(words=""), "empty"),
        (desk.line(tax_class="luxury"), "no rate on"),
        (desk.line(discount_percent_e4=50_000), "needs a reason"),
        (desk.line(discount_percent_e4=1_000_001, discount_reason="x"), "0 to 100"),
        (
            desk.line(discount=Money(1, "USD"), discount_percent_e4=1, discount_reason="x"),
            "not both",
        ),
        (desk.line(quantity_e4=0), "more than zero"),
        (desk.line(revenue_gl="1015"), "not an active revenue account"),
    ):
        with pytest.raises(UserError, match=said):
            desk.draft(account, line)
    assert desk.ask(queries.open_drafts) == ()


def test_tax_is_that_of_the_day_of_issue_and_stays(desk: Desk) -> None:
    today = datetime.now(UTC).date()
    desk.tax(50_000, date(2020, 1, 1))
    account = desk.books.register_patient().account_id
    line = desk.line(10_000, tax_class="standard")
    issued = desk.issue(desk.draft(account, line).draft_id)
    desk.tax(100_000, today - timedelta(days=2))
    later = desk.issue(desk.draft(account, line).draft_id)
    assert (issued.total.minor, later.total.minor) == (10_500, 11_000)
    assert desk.ask(queries.invoice_view, issued.invoice_id).tax.minor == 500


def test_a_closed_account_takes_no_charges_but_payments(desk: Desk) -> None:
    account = desk.books.register_patient().account_id
    draft = desk.draft(account)
    closed = ChangeAccount(command_id(), account, AccountStatus.CLOSED)
    desk.act(accounts.change_account, closed, desk.books.actors.billing_manager)
    for verb in (lambda: desk.draft(account), lambda: desk.issue(draft.draft_id)):
        with pytest.raises(UserError, match="is closed and takes no new invoices"):
            verb()
    desk.books.open_shift()
    assert desk.books.take_cash(account, 500).to_credit.minor == 500


def test_the_credit_limit_asks(desk: Desk) -> None:
    account = desk.books.register_patient().account_id
    limit = ChangeAccount(command_id(), account, AccountStatus.ACTIVE, Money(5000, "USD"))
    desk.act(accounts.change_account, limit, desk.books.actors.billing_manager)
    desk.books.issue_invoice(account, 4000)
    command = IssueDraft(command_id(), desk.draft(account, desk.line(1001)).draft_id)
    with pytest.raises(NeedsConfirmation, match=r"50\.00") as asked:
        desk.act(drafting.issue_draft, command)
    assert asked.value.key == "credit_limit:5001"
    assert "50.01" in asked.value.text
    yes = replace(command, confirmations=frozenset({asked.value.key}))
    assert desk.act(drafting.issue_draft, yes).total.minor == 1001


def test_the_words_of_a_practice(desk: Desk) -> None:
    account = desk.books.register_patient().account_id
    issued = desk.issue(desk.draft(account).draft_id)

    def words() -> str:
        return desk.ask(queries.invoice_view, issued.invoice_id).status_words

    assert words() == "issued"
    for profile, sent, void in (
        ("sent_void", "sent", "void"),
        ("pending_cancelled", "pending", "cancelled"),
    ):
        change = ChangeSetting(command_id(), "billing.status_words", profile)
        desk.act(settings.change_setting, change, SYSTEM)
        assert words() == sent
        assert desk.ask(queries.open_invoices, account)[0].status_words == sent
        assert desk.ask(queries.status_words)[InvoiceStatus.CANCELLED] == void


def test_sums_while_typing(desk: Desk) -> None:
    desk.tax()
    account = desk.books.register_patient().account_id
    lines = (desk.line(10_000, tax_class="standard", quantity_e4=15_000),)
    (one,) = desk.ask(queries.priced_draft, account, lines)
    assert (one.gross.minor, one.tax.minor, one.total.minor) == (15_000, 1238, 16_238)
    assert desk.ask(queries.open_drafts) == ()

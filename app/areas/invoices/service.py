"""Issuing invoices: checked whole, posted in the same transaction, never changed afterwards."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.areas.invoices import errors, queries, records, repository, rules
from app.areas.invoices.repository import Heading
from app.areas.invoices.rules import PricedLine, Totals
from app.areas.invoices.values import (
    BillTo,
    BringForward,
    InvoiceIssued,
    InvoiceLine,
    InvoiceType,
    IssueInvoice,
)
from app.areas.ledger import queries as ledger_queries
from app.areas.ledger import service as ledger
from app.areas.ledger.values import GL, Entry, EntryType, Leg
from app.areas.parties import queries as parties
from app.areas.parties.values import PRIVATE_PAY_ID, AccountHeader
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import InvoiceId, check_id
from app.kernel.money import LARGEST_MINOR, Money
from app.kernel.text import clean, clean_required
from app.kernel.translate import t, t_kept
from app.storage.brought import note_brought
from app.storage.statements import Reader
from app.storage.unit_of_work import UnitOfWork

_LONG = ("terms", "payment_instructions", "notes", "footer")
_LINKS = (
    "encounter_id",
    "charge_id",
    "claim_line_id",
    "authorization_id",
    "stock_item_id",
    "practitioner_id",
    "cost_center_id",
)
EARLIEST = date(1990, 1, 1)


def issue_invoice(uow: UnitOfWork, command: IssueInvoice) -> InvoiceIssued:
    """Issue and post: A/R net and discounts on the left, revenue and tax on the right."""
    uow.actor.require(Permission.ISSUE_INVOICE)
    if repository.draft(uow, command.id) is not None:
        raise errors.id_is_of_draft()
    return issue(uow, cleaned(uow, command), generated_by="person")


def cleaned(reader: Reader, command: IssueInvoice) -> IssueInvoice:
    """The command with cleaned texts; a UserError beside what can't be on an invoice."""
    command = _clean(command)
    for code in {line.revenue_gl for line in command.lines} - {""}:
        if not ledger_queries.is_revenue(reader, code):
            raise errors.not_a_revenue_account(code)
    if command.payer_id is not None and not parties.has_payer(reader, command.payer_id):
        raise errors.no_such_payer()
    return command


def bring_forward(uow: UnitOfWork, command: BringForward) -> InvoiceIssued:
    """An old system's open invoice: its unpaid part is owed here, against 3900 Opening balances."""
    uow.actor.require(Permission.IMPORT_DATA)
    if not 0 < command.open_amount.minor <= LARGEST_MINOR:
        raise errors.open_amount_out_of_range()
    today = settings.business_today(settings.practice(uow), uow.now)
    booked = command.business_date or today
    _refuse_date(booked, today)
    _refuse_date(command.invoice_date, booked)
    number = clean_required(command.old_number, "old_number", most=40)
    words = clean(command.description, "description", most=160)
    line = InvoiceLine(
        words or t("Balance of {number}", number=number),
        command.open_amount,
        code=clean(command.code, "code", most=20),
        service_date=command.invoice_date,
        revenue_gl=GL.OPENING_BALANCES,
    )
    due = command.due_date or command.invoice_date + timedelta(
        days=settings.whole_setting(uow, "billing.terms_days")
    )
    wanted = IssueInvoice(
        id=command.id,
        account_id=command.account_id,
        lines=(line,),
        invoice_date=command.invoice_date,
        due_date=due,
        reference=number,
    )
    issued = issue(uow, wanted, generated_by="import", business_date=command.business_date)
    note_brought(uow, command.account_id)
    return issued


def issue(
    uow: UnitOfWork,
    command: IssueInvoice,
    *,
    generated_by: str,
    business_date: date | None = None,
    within_limit: bool = False,
) -> InvoiceIssued:
    """Write and post a cleaned invoice: part of actions that ask for the permission.

    `generated_by` is person, draft, import; `business_date` is today's without one. `within_limit`
    leaves the credit limit out, because the money comes in the same action.
    """
    here = settings.practice(uow)
    header = parties.account_header(uow, command.account_id)
    today = business_date or settings.business_today(here, uow.now)
    invoice_date = command.invoice_date or today
    _refuse_date(invoice_date, today)
    due_date = command.due_date or invoice_date + timedelta(
        days=settings.whole_setting(uow, "billing.terms_days")
    )
    if due_date < invoice_date:
        raise errors.due_before_date()
    opening = generated_by == "import"
    if not opening:
        rules.refuse_charges(header)
    lines = queries.priced(uow, command.lines, header.currency, invoice_date)
    totals = rules.add_up(lines, header.currency)
    if not opening and not within_limit:
        _ask_about_limit(uow, header, totals.total, command.confirmations)
    if not opening:
        command = _with_policy(uow, command, (due_date - invoice_date).days)
    number = records.number_for(uow, today)
    heading = Heading(
        number=number,
        patient_id=header.patient_id,
        payer_id=command.payer_id or PRIVATE_PAY_ID,
        business_date=today,
        invoice_date=invoice_date,
        due_date=due_date,
        bill_to=_bill_to(uow, command),
        generated_by=generated_by,
    )
    repository.add_invoice(uow, command, heading, lines, totals)
    ledger.post(
        uow,
        Entry(
            business_date=today,
            description=_words(number.text),
            legs=_legs(command, lines, totals),
            source_type="invoice",
            source_id=command.id,
            reference=number.text,
            entry_type=EntryType.OPENING if opening else EntryType.STANDARD,
        ),
    )
    shown = records.shown(number.text)
    return InvoiceIssued(InvoiceId(command.id), shown, totals.total, today)


def _words(number: str) -> str:
    return (
        t_kept("Invoice {number}", number=number) if number else t_kept("Invoice, number pending")
    )


def _ask_about_limit(
    uow: UnitOfWork, header: AccountHeader, total: Money, confirmations: frozenset[str]
) -> None:
    if header.credit_limit is None:
        return
    owed = ledger_queries.balance_together(uow, header.account_id, header.currency).owed
    after = rules.limit_passed(header, owed, total)
    if after is not None:
        question = errors.passes_credit_limit(after, header.credit_limit)
        if question.key not in confirmations:
            raise question


def _with_policy(uow: UnitOfWork, command: IssueInvoice, days: int) -> IssueInvoice:
    """Terms, instructions and footer as the practice says them, where nothing else was said."""
    terms = t("Net {days}", days=days) if days else t("Due at once")
    return replace(
        command,
        terms=command.terms or terms,
        payment_instructions=command.payment_instructions
        or settings.setting(uow, "billing.payment_instructions"),
        footer=command.footer or settings.setting(uow, "billing.footer"),
    )


def _refuse_date(day: date, today: date) -> None:
    if not EARLIEST <= day <= today:
        raise errors.date_out_of_range(day)


def _legs(command: IssueInvoice, lines: tuple[PricedLine, ...], totals: Totals) -> tuple[Leg, ...]:
    owed = Leg(
        rules.receivable(command.invoice_type),
        totals.total,
        account_id=command.account_id,
        invoice_id=InvoiceId(command.id),
        payer_id=command.payer_id,
    )
    earned: dict[tuple[str, str | None, str | None], Money] = defaultdict(
        lambda: Money.zero(totals.total.currency)
    )
    for line in lines:
        where = (line.revenue_gl, line.line.practitioner_id, line.line.cost_center_id)
        earned[where] = earned[where] - line.gross
    revenue = tuple(
        Leg(code, amount, practitioner_id=practitioner, cost_center_id=center)
        for (code, practitioner, center), amount in earned.items()
    )
    return (owed, Leg(GL.DISCOUNTS, totals.discount), *revenue, Leg(GL.SALES_TAX, -totals.tax))


def _bill_to(uow: UnitOfWork, command: IssueInvoice) -> BillTo:
    if command.bill_to.name:
        return command.bill_to
    return BillTo(*parties.bill_to(uow, command.account_id))


def _clean(command: IssueInvoice) -> IssueInvoice:
    if not command.lines:
        raise errors.no_lines()
    if len(command.lines) > rules.LINES_AT_MOST:
        raise errors.too_many_lines(rules.LINES_AT_MOST)
    if (
        command.invoice_type is not InvoiceType.PATIENT
        and command.invoice_type is not InvoiceType.SELF_PAY
    ):
        raise errors.type_made_by_claims()
    lines = tuple(
        replace(
            line,
            description=clean_required(line.description, "lines", most=160),
            discount_reason=clean(line.discount_reason, "lines", most=120),
            code=clean(line.code, "lines", most=20),
            modifiers=clean(line.modifiers, "lines", most=20),
            diagnosis_codes=clean(line.diagnosis_codes, "lines", most=120),
            revenue_gl=clean(line.revenue_gl, "lines", most=8),
            tax_class=clean(line.tax_class, "lines", most=20),
        )
        for line in command.lines
    )
    for line in command.lines:
        for name in _LINKS:
            if (linked := getattr(line, name)) is not None:
                check_id(linked, "lines")
    to = command.bill_to
    long: dict[str, Any] = {
        field: clean(getattr(command, field), field, most=1000, lines=True) for field in _LONG
    }
    return replace(
        command,
        lines=lines,
        bill_to=BillTo(
            clean(to.name, "bill_to", most=120),
            clean(to.address, "bill_to", most=400, lines=True),
            clean(to.phone, "bill_to", most=40),
            clean(to.email, "bill_to", most=200),
        ),
        reference=clean(command.reference, "reference", most=40),
        **long,
    )

"""Credit, debit, prepaid and the wallets told apart on the day sheet: screen, paper and CSV."""

from __future__ import annotations

from datetime import timedelta

from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.payments import service as payments
from app.areas.payments import undoing
from app.areas.payments.undoing_values import VoidPayment
from app.areas.payments.values import PaymentTaken, TakePayment, TenderGiven
from app.areas.refunds import returning
from app.areas.refunds import service as refunds
from app.areas.refunds.card_values import BeginCardRefund
from app.areas.refunds.values import RequestRefund
from app.areas.reports import lists, queries
from app.areas.reports.money_values import ReportName
from app.areas.reports.values import DaySheet
from app.areas.settings import queries as settings
from app.devices.card_terminal.refunding import CardRefunds
from app.devices.documents.report_sheet import csv_rows as report_csv
from app.devices.documents.report_sheets import report_paper, report_sheet
from app.devices.printing.paper_lines import as_text
from app.devices.printing.papers import day_sheet_paper
from app.gui.screens.day_sheet.tables import csv_rows
from app.kernel.ids import PaymentId
from app.kernel.money import Money
from tests.building import command_id
from tests.devices.card_terminal.card_till import Till
from tests.stripe_stand_in.cards import APPLE_PAY, GOOGLE_PAY, MASTERCARD_DEBIT, PREPAID, VISA, Card


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def charge(till: Till, card: Card, minor: int) -> PaymentId:
    """A bill paid with this card."""
    account_id, _ = till.bill(minor)
    attempt = till.open(till.payment(account_id, minor))
    till.step(attempt, 2)
    till.machine.present(card)
    till.settle()
    taken = till.shown(attempt).taken
    assert taken is not None
    return taken.payment_id


def by_terminal(till: Till, minor: int) -> PaymentId:
    """A bill paid at a terminal of its own: nobody says what kind of card it was."""
    account_id, _ = till.bill(minor)
    leg = TenderGiven("credit_card", usd(minor), card_last4="4242", card_brand="visa")
    command = TakePayment(command_id(), account_id, (leg,))
    taken: PaymentTaken = till.act(payments.take_payment, command)
    return taken.payment_id


def give_back(till: Till, payment_id: PaymentId, minor: int) -> None:
    """Some of it goes back to the card."""
    who = till.actors.billing_clerk
    why = till.station.ask(ledger.reasons, ReasonKind.REFUND).result()[0].reason_id
    account_id = till.station.ask(
        lambda r: r._cursor.execute(
            "SELECT account_id FROM payment WHERE id = ?", (payment_id,)
        ).fetchone()[0]
    ).result()
    wanted = RequestRefund(command_id(), account_id, usd(minor), why, payment_id)
    refund_id = till.act(refunds.request_refund, wanted, who).refund_id
    till.act(returning.begin_card_refund, BeginCardRefund(command_id(), refund_id), who)
    CardRefunds(till.station, till._gateway).step(refund_id)


def sheet(till: Till) -> DaySheet:
    today = settings.business_today(till.station.practice, till.station.database.clock.now())
    return till.station.ask(queries.day_sheet, today, till.actors.cashier.user_id).result()


def read_report(till: Till, seen: DaySheet) -> None:
    """The report over several days says the same, on screen, paper and in its file."""
    first = seen.day - timedelta(6)
    report = till.station.ask(lists.card_report, first, seen.day).result()
    assert report.rows == seen.cards
    assert (report.count, report.left) == (7, usd(18_300))
    assert all(tie.ok for tie in report.ties)
    sheet = till.station.ask(report_sheet, ReportName.CARDS, first, seen.day, None).result()
    assert [row.cells[:2] for row in sheet.tables[0].rows][:2] == [
        ("Credit card", ""),
        ("Credit card", "Apple Pay"),
    ]
    rows = report_csv(sheet, till.station.practice)
    assert ["Total", "", 7, usd(20_800), usd(2_500), usd(18_300)] in rows
    days = f"{first.isoformat()} {seen.day.isoformat()}"
    title, pdf = till.station.ask(report_paper, ReportName.CARDS, days, 0, None).result()
    assert title.startswith("Cards 20")
    assert pdf.startswith(b"%PDF")


def test_the_day_sheet_tells_kinds_of_cards_and_wallets_apart(till: Till) -> None:
    visa = charge(till, VISA, 10_000)
    charge(till, VISA, 2_000)
    charge(till, APPLE_PAY, 3_000)
    charge(till, MASTERCARD_DEBIT, 4_000)
    charge(till, GOOGLE_PAY, 500)
    charge(till, PREPAID, 600)
    by_terminal(till, 700)
    gone = by_terminal(till, 800)
    why = till.station.ask(ledger.reasons, ReasonKind.VOID).result()[0].reason_id
    till.act(undoing.void_payment, VoidPayment(command_id(), gone, why))
    give_back(till, visa, 2_500)
    seen = sheet(till)
    assert [
        (line.funding, line.wallet, line.count, line.taken, line.given_back, line.left)
        for line in seen.cards
    ] == [
        ("credit", "", 2, usd(12_000), usd(2_500), usd(9_500)),
        ("credit", "apple_pay", 1, usd(3_000), usd(0), usd(3_000)),
        ("debit", "", 1, usd(4_000), usd(0), usd(4_000)),
        ("debit", "google_pay", 1, usd(500), usd(0), usd(500)),
        ("prepaid", "", 1, usd(600), usd(0), usd(600)),
        ("", "", 1, usd(700), usd(0), usd(700)),
    ]
    card_tenders = [line.amount for line in seen.tenders if line.method.endswith("_card")]
    assert sum(amount.minor for amount in card_tenders if amount) == 20_800
    assert [(tie.left, tie.right, tie.ok) for tie in seen.ties if tie.words == "Cards"] == [
        (usd(20_800), usd(20_800), True)
    ]
    assert seen.all_tie
    rows = csv_rows(seen)
    assert ["Kind of card", "Wallet", "Charges", "Charged", "Given back", "Net"] in rows
    assert ["Credit card", "Apple Pay", 1, usd(3_000), usd(0), usd(3_000)] in rows
    assert ["Kind not told", "", 1, usd(700), usd(0), usd(700)] in rows
    for columns in (32, 42, 48):
        paper = as_text(day_sheet_paper(seen, till.station.practice, columns).lines, columns)
        lines = [" ".join(line.split()) for line in paper.splitlines()]
        where = lines.index("Credit card (2) 120.00")
        assert lines[where : where + 3] == [
            "Credit card (2) 120.00",
            "Given back −25.00",
            "Net 95.00",
        ]
        assert "Debit card, Google Pay (1) 5.00" in lines
    read_report(till, seen)

"""No word on any paper steers a printer: whoever wrote it, however it came in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.areas.payments.values import CardLines, Receipt, ReceiptInvoice, ReceiptTender
from app.areas.printing import logos
from app.areas.printing.design_values import LANGUAGES, ReceiptDesign, ReceiptText
from app.areas.printing.values import CODE_TABLES, Font, Printer, PrinterKind
from app.areas.refunds.shown_values import RefundReceipt
from app.areas.refunds.values import RefundMethod
from app.devices.documents.pdf_pictures import page_count
from app.devices.documents.receipt_pdf import paper_pdf
from app.devices.printing import qr_code
from app.devices.printing.cells import cells
from app.devices.printing.code_tables import encoded
from app.devices.printing.escpos import paper_bytes, print_dots
from app.devices.printing.paper_lines import Barcode, Pair, Picture, Qr, Text, Triple, cells_at
from app.devices.printing.papers import Paper, receipt_paper, report_paper, slip_paper
from app.devices.printing.receipt_layout import receipt_lines
from app.devices.printing.refund_layout import refund_lines
from app.kernel.i18n import format_money
from app.kernel.money import Money
from tests.areas.printing.test_design import LOGO, WISHED
from tests.devices.drawer_papers import REPORTS, SLIPS
from tests.devices.hostile import COMMANDS, TEXTS, poisoned
from tests.devices.paper_reader import Picture as Seen
from tests.devices.paper_reader import read_paper
from tests.devices.printing.test_escpos import Stripes
from tests.devices.receipts import COPY_2, ENGLISH, VOID, usd

DAY = ENGLISH.business_date
CARD = CardLines(*("visa", "4242", "credit", "apple_pay", "contactless_emv", "VISA", "A0"))
FULL = replace(
    VOID,
    tenders=(ReceiptTender("Card", usd(1), usd(2), usd(1), usd(1), "Visa", CARD),),
    invoices=(
        ReceiptInvoice(
            "1", ENGLISH.business_date, usd(1), usd(0), "Ann", "A-1", ("Visit", "X-ray")
        ),
        ReceiptInvoice("2", ENGLISH.business_date, usd(1), usd(0)),
    ),
    payer_name="Bob",
    footer="Bye",
    demo=True,
)
REFUND = RefundReceipt(
    "W1-R-000004",
    ENGLISH.at,
    ENGLISH.time_zone,
    "en_US",
    ENGLISH.business_date,
    *("Riverside", ("1200 River Road",), "555", "Ann", "A-1"),
    usd(1_500),
    RefundMethod.CASH,
    *("Cash", "from the drawer", "Paid twice", ("W1-000123",)),
    usd(-2),
    usd(0),
    usd(500),
    "Ana",
    "Maria",
    "W1",
    True,
    *("Bob", "Bye", "FAILED", "Ana"),
    ENGLISH.at,
)
MEANT = {b"\x1b@": 1, b"\x1c.": 1, b"\x1bR": 1, b"\x1bt": 1, b"\x1dV": 1, b"\x1bd": 1}
"""What every job has exactly once; feeds, bold, sizes and light on dark come as they are needed."""
STYLES = {b"\x1bE", b"\x1d!", b"\x1dB", b"\x1bJ"}
PRINTERS = (
    Printer(PrinterKind.TCP, "p", 32, dots=384),
    Printer(PrinterKind.TCP, "p", 42, "cp1252", dots=512),
    Printer(PrinterKind.TCP, "p", 48, "ascii", dots=576),
    Printer(PrinterKind.TCP, "p", 42, "cp866", dots=384, font=Font.B),
    Printer(PrinterKind.TCP, "p", 32, "cp858", dots=360),
)


def papers(text: str, columns: int) -> list[Paper]:
    design = replace(WISHED, texts=(ReceiptText("", text, text, text), ReceiptText("vi", text)))
    receipt: Receipt = poisoned(FULL, text)
    receipt, copy = replace(receipt, language="vi"), poisoned(COPY_2, text)
    refund = refund_lines(poisoned(REFUND, text), columns, copy, design)
    made = [receipt_paper(receipt, columns, copy, design)]
    made.append(Paper("refund", "refund", refund, columns, "en_US"))
    made += [slip_paper(poisoned(slip, text), columns, copy) for slip in SLIPS.values()]
    made += [report_paper(poisoned(one, text), columns, copy) for one in REPORTS.values()]
    return made


@pytest.mark.parametrize("printer", PRINTERS, ids=lambda p: f"{p.columns}{p.code_table}")
@pytest.mark.parametrize("text", TEXTS, ids=["bytes", "commands", "controls", "letters"])
def test_no_field_of_any_paper_reaches_a_printer_as_a_command(text: str, printer: Printer) -> None:
    for paper in papers(text, printer.columns):
        data = paper_bytes(paper.lines, printer, Stripes())
        assert not any(pair in data for pair in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))
        seen = read_paper(data, printer.code_table)
        assert (seen.cuts, seen.kicks, seen.asked) == (1, [], 0)
        meant = MEANT | ({b"\x1bM": 1} if printer.font is Font.B else {})
        assert {c: n for c, n in seen.commands.items() if c not in STYLES} == meant


@pytest.mark.parametrize("text", TEXTS, ids=["bytes", "commands", "controls", "letters"])
def test_a_pdf_survives_them_too(text: str) -> None:
    for paper in papers(text, 42)[:3]:
        pdf = paper_pdf(paper)
        assert page_count(pdf.content) == 1
        assert COMMANDS.encode("latin-1") not in pdf.content


def test_no_letter_of_the_basic_plane_goes_out_as_a_command() -> None:
    for table in CODE_TABLES:
        for code in range(0x10000):
            data = encoded(chr(code), table)
            assert not data or (len(data) == 1 and 0x20 <= data[0] != 0x7F)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(PRINTERS))
def test_no_picture_holds_a_command_of_the_moment(data: Any, printer: Printer) -> None:
    """Logos, bars and codes, across rows and slices, on every width of paper."""
    width, height = 8 * data.draw(st.integers(1, 48)), data.draw(st.integers(1, 70))
    unit = data.draw(st.binary(min_size=1, max_size=40)) + b"\x10\x04\x10\x10\x14"
    rows = (unit * (width // 8 * height // len(unit) + 1))[: width // 8 * height]
    number = data.draw(st.text("0123456789-W", min_size=1, max_size=18))
    lines = (Picture(width, height, rows, "logo"), Qr(number), Barcode(number), Text("end"))
    out = paper_bytes(lines, printer, Stripes())
    assert not any(pair in out for pair in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))
    for picture in read_paper(out, printer.code_table).pictures:
        assert picture.width == print_dots(printer) <= (printer.dots or 576)


@pytest.mark.parametrize("printer", PRINTERS, ids=lambda p: f"{p.columns}{p.code_table}")
def test_logo_and_code_come_out_dot_by_dot(printer: Printer) -> None:
    logo = logos.read(LOGO)
    lines = (Picture(logo.width, logo.height, logo.rows, "logo"), Text("x"), Qr("W1-000123"))
    first, code = read_paper(paper_bytes(lines, printer), printer.code_table).pictures
    left = (first.width - logo.width) // 16 * 8
    inside = b"".join(_bytes(row[left : left + logo.width]) for row in first.rows)
    assert sum((a ^ b).bit_count() for a, b in zip(inside, logo.rows, strict=True)) < 9
    assert not any(any(row[:left]) for row in first.rows)
    assert _modules(code) == qr_code.modules("W1-000123")


def _bytes(row: tuple[bool, ...]) -> bytes:
    return int("".join("1" if dot else "0" for dot in row), 2).to_bytes(len(row) // 8, "big")


def _modules(code: Seen) -> tuple[bytes, ...]:
    """The modules of a QR picture, read where each one's middle is."""
    inked = [x for row in code.rows for x, dot in enumerate(row) if dot]
    side = len(qr_code.modules("W1-000123"))
    left, module = min(inked), (max(inked) + 1 - min(inked)) // side
    return tuple(
        bytes(
            code.rows[y * module + module // 2][left + x * module + module // 2]
            for x in range(side)
        )
        for y in range(side)
    )


AMOUNTS = st.integers(-(10**17), 10**17)
LOCALES = ("en_US", "en_IN", "vi_VN", "my", "fr_FR", "de_CH", "ar_EG", "es_MX", "pl_PL", "sv_SE")


@settings(max_examples=120, deadline=None)
@given(st.data(), st.sampled_from((32, 42, 48)))
def test_no_amount_is_ever_broken(data: Any, columns: int) -> None:
    currency = data.draw(st.sampled_from(("USD", "INR", "VND", "MMK", "KWD")))
    locale = data.draw(st.sampled_from(LOCALES))
    second = data.draw(st.sampled_from(("none", "beside", "instead", *LANGUAGES)))
    design = ReceiptDesign(second=second, services=True, qr=True)

    def money() -> Money:
        return Money(data.draw(AMOUNTS), currency)

    tender = ReceiptTender("Credit card", money(), money(), money(), money(), "x" * 30, CARD)
    invoice = ReceiptInvoice(
        "W1-000311", ENGLISH.business_date, money(), money(), services=("Visit",)
    )
    receipt = replace(
        ENGLISH,
        locale=locale,
        language=data.draw(st.sampled_from(LANGUAGES)),
        amount=money(),
        tenders=(tender,),
        invoices=(invoice,),
        to_credit=money(),
        balance_left=money(),
        credit_left=money(),
        part_of=money(),
    )
    lines = receipt_lines(receipt, columns, COPY_2, design)
    said = set()
    for line in lines:
        match line:
            case Pair(label, amount, _, size):
                said.add(amount)
                assert cells(label) + bool(label) + cells_at(amount, size) <= columns
            case Triple(label, middle, last, last_cells):
                said |= {middle, last}
                assert cells(label) + 1 + cells(middle) + last_cells <= columns
            case Text(text, _, _, size):
                assert cells_at(text, size) <= columns
    known = (tender.amount, tender.given, tender.change, tender.rounding, invoice.amount)
    for each_one in (*known, invoice.left, receipt.balance_left, receipt.part_of):
        ensured = each_one or Money(0, currency)
        shown = format_money(ensured, locale).replace("\u202f", " ").replace("\u2009", " ")
        assert shown.replace(" ", "\u00a0") in {each.replace(" ", "\u00a0") for each in said}

"""What receipts say, compared with papers that people have read and found right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.areas.payments.values import CardLines, ReceiptInvoice, ReceiptTender
from app.devices.printing.cells import cells
from app.devices.printing.paper_lines import (
    Barcode,
    Mark,
    Pair,
    Size,
    Text,
    Triple,
    Weight,
    as_text,
    cells_at,
)
from app.devices.printing.receipt_layout import PAPER_MM, receipt_lines
from app.kernel.i18n import format_money
from app.kernel.money import Money
from tests.devices import receipts
from tests.devices.receipts import ALL, ENGLISH, usd

GOLDEN = Path(__file__).parent / "golden"
EVERY_BYTE = "".join(map(chr, range(256)))
TEXT_FIELDS = (
    "number",
    "practice",
    "phone",
    "patient",
    "account_number",
    "cashier",
    "station",
    "payer_name",
)


@pytest.mark.parametrize("columns", PAPER_MM)
@pytest.mark.parametrize("name", ALL)
def test_golden(name, columns):
    expected = (GOLDEN / f"{name}-{columns}.txt").read_text(encoding="utf-8")
    assert as_text(receipt_lines(ALL[name], columns), columns) == expected


@pytest.mark.parametrize("columns", PAPER_MM)
@pytest.mark.parametrize(("name", "receipt"), [("copy", ENGLISH), ("void_copy", receipts.VOID)])
def test_a_copy_says_so_first_and_last(name, receipt, columns):
    lines = receipt_lines(receipt, columns, receipts.COPY_2)
    expected = (GOLDEN / f"{name}-{columns}.txt").read_text(encoding="utf-8")
    assert as_text(lines, columns) == expected
    marks = [line.words for line in lines if isinstance(line, Mark)]
    assert marks[0 if name == "copy" else 1] == marks[-1] == "COPY 2"


def widest(line, columns):
    """The cells a line takes; its parts must not touch each other."""
    match line:
        case Text(text, _, _, size):
            return cells_at(text, size)
        case Pair(label, amount, _, size):
            return cells(label) + bool(label) + cells_at(amount, size)
        case Triple(label, middle, last, last_cells):
            assert cells(last) < last_cells
            return cells(label) + 1 + cells(middle) + last_cells
        case Mark(words):
            return cells(words) + 2
        case _:
            return columns


def strings(lines):
    for line in lines:
        for name in ("text", "label", "amount", "middle", "last", "data", "words"):
            yield getattr(line, name, "")


minor = st.integers(-(10**18), 10**18)
words = st.text(max_size=60)


@st.composite
def any_receipt(draw):
    currency = draw(st.sampled_from(["USD", "VND", "KWD", "UYW"]))

    def money():
        return Money(draw(minor), currency)

    tenders = [
        ReceiptTender(draw(words), money(), money(), money())
        for _ in range(draw(st.integers(0, 3)))
    ]
    invoices = [
        ReceiptInvoice(draw(words), date(2026, 11, 20), money(), money())
        for _ in range(draw(st.integers(0, 3)))
    ]
    return replace(
        ENGLISH,
        **{field: draw(words) for field in TEXT_FIELDS},
        locale=draw(st.sampled_from(["en_US", "vi_VN", "my", "fr_FR", "de_CH", "ar_EG"])),
        amount=money(),
        tenders=tuple(tenders),
        invoices=tuple(invoices),
        to_credit=money(),
        balance_left=money(),
        credit_left=money(),
        demo=draw(st.booleans()),
    )


@settings(max_examples=150, deadline=None)
@given(any_receipt(), st.sampled_from(sorted(PAPER_MM)))
def test_everything_fits_and_no_amount_is_cut(receipt, columns):
    lines = receipt_lines(receipt, columns)
    for line in lines:
        assert widest(line, columns) <= columns or cells(getattr(line, "text", "")) == 2
    shown = list(strings(lines))
    amounts = [receipt.balance_left]
    amounts += [m for x in receipt.tenders for m in (x.amount, x.given, x.change)]
    amounts += [m for x in receipt.invoices for m in (x.amount, x.left)]
    for amount in amounts:
        assert format_money(amount, receipt.locale).replace("\u202f", "\u00a0") in shown


@pytest.mark.parametrize("columns", PAPER_MM)
def test_all_256_bytes_in_all_fields(columns):
    everywhere: dict[str, Any] = dict.fromkeys(TEXT_FIELDS, EVERY_BYTE)
    nasty = replace(
        ENGLISH,
        **everywhere,
        address=(EVERY_BYTE,),
        tenders=(ReceiptTender(EVERY_BYTE, usd(1), None, None),),
        invoices=(ReceiptInvoice(EVERY_BYTE, date(2026, 1, 1), usd(1), usd(0)),),
    )
    shown = "".join(strings(receipt_lines(nasty, columns)))
    steering = set(map(chr, [*range(32), *range(127, 160), 0xAD]))
    assert not steering & set(shown)
    assert set(EVERY_BYTE) - steering <= set(shown)


@pytest.mark.parametrize("columns", PAPER_MM)
def test_equal_payments_and_invoices_stay_two(columns):
    lines = receipt_lines(receipts.EQUAL_AMOUNTS, columns)
    assert sum(isinstance(x, Pair) and x.label == "Cash" for x in lines) == 2
    assert sum(isinstance(x, Triple) and x.middle == "10.00" for x in lines) == 2


@pytest.mark.parametrize("columns", PAPER_MM)
@pytest.mark.parametrize("name", ALL)
def test_total_is_biggest_and_the_currency_stands_once(name, columns):
    receipt = ALL[name]
    lines = receipt_lines(receipt, columns)
    big = [x for x in lines if isinstance(x, Pair) and x.amount.endswith(receipt.amount.currency)]
    assert len(big) == 1
    assert big[0].weight is Weight.BOLD
    assert big[0].size is (Size.TALL if (name, columns) == ("largest", 32) else Size.LARGE)
    assert as_text(lines, columns).count(receipt.amount.currency) == 1


def test_a_demo_receipt_says_so_and_a_real_one_does_not():
    marked = [x for x in receipt_lines(receipts.DEMO_LATE, 32) if isinstance(x, Mark)]
    assert [mark.words for mark in marked] == ["Demo: not a real receipt"] * 2
    assert not [x for x in receipt_lines(ENGLISH, 32) if isinstance(x, Mark)]


def test_the_number_is_a_barcode_where_one_can_be_read():
    assert Barcode("W1-000123") in receipt_lines(ENGLISH, 32)
    for number in ("phiếu-12", "N" * 40):
        lines = receipt_lines(replace(ENGLISH, number=number), 32)
        assert not [x for x in lines if isinstance(x, Barcode)]
        assert isinstance(lines[-1], Text)


def test_a_late_receipt_keeps_its_business_date():
    shown = as_text(receipt_lines(receipts.DEMO_LATE, 42), 42)
    assert "Nov 20, 2026" in shown
    assert "Business date" in shown
    assert "Nov 19, 2026" in shown


def test_a_card_receipt_says_what_the_networks_want() -> None:
    card = CardLines(
        "visa", "4242", "debit", "", "contact_emv", "VISA DEBIT", "A0000000031010", "8301"
    )
    chip = replace(card, verification="online_pin", account_type="savings")
    swiped = CardLines("visa", "4242", entry_method="magnetic_stripe_fallback")
    tenders = (
        ReceiptTender("Debit card", usd(2000), None, None, None, "Visa ···· 4242", chip),
        ReceiptTender("Credit card", usd(1500), None, None, None, "Visa ···· 4242", swiped),
    )
    long = replace(tenders[0], detail="Google Pay, Mastercard ···· 1117")
    narrow = as_text(receipt_lines(replace(ENGLISH, tenders=(long,)), 32), 32)
    assert "···· 1117" in narrow, "at 58 mm the dots ended one line and the digits another"
    for columns in (32, 42, 48):
        said = receipt_lines(replace(ENGLISH, tenders=tenders), columns)
        pairs = [(one.label.strip(), one.amount) for one in said if isinstance(one, Pair)]
        first = pairs.index(("Debit card", "20.00")) + 1
        assert pairs[first : first + 7] == [
            ("Card", "Debit card"),
            ("Read", "Chip"),
            ("Application", "VISA DEBIT"),
            ("AID", "A0000000031010"),
            ("Account type", "Savings"),
            ("Authorization", "8301"),
            ("Verified by", "PIN"),
        ]
        assert pairs[first + 7 : first + 9] == [("Credit card", "15.00"), ("Read", "Swiped")]

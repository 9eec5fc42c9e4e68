"""What a design may change of a receipt, and what stands on it whatever the design."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.areas.printing.design_values import (
    BESIDE,
    INSTEAD,
    LANGUAGES,
    NO_SECOND,
    SHOWN,
    NameShown,
    ReceiptDesign,
    ReceiptText,
)
from app.devices.printing.layout import PAPER_MM
from app.devices.printing.paper_lines import Barcode, Mark, Picture, Qr, as_text
from app.devices.printing.receipt_layout import receipt_lines
from app.devices.printing.refund_layout import refund_lines
from app.devices.printing.report_layout import report_lines
from app.devices.printing.slip_layout import slip_lines
from app.kernel.i18n import format_money
from app.kernel.translate import t
from tests.areas.printing.test_design import LOGO, WISHED
from tests.devices.drawer_papers import SLIPS, Z_REPORT
from tests.devices.printing.test_hostile_papers import CARD, FULL, REFUND
from tests.devices.receipts import COPY_2, ENGLISH, FAMILY, usd

GOLDEN = Path(__file__).parent / "golden"
BOTH = replace(WISHED, patient_name=NameShown.FULL)
CARDS = replace(
    FAMILY,
    tenders=(FAMILY.tenders[0], replace(FAMILY.tenders[1], card=CARD)),
    invoices=tuple(replace(one, services=("Office visit",)) for one in FAMILY.invoices),
    language="my",
)


@pytest.mark.parametrize("columns", PAPER_MM)
@pytest.mark.parametrize(("name", "design"), [("designed", WISHED), ("designed_both", BOTH)])
def test_golden(name: str, design: ReceiptDesign, columns: int) -> None:
    receipt = CARDS if name == "designed_both" else replace(CARDS, language="")
    shown = as_text(receipt_lines(receipt, columns, None, design), columns)
    assert shown == (GOLDEN / f"{name}-{columns}.txt").read_text(encoding="utf-8")


designs = st.builds(
    ReceiptDesign,
    language=st.sampled_from(("", *LANGUAGES)),
    second=st.sampled_from((NO_SECOND, BESIDE, INSTEAD, *LANGUAGES)),
    patient_name=st.sampled_from(NameShown),
    logo=st.sampled_from(("", LOGO, "damaged")),
    texts=st.sampled_from(((), WISHED.texts)),
    **dict.fromkeys(SHOWN, st.booleans()),
)


@settings(max_examples=150, deadline=None)
@given(designs, st.sampled_from(tuple(PAPER_MM)), st.sampled_from(("", "vi", "my", "tlh")))
def test_what_must_stand_on_it_can_not_be_switched_off(
    design: ReceiptDesign, columns: int, language: str
) -> None:
    receipt = replace(FULL, language=language, amount=usd(123_456), balance_left=usd(7_890))
    lines = receipt_lines(receipt, columns, COPY_2, design)
    shown = as_text(lines, columns)
    for fact in (receipt.number, receipt.practice.split()[0], "2026", CARD.aid):
        assert fact in shown
    for amount in (receipt.amount, receipt.balance_left, receipt.tenders[0].amount):
        assert format_money(amount, receipt.locale) in shown
    marks = [line.words for line in lines if isinstance(line, Mark)]
    own = {"": "VOID", "en": "VOID", "es": "ANULADO", "fr": "ANNULÉ", "vi": "ĐÃ HỦY"}
    assert marks.count(own.get(design.language, "ပယ်ဖျက်ပြီး")) == 2
    assert sum("2" in mark for mark in marks) >= 2
    assert len(marks) >= 6
    assert any(isinstance(line, Qr) for line in lines) == design.qr
    assert any(isinstance(line, Barcode) for line in lines) == design.barcode
    assert any(isinstance(line, Picture) for line in lines) == (design.logo == LOGO)
    if design.patient_name is not NameShown.FULL:
        assert "Nguyễn" not in shown


def test_words_in_two_languages_on_a_copy() -> None:
    shown = as_text(receipt_lines(CARDS, 48, COPY_2, BOTH), 48)
    assert "Receipt / ပြေစာ" in shown
    assert "COPY 2" in shown
    assert "မိတ္တူ 2" in shown
    assert shown.count("Not for the tax office") == 1
    assert shown.index("Tax ID 12-3") < shown.rindex("ကျေးဇူးတင်ပါသည်\n")
    alone = as_text(receipt_lines(CARDS, 48, None, replace(BOTH, second=INSTEAD)), 48)
    assert "Open Monday to Friday" in alone, "what is not said in a language is said for all"
    assert "Tax ID 12-3" not in alone
    assert t("Receipt") == "Receipt", "nothing else speaks otherwise afterwards"


def test_a_payer_does_not_tell_a_name_that_is_kept_off() -> None:
    receipt = replace(ENGLISH, payer_name="Nguyễn Thị Hoa", patient="N. T. H.")
    initials = ReceiptDesign(patient_name=NameShown.INITIALS)
    assert "Nguyễn" not in as_text(receipt_lines(receipt, 42, None, initials), 42)
    other = replace(receipt, payer_name="Blue Cross")
    assert "Blue Cross" in as_text(receipt_lines(other, 42, None, initials), 42)


def test_the_line_of_the_setting_stands_till_there_are_words() -> None:
    receipt = replace(ENGLISH, footer="Kept with the receipt")
    assert "Kept with" in as_text(receipt_lines(receipt, 42), 42)
    words = replace(ReceiptDesign(), texts=(ReceiptText("", footer="New words"),))
    shown = as_text(receipt_lines(receipt, 42, None, words), 42)
    assert ("Kept with" in shown, "New words" in shown) == (False, True)


def test_a_refund_wears_the_logo_and_the_words_too() -> None:
    shown = as_text(refund_lines(REFUND, 42, COPY_2, WISHED), 42)
    for words in ("[Logo]", "Open Monday to Friday", "Tax ID 12-3", "tax office", "COPY 2"):
        assert words in shown
    assert "Patient" in shown
    assert "A." in shown


def test_a_refund_speaks_the_patients_language_and_hides_what_receipts_hide() -> None:
    given = replace(REFUND, language="vi", patient="N. T. H.", payee_name="Nguyễn Thị Hoa")
    both = ReceiptDesign(second=BESIDE)
    shown = as_text(refund_lines(given, 42, COPY_2, both), 42)
    for words in ("Given back / Đã hoàn lại", "Cash / Tiền mặt", "THẤT BẠI", "BẢN SAO 2", "FAILED"):
        assert words in shown
    alone = as_text(refund_lines(given, 42, None, replace(both, second=INSTEAD)), 42)
    assert ("Đã hoàn lại" in alone, "Given back" in alone) == (True, False)
    assert "FAILED" in alone, "marks are for whoever works here too"
    private = ReceiptDesign(
        patient_name=NameShown.INITIALS, address=False, phone=False, station=False, account=False
    )
    shown = as_text(refund_lines(given, 42, None, private), 42)
    for hidden in ("Nguyễn", "River Road", "555", "A-1", "Station"):
        assert hidden not in shown
    assert "W1-R-000004" in shown


@pytest.mark.parametrize("columns", PAPER_MM)
def test_papers_of_the_drawer_speak_the_practices_language(columns: int) -> None:
    for language, words in (
        ("vi", ("Báo cáo Z", "Tiền mặt", "vào két", "Số tiền")),
        ("es", ("Informe Z", "Efectivo", "caja fuerte", "Importe")),
        ("fr", ("Rapport Z", "Espèces", "coffre", "Montant")),
        ("my", ("Z အစီရင်ခံစာ", "လက်ငင်းငွေ", "ငွေပမာဏ")),
    ):
        design = ReceiptDesign(language=language)
        lines = (
            *report_lines(Z_REPORT, columns, design=design),
            *slip_lines(SLIPS["drop"], columns, design=design),
        )
        shown = " ".join(as_text(lines, columns).split())
        for word in words:
            assert word in shown, (language, word)
        assert "Cashier" not in shown
        local = slip_lines(replace(SLIPS["drop"], locale="vi_VN"), columns)
        assert "Số tiền" in as_text(local, columns)

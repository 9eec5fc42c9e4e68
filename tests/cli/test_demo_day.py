"""The demo day is played in the real window: receipt, pictures and books that verify."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

if sys.platform.startswith("linux") and not (
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.bootstrap import Unlock, open_front, open_reading, open_station
from app.cli.books import verdict_of
from app.gui.demo_bank import Second
from app.gui.demo_day import Part, play
from app.kernel.money import Money
from tests.areas.deposits.banking import Banking
from tests.building import PIN, Books, Template
from tests.cli.conftest import Run


@pytest.fixture
def hooks() -> Iterator[None]:
    """The window takes errors over for its life; here others live after it."""
    kept = sys.excepthook, sys.unraisablehook
    yield
    sys.excepthook, sys.unraisablehook = kept


def test_a_day_in_the_window(
    qapp: QApplication, hooks: None, data: Path, tmp_path: Path, template: Template
) -> None:
    station = open_station(data)
    books = Books(station, template.actors)
    books.count_safe()
    patient = books.register_patient("Nguyễn", "Thị Hoa", name_order="family_first")
    books.issue_invoice(patient.account_id, 14_600)
    for family, given in (("Okafor", "Ada"), ("Silva", "Rui"), ("Weber", "Tom")):
        books.issue_invoice(books.register_patient(family, given).account_id, 3_525)
    Banking(books)
    station.close()
    out = tmp_path / "day"
    out.mkdir()
    part = Part(
        number="20",
        pin=PIN,
        cash="Nguyễn Thị Hoa",
        given="160.00",
        check="Ada Okafor",
        split="Rui Silva",
        split_cash="10",
        wrong="Tom Weber",
        second=Second("21", PIN, "BAG-77"),
    )
    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(open_front, data, Unlock())
        played = play(data, lambda _: open_station(data, Unlock()), ahead, part, out)
    assert played.receipt.amount == Money(14_600, "USD")
    assert played.receipt.tenders[0].change == Money(1_400, "USD")
    cash, check, split, void = played.receipts
    assert cash == played.receipt
    assert [len(each.tenders) for each in played.receipts] == [1, 1, 2, 1]
    assert "1203" in check.tenders[0].detail
    assert (split.amount, void.mark) == (Money(3_525, "USD"), "VOID")
    assert played.closed.startswith("Z report")
    assert played.deposit.startswith("W1-D-")
    names = {path.name for path in played.files}
    assert {"01-sign-in.png", "07-receipt.png", "17-difference.png", "18-closed.png"} <= names
    assert {f"receipt-{cash.number}.{kind}" for kind in ("pdf", "png")} <= names
    pages = [name for name in names if name.endswith(".pdf")]
    assert len(pages) == 7, "four receipts, the Z, and a slip for the bank and for the office"
    assert all(path.stat().st_size > 1000 for path in played.files)
    reading = open_reading(data)
    try:
        assert verdict_of(reading).sound
    finally:
        reading.close()


def test_nobody_plays_in_a_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    said = run("demo-day", "--out", str(blocked / "day"))
    assert (said.code, said.err["error"]) == (3, "outside")

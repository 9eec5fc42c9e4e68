"""Benches `receipt-render` and `raster`: how long a receipt takes from its snapshot to the bytes a
printer gets.

Each goal is a time for the usual receipt; the slowest of twenty, and the first one, which loads
words and fonts, are told beside it.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.areas.payments import receipt as receipts
from app.areas.payments.values import Receipt
from app.areas.printing.design_values import ReceiptDesign
from app.areas.printing.values import Printer, PrinterKind
from app.areas.settings.values import Practice
from app.cli.bench import Goal, Outcome, quantile
from app.devices.printing.escpos import paper_bytes
from app.devices.printing.paper_lines import PaperLine
from app.devices.printing.ports import Dots, TextRaster
from app.devices.printing.receipt_layout import receipt_lines
from app.devices.printing.sample import sample_receipt
from app.kernel.ids import OrganizationId, SiteId, StationId, new_id

RENDER_MS, RASTER_MS = 5.0, 50.0
LEAST_DRAWN = 20
PRINTER = Printer(PrinterKind.TCP, "printer", 48, "cp437", dots=576)
AT = datetime(2026, 11, 20, 15, 12, tzinfo=UTC)


def render(folder: Path, args: list[str]) -> Outcome:
    """A Latin receipt with a card and two invoices; `--pairs N` times (300 by default)."""
    latin = replace(_sample("en_US", "Riverside Family Clinic"), patient="José Muñoz")
    other = replace(latin.invoices[1], patient="Anna-Lena Größl")
    plain = replace(latin, invoices=(latin.invoices[0], other), payer_name="Ana Lopez")
    design = ReceiptDesign(services=True)
    return _outcome("snapshot to bytes", RENDER_MS, args, 300, plain, design, None)


def raster(folder: Path, args: list[str]) -> Outcome:
    """A Burmese receipt of which at least 20 lines are drawn; `--pairs N` times (100 by
    default).
    """
    drawing = _Counting(_qt_raster())
    burmese = _sample("my", "ရန်ကုန်မြို့ မိသားစုဆေးခန်း")
    address = ("အမှတ် ၁၂၊ ဗိုလ်ချုပ်အောင်ဆန်းလမ်း", "ပန်းဘဲတန်းမြို့နယ်၊ ရန်ကုန်")
    named = replace(
        burmese,
        address=address,
        patient="ဒေါ်ခင်မာလွင်မြတ်နိုးအောင်",
        cashier="မောင်အောင်ကျော်",
        payer_name="ဦးကျော်စွာ",
    )
    design = ReceiptDesign(language="my", services=True)
    outcome = _outcome("snapshot to dots", RASTER_MS, args, 100, named, design, drawing)
    outcome.notes["drawn_lines"] = drawing.lines
    if drawing.lines < LEAST_DRAWN:
        raise RuntimeError(f"only {drawing.lines} lines are drawn")
    return outcome


def _outcome(
    name: str,
    goal_ms: float,
    args: list[str],
    usual: int,
    receipt: Receipt,
    design: ReceiptDesign,
    drawing: _Counting | None,
) -> Outcome:
    count = int(args[args.index("--pairs") + 1]) if "--pairs" in args else usual
    snapshot = json.dumps(receipts.stored(receipt))

    def once() -> bytes:
        if drawing is not None:
            drawing.lines = 0
        says = receipts.read(json.loads(snapshot))
        return paper_bytes(receipt_lines(says, PRINTER.columns, None, design), PRINTER, drawing)

    first = _ms(once)
    taken = [_ms(once) for _ in range(count)]
    usually = statistics.median(taken)
    notes: dict[str, Any] = {
        "p95_ms": round(quantile(taken, 0.95), 2),
        "first_ms": round(first, 1),
        "bytes": len(once()),
    }
    return Outcome([Goal(name, usually, goal_ms, usually / goal_ms, 1.0, count)], notes)


def _ms(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


class _Counting:
    """Draws as the window does, and counts the lines."""

    def __init__(self, drawing: TextRaster) -> None:
        self._drawing, self.lines = drawing, 0

    def strip(self, line: PaperLine, columns: int, width: int) -> Dots:
        self.lines += 1
        return self._drawing.strip(line, columns, width)


def _qt_raster() -> TextRaster:
    """What draws in the window; without a display it draws off screen."""
    displays = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not displays:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.gui.printing.raster import QtRaster, drawing_application

    drawing_application()
    return QtRaster()


def _sample(locale: str, name: str) -> Receipt:
    here = Practice(
        organization_id=OrganizationId(new_id()),
        organization_name=name,
        site_id=SiteId(new_id()),
        site_name=name,
        site_address=("1200 River Road, Suite 4", "Springfield, IL 62701"),
        site_phone="(217) 555-0142",
        station_id=StationId(new_id()),
        station_code="W1",
        currency="MMK" if locale == "my" else "USD",
        locale=locale,
        time_zone="Asia/Yangon" if locale == "my" else "America/Chicago",
        cutoff="04:00",
        demo=False,
    )
    return sample_receipt(here, AT)

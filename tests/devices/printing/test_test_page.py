"""The test page: rulers that break where the paper ends, and letters out of every code table."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.areas.printing.profiles import PROFILES, with_profile
from app.areas.printing.values import CODE_TABLES, Font, Printer, PrinterKind
from app.devices.printing import test_page
from app.devices.printing.code_tables import NUMBERS, encoded
from app.devices.printing.escpos import paper_bytes
from app.devices.printing.paper_lines import Ruler, as_text, spelled
from tests.devices.paper_reader import read_paper
from tests.devices.till import Blocks

SAMPLES = test_page.SAMPLES
HERE = cast(
    "Any",
    SimpleNamespace(
        organization_name="Phòng khám Nguyễn", locale="en_US", time_zone="UTC", currency="USD"
    ),
)


def test_each_table_has_letters_that_no_other_one_has_there() -> None:
    assert set(SAMPLES) == set(CODE_TABLES) - {"ascii"}
    said = {table: encoded(letters, table) for table, (_name, letters) in SAMPLES.items()}
    for table, (_, letters) in SAMPLES.items():
        for other in said:
            if other != table:
                assert encoded(letters, other) != said[table], (table, other)


@pytest.mark.parametrize("key", [each.key for each in PROFILES])
def test_the_page_of_every_make_is_read_back(key: str) -> None:
    printer = with_profile(Printer(PrinterKind.TCP, "192.0.2.7"), key)
    for tried in (printer, replace(printer, table_number=77), replace(printer, font=Font.B)):
        lines = test_page.test_page_lines(HERE, tried)
        data = paper_bytes(lines, tried, Blocks())
        number = tried.table_number if tried.table_number >= 0 else NUMBERS[tried.code_table]
        assert data.count(bytes([0x1B, 0x74, number])) >= len(SAMPLES)
        paper = read_paper(data, tried.code_table)
        for columns in (32, 42, 48):
            assert spelled(Ruler(columns)) in paper.text
        if tried.table_number < 0:
            for name, letters in SAMPLES.values():
                assert f"{name} {letters}" in paper.text
        assert paper.cuts == int(tried.cutter)
        assert "PC866 Привет" in as_text(lines, tried.columns)

"""A price list out of a file: services new, changed, unchanged, and rows that can't be one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.areas.catalog import maintaining, queries
from app.areas.catalog.values import SaveService, SaveTaxRate, Unit
from app.bootstrap import Station
from app.kernel.errors import NotAllowed
from app.kernel.money import Money
from tests.areas.imports.files import Importer, write
from tests.building import Actors, command_id

HEADER = ["CPT Code", "Description", "Fee", "Tax class", "GL account", "Unit"]
ROWS = [
    ["99213", "Office visit", "$128.00", "", "4010", "visit"],
    ["e0114", "Crutches, pair", "49.99", "standard", "4200", "each"],
    ["97110", "Therapeutic exercise", "1,042.50", "exempt", "", "15 min"],
]


@pytest.fixture
def taxed(importer: Importer) -> Importer:
    rate = SaveTaxRate(command_id(), "standard", "Sales tax", 82_500, date(2020, 1, 1))
    importer.act(importer.actor, maintaining.save_tax_rate, rate)
    return importer


def test_a_price_list_comes_in_once(taxed: Importer, tmp_path: Path) -> None:
    path = write(tmp_path / "fees.csv", HEADER, ROWS)
    found = taxed.check(path, "services")
    assert (found.new, found.bad, found.total_open) == (3, 0, None)
    assert dict(found.columns)["price"] == "Fee"
    assert taxed.apply(found).applied == 3
    exercise, visit, crutches = taxed.ask(queries.services)
    assert (visit.code, visit.price, visit.tax_class) == ("99213", Money(12_800, "USD"), "exempt")
    assert (crutches.code, crutches.tax_class, crutches.revenue_gl) == ("E0114", "standard", "4200")
    assert (crutches.unit, exercise.unit) == (Unit.ITEM, Unit.QUARTER_HOUR)
    assert exercise.revenue_gl == "4010"
    again = taxed.check(path, "services")
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    assert taxed.findings() == []


def test_a_new_price_changes_and_what_is_not_in_the_file_stays(
    taxed: Importer, tmp_path: Path
) -> None:
    taxed.bring(write(tmp_path / "fees.csv", HEADER, ROWS), "services")
    newer = write(tmp_path / "new.csv", ["Code", "Name", "Price"], [["E0114", "Crutches", "55"]])
    found = taxed.bring(newer, "services")
    assert (found.changed, found.applied) == (1, 1)
    crutches = taxed.ask(queries.service_of_code, "e0114")
    assert (crutches.name, crutches.price.minor) == ("Crutches", 5500)
    assert (crutches.tax_class, crutches.unit) == ("standard", Unit.ITEM)


def test_rows_that_are_no_service_are_told(taxed: Importer, tmp_path: Path) -> None:
    rows = [
        *ROWS,
        ["99213", "Twice", "1.00", "", "", ""],
        ["A B", "A code with a space", "1.00", "", "", ""],
        ["X1", "", "1.00", "", "", ""],
        ["X2", "No price", "", "", "", ""],
        ["X3", "Luxury", "1.00", "luxury", "", ""],
        ["X4", "Into the drawer", "1.00", "", "1015", ""],
        ["X5", "By the mile", "1.00", "", "", "mile"],
    ]
    found = taxed.check(write(tmp_path / "fees.csv", HEADER, rows), "services")
    assert (found.new, found.bad) == (3, 7)
    told = {problem.line: problem.problem for problem in found.problems}
    for line, said in (
        (5, "Line 2 has"),
        (6, "capitals, digits"),
        (7, "empty"),
        (8, "empty"),
        (9, "no tax class “luxury”"),
        (10, "not an active revenue account"),
        (11, "counted by visit, hour"),
    ):
        assert said in told[line], told[line]
    assert taxed.apply(found, without_bad_rows=True).applied == 3


def test_only_who_keeps_lists_brings_one_in(
    station: Station, actors: Actors, tmp_path: Path
) -> None:
    clerk = Importer(station, actors.billing_clerk)
    with pytest.raises(NotAllowed):
        clerk.check(write(tmp_path / "fees.csv", HEADER, ROWS), "services")


def test_a_service_made_by_hand_is_the_same_one(importer: Importer, tmp_path: Path) -> None:
    made = importer.act(
        importer.actor,
        maintaining.save_service,
        SaveService(command_id(), "99213", "Visit", Money(1, "USD")),
    )
    rows = [["99213", "Office visit", "128.00"]]
    importer.bring(write(tmp_path / "a.csv", ["Code", "Name", "Price"], rows), "services")
    assert importer.ask(queries.service, made.service_id).price.minor == 12_800

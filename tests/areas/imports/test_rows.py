"""Every bad row is said in words with its line, nothing of it is written, no secret is kept."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from app.areas.imports import rules
from app.areas.imports.bring_in import write_rejected
from app.areas.imports.rules import safe_for_spreadsheets
from app.kernel.errors import NeedsConfirmation, UserError
from tests.areas.imports.files import (
    BILLS,
    LEGACY,
    Importer,
    bill_rows,
    bills,
    legacy,
    legacy_rows,
    write,
)

CARD = "4111 1111 1111 1111"


def _row(**cells: str) -> list[str]:
    row = dict(zip(LEGACY, legacy_rows(1)[0], strict=True))
    return list((row | {name.replace("_", " "): cell for name, cell in cells.items()}).values())


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"Last_Name": ""}, "empty"),
        ({"Account_No": ""}, "no number to know the patient by"),
        ({"Account_No": "1.23457E+11"}, "spreadsheet rounded"),
        ({"DOB": "2/30/1984"}, "is not a date"),
        ({"DOB": "3/14/84"}, "four digits"),
        ({"DOB": "3/14/1066"}, "can't be right"),
        ({"DOB": "3/14/2999"}, "can't be right"),
        ({"E-mail": "nobody"}, "looks like name@example.org"),
        ({"Last_Name": "x" * 81}, "too long"),
        ({"First_Name": "\x1b\x70\x00\x19"[:2]}, "character here that can't be shown"),
        ({"First_Name": "a\u202eb"}, "character here that can't be shown"),
        ({"First_Name": "e" + "\u0301" * 99}, "character here that can't be shown"),
        ({"Last_Name": "x\uffffy"}, "character here that can't be shown"),
        ({"Last_Name": CARD}, "card number"),
        ({"Address": "card 4111-1111-1111-1111"}, "card number"),
        ({"Address": "41111111", "Zip": "11111111"}, "card number"),
    ],
)
def test_a_bad_patient(
    importer: Importer, tmp_path: Path, cells: dict[str, str], words: str
) -> None:
    good = _row(Account_No="900")
    path = write(tmp_path / "in.csv", LEGACY, [good, _row(**cells)])
    checked = importer.check(path)
    assert (checked.rows, checked.bad, checked.new) == (2, 1, 1)
    assert checked.problems[0].line == 3
    assert words in checked.problems[0].problem
    assert importer.number("SELECT count(*) FROM patient") == 0


@pytest.mark.parametrize(
    "name",
    [
        "Robert'); DROP TABLE patient;--",
        "%s%n{0}{{}}",
        "<img src=http://x>",
        "NULL",
        "None",
        "Test",
        "X",
        "İstanbul ẞtraße",
        "👩‍👩‍👧‍👦",
        "မမ လှ",
        "Nguyễn",
    ],
)
def test_an_odd_name_is_only_a_name(importer: Importer, tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "in.csv", LEGACY, [_row(Last_Name=name)])
    done = importer.bring(path)
    assert done.applied == 1
    assert importer.rows("SELECT family_name FROM patient") == [(name,)]
    assert importer.findings() == []


def test_one_name_in_two_forms_and_twins_are_two_people(importer: Importer, tmp_path: Path) -> None:
    rows = [
        _row(Account_No="1", Last_Name="Nguye\u0302\u0303n"),
        _row(Account_No="2", Last_Name="Nguyễn"),
    ]
    assert importer.bring(write(tmp_path / "in.csv", LEGACY, rows)).applied == 2
    assert importer.rows("SELECT DISTINCT family_name FROM patient") == [("Nguyễn",)]


def test_cells_like_formulas_come_in_as_text_and_go_out_safe(
    importer: Importer, tmp_path: Path
) -> None:
    evil = "=cmd|'/c calc'!A1"
    rows = [_row(First_Name=evil, Phone="+1 555 0101"), _row(Account_No="2", DOB=evil)]
    checked = importer.check(write(tmp_path / "in.csv", LEGACY, rows))
    importer.apply(checked, without_bad_rows=True)
    assert importer.rows("SELECT given_names, phone FROM patient") == [(evil, "+1 555 0101")]
    out = tmp_path / "rejected.csv"
    assert write_rejected(checked.run_id, out, importer.ask) == 1
    with out.open(encoding="utf-8-sig", newline="") as file:
        cells = list(csv.reader(file))
    assert cells[0] == ["Line", "Problem", *LEGACY]
    assert cells[1][0] == "3"
    assert f"'{evil}" in cells[1]
    for sign in "=+-@\t\r":
        assert safe_for_spreadsheets(f"{sign}1").startswith("'")


def test_a_marked_cell_of_our_own_export_comes_back_unmarked(
    importer: Importer, tmp_path: Path
) -> None:
    importer.bring(
        write(tmp_path / "in.csv", LEGACY, [_row(Phone="'+1 555 0101", First_Name="'t")])
    )
    assert importer.rows("SELECT phone, given_names FROM patient") == [("+1 555 0101", "'t")]


def test_neither_card_numbers_nor_secret_columns_are_kept_of_a_bad_row(
    importer: Importer, tmp_path: Path
) -> None:
    header = [*LEGACY, "SSN", "Remark"]
    rows = [
        [*_row(DOB="never"), "999-12-3456", f"pays by {CARD}"],
        [*_row(Account_No="2", Address="41111111", Zip="11111111"), "999-12-3457", ""],
    ]
    checked = importer.check(write(tmp_path / "in.csv", header, rows))
    assert checked.bad == 2
    kept = json.dumps(importer.rows("SELECT problem, cells FROM import_problem"))
    for secret in ("999-12", "1111"):
        assert secret not in kept
    assert "Ramírez0" in json.loads(importer.rows("SELECT cells FROM import_problem")[0][0])


def test_a_card_number_in_a_column_that_is_not_read_does_no_harm(
    importer: Importer, tmp_path: Path
) -> None:
    rows = [[*_row(), CARD]]
    assert importer.bring(write(tmp_path / "in.csv", [*LEGACY, "Remark"], rows)).applied == 1
    kept = importer.rows("SELECT group_concat(record) FROM import_known")
    assert "1111" not in kept[0][0]


def test_rows_of_another_width(importer: Importer, tmp_path: Path) -> None:
    rows = [
        _row(Account_No="1")[:-1],
        [*_row(Account_No="2"), "", ""],
        [*_row(Account_No="3"), "x"],
    ]
    checked = importer.check(write(tmp_path / "in.csv", LEGACY, rows))
    assert [p.line for p in checked.problems] == [2, 4]
    assert "The row has 7 columns and the header has 8" in checked.problems[0].problem


def test_the_same_number_twice_in_a_file(importer: Importer, tmp_path: Path) -> None:
    rows = [*legacy_rows(3), legacy_rows(1)[0]]
    checked = importer.check(write(tmp_path / "in.csv", LEGACY, rows))
    assert (checked.new, checked.bad) == (3, 1)
    assert checked.problems[0].line == 5
    assert "Line 2 has the number 00101 too" in checked.problems[0].problem


def test_account_numbers_beside_other_keys_are_single_too(
    importer: Importer, tmp_path: Path
) -> None:
    header = ["MRN", *LEGACY]
    rows = [["m1", *_row(Account_No="7")], ["m2", *_row(Account_No="7")]]
    checked = importer.check(write(tmp_path / "in.csv", header, rows))
    assert "Line 2 has the account number 7 too" in checked.problems[0].problem


def test_a_number_that_belongs_to_somebody_else(importer: Importer, tmp_path: Path) -> None:
    importer.bring(legacy(tmp_path / "one.csv", 1))
    checked = importer.check(legacy(tmp_path / "two.csv", 1), source="another")
    assert "00101 belongs to another account" in checked.problems[0].problem


def test_a_file_with_bad_rows_is_applied_only_when_confirmed(
    importer: Importer, tmp_path: Path
) -> None:
    rows = legacy_rows(5)
    rows[3][3] = "2/30/1984"
    checked = importer.check(write(tmp_path / "in.csv", LEGACY, rows))
    with pytest.raises(NeedsConfirmation, match="1 rows can't be brought in") as asked:
        importer.apply(checked)
    assert asked.value.key == "bad_rows"
    assert importer.number("SELECT count(*) FROM patient") == 0
    done = importer.apply(checked, without_bad_rows=True)
    assert (done.applied, done.bad, done.left) == (4, 1, 0)


def _bill(**cells: str) -> list[str]:
    row = dict(zip(BILLS, bill_rows(1)[0], strict=True))
    return list((row | {name.replace("_", " "): cell for name, cell in cells.items()}).values())


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"Account_No": "4711"}, "no account 4711"),
        ({"Invoice_No": ""}, "empty"),
        ({"Balance": ""}, "empty"),
        ({"Balance": "-5.00"}, "is a credit"),
        ({"Balance": "(5.00)"}, "is a credit"),
        ({"Balance": "1.005"}, "2 digits after the point"),
        ({"Balance": "1e3"}, "is not an amount"),
        ({"Balance": "NaN"}, "is not an amount"),
        ({"Balance": "0.1+0.2"}, "is not an amount"),
        ({"Balance": "9223372036854775807"}, "largest amount"),
        ({"Balance": "1,500.00"}, "More is owed than the invoice's total"),
        ({"Invoice_Date": "3/14/2999"}, "can't be Mar 14, 2999"),
        ({"Invoice_Date": "3/14/1899"}, "can't be Mar 14, 1899"),
        ({"Due_Date": "3/13/2025"}, "due before its date"),
        ({"Description": f"paid with {CARD}"}, "card number"),
        ({"Description": "x" * 161}, "too long"),
    ],
)
def test_a_bad_invoice(
    importer: Importer, tmp_path: Path, cells: dict[str, str], words: str
) -> None:
    importer.bring(legacy(tmp_path / "patients.csv", 10))
    rows = [_bill(Invoice_No="good"), _bill(**cells)]
    checked = importer.check(bills(tmp_path / "in.csv", rows), "invoices")
    assert (checked.rows, checked.bad, checked.new) == (2, 1, 1)
    assert checked.problems[0].line == 3
    assert words in checked.problems[0].problem
    assert importer.number("SELECT count(*) FROM invoice") == 0


def test_amounts_that_add_up_beyond_the_books_are_refused_whole(
    importer: Importer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    importer.bring(legacy(tmp_path / "patients.csv", 10))
    monkeypatch.setattr(rules, "TOTAL_AT_MOST", 94 * 9_999_999_999_900)
    most = "99999999999.00"
    rows = [_bill(Invoice_No=f"B{n}", Balance=most, Amount=most) for n in range(95)]
    with pytest.raises(UserError, match="more than the books can hold"):
        importer.check(bills(tmp_path / "in.csv", rows), "invoices")
    assert importer.number("SELECT count(*) FROM invoice") == 0

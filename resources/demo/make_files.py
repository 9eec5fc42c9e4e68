"""Makes patients.csv and open_invoices.csv of the demo practice from a seed; everybody is made up.

Run from the checkout: python resources/demo/make_files.py
"""

from __future__ import annotations

import csv
import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
COUNT = 2000
FIRST_NUMBER = 10001
HEADER = [
    *("Account No", "Last Name", "First Name", "Preferred Name", "Name Order", "DOB"),
    *("Date of Death", "Sex", "Phone", "Mobile", "E-mail", "Address", "City", "State", "Zip"),
    *("Language", "Guarantor Last Name", "Guarantor First Name", "Guarantor Relationship"),
    *("Flags", "Notes"),
]
# By language: how many of a hundred, whether the family name comes first, and the names.
CULTURES: dict[str, dict[str, Any]] = json.loads((HERE / "names.json").read_text(encoding="utf-8"))
STREETS = ("Oak", "Maple", "Cedar", "Elm", "Walnut", "River", "Lake", "Hill", "Park", "Church")
KINDS = ("St", "Ave", "Rd", "Ln", "Ct", "Dr")
TOWNS = (("Riverside", "60546"), ("Brookfield", "60513"), ("Lyons", "60534"), ("Berwyn", "60402"))
LONG_NAME = ("Wolfeschlegelsteinhausenbergerdorff-Montgomery-Featherstonehaugh", "Hubert Blaine")


def main() -> None:
    chance = random.Random(20_261_120)
    rows = [_patient(chance, index) for index in range(COUNT)]
    _make_special(rows)
    _write("patients.csv", HEADER, rows)
    _write(
        "open_invoices.csv",
        ["Invoice No", "Account No", "Invoice Date", "Due Date", "Amount", "Balance", "Service"],
        _open_invoices(chance),
    )


def _patient(chance: random.Random, index: int) -> dict[str, str]:
    weights = [culture["of_hundred"] for culture in CULTURES.values()]
    language = chance.choices(list(CULTURES), weights)[0]
    culture = CULTURES[language]
    female = chance.random() < 0.53
    given = chance.choice(culture["women" if female else "men"])
    family = chance.choice(culture["families"]) if culture["families"] else ""
    if language == "es" and chance.random() < 0.4:
        family += " " + chance.choice(culture["families"])
    if language == "en" and chance.random() < 0.3:
        given += f" {chance.choice('ABCDEGHJKLMNPRSTW')}."
    if not family:
        # Burmese names have no family name; the whole name stands in the one required field.
        family, given = given, ""
    born = date(1934, 1, 1) + timedelta(days=chance.randrange(33_000))
    town, code = chance.choice(TOWNS)
    row = dict.fromkeys(HEADER, "")
    row |= {
        "Account No": str(FIRST_NUMBER + index),
        "Last Name": family,
        "First Name": given,
        "Name Order": "family_first" if culture["family_first"] else "",
        "DOB": born.isoformat(),
        "Sex": "F" if female else "M",
        "Phone": f"(708) 555-{100 + chance.randrange(100):04d}",
        "Mobile": f"(312) 555-{100 + chance.randrange(100):04d}" if chance.random() < 0.5 else "",
        "E-mail": f"patient{FIRST_NUMBER + index}@example.org" if chance.random() < 0.6 else "",
        "Address": f"{chance.randrange(10, 990)} {chance.choice(STREETS)} {chance.choice(KINDS)}",
        "City": town,
        "State": "IL",
        "Zip": code,
        "Language": language,
    }
    if born > date(2010, 1, 1):
        parent = chance.choice(culture["women"])
        row |= {
            "Guarantor Last Name": family or parent,
            "Guarantor First Name": parent if row["First Name"] else "",
            "Guarantor Relationship": "parent",
        }
    if chance.random() < 0.02:
        row["Flags"] = "no_checks"
    return row


def _make_special(rows: list[dict[str, str]]) -> None:
    """The people whom a demo must have: twins, one who died, a very long name, a note."""
    rows[6] |= {"Last Name": LONG_NAME[0], "First Name": LONG_NAME[1], "Name Order": ""}
    rows[11] |= {
        "Date of Death": "2023-09-14",
        "DOB": "1941-02-03",
        "Guarantor Last Name": "",
        "Guarantor First Name": "",
        "Guarantor Relationship": "",
    }
    rows[17] |= {"Flags": "no_checks", "Notes": "Two checks came back in 2024."}
    like = ("Last Name", "Name Order", "DOB", "Phone", "Address", "City", "Zip", "Language")
    names = CULTURES[rows[23]["Language"]]["women"]
    other = next(name for name in names if name != rows[23]["First Name"])
    rows[24] |= {key: rows[23][key] for key in like} | {"First Name": other, "Sex": "F"}
    rows[30] |= {"Preferred Name": "Skip"}


def _open_invoices(chance: random.Random) -> list[dict[str, str]]:
    rows = []
    for index in range(60):
        made = date(2024, 1, 8) + timedelta(days=chance.randrange(330))
        total = chance.choice((9200, 13400, 18850, 24500, 42000))
        open_part = total if chance.random() < 0.6 else total - chance.randrange(20, 80) * 100
        rows.append(
            {
                "Invoice No": f"OLD-{5001 + index}",
                "Account No": str(FIRST_NUMBER + chance.randrange(40, COUNT)),
                "Invoice Date": made.isoformat(),
                "Due Date": (made + timedelta(days=30)).isoformat(),
                "Amount": f"{total / 100:.2f}",
                "Balance": f"{open_part / 100:.2f}",
                "Service": chance.choice(("Office visit", "X-ray", "Laboratory", "Minor surgery")),
            }
        )
    return rows


def _write(name: str, header: list[str], rows: list[dict[str, str]]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, header, lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


if __name__ == "__main__":
    main()

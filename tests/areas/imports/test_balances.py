"""Opening balances, credits and guarantors of an old system, and how they tie to its own report."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from app.areas.imports import bring_in, queries, repository, rules, service
from app.areas.imports.values import DropImport, ImportState, SayOldTotals
from app.areas.parties import queries as parties
from app.kernel.errors import NeedsConfirmation, NotAllowed, UserError
from app.kernel.money import Money
from tests.areas.imports.files import Importer, bill_rows, bills, legacy, legacy_rows, write
from tests.building import Actors
from tests.faults.invariants import broken

BALANCES = ["Acct #", "Pt Name", "Patient Balance", "Unapplied Credit"]
GUARANTORS = ["MRN", "Guar ID", "Guar Name", "Guar Phone", "Relationship"]


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def balances(path: Path) -> Path:
    rows = [
        ["00101", "A", "412.50", ""],
        ["00102", "B", "(30.00)", ""],
        ["00103", "C", "20.00", "50.00"],
        ["00104", "D", "0.00", ""],
        ["99999", "E", "1,000.00", ""],
        ["00105", "F", "12O.00", ""],
        ["00106", "G", "7.25 CR", ""],
    ]
    return write(path, BALANCES, rows)


def test_balances_are_owed_or_credit_before_the_first_day_and_tie(
    importer: Importer, tmp_path: Path
) -> None:
    importer.bring(legacy(tmp_path / "p.csv", 10))
    day = date(2025, 5, 31)
    checked = importer.check(balances(tmp_path / "b.csv"), "balances", as_of=day)
    assert (checked.new, checked.nothing_owed, checked.bad) == (4, 1, 2)
    tally = checked.tally
    assert tally is not None
    assert (tally.as_of, tally.owed, tally.credit) == (day, usd(41250), usd(6725))
    assert (tally.bad_owed, tally.bad_unread) == (usd(100000), 1)
    told = SayOldTotals(checked.run_id, 7, usd(153250), usd(6725))
    importer.act(importer.actor, service.say_old_totals, told)
    tied = importer.ask(queries.import_checked, checked.run_id)
    assert tied.old_count == 7
    assert (tied.tally.difference, tied.tally.credit_difference) == (usd(112000), usd(0))
    with pytest.raises(NeedsConfirmation, match="2 rows"):
        importer.apply(checked)
    done = importer.apply(checked, without_bad_rows=True)
    assert done.tally is not None
    assert (done.tally.applied_owed, done.tally.applied_credit) == (usd(41250), usd(6725))
    by_code = "SELECT gl_code, sum(amount_minor) FROM journal_line GROUP BY gl_code ORDER BY 1"
    assert importer.rows(by_code) == [("1100", 41250), ("2050", -6725), ("3900", -34525)]
    days = importer.rows("SELECT DISTINCT business_date, entry_type FROM journal_entry")
    assert days == [("2025-05-31", "opening")]
    assert importer.findings() == []
    again = importer.check(balances(tmp_path / "b.csv"), "balances", as_of=day)
    assert (again.new, again.unchanged, again.bad) == (0, 4, 2)
    assert again.tally is not None
    assert again.tally.owed == usd(41250)
    importer.station.close()
    assert broken(importer.station.folder) == []


def test_rejected_rows_are_mended_and_brought_in(importer: Importer, tmp_path: Path) -> None:
    importer.bring(legacy(tmp_path / "p.csv", 10))
    checked = importer.check(balances(tmp_path / "b.csv"), "balances")
    importer.apply(checked, without_bad_rows=True)
    target = tmp_path / "mend.csv"
    assert bring_in.write_rejected(checked.run_id, target, importer.ask) == 2
    with target.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert header == ["Line", "Problem", *BALANCES]
    assert [row[0] for row in rows] == ["6", "7"]
    assert rows[0][2:] == ["99999", "E", "1,000.00", ""]
    rows[0][2], rows[1][4] = "00107", "120.00"
    done = importer.bring(write(target, header, rows), "balances")
    assert (done.applied, done.bad, done.left_out) == (2, 0, ("Line", "Problem", "Pt Name"))
    assert importer.number("SELECT sum(due_minor) FROM invoice_balance") == 41250 + 112000


def test_the_same_money_is_not_owed_twice(importer: Importer, tmp_path: Path) -> None:
    importer.bring(legacy(tmp_path / "p.csv", 10))
    importer.bring(bills(tmp_path / "i.csv", bill_rows(1)), "invoices")
    both = importer.check(balances(tmp_path / "b.csv"), "balances")
    assert "owed twice" in both.problems[0].problem
    importer.apply(both, without_bad_rows=True)
    rows = [["B-9", "00103", "3/14/2025", "4/13/2025", "9.00", "9.00", "Visit"]]
    late = importer.check(bills(tmp_path / "j.csv", rows), "invoices")
    assert late.bad == 0  # that account had a credit
    higher = write(tmp_path / "c.csv", BALANCES, [["00102", "B", "-31.00", ""]])
    assert "another amount" in importer.check(higher, "balances").problems[0].problem
    one, other = (tmp_path / name for name in ("one.csv", "other.csv"))
    staged = importer.check(write(one, BALANCES, [["00110", "J", "5.00", ""]]), "balances")
    more = importer.check(
        bills(other, [["B-10", "00110", "3/14/2025", "4/13/2025", "5.00", "5.00", "Visit"]]),
        "invoices",
    )
    assert (importer.apply(staged).applied, importer.apply(more).bad) == (1, 1)
    day = date(2025, 1, 1)
    after = importer.check(bills(tmp_path / "k.csv", bill_rows(3)), "invoices", as_of=day)
    assert "a later day" in after.problems[0].problem


def test_guarantors_stand_beside_accounts_and_change(importer: Importer, tmp_path: Path) -> None:
    importer.bring(legacy(tmp_path / "p.csv", 5))
    rows = [
        ["00101", "G1", "RAMÍREZ, ROSA", "555-0170", "Mother"],
        ["00102", "G1", "RAMÍREZ, ROSA", "555-0170", "32"],
        ["00103", "", "Doe, Jo", "", "neighbor"],
        ["77777", "G2", "Doe, Jim", "", "Spouse"],
    ]
    done = importer.apply(
        importer.check(write(tmp_path / "g.csv", GUARANTORS, rows), "guarantors"),
        without_bad_rows=True,
    )
    assert (done.applied, done.bad) == (2, 2)
    assert importer.number("SELECT count(*) FROM guarantor") == 1
    account = importer.ask(parties.find, "00102")[0].account_id
    assert importer.ask(parties.account_header, account).guarantor.upper() == "ROSA RAMÍREZ"
    rows[0][3] = rows[1][3] = "555-0171"
    again = importer.check(write(tmp_path / "h.csv", GUARANTORS, rows[:2]), "guarantors")
    assert again.changes[0].fields == (("phone", "555-0170", "555-0171"),)
    importer.apply(again)
    assert importer.rows("SELECT phone FROM guarantor") == [("555-0171",)]
    assert importer.findings() == []


def test_likely_the_same_person_is_said_and_never_merged(
    importer: Importer, tmp_path: Path
) -> None:
    importer.bring(legacy(tmp_path / "p.csv", 4))
    rows = legacy_rows(4)
    rows[0][0], rows[0][1] = "20001", "RAMIREZ0"
    rows[1][0] = "20002"
    rows = [*rows[:2], ["20003", *rows[1][1:]]]
    header = ["Account No", "Last Name", "First Name", "DOB", "Phone", "E-mail", "Address", "Zip"]
    checked = importer.check(write(tmp_path / "q.csv", header, rows), source="other")
    assert checked.twin_count == 4
    told = {(twin.line, twin.account_number or twin.other_line) for twin in checked.twins}
    assert told >= {(2, "00101"), (3, "00102")}
    importer.apply(checked)
    assert importer.number("SELECT count(*) FROM account") == 7


def test_what_was_chosen_is_known_for_the_same_columns_of_a_source(
    importer: Importer, tmp_path: Path
) -> None:
    header = ["Key", "Who", "When"]
    text = "\n".join([";".join(header), *(f"{n:03};Ann Lee;0{n}/02/1984" for n in range(1, 5))])
    path = tmp_path / "odd.csv"
    path.write_bytes(text.encode("utf-16-le"))
    wanted = (("external_id", "Key"), ("full_name", "Who"), ("birth_date", "When"))
    with pytest.raises(UserError) as asked:
        importer.check(path, mapping=wanted)
    assert asked.value.field == "date_format"
    importer.bring(path, mapping=wanted, date_format="D/M/Y")
    path.write_text(text.replace("Ann Lee", "Bo Lee"), encoding="cp1252")
    again = importer.check(path)
    assert (again.changed, again.bad) == (4, 0)
    assert importer.rows("SELECT min(birth_date) FROM patient") == [("1984-02-01",)]
    with pytest.raises(UserError):
        importer.check(path, source="somebody else")


def test_stopped_before_it_is_applied_nothing_is_left(
    importer: Importer, actors: Actors, tmp_path: Path
) -> None:
    importer.bring(legacy(tmp_path / "p.csv", 10))
    checked = importer.check(balances(tmp_path / "b.csv"), "balances")
    assert len(importer.ask(queries.unended_imports)) == 1
    importer.act(importer.actor, service.drop_import, DropImport(checked.run_id))
    assert importer.ask(queries.import_checked, checked.run_id).state is ImportState.DROPPED
    for table in ("import_row", "import_problem", "import_twin", "journal_line"):
        assert importer.number(f"SELECT count(*) FROM {table}") == 0
    assert importer.ask(queries.unended_imports) == ()
    nobody = Importer(importer.station, actors.cashier)
    with pytest.raises(NotAllowed):
        nobody.check(balances(tmp_path / "b.csv"), "balances")
    with pytest.raises(UserError, match="up to today"):
        importer.check(balances(tmp_path / "b.csv"), "balances", as_of=date(2999, 1, 1))


def test_what_goes_wrong_only_when_it_is_applied_can_be_mended(
    importer: Importer, tmp_path: Path
) -> None:
    """Somebody at the counter took the number, or brought the same money in, in between."""
    checked = importer.check(legacy(tmp_path / "p.csv", 3))
    rows = [["00102", "A"]]
    importer.bring(write(tmp_path / "q.csv", ["Account No", "Name"], rows), source="else")
    done = importer.apply(checked)
    assert (done.applied, done.bad) == (2, 1)
    assert importer.number("SELECT count(*) FROM account") == 3
    target = tmp_path / "mend.csv"
    assert bring_in.write_rejected(checked.run_id, target, importer.ask) == 1
    with target.open(encoding="utf-8-sig", newline="") as file:
        (row,) = list(csv.DictReader(file))
    assert (row["Account No"], row["Last Name"], row["DOB"]) == ("00102", "Ramírez1", "1984-02-14")
    bill = [["B-1", "00101", "3/14/2025", "4/13/2025", "1,234.50", "234.50", "Visit"]]
    owed = importer.check(bills(tmp_path / "i.csv", bill), "invoices")
    plan = importer.ask(lambda reader: repository.plan(reader, owed.run_id))
    record = {"invoice_number": "B-1", "open_minor": 23450, "total_minor": 123450}
    assert rules.cells_again(plan, record) == ("B-1", "", "", "", "1234.50", "234.50", "")

"""Whole files into real books: once, again, changed, in pieces; the log's cuts and verify too."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from app.areas.imports import queries
from app.areas.imports.values import ImportState
from app.areas.parties import queries as parties
from app.areas.parties.service import register_patient
from app.areas.parties.values import ExternalId, Person, RegisterPatient
from app.kernel.errors import NotAllowed, UserError
from app.kernel.ids import AccountId, CommandId, new_id
from app.kernel.money import Money
from app.storage.station_log import BODY_LIMIT, rows_of
from tests.areas.imports.files import (
    LEGACY,
    SYNTHEA,
    Importer,
    bill_rows,
    bills,
    legacy,
    legacy_rows,
    synthea,
    write,
)
from tests.building import Actors


def test_a_synthea_file(importer: Importer, tmp_path: Path) -> None:
    path = synthea(tmp_path / "patients.csv", 150)
    done = importer.bring(path, source="synthea")
    assert (done.state, done.rows, done.applied, done.left) == (ImportState.APPLIED, 150, 150, 0)
    assert {"SSN", "DRIVERS", "PASSPORT"} <= set(done.left_out)
    assert importer.number("SELECT count(*) FROM account") == 150
    assert importer.number("SELECT count(*) FROM account WHERE status = 'deceased'") > 0
    kept = str(importer.rows("SELECT body FROM station_log"))
    kept += str(importer.rows("SELECT record FROM import_known"))
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["LAST"] in kept
            assert not any(row[name] in kept for name in ("SSN", "DRIVERS", "PASSPORT"))
    assert importer.findings() == []


def test_what_came_in_is_found_by_name_number_phone_and_birth_date(
    importer: Importer, tmp_path: Path
) -> None:
    importer.bring(legacy(tmp_path / "in.csv", 12))
    for text in ("lucia ramirez3", "00104", "555-0103", "4/16/1984"):
        found = importer.ask(parties.find, text)
        assert [row.account_number for row in found] == ["00104"], text


def test_open_invoices_are_owed_here(importer: Importer, tmp_path: Path) -> None:
    importer.bring(legacy(tmp_path / "patients.csv", 10))
    checked = importer.check(bills(tmp_path / "in.csv", bill_rows(25)), "invoices")
    assert checked.total_open == Money(25 * 23_450, "USD")
    done = importer.apply(checked)
    assert done.applied == 25
    assert importer.number("SELECT sum(due_minor) FROM invoice_balance") == 25 * 23_450
    sql = "SELECT sum(amount_minor) FROM journal_line WHERE gl_code = '3900'"
    assert importer.number(sql) == -25 * 23_450
    assert importer.ask(parties.find, "B-7")[0].account_number == "00108"
    assert importer.findings() == []


def test_invoices_that_nothing_is_owed_on_stay_out(importer: Importer, tmp_path: Path) -> None:
    importer.bring(legacy(tmp_path / "patients.csv", 10))
    rows = bill_rows(3)
    rows[1][5] = "0.00"
    done = importer.bring(bills(tmp_path / "in.csv", rows), "invoices")
    assert (done.applied, done.nothing_owed) == (2, 1)


def test_the_same_file_again_makes_nothing_new(importer: Importer, tmp_path: Path) -> None:
    patients, owed = legacy(tmp_path / "p.csv", 30), bills(tmp_path / "i.csv", bill_rows(30))
    importer.bring(patients)
    importer.bring(owed, "invoices")
    before = importer.number("SELECT count(*) FROM station_log")
    for path, kind in ((patients, "patients"), (owed, "invoices")):
        again = importer.bring(path, kind)
        assert (again.unchanged, again.new, again.changed, again.applied) == (30, 0, 0, 0)
        assert again.state is ImportState.APPLIED
    assert importer.number("SELECT count(*) FROM station_log") == before


def test_reordered_columns_and_rows_are_the_same_file(importer: Importer, tmp_path: Path) -> None:
    importer.bring(legacy(tmp_path / "one.csv", 20))
    rows = [row[::-1] for row in reversed(legacy_rows(20))]
    again = importer.bring(write(tmp_path / "two.csv", LEGACY[::-1], rows, delimiter=";"))
    assert again.unchanged == 20


def test_one_changed_cell_changes_one_field_and_keeps_what_was_corrected_here(
    importer: Importer, tmp_path: Path
) -> None:
    importer.bring(legacy(tmp_path / "one.csv", 20))
    rows = legacy_rows(20)
    rows[4][4] = "555-0199"
    rows[5][1] = "Castillo"
    checked = importer.check(write(tmp_path / "two.csv", LEGACY, rows))
    assert (checked.changed, checked.unchanged) == (2, 18)
    before = importer.number("SELECT max(seq) FROM station_log")
    importer.apply(checked)
    (body,) = importer.rows(f"SELECT body FROM station_log WHERE seq > {before}")
    edits = [row["d"] for row in rows_of(body[0])]
    assert edits == [
        {"phone": ["555-0199", "555-0104"]},
        {"family_name": ["Castillo", "Ramírez5"]},
    ]
    assert [row.account_number for row in importer.ask(parties.find, "555-0199")] == ["00105"]
    assert importer.ask(parties.find, "555-0104") == ()
    assert [row.account_number for row in importer.ask(parties.find, "castillo")] == ["00106"]
    assert importer.findings() == []
    rows[4][6] = "9 Oak St"
    importer.bring(write(tmp_path / "three.csv", LEGACY, rows))
    sql = "SELECT phone, address_1 FROM patient WHERE family_name = 'Ramírez4'"
    assert importer.rows(sql) == [("555-0199", "9 Oak St")]


def test_a_changed_invoice_is_reported_and_never_changed(
    importer: Importer, tmp_path: Path
) -> None:
    importer.bring(legacy(tmp_path / "p.csv", 10))
    importer.bring(bills(tmp_path / "one.csv", bill_rows(10)), "invoices")
    rows = bill_rows(10)
    rows[3][5] = "200.00"
    again = importer.check(bills(tmp_path / "two.csv", rows), "invoices")
    assert (again.unchanged, again.bad) == (9, 1)
    assert "Invoice B-3 was brought in before with other content" in again.problems[0].problem


def test_another_source_with_the_same_numbers_is_another_thing(
    importer: Importer, tmp_path: Path
) -> None:
    header = ["MRN", *LEGACY[1:]]
    for source in ("north", "south"):
        path = write(tmp_path / f"{source}.csv", header, legacy_rows(3))
        assert importer.bring(path, source=source).applied == 3
    assert importer.number("SELECT count(*) FROM patient") == 6


def test_who_came_in_with_another_id_is_known_by_the_old_systems_number(
    importer: Importer, tmp_path: Path
) -> None:
    """Earlier versions made other ids; other stations may run one."""
    patient = importer.act(
        importer.actor,
        register_patient,
        RegisterPatient(
            CommandId(new_id()),
            AccountId(new_id()),
            Person(family_name="Ramírez0", given_names="Lucía"),
            external_ids=(ExternalId("old", "00101"),),
            account_number="00101",
        ),
    )
    done = importer.bring(legacy(tmp_path / "in.csv", 3))
    assert (done.new, done.changed, done.applied) == (2, 1, 3)
    assert importer.number("SELECT count(*) FROM patient") == 3
    assert importer.ask(parties.person, patient.patient_id).phone == "555-0100"
    assert importer.bring(bills(tmp_path / "i.csv", bill_rows(1)), "invoices").applied == 1
    assert importer.findings() == []


def test_ids_sort_as_the_old_systems_numbers(importer: Importer, tmp_path: Path) -> None:
    """Rows of one transaction then lie beside each other in every index of ids."""
    importer.bring(legacy(tmp_path / "in.csv", 100))
    for table in ("patient", "account"):
        assert importer.rows(f"SELECT id FROM {table} ORDER BY rowid") == importer.rows(
            f"SELECT id FROM {table} ORDER BY id"
        )


def test_guarantors_come_along(importer: Importer, tmp_path: Path) -> None:
    header = [*LEGACY, "Guarantor Last Name", "Guarantor First Name", "Guarantor Relationship"]
    rows = [[*row, "Ramírez", "Ana", "Parent"] for row in legacy_rows(120)]
    rows[7][-3:] = ["", "Ana", ""]
    checked = importer.check(write(tmp_path / "in.csv", header, rows))
    assert "guarantor has no last name" in checked.problems[0].problem
    importer.apply(checked, without_bad_rows=True)
    sql = "SELECT count(*) FROM account WHERE guarantor_relationship = 'parent'"
    assert importer.number(sql) == importer.number("SELECT count(*) FROM guarantor") == 119
    assert importer.findings() == []


def _records(importer: Importer) -> list[Any]:
    sql = "SELECT body FROM station_log WHERE action = 'imports.apply_next' ORDER BY seq"
    return [body for (body,) in importer.rows(sql)]


def test_the_log_is_cut_at_200_rows_under_one_import_id(importer: Importer, tmp_path: Path) -> None:
    done = importer.bring(legacy(tmp_path / "p.csv", 250))
    records = _records(importer)
    assert [len(rows_of(body)) for body in records] == [198, 198, 198, 156]
    assert all(f'"run":"{done.run_id}"' in body for body in records)
    importer.bring(bills(tmp_path / "i.csv", bill_rows(85)), "invoices")
    assert [len(rows_of(body)) for body in _records(importer)[4:]] == [200, 200, 25]
    for body in _records(importer)[:4]:
        kinds = [row["t"] for row in rows_of(body)]
        assert kinds.count("patient.v1") == kinds.count("account.v1") == len(kinds) // 3


def test_large_rows_are_cut_at_256_kilobytes_never_inside_one(
    importer: Importer, tmp_path: Path
) -> None:
    header = [*LEGACY, "Notes"]
    rows = [[*row, "ချ" * 950] for row in legacy_rows(120)]
    importer.bring(write(tmp_path / "in.csv", header, rows))
    records = _records(importer)
    sizes = [len(body.encode()) for body in records]
    assert max(sizes) <= BODY_LIMIT
    assert min(sizes[:-1]) > BODY_LIMIT - 10_000
    for body in records:
        kinds = [row["t"] for row in rows_of(body)]
        assert kinds.count("patient.v1") == kinds.count("external_id.v1")
    assert importer.number("SELECT count(*) FROM patient") == 120
    assert importer.findings() == []


def test_stopped_between_two_transactions_and_continued(importer: Importer, tmp_path: Path) -> None:
    path = legacy(tmp_path / "in.csv", 300)
    told: list[tuple[int, int]] = []
    checked = importer.check(path)
    half = importer.apply(
        checked, progress=lambda *now: told.append(now), stop=lambda: len(told) == 2
    )
    assert (half.state, half.applied, half.left) == (ImportState.APPLYING, 132, 168)
    again = importer.check(path)
    assert again.run_id == checked.run_id
    done = importer.apply(again)
    assert (done.state, done.applied) == (ImportState.APPLIED, 300)
    assert importer.number("SELECT count(*) FROM patient") == 300
    assert told == [(66, 300), (132, 300)]


def test_a_half_applied_file_that_is_replaced_by_a_better_one(
    importer: Importer, tmp_path: Path
) -> None:
    turns: list[int] = []
    checked = importer.check(legacy(tmp_path / "one.csv", 200))
    importer.apply(checked, progress=lambda *_: turns.append(1), stop=lambda: len(turns) == 1)
    done = importer.bring(legacy(tmp_path / "two.csv", 210))
    assert (done.unchanged, done.new, done.applied) == (66, 144, 144)
    assert importer.ask(queries.import_checked, checked.run_id).state is ImportState.DROPPED
    with pytest.raises(UserError, match="not at that point"):
        importer.apply(checked)


def test_an_account_taken_between_check_and_apply_is_rejected_alone(
    importer: Importer, tmp_path: Path
) -> None:
    late = importer.check(legacy(tmp_path / "one.csv", 70))
    path = write(tmp_path / "two.csv", LEGACY, legacy_rows(3)[2:])
    importer.bring(path, source="another")
    done = importer.apply(late)
    assert (done.applied, done.bad, done.left) == (69, 1, 0)
    assert "00103 belongs to another account" in done.problems[0].problem
    assert importer.findings() == []


def test_what_a_person_chose_is_remembered_for_the_source(
    importer: Importer, tmp_path: Path
) -> None:
    rows = [["1", "Lee", "1/2/1984"], ["2", "Kim", "3/4/1985"]]
    path = write(tmp_path / "in.csv", ["Nr", "Last Name", "DOB"], rows)
    with pytest.raises(UserError, match="external_id=column"):
        importer.check(path)
    mapping = (("account_number", "Nr"),)
    with pytest.raises(UserError, match="M/D/Y or D/M/Y"):
        importer.check(path, mapping=mapping)
    importer.apply(importer.check(path, mapping=mapping, date_format="D/M/Y"))
    assert importer.rows("SELECT birth_date FROM patient ORDER BY 1") == [
        ("1984-02-01",),
        ("1985-04-03",),
    ]
    assert importer.check(path).unchanged == 2
    with pytest.raises(UserError, match="external_id=column"):
        importer.check(path, source="another")


def test_an_account_number_of_our_own_is_no_number_of_the_old_system(
    importer: Importer, tmp_path: Path
) -> None:
    """Our A-000001 and theirs may be two people; only without patients of theirs is it ours."""
    importer.bring(synthea(tmp_path / "s.csv", 1), source="synthea")
    ours = importer.rows("SELECT number FROM account")[0][0]
    rows = bill_rows(1)
    rows[0][1] = ours
    path = bills(tmp_path / "i.csv", rows)
    assert importer.check(path, "invoices", source="synthea").bad == 1
    assert importer.check(path, "invoices", source="paper").bad == 0


def test_who_may_import(importer: Importer, tmp_path: Path, actors: Actors) -> None:
    path = legacy(tmp_path / "in.csv", 1)
    with pytest.raises(NotAllowed):
        Importer(importer.station, actors.cashier).check(path)
    with pytest.raises(NotAllowed):
        Importer(importer.station, actors.accounting).check(path)
    checked = Importer(importer.station, actors.administrator).check(path)
    with pytest.raises(NotAllowed):
        Importer(importer.station, actors.cashier).apply(checked)


def test_a_header_alone_and_a_source_without_a_name(importer: Importer, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no rows"):
        importer.check(write(tmp_path / "in.csv", LEGACY, []))
    with pytest.raises(UserError, match="empty"):
        importer.check(legacy(tmp_path / "in.csv", 1), source=" ")


def test_runs_are_listed_newest_first(importer: Importer, tmp_path: Path) -> None:
    importer.bring(legacy(tmp_path / "a.csv", 2))
    importer.bring(legacy(tmp_path / "b.csv", 3))
    runs = importer.ask(queries.import_runs)
    assert [run.file_name for run in runs] == ["b.csv", "a.csv"]


def test_staged_rows_are_gone_when_everything_is_applied(
    importer: Importer, tmp_path: Path
) -> None:
    importer.bring(legacy(tmp_path / "in.csv", 1500))
    assert importer.number("SELECT count(*) FROM import_row") == 0
    assert importer.number("SELECT count(*) FROM import_known") == 1500


def test_every_column_of_synthea_is_in_the_sample() -> None:
    assert len(SYNTHEA) == 28

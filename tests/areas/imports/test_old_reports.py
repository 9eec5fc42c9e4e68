"""Files as reports of old systems really look, and bad rows that keep what stood in them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.areas.imports.bring_in import write_rejected
from app.kernel.errors import OutsideError, UserError
from tests.areas.imports.files import LEGACY, Importer, legacy, legacy_rows, write

NOTES = [*LEGACY, "Notes", "SSN"]
SSN = "123-45-6789"


def _again(importer: Importer, run_id: str, path: Path) -> list[list[str]]:
    write_rejected(run_id, path, importer.ask)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_rejected_row_keeps_what_stood_in_it_and_nothing_secret(
    importer: Importer, tmp_path: Path
) -> None:
    odd = "two\nlines,\u00a0a\tgap 👨\u200d👩 မြန်\u200bမာ"
    good, long, short = legacy_rows(3)
    rows = [
        [*good[:3], "2/30/1984", *good[4:], odd, SSN],
        [*long[:1], "Smith", "Jr.", *long[2:], "fell out of no quotes", SSN],
        [*short[:6], "note", SSN],
    ]
    checked = importer.check(write(tmp_path / "in.csv", NOTES, rows))
    assert checked.bad == 3
    header, *kept = _again(importer, checked.run_id, tmp_path / "bad.csv")
    assert header == ["Line", "Problem", *NOTES]
    assert kept[0][2:] == [*rows[0][:9], ""]
    assert kept[1][2:] == [*rows[1][:9], ""], "either of the last two may be the SSN"
    assert SSN not in str(kept) + str(importer.rows("SELECT cells FROM import_problem"))
    kept[0][5] = "2/28/1984"
    mended = write(tmp_path / "bad.csv", header, kept[:1], encoding="utf-8-sig")
    assert importer.bring(mended).applied == 1
    note = "two\nlines, a gap 👨\u200d👩 မြန်မာ"
    assert importer.rows("SELECT notes FROM account") == [(note,)]


def test_mended_rows_of_an_old_code_page_are_read_as_they_are_written(
    importer: Importer, tmp_path: Path
) -> None:
    rows = legacy_rows(3)
    rows[0][1], rows[1][1], rows[1][3] = "Nguyê\u0303n", "Đư\u0301c", "2/30/1984"
    path = write(tmp_path / "in.csv", LEGACY, rows, encoding="cp1258", delimiter=";")
    with pytest.raises(UserError, match="Letters may be read wrong here") as asked:
        importer.check(path)
    assert asked.value.field == "encoding"
    told = {"encoding": "cp1258", "delimiter": ";", "date_format": "M/D/Y"}
    checked = importer.check(path, **told)
    importer.apply(checked, without_bad_rows=True)
    header, row = _again(importer, checked.run_id, tmp_path / "bad.csv")
    row[5] = "2/28/1984"
    importer.bring(write(tmp_path / "bad.csv", header, [row], encoding="utf-8-sig"))
    names = {name for (name,) in importer.rows("SELECT family_name FROM patient")}
    assert names == {"Nguyễn", "Đức", "Ramírez2"}
    rows[1][3] = "2/28/1984"
    next_month = write(tmp_path / "in.csv", LEGACY, rows, encoding="cp1258", delimiter=";")
    assert importer.check(next_month).unchanged == 3


def test_what_a_window_chose_for_western_text_does_not_spoil_unicode(
    importer: Importer, tmp_path: Path
) -> None:
    rows = legacy_rows(2)
    western = write(tmp_path / "in.csv", LEGACY, rows, encoding="cp1252")
    importer.bring(western, encoding="cp1252", delimiter=",", quote='"')
    assert importer.check(legacy(tmp_path / "in.csv", 2)).unchanged == 2
    importer.bring(legacy(tmp_path / "in.csv", 3), encoding="utf-8", delimiter=",", quote='"')
    western = write(tmp_path / "in.csv", LEGACY, legacy_rows(3), encoding="cp1252")
    assert importer.check(western).unchanged == 3


def test_totals_zero_days_lost_zeros_and_lost_letters(importer: Importer, tmp_path: Path) -> None:
    rows = legacy_rows(5)
    rows[0][3], rows[1][3], rows[2][3] = "00/00/0000", "0000-00-00 00:00:00", "30755"
    rows[3][2] = "Luc\ufffda"
    rows.append(["Total: 5", *[""] * 7])
    checked = importer.check(write(tmp_path / "p.csv", LEGACY, rows))
    assert (checked.new, checked.bad, checked.twin_count) == (3, 3, 0)
    words = " ".join(problem.problem for problem in checked.problems)
    for said in ("how a spreadsheet counts days", "A letter was lost here", "own total"):
        assert said in words
    importer.apply(checked, without_bad_rows=True)
    sums = [["101", "5.00"], ["00102", "1’234.50"], ["00105", "-2'000.00"], ["Total", "1.00"]]
    found = importer.check(write(tmp_path / "b.csv", ["Account", "Balance"], sums), "balances")
    assert [problem.line for problem in found.problems] == [2, 5]
    assert "no account 101, but there is 00101: a spreadsheet took" in found.problems[0].problem
    assert found.tally is not None
    tally = found.tally
    assert (tally.owed.minor, tally.credit.minor, tally.bad_owed.minor) == (123_450, 200_000, 500)


def test_one_column_is_not_two_things(importer: Importer, tmp_path: Path) -> None:
    importer.bring(legacy(tmp_path / "p.csv", 1))
    path = write(tmp_path / "b.csv", ["Account", "Balance"], [["00101", "5.00"]])
    both = (("balance", "Balance"), ("credit", "Balance"))
    with pytest.raises(UserError, match="can't be both balance and credit"):
        importer.check(path, "balances", mapping=both)
    same = (("external_id", "Account No"), ("account_number", "Account No"))
    assert importer.check(legacy(tmp_path / "p.csv", 1), mapping=same).unchanged == 1


def test_a_file_that_changes_while_it_is_read_leaves_nothing(
    importer: Importer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = legacy(tmp_path / "in.csv", 3)
    acted: list[str] = []
    act = importer.act

    def meddling(actor: object, action: object, command: object, run_id: str = "") -> object:
        acted.append(getattr(action, "__name__", ""))
        if acted[-1] == "stage_rows":
            path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        return act(actor, action, command, run_id or None)  # type: ignore[arg-type]

    monkeypatch.setattr(Importer, "act", lambda _self, *args: meddling(*args))
    with pytest.raises(OutsideError, match="changed while it was read"):
        importer.check(path)
    monkeypatch.undo()
    assert importer.number("SELECT count(*) FROM import_row") == 0
    assert importer.rows("SELECT state FROM import_run") == [("dropped",)]

"""The other words: init, settings, import, verify, rebuild, backup, restore, upgrade, set-pin."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Unlock, find_keys
from app.gui import key_map
from app.storage import engine
from tests.building import PIN, Template
from tests.cli.conftest import Run

PASSPHRASE = "a horse and a staple"


def descriptor(text: str) -> str:
    """An open file descriptor that gives `text`."""
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    return str(reading)


def test_a_practice_from_nothing_to_a_new_computer(run: Run, tmp_path: Path) -> None:
    """init with a passphrase → work → backup → restore with the recovery key alone."""
    folder = tmp_path / "real"
    init = ("init", "--name", "Clinic", "--administrator", "Ana", "--number", "7")
    made = run(*init, "--passphrase-fd", descriptor(PASSPHRASE), stdin=f"{PIN}\n", folder=folder)
    assert made.code == 0, made.complaint
    assert len(made.out["recovery_key"].split("-")) == 9
    assert len(made.out["recovery_code"].split("-")) == 5
    words = ("settings", "set", "billing.terms_days", "20")
    said = run(*words, "--passphrase-fd", descriptor(PASSPHRASE), user="7", folder=folder)
    assert said.out == {"key": "billing.terms_days", "value": "20"}
    wrong = run("verify", "--passphrase-fd", descriptor("no such thing here"), folder=folder)
    assert (wrong.code, wrong.err["field"]) == (1, "passphrase")
    assert run("verify", folder=folder).err["field"] == "passphrase"

    copy = tmp_path / "copy.cfbackup"
    saved = run("backup", str(copy), "--passphrase-fd", descriptor(PASSPHRASE), folder=folder)
    assert saved.out["file"] == str(copy)
    assert saved.out["head"]["seq"] > 0
    other = tmp_path / "other"
    words = ("restore", str(copy), "--passphrase-fd", descriptor(PASSPHRASE))
    key = made.out["recovery_key"]
    assert run(*words, stdin="AAAA-BBBB\n", folder=other).err["field"] == "recovery_key"
    words = ("restore", str(copy), "--passphrase-fd", descriptor(PASSPHRASE))
    done = run(*words, "--recovery-key-fd", descriptor(key), folder=other)
    assert done.code == 0, done.complaint
    assert done.out["centre"] == {"answer": "alone", "later": 0}
    got = run(
        "settings",
        "get",
        "billing.terms_days",
        "--passphrase-fd",
        descriptor(PASSPHRASE),
        folder=other,
    )
    assert got.out["value"] == "20"
    assert run("verify", "--passphrase-fd", descriptor(PASSPHRASE), folder=other).code == 0


@pytest.mark.parametrize(
    ("words", "stdin", "code", "field"),
    [
        (("--name", "Clinic"), f"{PIN}\n", 2, None),
        (("--administrator", "Ana"), f"{PIN}\n", 2, None),
        (("--name", "Clinic", "--administrator", "Ana"), "", 2, None),
        (("--name", "Clinic", "--administrator", "Ana"), "123456\n", 1, "pin"),
        (("--name", "Clinic", "--administrator", "Ana"), f"{PIN}\n", 1, "passphrase"),
        (("--name", "C", "--administrator", "A", "--currency", "XYZ"), f"{PIN}\n", 1, "currency"),
        (("--name", "C", "--administrator", "A", "--time-zone", "x"), f"{PIN}\n", 1, "time_zone"),
    ],
)
def test_init_refuses_in_words_and_leaves_nothing(
    run: Run, tmp_path: Path, words: tuple[str, ...], stdin: str, code: int, field: str | None
) -> None:
    folder = tmp_path / "new"
    said = run("init", *words, stdin=stdin, folder=folder)
    assert (said.code, said.err.get("field")) == (code, field)
    assert not (folder / engine.DATABASE_NAME).exists()


def test_a_practice_is_not_set_up_twice(run: Run) -> None:
    said = run("init", "--name", "C", "--administrator", "A", stdin=f"{PIN}\n")
    assert (said.code, said.err["field"]) == (1, "data")


def test_a_folder_without_a_practice_says_so(run: Run, tmp_path: Path) -> None:
    for words in (("verify",), ("settings", "list"), ("backup",), ("upgrade",)):
        said = run(*words, folder=tmp_path / "empty")
        assert (said.code, said.err["field"]) == (1, "data"), words


def test_settings(run: Run) -> None:
    rows = {row["key"]: row for row in run("settings", "list").out}
    assert rows["aging.edges"]["default"] == "30,60,90,120"
    assert run("settings", "get", "nothing").err["field"] == "key"
    assert run("settings", "set", "aging.edges", "30,x", user="1").err["field"] == "value"
    assert run("settings", "set", "aging.edges", "30", user="20").code == 1
    assert run("settings", "set", "aging.edges", "30,60", user="1").code == 0
    assert run("settings", "get", "aging.edges").out["value"] == "30,60"


def test_verify_says_what_is_wrong_and_rebuild_mends_a_view(run: Run, data: Path) -> None:
    sound = run("verify", "--json").out
    assert sound["sound"] is True
    assert sound["findings"] == []
    assert len(sound["checks"]) > 40
    connection = engine.connect(data / engine.DATABASE_NAME, find_keys(data, Unlock()).database)
    connection.execute("INSERT INTO invoice_balance VALUES ('x', 'y', 'USD', 5)")
    connection.close()
    broken = run("verify")
    assert broken.code == 1
    assert "invoice_balance has invoice_id x" in broken.text
    assert "counterfoil rebuild" in broken.text
    assert run("verify", "--json").out["findings"][0]["check"] == "views.invoice_balance"
    assert run("rebuild", user="20").code == 1
    assert run("rebuild", user="1").code == 0
    assert run("verify").code == 0


def test_a_new_pin(run: Run) -> None:
    assert run("set-pin", "20", "--user", "1", stdin=f"{PIN}\n123456\n").err["field"] == "pin"
    assert run("set-pin", "20", "--user", "30", stdin=f"{PIN}\n846251\n").code == 1
    assert run("set-pin", "20", "--user", "1", stdin=f"{PIN}\n846251\n").code == 0
    account = json.dumps({"account_id": "x", "person": {"family_name": "A"}})
    said = run("do", "parties.register_patient", account, "--user", "20", stdin="846251\n")
    assert said.err["field"] == "account_id"


def test_an_import(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "patients.csv"
    file.write_text("Nr,Surname,First\n1,Nguyen,Hoa\n2,Straße,Jörg\n3,,Nobody\n", encoding="utf-8")
    maps = ("--map", "external_id=Nr", "--map", "family_name=Surname", "--map", "given_names=First")
    words = ("import", "patients", str(file), "--source", "old", *maps)
    checked = run(*words, "--check-only", user="40")
    assert checked.code == 1, checked.complaint
    assert (checked.out["new"], checked.out["bad"]) == (2, 1)
    asked = run(*words, user="40")
    assert (asked.code, asked.err["error"]) == (1, "needs_confirmation")
    rejected = tmp_path / "bad.csv"
    done = run(*words, "--yes", "--rejected", str(rejected), user="40")
    assert (done.code, done.out["applied"]) == (0, 2)
    assert "Nobody" in rejected.read_text(encoding="utf-8-sig")
    again = run(*words, "--yes", user="40").out
    assert (again["new"], again["unchanged"]) == (0, 2)
    assert run("verify").code == 0
    assert run(*words[:-1], "nothing", user="40").code == 2
    assert run("import", "patients", "nowhere.csv", "--source", "x", user="40").code in (1, 3)


def test_balances_tie_to_the_old_report(run: Run, tmp_path: Path) -> None:
    people, owed, maps = (tmp_path / name for name in ("p.csv", "b.csv", "map.json"))
    people.write_text('MRN,Name\n001,"Lee, Ann"\n002,"Win, Bo"\n', encoding="utf-8")
    owed.write_text("Who|Sum\n001|1,234.50\n002|(20.00)\n", encoding="utf-8")
    maps.write_text(json.dumps({"account_key": "Who", "balance": "Sum"}), encoding="utf-8")
    assert run("import", "patients", str(people), "--source", "old", user="40").code == 0
    words = ("import", "balances", str(owed), "--source", "old", "--map-file", str(maps))
    old = ("--as-of", "2025-12-31", "--delimiter", "bar", "--old-credit", "20", "--old-count", "2")
    dry = run(*words, *old, "--old-owed", "1,234.51", "--dry-run", user="40")
    assert (dry.code, dry.out["difference"]["minor"]) == (1, 1)
    assert run("ask", "imports.unended_imports", user="40").out == []
    untied = run(*words, *old, "--old-owed", "1,234.51", user="40")
    assert (untied.code, untied.err["field"]) == (1, "old_owed")
    (waits,) = run("ask", "imports.unended_imports", user="40").out
    assert (waits["state"], waits["applied"]) == ("checked", 0)
    done = run(*words, *old, "--old-owed", "1,234.50", user="40")
    assert (done.code, done.out["difference"]["minor"]) == (0, 0)
    assert done.out["tally"]["applied_credit"]["minor"] == 2000
    assert run("verify").code == 0
    for wrong in (("--as-of", "soon"), ("--delimiter", "x"), ("--map-file", str(owed))):
        assert run(*words, *wrong, user="40").code == 2


def test_keys(run: Run, tmp_path: Path) -> None:
    nowhere = tmp_path / "none"
    assert run("keys", "--json", folder=nowhere).out == key_map.as_json()
    assert "F6" in run("keys", folder=nowhere).text


def test_upgrade_of_what_is_new_already(run: Run) -> None:
    assert run("upgrade").out["revision"] == engine.SCHEMA_REVISION


def test_a_bench_that_is_none(run: Run) -> None:
    assert run("bench", "nothing", "--json").code in (1, 2)


def test_a_fault_of_ours_is_one_object_without_content(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError("Nguyễn owes 35.00")

    monkeypatch.setattr("app.cli.books.verdict_of", broken)
    said = run("verify")
    assert (said.code, said.err["error"], said.err["what"]) == (4, "bug", "ZeroDivisionError")
    assert "Nguyễn" not in said.complaint
    assert said.err["report"]


def test_the_world_outside(run: Run, tmp_path: Path, template: Template) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    said = run("backup", str(blocked / "x" / "y.cfbackup"))
    assert (said.code, said.err["error"]) == (3, "outside")

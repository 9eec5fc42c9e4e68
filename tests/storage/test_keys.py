"""The two secrets and how they are kept: passphrase, recovery key, keyring, beside the demo."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from app.bootstrap import FirstAdministrator, Unlock, init_station, open_station
from app.kernel.errors import OutsideError, UserError
from app.storage import keys
from app.storage.keys import Keys, NoSecretStore
from tests.building import PIN, set_up

WORDS = "correct horse battery"


class MemoryStore:
    """A keyring that forgets at the end of the test."""

    def __init__(self, *, keeps: bool = True) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self._keeps = keeps

    def available(self) -> bool:
        return True

    def read(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def write(self, service: str, name: str, secret: str) -> None:
        if self._keeps:
            self.kept[service, name] = secret


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The costs are written into the file, so cheap ones test the same code."""
    costs = {"time_cost": 1, "memory_cost": 64, "parallelism": 1}
    monkeypatch.setattr(keys, "_ARGON", costs)


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_passphrase_wraps_and_gives_back(tmp_path: Path) -> None:
    made = Keys.made()
    keys.keep_by_passphrase(tmp_path, made, WORDS)
    assert keys.from_passphrase(tmp_path, WORDS) == made
    for wrong in ("", WORDS + " ", WORDS.upper(), "x" * 1000):
        with pytest.raises(UserError, match="passphrase is not right"):
            keys.from_passphrase(tmp_path, wrong)
    assert made.database not in files(tmp_path)
    assert made.database.hex().encode() not in files(tmp_path)
    if sys.platform != "win32":
        assert (tmp_path / keys.PASSPHRASE_NAME).stat().st_mode & 0o077 == 0


def test_the_real_costs_are_those_of_a_secret_that_is_typed_rarely() -> None:
    source = Path(keys.__file__).read_text(encoding="utf-8")
    assert '"time_cost": 3, "memory_cost": 64 * 1024' in source


@pytest.mark.parametrize("words", ["", "short", "x" * 11])
def test_a_short_passphrase_is_refused(tmp_path: Path, words: str) -> None:
    with pytest.raises(UserError, match="at least 12 characters"):
        keys.keep_by_passphrase(tmp_path, Keys.made(), words)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        "{}",
        "null",
        '{"salt": 1}',
        '{"v":1,"salt":"zz","wrapped":"","time_cost":1,"memory_cost":64,"parallelism":1}',
        '{"v":1,"salt":"00","wrapped":"","time_cost":99999,"memory_cost":64,"parallelism":1}',
        '{"v":1,"salt":"00","wrapped":"","time_cost":1,"memory_cost":99999999,"parallelism":1}',
        '{"v":1,"salt":"00","wrapped":"","time_cost":1,"memory_cost":1,"parallelism":1}',
        (
            '{"v":1,"salt":"0011223344556677","wrapped":"AAAA","time_cost":0,"memory_cost":64,'
            '"parallelism":1}'
        ),
        (
            '{"v":1,"salt":"0011223344556677","wrapped":"AAAA","time_cost":1,"memory_cost":64,'
            '"parallelism":-1}'
        ),
    ],
)
def test_a_damaged_key_file_is_refused_in_words(tmp_path: Path, text: str) -> None:
    (tmp_path / keys.PASSPHRASE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(UserError):
        keys.from_passphrase(tmp_path, WORDS)


def test_a_changed_key_file_opens_nothing(tmp_path: Path) -> None:
    keys.keep_by_passphrase(tmp_path, Keys.made(), WORDS)
    path = tmp_path / keys.PASSPHRASE_NAME
    record = json.loads(path.read_text(encoding="utf-8"))
    for field in ("salt", "wrapped"):
        value = record[field]
        for at in range(0, len(value), 7):
            other = "0" if value[at] != "0" else "1"
            changed = record | {field: value[:at] + other + value[at + 1 :]}
            path.write_text(json.dumps(changed), encoding="utf-8")
            with pytest.raises(UserError):
                keys.from_passphrase(tmp_path, WORDS)


def test_a_recovery_key_survives_how_people_copy_it(tmp_path: Path) -> None:
    made, code = Keys.made(), keys.new_recovery_key()
    assert len(code.split("-")) == 9
    assert {len(group) for group in code.split("-")} == {4}
    keys.wrap_for_recovery(tmp_path, made, code, "db")
    text = (tmp_path / keys.RECOVERY_NAME).read_text(encoding="utf-8")
    for typed in (
        code,
        code.lower(),
        code.replace("-", " "),
        code.replace("-", ""),
        f"  {code}\n",
        code.replace("0", "O").replace("1", "I"),
        code.replace("0", "o").replace("1", "l"),
    ):
        assert keys.from_recovery(text, typed) == made
    assert made.master.hex().encode() not in files(tmp_path)


def test_a_mistyped_recovery_key_is_told_from_a_wrong_one(tmp_path: Path) -> None:
    made, code = Keys.made(), keys.new_recovery_key()
    keys.wrap_for_recovery(tmp_path, made, code, "db")
    text = (tmp_path / keys.RECOVERY_NAME).read_text(encoding="utf-8")
    mistyped = 0
    for at, sign in enumerate(code):
        if sign == "-":
            continue
        other = "7" if sign != "7" else "8"
        with pytest.raises(UserError) as caught:
            keys.from_recovery(text, code[:at] + other + code[at + 1 :])
        assert caught.value.field == "recovery_key"
        mistyped += "mistyped" in caught.value.text
    assert mistyped == 36
    for bad in ("", "x", code[:-1], code + "0", "é" * 36, "U" * 36):
        with pytest.raises(UserError, match="mistyped"):
            keys.from_recovery(text, bad)
    with pytest.raises(UserError, match="another practice or another backup"):
        keys.from_recovery(text, keys.new_recovery_key())
    for damaged in (
        "",
        "{}",
        "[]",
        '{"wrapped": 5}',
        text.replace('"wrapped": "', '"wrapped": "A'),
    ):
        with pytest.raises(UserError):
            keys.from_recovery(damaged, code)


def test_the_keyring_keeps_or_says_so() -> None:
    made, store = Keys.made(), MemoryStore()
    keys.keep_in_keyring(store, "db", made)
    assert keys.from_keyring(store, "db") == made
    assert keys.from_keyring(store, "another") is None
    assert keys.from_keyring(NoSecretStore(), "db") is None
    with pytest.raises(OutsideError, match="did not keep the key"):
        keys.keep_in_keyring(MemoryStore(keeps=False), "db", made)
    with pytest.raises(OutsideError, match="no keyring"):
        keys.keep_in_keyring(NoSecretStore(), "db", made)


@pytest.mark.parametrize("text", ["", "AAAA", "not base64!", "é"])
def test_a_damaged_secret_in_the_keyring_is_refused_in_words(text: str) -> None:
    store = MemoryStore()
    store.kept["Counterfoil", "db"] = text
    with pytest.raises(UserError, match="damaged"):
        keys.from_keyring(store, "db")


ANA = FirstAdministrator("Ana Admin", "1", PIN)


def test_a_practice_with_its_key_in_the_keyring(tmp_path: Path) -> None:
    store = MemoryStore()
    data = tmp_path / "data"
    made = init_station(data, set_up(demo=False), ANA, Unlock(secrets=store))
    assert made.key_place == "in the keyring of this computer"
    assert not (data / keys.BESIDE_NAME).exists()
    assert not (data / keys.PASSPHRASE_NAME).exists()
    (secret,) = store.kept.values()
    assert secret.encode() not in files(data)
    open_station(data, Unlock(secrets=store)).close()
    others = ((MemoryStore(), "no key for this practice"), (NoSecretStore(), "is not running"))
    for other, words in others:
        with pytest.raises(UserError, match=words):
            open_station(data, Unlock(secrets=other))
    (data / "station.json").write_text("{", encoding="utf-8")
    open_station(data, Unlock(secrets=store)).close()
    (data / keys.RECOVERY_NAME).unlink()
    with pytest.raises(UserError, match=r"station\.json is missing or damaged"):
        open_station(data, Unlock(secrets=store))


def test_a_practice_with_a_passphrase(tmp_path: Path) -> None:
    data = tmp_path / "data"
    unlock = Unlock(WORDS, NoSecretStore())
    made = init_station(data, set_up(demo=False), ANA, unlock)
    assert "keys.json" in made.key_place
    open_station(data, unlock).close()
    for wrong, words in ((Unlock(), "opens with a passphrase"), (Unlock("x" * 20), "not right")):
        with pytest.raises(UserError, match=words):
            open_station(data, wrong)


def test_without_keyring_and_passphrase_nothing_is_made(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with pytest.raises(UserError, match="no keyring"):
        init_station(data, set_up(demo=False), ANA, Unlock(secrets=NoSecretStore()))
    assert not list(data.iterdir())
    init_station(data, set_up(demo=False), ANA, Unlock(WORDS))
    with pytest.raises(UserError, match="already holds a practice"):
        init_station(data, set_up(), ANA)


def test_the_demo_keeps_its_key_beside_and_says_so(template: object, tmp_path: Path) -> None:
    made = template.made  # type: ignore[attr-defined]
    assert "never keep real patients" in made.key_place
    data = tmp_path / "data"
    shutil.copytree(template.folder, data)  # type: ignore[attr-defined]
    if sys.platform != "win32":
        assert (template.folder / keys.BESIDE_NAME).stat().st_mode & 0o077 == 0  # type: ignore[attr-defined]
    for text in ("", "AAAA", "é", "!!!!"):
        (data / keys.BESIDE_NAME).write_text(text, encoding="utf-8")
        with pytest.raises(UserError, match="damaged"):
            open_station(data)

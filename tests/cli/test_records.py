"""Further copies from the shell: a file and its key, a second journal, who may listen."""

from __future__ import annotations

from pathlib import Path

from tests.building import PIN
from tests.cli.conftest import Run


def test_a_file_and_a_journal_from_the_shell(run: Run, tmp_path: Path) -> None:
    file, share = tmp_path / "w1.cfrecords", tmp_path / "share"
    share.mkdir()
    saved = run("records", "save", str(file), user="1").out
    assert (saved["path"], saved["payments"], saved["amounts"]) == (str(file), 0, [])
    assert len(saved["transfer_key"].replace("-", "")) == 36
    wrong = run("records", "bring", str(file), user="1", stdin=f"{PIN}\nABCD\n")
    assert (wrong.code, wrong.err["field"]) == (1, "key")
    key = f"{PIN}\n{saved['transfer_key']}\n"
    brought = run("records", "bring", str(file), user="1", stdin=key).out
    assert brought["known"] == brought["records"] == saved["records"]

    assert run("records", "journal", str(tmp_path / "none"), user="1").code == 1
    assert run("records", "journal", str(share), user="1").out == {"folder": str(share)}
    [journal] = share.glob("W1-*.cfrecords")
    brought = run("records", "bring", str(journal), "--own", user="1").out
    assert brought["known"] == brought["records"] > 0
    assert run("records", "listen", "70000", user="1").code == 2
    assert run("records", "listen", "47812", user="1").out == {"port": 47812}
    assert run("records", "pair", "W9", "--host", "pc1", user="1").err["field"] == "station"
    assert run("records", "accept", user="1", stdin=f"{PIN}\nnonsense\n").err["field"] == "code"
    told = run("records", "status").out
    assert (told["journal"]["folder"], told["port"], told["neighbours"]) == (str(share), 47812, [])
    assert run("records", "save", str(file), user="20").code == 1

"""The rows of a list become a file: how far it is, and stopping it leaves nothing half."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.areas.parties.lists import accounts
from app.gui.screens.accounts.view import View as Accounts
from app.kernel.listing import ListWanted
from app.storage.statements import Reader
from tests.building import Books
from tests.gui.lists.conftest import MakeLists, fill


@pytest.mark.parametrize("stopped", [False, True])
def test_a_long_file_says_how_far_it_is_and_can_be_stopped(
    lists: MakeLists, books: Books, tmp_path: Path, stopped: bool
) -> None:
    """The file is whole, or what lay there before is untouched."""
    fill(books)
    there = lists()
    screen = there.show("accounts", Accounts(there.desk))
    there.wait(lambda: screen.foot.count.text() == "7 accounts")
    first, go_on = Event(), Event()

    def slowly(reader: Reader, wanted: ListWanted, *asker: object) -> Any:
        if first.is_set():
            go_on.wait(60)
        first.set()
        return accounts(reader, replace(wanted, most=3), *asker)

    screen.spec = replace(screen.spec, page=slowly)
    path = tmp_path / "accounts.csv"
    path.write_text("before")
    screen.ask_where = lambda _screen, _name: path
    screen.save()
    there.wait(lambda: screen.saving.isVisible() and "3 of 7 rows" in screen.saving.words.text())
    assert path.read_text() == "before"
    screen.save()
    there.wait(screen.saving.stop.hasFocus)
    if stopped:
        there.press(Qt.Key.Key_Space)
        assert not screen.saving.stop.isEnabled()
    go_on.set()
    there.wait(lambda: not screen.saving.isVisible())
    there.settle()
    (toast,) = there.desk.toasts.shown
    if stopped:
        assert toast.words.startswith("Saving was stopped")
        assert path.read_text() == "before"
    else:
        assert len(path.read_text(encoding="utf-8").splitlines()) == 8
    assert [each.name for each in tmp_path.glob("accounts*")] == ["accounts.csv"]

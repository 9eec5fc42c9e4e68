"""Further copies by keyboard over a real station: second journal, file to carry, neighbour."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.bootstrap import Station
from app.gui.screens.settings.copies import Copies
from app.gui.screens.settings.view import View
from app.sync.keeping import pairing, second_journal

if TYPE_CHECKING:
    from tests.gui.conftest import Person

KEY, ENTER = Qt.Key, Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_manager_gives_the_log_a_second_place(
    person: Person, station: Station, tmp_path: Path
) -> None:
    person.sign_in("1001")
    person.press(KEY.Key_Comma, CTRL)
    view = person.session.frame.screen_of("settings")
    assert isinstance(view, View)
    for _ in range(10):
        if view.now == "copies":
            break
        person.press(KEY.Key_Down)
    person.press(ENTER)
    section = view.section("copies")
    assert isinstance(section, Copies)
    person.wait(lambda: section.folder.hasFocus())

    person.press(ENTER)
    assert "Say where" in section.folder_field.message.text()
    person.type("/no/such/place")
    person.press(ENTER)
    person.wait(lambda: "no folder that is there" in section.folder_field.message.text())
    section.folder.setText(str(station.folder))
    person.press(ENTER)
    person.wait(lambda: "not the data folder" in section.folder_field.message.text())
    section.folder.setText(str(tmp_path))
    person.press(ENTER)
    person.wait(lambda: "It is written" in section.journal_words.text())
    person.wait(lambda: list(tmp_path.glob("W1-*.cfrecords")) != [])

    file = tmp_path / "w1.cfrecords"
    section.save(str(file))
    person.wait(lambda: section.secret.isVisible())
    assert file.is_file()
    assert len(section.secret.secret.text().replace("-", "")) == 36
    section._offer_bringing(file)
    person.type("ABCD")
    person.press(ENTER)
    person.wait(lambda: "mistyped" in section.key_field.message.text())
    section.key.setText(section.secret.secret.text())
    person.press(ENTER)
    person.wait(lambda: "were known" in section.file_words.text())

    card = section.neighbours
    card.port.setText("80")
    card.save_port()
    assert "from 1024" in card.port_field.message.text()
    card.code.setText("nonsense")
    card.accept()
    person.wait(lambda: "no pairing code" in card.code_field.message.text())
    card.port.setText("47811")
    card.save_port()
    person.wait(lambda: station.ask(pairing.port).result() == 47811)
    section.end.click()
    person.wait(lambda: station.ask(second_journal.standing).result() is None)

"""The words of a window: chosen for it alone, mirrored where they are, Qt's own with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.gui import languages
from app.gui.languages import OVERRIDE, WindowLanguage, native_name, offered
from app.gui.print_panel import PrintPanel
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.theme import Scheme, Theme
from app.gui.widgets.flow import Flow
from app.gui.widgets.labels import AmountLabel, PlainLabel, say_amount
from app.kernel import translate
from app.kernel.i18n import format_date, format_money, format_short_date
from app.kernel.money import Money
from app.kernel.pseudo import LONG, MARK, MIRRORED
from app.kernel.translate import choose_words, speaking, t, tn, use_language, words_language
from tests.gui import judging


@pytest.fixture
def settings(qapp, tmp_path: Path):
    before = translate.language()
    yield QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    choose_words("")
    use_language(before)
    WindowLanguage().follow()


def test_a_window_speaks_what_was_chosen_for_it_and_writes_amounts_as_the_practice(
    settings: QSettings,
) -> None:
    use_language("en_US")
    assert ("Español", "es") in offered()
    first = WindowLanguage(settings)
    first.choose("es")
    assert words_language() == "en_US", "from the next start on"
    WindowLanguage(settings).begin()
    use_language("en_US")
    assert words_language() == "es", "the practice opens behind it"
    assert t("Cash") == "Efectivo"
    assert format_money(Money(123_450, "USD")) == "1,234.50"
    assert format_short_date(date(2026, 11, 20)) == "11/20/26"
    assert format_date(date(2026, 11, 20), "en_US") == "20 nov 2026", "no day to take for another"
    assert say_amount(Money(100, "USD"), "en_US") == "1.00 dólar estadounidense"
    with speaking(None):
        assert format_date(date(2026, 11, 20), "en_US") == "Nov 20, 2026", "on a paper"
    settings.setValue("look/language", "tlh")
    WindowLanguage(settings).begin()
    assert words_language() == "en_US", "what we do not speak is not chosen"


def test_qt_says_its_own_words_in_the_same_language_but_keys_keep_their_names(
    settings: QSettings,
) -> None:
    WindowLanguage(settings).choose("es")
    WindowLanguage(settings).begin()
    said = QCoreApplication.translate
    assert said("QWidgetTextControl", "&Paste") == t("Paste") != "&Paste"
    assert said("QFileDialog", "Look in:") == "Ver en:"
    assert QKeySequence("Del").toString(QKeySequence.SequenceFormat.NativeText) == "Del"


@pytest.mark.parametrize(("locale", "mirrored"), [(LONG, False), (MIRRORED, True)])
def test_made_up_languages_show_what_real_ones_would_meet(
    settings: QSettings, monkeypatch: pytest.MonkeyPatch, locale: str, mirrored: bool
) -> None:
    monkeypatch.setenv(OVERRIDE, locale)
    WindowLanguage(settings).begin()
    use_language("en_US")
    assert words_language() == locale
    right_to_left = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert right_to_left is mirrored
    said = t("Cash of shift {number}", number="W1-000123")
    assert "W1-000123" in said
    assert MARK in said
    assert mirrored or len(said) > 1.3 * len("Cash of shift W1-000123")
    assert tn("{count} bag", "{count} bags", 2).count("2") == 1
    assert format_money(Money(123_450, "USD")) == "1,234.50"


@pytest.mark.parametrize("told", ["vi", "vi_VN", "vi-VN", "vi_VN.UTF-8", "VI"])
def test_a_start_may_be_told_a_language_with_its_country(
    settings: QSettings, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    monkeypatch.setenv(OVERRIDE, told)
    WindowLanguage(settings).begin()
    use_language("en_US")
    assert words_language() == "vi"


def test_languages_are_called_what_their_people_call_them(settings: QSettings) -> None:
    names = [native_name(each) for each in ("en", "es", "vi", "my", "??")]
    assert names == ["English", "Español", "Tiếng Việt", "မြန်မာ", "??"]
    assert languages.system_language().partition("_")[0] in {each for _, each in offered()}


def test_a_mirrored_window_puts_amounts_and_foreign_names_where_its_own_words_stand(
    settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    side = Qt.AlignmentFlag
    sides = ((LONG, side.AlignLeft, side.AlignRight), (MIRRORED, side.AlignRight, side.AlignLeft))
    for locale, begins, ends in sides:
        monkeypatch.setenv(OVERRIDE, locale)
        WindowLanguage(settings).begin()
        assert PlainLabel("Ana Lopez").alignment() & begins
        assert AmountLabel().alignment() & ends
        amount = AmountLabel()
        amount.setAlignment(side.AlignLeft)
        assert amount.alignment() & begins


def test_a_mirrored_list_stands_on_a_row_and_keeps_decimals_below_one_another(
    qtbot: QtBot, theme: Theme, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OVERRIDE, MIRRORED)
    WindowLanguage(settings).begin()
    columns: tuple[Column[str], ...] = (
        Column("Name", str),
        Column("Amount", str, right=True, width=100),
    )
    model = RowsModel(columns)
    model.show_rows(("9.00", "−120.00"))
    table = DataTable(model)
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.show()
    for hidden in (False, True):
        table.setColumnHidden(0, hidden)
        table.clearSelection()
        table.selectRow(1)
        assert table.current_row() == "−120.00"
        assert {each.row() for each in table.selectedIndexes()} == {1}
    side = Qt.AlignmentFlag
    sides = model.data(model.index(0, 1), Qt.ItemDataRole.TextAlignmentRole)
    assert sides & int(side.AlignRight)
    assert sides & int(side.AlignAbsolute)


@pytest.mark.parametrize("locale", ["en_US", LONG, MIRRORED])
def test_the_printer_panel_is_as_high_as_its_parts_need(
    qtbot: QtBot,
    theme: Theme,
    settings: QSettings,
    monkeypatch: pytest.MonkeyPatch,
    locale: str,
) -> None:
    """Also when the text grows or a way is taken away while it is open."""
    monkeypatch.setenv(OVERRIDE, locale)
    WindowLanguage(settings).begin()
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(1600, 900)
    panel = PrintPanel(over)
    over.show()
    panel.open()
    ways = panel.findChild(Flow)
    assert ways is not None
    for percent, spare in ((100, True), (200, True), (200, False), (100, False), (100, True)):
        theme.choose(Scheme.LIGHT, percent)
        panel.offer(settings=spare, paper=True)
        qtbot.waitUntil(lambda: ways.height() == ways.heightForWidth(ways.width()))
        assert not [*judging.outside(over), *judging.clipped(over)], (percent, spare)

"""What no hand should type, pasted into the real Counter: a sentence, and no money is taken."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.kernel.money import Money
from tests.gui.counter.conftest import KEY, Bench

CTRL = Qt.KeyboardModifier.ControlModifier
REFUSED = (
    *("-5", "−5", "(5.00)", "-0", "1e3", "0x10", "NaN", "Infinity", "1_000", "1.005", "1,23"),
    *("9223372036854775807", "1000000000000000", "00000000000000000001", "12\u202e", "½", "€12"),
    *("4111 1111 1111 1111", "A-000123", "'); DROP TABLE payment;--", "\x1bp\x00\x19\xfa"),
)
READ = {" $ 12.34\n": 1234, "１２": 1200, "١٢": 1200, "1\u200b2": 1200, "20+15": 3500}
EVIL = "<img src=http://127.0.0.1:9/x> <b>%s{0}{{}}</b>"


def paste(bench: Bench, text: str) -> None:
    QApplication.clipboard().setText(text)
    bench.press(KEY.Key_A, CTRL)
    bench.press(KEY.Key_V, CTRL)


def test_a_pasted_amount_is_exact_or_refused_beside_its_field(bench: Bench) -> None:
    bench.open("Thị Hoa")
    bench.press(KEY.Key_F6)
    given = bench.view.panel.given
    assert bench.focus is given
    for text in REFUSED:
        paste(bench, text)
        bench.press(KEY.Key_Return)
        bench.settle()
        assert bench.books.payments() == (), text
        assert given.error() or not given.text(), f"{text!r} stands there as {given.text()!r}"
    for text, minor in READ.items():
        paste(bench, text)
        bench.settle()
        assert given.amount() == Money(minor, "USD"), text
    assert bench.books.payments() == ()


def test_hostile_names_are_shown_as_they_are_and_fetch_nothing(bench: Bench) -> None:
    bench.books.register(EVIL, "O'Neil')--")
    bench.open(EVIL)
    bench.press(KEY.Key_F6)
    bench.settle()
    shown = 0
    for widget in bench.window.findChildren(QWidget):
        told = (widget.toolTip(), widget.whatsThis(), widget.statusTip())
        assert not [tip for tip in told if "<img" in tip], widget
        if isinstance(widget, QLabel) and "<img" in widget.text():
            assert widget.textFormat() == Qt.TextFormat.PlainText
            shown += widget.isVisible()
    assert shown

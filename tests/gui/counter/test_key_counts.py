"""How many keys the Counter asks for; amounts, numbers and names that are typed do not count."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

from tests.gui.counter.conftest import KEY, NONE, Bench

CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Hand:
    """Counts each key, chord and list digit."""

    bench: Bench
    steps: int = 0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.steps += 1
        self.bench.press(key, held)
        self.bench.settle()

    def digit(self, key: Qt.Key) -> None:
        self.press(key)
        self.bench.wait(lambda: not self.bench.view.digits.isVisible())
        self.bench.settle()


def test_finding_is_one(bench: Bench) -> None:
    hand = Hand(bench)
    bench.type("oneil")
    hand.press(KEY.Key_Return)
    assert (bench.view.acts.account_id, hand.steps) == (bench.books.accounts["Robert"], 1)


def test_cash_is_two_exact_or_with_change(bench: Bench) -> None:
    for who, typed in (("Robert", ""), ("Thị Hoa", "50")):
        hand = Hand(bench)
        before = len(bench.books.payments())
        bench.open(who)
        hand.press(KEY.Key_F6)
        bench.type(typed)
        hand.press(KEY.Key_Return)
        assert (len(bench.books.payments()) - before, hand.steps) == (1, 2)


def test_a_split_is_three_a_copy_one_and_a_void_three(bench: Bench) -> None:
    hand = Hand(bench)
    bench.open("Thị Hoa")
    hand.press(KEY.Key_F6)
    bench.type("20")
    hand.press(KEY.Key_F7)
    bench.type("1182 First")
    hand.press(KEY.Key_Return)
    assert (bench.books.payments()[0].tender, hand.steps) == ("Cash + Check", 3)

    copy = Hand(bench)
    copy.press(KEY.Key_F12)
    paper = bench.frame.shelf.newest_paper
    assert paper is not None
    assert ("copy 1" in paper.title, copy.steps) == (True, 1)

    void = Hand(bench)
    void.press(KEY.Key_R, CTRL)
    void.press(KEY.Key_Delete)
    void.digit(KEY.Key_1)
    assert (bench.books.payments()[0].status.value, void.steps) == ("void", 3)


def test_correcting_a_tender_is_four_with_its_reason(bench: Bench) -> None:
    bench.open("Robert")
    bench.press(KEY.Key_F6)
    bench.press(KEY.Key_Return)
    bench.settle()
    hand = Hand(bench)
    hand.press(KEY.Key_R, CTRL)
    hand.press(KEY.Key_F2)
    words = bench.view.digits.words.text()
    hand.press(KEY.Key_2)
    bench.wait(lambda: bench.view.digits.words.text() != words)
    hand.digit(KEY.Key_1)
    assert (bench.books.payments()[0].tender, hand.steps) == ("Credit card", 4)

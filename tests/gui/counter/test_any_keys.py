"""Whatever is pressed, in any order: one command a form, and every cent is where it belongs."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.areas.ledger.queries import account_balance
from app.areas.payments.values import PaymentStatus, TakePayment
from app.gui.screens.counter.payment_form import PaymentForm
from tests.gui.counter.conftest import KEY, Bench

KEYS = (
    *(KEY.Key_F6,) * 4,
    *(KEY.Key_F7, KEY.Key_F8, KEY.Key_F9, KEY.Key_F4, KEY.Key_F2),
    *(KEY.Key_Slash, KEY.Key_Minus, KEY.Key_Delete, KEY.Key_Menu),
    *(KEY.Key_Return,) * 6,
    KEY.Key_Enter,
    KEY.Key_Escape,
    KEY.Key_Space,
    KEY.Key_Tab,
    KEY.Key_Backspace,
    KEY.Key_Up,
    KEY.Key_Down,
    KEY.Key_F12,
    KEY.Key_Asterisk,
    KEY.Key_Plus,
    *(KEY.Key_0, KEY.Key_1, KEY.Key_4, KEY.Key_5),
)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
CHORDS = ((KEY.Key_R, CTRL), (KEY.Key_J, CTRL), (KEY.Key_F9, SHIFT))


@pytest.mark.parametrize("seed", range(4))
def test_any_keys_keep_every_cent(bench: Bench, seed: int) -> None:
    dice = random.Random(seed)
    sent: Counter[str] = Counter()
    send = bench.view.acts.taking._send

    def watched(form: PaymentForm, command: TakePayment) -> None:
        sent[command.id] += 1
        assert command.account_id == form.account_id == bench.view.acts.account_id
        send(form, command)

    bench.view.acts.taking._send = watched  # type: ignore[method-assign]
    bench.open("Thị Hoa")
    for _ in range(120):
        if dice.random() < 0.05:
            name = dice.choice(("Thị Hoa", "Robert"))
            bench.view.acts.open_account(bench.books.accounts[name])
        focus = QApplication.focusWidget() or bench.view
        chord = dice.choice(CHORDS) if dice.random() < 0.1 else None
        key, held = chord or (dice.choice(KEYS), Qt.KeyboardModifier.NoModifier)
        QTest.keyClick(focus, key, held)
        if dice.random() < 0.3:
            bench.settle()
        if bench.failures.question is not None and dice.random() < 0.5:
            question = bench.failures.question
            dice.choice((question.yes_button, question.no_button)).click()
    for dialog in (bench.view.acts.family.dialog, bench.view.acts.receipts.dialog):
        if dialog is not None:
            dialog.reject()
    if bench.failures.question is not None:
        bench.failures.question.reject()
    bench.settle()
    _every_cent_is_there(bench, sent)


def _every_cent_is_there(bench: Bench, sent: Counter[str]) -> None:
    taken = bench.books.payments()
    assert {payment.payment_id for payment in taken} <= set(sent)
    kept = sum(p.amount.minor for p in taken if p.status is PaymentStatus.COMPLETED)
    left = 0
    for account_id in bench.books.accounts.values():
        balance = bench.books.station.ask(account_balance, account_id, "USD").result()
        left += balance.owed.minor - balance.credit.minor
    assert 18500 + 8000 - kept == left
    assert not any("Something went wrong" in toast.words for toast in bench.desk.toasts.shown)

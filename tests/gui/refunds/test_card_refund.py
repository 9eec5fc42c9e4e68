"""A refund to a card by keyboard: sent, not heard of, looked for, given back once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.areas.refunds.shown_values import RefundVerb
from app.areas.refunds.values import RefundMethod, RefundStatus
from app.gui.cards_beside import beside as in_the_tray
from tests.devices.card_terminal.card_till import new_till
from tests.devices.card_terminal.test_refunding import CREATE, charged
from tests.gui.deposits.conftest import CTRL, ENTER, words_on
from tests.gui.refunds.test_refund_window import (  # noqa: F401  fixtures of the window
    CLERK,
    banking,
    box,
    clerk,
    desk_of,
)
from tests.stripe_stand_in.cards import VISA
from tests.stripe_stand_in.faults import Fault

if TYPE_CHECKING:
    from tests.gui.deposits.conftest import Teller


def test_a_card_gets_its_money_back(teller: Teller) -> None:
    books = teller.banking.books
    assert books.station.cards is not None
    books.station.cards.stop()  # or the window's own desk serves the attempt beside the till
    till = new_till(books.station, books.actors)
    back = charged(till, VISA)
    beside: Any = books.station.refunds
    beside._gateway_of = till._gateway
    till.world.faults.next(CREATE, Fault.LOST_AFTER)
    teller.person.sign_in(CLERK)
    teller.settle()
    desk: Any = teller.person.session.desk
    desk.refund_payment(back.payment_id)
    teller.until(lambda: desk_of(teller).form)
    form = desk_of(teller).form
    assert form is not None
    assert form.form.value("amount").minor == 12_000
    box(form, "amount").setText("50.00")
    box(form, "reason_id").setCurrentIndex(0)
    teller.photo("refund-card-form")
    teller.press(ENTER, CTRL)
    teller.until(lambda: desk_of(teller).panel)
    panel = desk_of(teller).panel
    assert panel is not None
    assert panel.refund.method is RefundMethod.CARD_REVERSAL
    teller.settle()
    teller.photo("refund-card-approved")
    teller.press(ENTER, CTRL)
    teller.until(lambda: panel.refund.status is RefundStatus.PROCESSED)
    assert RefundVerb.CANCEL not in panel.buttons
    (on_its_way,) = books.station.ask(in_the_tray).result()
    assert on_its_way.amount.minor == 5_000
    assert "Do NOT give it back another way" in on_its_way.words
    teller.photo("refund-card-unknown")
    teller.press(ENTER, CTRL)
    teller.until(lambda: panel.refund.status is RefundStatus.COMPLETED)
    teller.settle()
    teller.photo("refund-card-done")
    assert "50.00" in words_on(panel)
    assert back.given() == 5_000
    till.sound()

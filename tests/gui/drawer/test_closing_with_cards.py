"""A shift with a card payment that has not ended: refused in words, with the way on beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.areas.cards import maintaining, queries, service, simulating
from app.areas.cards.gateway_values import SIMULATED_GATEWAY, SIMULATED_READER
from app.areas.cards.simulated_cards import Button
from app.areas.cards.simulating import PressButton
from app.areas.cards.values import AttemptState, OpenAttempt
from app.areas.parties import service as parties
from app.areas.parties.values import Person as Human
from app.areas.parties.values import RegisterPatient
from app.areas.payments.values import Purpose, TakePayment, TenderGiven
from app.kernel.actor import SYSTEM
from app.kernel.ids import AccountId, CommandId, new_id
from tests.gui.drawer.closing_steps import closed, seal, to_count
from tests.gui.drawer.conftest import CTRL, ENTER, ESC, usd

if TYPE_CHECKING:
    from tests.gui.drawer.conftest import Till


def begin_card(till: Till) -> None:
    """Somebody stands at the reader: the program waits for their card."""
    account = AccountId(new_id())
    patient = RegisterPatient(CommandId(new_id()), account, Human("Khin", "Zaw"))
    till.station.act(SYSTEM, parties.register_patient, patient).result()
    card = TenderGiven("credit_card", usd(1200))
    payment = TakePayment(CommandId(new_id()), account, (card,), purpose=Purpose.PREPAYMENT)
    wanted = OpenAttempt(CommandId(new_id()), payment, SIMULATED_GATEWAY, SIMULATED_READER)
    actor = till.person.session.desk.actor
    till.station.act(actor, service.open_attempt, wanted).result()


def test_a_card_that_has_not_ended_keeps_the_shift_open(till: Till) -> None:
    till.station.act(SYSTEM, maintaining.seed_simulated, None).result()
    till.open_drawer()
    begin_card(till)
    tray = till.person.session.cards.panel
    till.until(
        lambda: any(
            row.state is AttemptState.WAITING_CARD
            for row in till.station.ask(queries.open_attempts).result()
        )
    )
    to_count(till)
    till.settle()
    assert till.closing.cards.isVisible()
    assert till.closing.cards_words.text() == "1 card is not decided: Zaw Khin."
    assert not till.closing.parked.isVisible()
    till.photo("closing-card")
    till.count(n2000=10)
    seal(till)
    page = till.view.difference
    assert page is not None
    till.press(ENTER)
    till.until(lambda: tray.isVisible() and tray.rows)
    assert "can't be closed yet" in page.message.text()
    assert "12.00" in page.message.text()
    assert tray.isAncestorOf(till.person.focus)
    assert tray.rows[0].row.shift_number
    press = PressButton(CommandId(new_id()), Button.TAP_CREDIT)
    till.station.act(SYSTEM, simulating.press, press).result()
    till.until(lambda: not tray.rows)
    assert "Nothing is open" in tray.state.text()
    till.settle()
    till.press(ESC)
    till.press(ENTER, CTRL)
    closed(till)

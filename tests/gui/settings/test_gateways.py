"""Gateways and readers by keyboard over a real station: added, refused beside the box, bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from app.areas.cards import gateways as cards
from app.areas.cards import maintaining
from app.areas.cards.gateway_values import GatewayRow, Provider, SaveGateway, SaveReader
from app.bootstrap import Station
from app.gui.screens.settings.gateways import Gateways
from app.gui.screens.settings.readers import Readers
from app.gui.screens.settings.view import View
from app.kernel.actor import SYSTEM
from app.kernel.ids import CommandId, new_id

if TYPE_CHECKING:
    from tests.gui.conftest import Person

KEY, ENTER, ESC = Qt.Key, Qt.Key.Key_Return, Qt.Key.Key_Escape
CTRL = Qt.KeyboardModifier.ControlModifier


def section(person: Person, name: str) -> Any:
    """Sign in and walk to a section by Ctrl+, and the arrow keys."""
    person.sign_in("1001")
    person.press(KEY.Key_Comma, CTRL)
    view = person.session.frame.screen_of("settings")
    assert isinstance(view, View)
    for _ in range(10):
        if view.now == name:
            break
        person.press(KEY.Key_Down)
    person.press(ENTER)
    found = view.section(name)
    assert isinstance(found, Gateways | Readers)
    person.wait(lambda: found.found is not None)
    return found


def listed(station: Station) -> dict[str, GatewayRow]:
    return {row.name: row for row in station.ask(cards.gateways).result()}


def add(station: Station, name: str, provider: Provider, **more: Any) -> str:
    methods = ("credit_card", "debit_card")
    mode = {"test_mode": provider is Provider.STRIPE}
    command = SaveGateway(CommandId(new_id()), None, name, provider, methods, **mode | more)
    added: str = station.act(SYSTEM, maintaining.save_gateway, command).result()
    return added


def test_a_gateway_is_added_by_keyboard(person: Person, station: Station) -> None:
    """A terminal of its own asks for no key; Stripe says what its key needs once it is saved."""
    view = section(person, "gateways")
    assert "no card gateway yet" in view.table.empty_words
    person.press(KEY.Key_N, CTRL)
    form = view.form
    assert person.focus is form.name
    assert not form.key_card.isVisible()
    assert "practice" not in form.mode_words.text()
    person.type("Stripe")
    form.test_mode.setChecked(False)
    person.press(ENTER, CTRL)
    person.wait(lambda: "demo practice" in form.mode_words.text())
    person.settle()
    assert person.focus is form.test_mode
    person.press(KEY.Key_Space)
    form.url.setText("http://stripe.example")
    person.press(ENTER, CTRL)
    person.wait(lambda: "https" in form.fields["base_url"].message.text())
    form.url.clear()
    form.ticks["ach"][0].setChecked(True)
    person.press(ENTER, CTRL)
    person.wait(lambda: "Stripe" in listed(station))
    person.settle()
    row = listed(station)["Stripe"]
    assert row.methods == ("credit_card", "debit_card", "ach")
    assert row.default_for == ("credit_card", "debit_card")
    assert not view.is_open
    assert "No key" in view.text_of(view.model.rows[0])
    person.press(ENTER)
    assert form.key_card.isVisible()
    assert "no key yet" in form.key_card.words.text()
    assert "PaymentIntents" in form.key_card.needs.text()
    assert form.trial.words.text() == "Keep a key first."
    form.key_card.box.setFocus()
    person.press(ENTER)
    assert form.key_card.field.message.text() == "Put the key in here first."


def test_a_reader_stands_at_this_window(person: Person, station: Station) -> None:
    gateway_id = add(station, "Stripe", Provider.STRIPE)
    add(station, "Square", Provider.SQUARE)
    reader = SaveReader(
        CommandId(new_id()), None, gateway_id, "Front desk 1", "tmr_1", device_type="S700"
    )
    station.act(SYSTEM, maintaining.save_reader, reader).result()
    view = section(person, "readers")
    person.wait(lambda: view.model.rows)
    person.press(ENTER)
    form = view.form
    assert (form.title.text(), form.label.text()) == ("Front desk 1", "Front desk 1")
    assert not form.here.isChecked()
    form.here.setChecked(True)
    person.press(ENTER, CTRL)
    person.wait(lambda: any(s.reader_id for s in station.ask(cards.standings).result()))
    person.settle()
    assert "At this window" in view.text_of(view.model.rows[0])
    person.press(KEY.Key_N, CTRL)
    assert form.chosen_gateway().name == "Stripe", "Square has no readers here"
    assert form.fields["code"].isVisible()
    assert not form.here.isChecked(), "one stands here already"
    form.label.setText("Back desk")
    person.press(ENTER, CTRL)
    assert form.fields["code"].message.text() == "This can't be empty."

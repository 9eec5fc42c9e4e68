"""Gateways and readers by keyboard over a real station: added, refused beside the box, bound."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import Qt

from app.areas.cards import gateways as cards
from app.areas.cards import maintaining
from app.areas.cards.gateway_values import (
    GatewayRow,
    KeyPurpose,
    Provider,
    SaveGateway,
    SaveReader,
)
from app.bootstrap import Station
from app.devices.card_terminal import keys
from app.devices.secrets import OsKeyring
from app.gui.screens.settings.gateway_key import KeyCard
from app.gui.screens.settings.gateways import Gateways
from app.gui.screens.settings.readers import Readers
from app.gui.screens.settings.view import View
from app.kernel.actor import SYSTEM
from app.kernel.ids import CommandId, GatewayId, new_id
from tests.stripe_stand_in.cards import VISA
from tests.stripe_stand_in.front import StripeFront
from tests.stripe_stand_in.world import TILL_KEY, StripeWorld

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


def add(station: Station, name: str, provider: Provider, **more: Any) -> GatewayId:
    methods = ("credit_card", "debit_card")
    mode = {"test_mode": provider is Provider.STRIPE}
    command = SaveGateway(CommandId(new_id()), None, name, provider, methods, **mode | more)
    added: GatewayId = station.act(SYSTEM, maintaining.save_gateway, command).result()
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


def test_without_a_gateway_the_form_of_a_reader_says_what_to_do(person: Person) -> None:
    """Ctrl+Enter did nothing there."""
    view = section(person, "readers")
    person.press(KEY.Key_N, CTRL)
    view.form.label.setText("Front desk")
    person.press(ENTER, CTRL)
    assert "Add a Stripe gateway first" in view.form.fields["gateway_id"].message.text()


class Memory(KeyringBackend):
    """A keyring that forgets at the end of the test."""

    priority = -1.0
    """Nobody else in this process may find it by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password


@pytest.fixture
def safe(monkeypatch: pytest.MonkeyPatch) -> Iterator[Memory]:
    before, safe = keyring.get_keyring(), Memory()
    monkeypatch.delenv("COUNTERFOIL_KEYRING", raising=False)
    monkeypatch.setattr(safe, "priority", 9.0)
    keyring.set_keyring(safe)
    yield safe
    keyring.set_keyring(before)


def _says(card: KeyCard, words: str) -> bool:
    return words in card.field.message.text()


def keep_the_key(person: Person, view: Gateways, safe: Memory) -> None:
    """Three that are refused in words, then the right one."""
    person.press(ENTER)
    card = view.form.key_card
    for key, why in (
        ("sk_live_51aaaaaaaaaaaaaaaa", "Make a restricted key"),
        ("rk_live_51aaaaaaaaaaaaaaaa", "demo practice"),
        ("rk_test_notTheirs00000", "does not accept this key"),
    ):
        card.box.setFocus()
        card.box.setText(key)
        person.press(ENTER)
        person.wait(partial(_says, card, why))
        person.settle()
        assert card.box.text() == "", "a key that is refused is a secret too"
    assert safe.kept == {}
    card.box.setText(TILL_KEY)
    person.press(ENTER)
    person.wait(lambda: "in the keyring" in card.words.text())
    person.settle()
    assert TILL_KEY in safe.kept.values()
    assert card.box.text() == ""


def test_stripe_is_set_up_from_key_to_test_payment(
    person: Person, station: Station, safe: Memory
) -> None:
    """Over a real socket: a key with its refusals, a reader from the list, a try, a lost key."""
    world = StripeWorld()
    reader = world.add_reader("Front desk 1")
    with StripeFront(world) as front:
        add(station, "Stripe", Provider.STRIPE, base_url=front.url)
        view = section(person, "gateways")
        person.wait(lambda: view.model.rows)
        keep_the_key(person, view, safe)
        card = view.form.key_card
        assert card.width() <= view.form.viewport().width(), "its right edge was cut off"
        assert view.form.trial.words.text().startswith("Say under card readers")
        person.press(ESC)
        person.press(KEY.Key_PageDown, CTRL)
        screen = person.session.frame.screen_of("settings")
        assert isinstance(screen, View)
        listed = screen.section("readers")
        assert isinstance(listed, Readers)
        person.press(KEY.Key_N, CTRL)
        form = listed.form
        form.look.click()
        person.wait(lambda: form.chosen_reader() is not None)
        person.settle()
        assert form.label.text() == "Front desk 1"
        assert form.here.isChecked()
        form.label.setFocus()
        person.press(ENTER, CTRL)
        person.wait(lambda: any(s.reader_id for s in station.ask(cards.standings).result()))
        person.settle()
        person.press(KEY.Key_PageUp, CTRL)
        person.press(ENTER)
        trial = view.form.trial
        assert trial.words.text() == "On “Front desk 1”, with a test card."
        trial.button.click()
        person.wait(lambda: "Tap, insert or swipe" in trial.said.text())
        reader.present(VISA)
        person.wait(lambda: trial.said.text().startswith("It works: "))
        world.keys[TILL_KEY].state = "revoked"
        person.settle()
        card.check.click()
        person.wait(lambda: any(s.trouble for s in station.ask(cards.standings).result()))
        person.settle()
        assert TILL_KEY not in card.words.text() + card.field.message.text()
        person.wait(partial(_says, card, "revoked or has expired"))
        assert view.text_of(view.model.rows[0]).endswith("Off")


def test_a_reader_is_registered_by_its_code(person: Person, station: Station, safe: Memory) -> None:
    """A wrong code is said beside its box; a place needs the address of the practice."""
    world = StripeWorld()
    with StripeFront(world) as front:
        gateway_id = add(station, "Stripe", Provider.STRIPE, base_url=front.url)
        row = station.ask(cards.gateway, gateway_id).result()
        keys.keep_key(station, OsKeyring(), row, KeyPurpose.TILL, TILL_KEY)
        view = section(person, "readers")
        person.press(KEY.Key_N, CTRL)
        form = view.form
        assert form.code.hasFocus()
        assert form.new_place.text() == "Main street"
        form.label.setText("Back desk")
        form.code.setText("puppies-plug-could")
        person.press(ENTER, CTRL)
        person.wait(lambda: "whole address" in form.fields["place"].message.text())
        person.settle()
        form.look.click()
        person.wait(lambda: form.place.count() > 1)
        person.settle()
        form.code.setText("wrong")
        person.press(ENTER, CTRL)
        person.wait(lambda: form.fields["code"].message.text())
        person.settle()
        form.code.setText("puppies-plug-could")
        person.press(ENTER, CTRL)
        person.wait(lambda: station.ask(cards.readers).result())
        person.settle()
        (kept,) = station.ask(cards.readers).result()
        assert kept.label == "Back desk"
        assert kept.reader_ref in world.machines

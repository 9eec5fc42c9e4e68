"""The desk beside the window: its threads take an attempt up by themselves, find out what a start
before left, and end with the station.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.areas.cards import gateways, maintaining, queries
from app.areas.cards import service as cards
from app.areas.cards.gateway_values import NoteStanding
from app.areas.cards.ports import CardGateway
from app.areas.cards.values import AttemptState, WantVoid
from app.bootstrap import open_station
from app.devices.card_terminal.stripe_troubles import no_key
from app.kernel.ids import AttemptId, GatewayId
from tests.building import Actors, command_id
from tests.conftest import MakePractice
from tests.devices.card_terminal.card_till import Till, new_till
from tests.devices.till import wait as until
from tests.stripe_stand_in.cards import VISA
from tests.stripe_stand_in.readers import Customer
from tests.stripe_stand_in.world import TILL_KEY

S = AttemptState


def test_the_desk_works_by_itself(practice: MakePractice, actors: Actors) -> None:
    folder = practice("desk")
    station = open_station(folder)
    till = new_till(station, actors)
    till.machine.customer = lambda _action: Customer(0.0, VISA)
    opened: list[GatewayId] = []

    def gateway_of(gateway_id: GatewayId) -> CardGateway:
        opened.append(gateway_id)
        return till.gateway

    def state(attempt: AttemptId) -> AttemptState:
        return station.ask(queries.attempt_shown, attempt).result().state

    station.start_cards(gateway_of)
    station.start_cards(gateway_of)
    paid = till.charge(2100)
    until(lambda: state(paid) is S.PAID)
    till.machine.customer = lambda _action: Customer(card=None)
    left = till.charge(2200)
    until(lambda: state(left) is S.WAITING_CARD)
    till.act(cards.want_void, WantVoid(command_id(), left))
    until(lambda: state(left) is S.VOID)
    assert len(opened) == 1, "a gateway is kept open"
    note = NoteStanding(command_id(), till.gateway_id, True, "The key was revoked.")
    till.act(maintaining.note_standing, note, actors.administrator)
    asleep = till.charge(2300)
    until(lambda: state(asleep) is S.WAITING_CARD)
    assert station.ask(gateways.standings).result()[0].trouble == "", "a call that works says so"
    station.close()
    till.machine.present()
    station = till.station = till.books.station = open_station(folder)
    station.start_cards(gateway_of)
    until(lambda: state(asleep) is S.PAID)
    notices = station.ask(queries.card_notices).result()
    assert [each.attempt_id for each in notices] == [asleep]
    till.world.keys[TILL_KEY].state = "revoked"
    refused = till.charge(2400)
    until(lambda: state(refused) is S.SETUP_ERROR)
    assert station.ask(gateways.standings).result()[0].trouble
    till.runner_books = station
    till.agrees()
    station.close()


class Behind:
    """A computer whose clock fell back while it was off, as with an empty battery."""

    def now(self) -> datetime:
        return datetime.now(UTC) - timedelta(days=400)


def test_a_reader_asks_nobody_for_what_was_begun_before_a_start(
    practice: MakePractice, actors: Actors
) -> None:
    """Whatever the clock says: somebody else may stand before the reader now."""
    folder = practice("behind")
    till = new_till(open_station(folder), actors)
    attempt = till.charge(2100)
    till.station.close()
    station = till.station = till.books.station = open_station(folder, clock=Behind())
    till.machine.customer = lambda _action: Customer(0.0, VISA)
    station.start_cards(lambda _gateway_id: till.gateway)
    until(lambda: station.ask(queries.attempt_shown, attempt).result().ended)
    assert till.shown(attempt).state is S.VOID
    assert not till.machine.armed
    station.close()


def test_a_gateway_without_a_key_ends_the_attempt_in_words(till: Till) -> None:
    def none(_gateway_id: GatewayId) -> CardGateway:
        raise no_key()

    till.attempts._gateway_of = none
    shown = till.run(till.charge(900))
    assert (shown.state, shown.ended) == (S.SETUP_ERROR, True)

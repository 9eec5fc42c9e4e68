"""A gateway with a reader, and good commands about both, ready to be spoilt in one field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.areas.cards import maintaining
from app.areas.cards.gateway_values import (
    BindReader,
    NoteStanding,
    Provider,
    SaveGateway,
    SaveReader,
)
from app.kernel.ids import CardReaderId, GatewayId
from tests.building import command_id

if TYPE_CHECKING:
    from tests.areas.good_ground import Ground


@dataclass(frozen=True, slots=True)
class Gateways:
    """One of Stripe in test mode, with a reader of its own."""

    gateway_id: GatewayId
    reader_id: CardReaderId


def prepare_gateways(act: Callable[..., Any]) -> Gateways:
    gateway = SaveGateway(
        command_id(), None, "Stripe", Provider.STRIPE, ("credit_card",), test_mode=True
    )
    gateway_id = act(maintaining.save_gateway, gateway)
    reader = SaveReader(command_id(), None, gateway_id, "Front desk 1", "tmr_1")
    return Gateways(gateway_id, act(maintaining.save_reader, reader))


GOOD_GATEWAYS: dict[str, Callable[[Ground], Any]] = {
    "cards.bind_reader": lambda g: BindReader(
        command_id(), g.gateways.gateway_id, g.gateways.reader_id
    ),
    "cards.note_standing": lambda g: NoteStanding(
        command_id(), g.gateways.gateway_id, True, "The key was revoked.", "acct_1"
    ),
    "cards.save_gateway": lambda g: SaveGateway(
        command_id(),
        None,
        "Stripe of the branch",
        Provider.STRIPE,
        ("credit_card", "debit_card"),
        ("debit_card",),
        "M-1",
        "http://127.0.0.1:4242",
        True,
        2,
    ),
    "cards.save_reader": lambda g: SaveReader(
        command_id(), None, g.gateways.gateway_id, "Front desk 2", "tmr_2", "tml_1", "S700", "SN-1"
    ),
}

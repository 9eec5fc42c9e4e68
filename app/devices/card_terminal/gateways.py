"""From a practice's gateway to somebody who charges cards through it."""

from __future__ import annotations

from app.areas.cards.gateway_values import GatewayRow, KeyPurpose, Provider
from app.areas.cards.ports import CardGateway
from app.devices.card_terminal.keys import line_of
from app.devices.card_terminal.simulated import Simulating, simulated_gateway
from app.devices.card_terminal.stripe_gateway import StripeGateway
from app.devices.card_terminal.stripe_line import LineTimes
from app.devices.card_terminal.stripe_troubles import no_key
from app.storage.keys import SecretStore


def gateway_for(
    row: GatewayRow, store: SecretStore, station: Simulating, times: LineTimes | None = None
) -> CardGateway:
    """Whoever charges cards for `row` at this computer; a GatewayTrouble (ACCESS) where its key is
    missing, out of reach or not one this practice may use.

    Open it once for each gateway and keep it: it holds connections.
    """
    demo = station.practice.demo
    if not (row.active and row.integrated):
        raise no_key()
    if row.provider is Provider.SIMULATED:
        if not demo:
            raise no_key()
        return simulated_gateway(station)
    till = line_of(row, store, KeyPurpose.TILL, demo=demo, times=times)
    if till is None:
        raise no_key()
    office = line_of(row, store, KeyPurpose.OFFICE, demo=demo, times=times)
    return StripeGateway(till, office)

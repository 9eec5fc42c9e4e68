"""Those who charge cards for the practice, the readers, and how both stand at this window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.kernel.ids import CardReaderId, CommandId, GatewayId, derived_id


class Provider(StrEnum):
    """Who a gateway is; the program talks to INTEGRATED alone, the others charge on a terminal of
    their own and what they charged is recorded.
    """

    STRIPE = "stripe"
    SIMULATED = "simulated"
    SQUARE = "square"
    PAYPAL = "paypal"
    AUTHORIZE_NET = "authorize_net"
    BRAINTREE = "braintree"
    SEPAY = "sepay"
    OTHER = "other"


class KeyPurpose(StrEnum):
    """What a key in this computer's keyring may do: charge at this window, or give money back."""

    TILL = "till"
    OFFICE = "office"


INTEGRATED: Final = frozenset({Provider.STRIPE, Provider.SIMULATED})
SIMULATED_GATEWAY: Final = GatewayId(derived_id("gateway", "simulated"))
SIMULATED_READER: Final = CardReaderId(derived_id("card_reader", "simulated"))
SIMULATED_READER_REF: Final = "simulated-reader"


@dataclass(frozen=True, slots=True)
class GatewayRow:
    """One gateway; `methods` are ways to pay of the practice, `default_for` those it is the first
    choice of. `settings` is JSON that only its adapter reads.
    """

    gateway_id: GatewayId
    name: str
    provider: Provider
    methods: tuple[str, ...]
    default_for: tuple[str, ...]
    merchant_id: str
    account_ref: str
    base_url: str
    integrated: bool
    test_mode: bool
    settings: str
    position: int
    active: bool


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """A card reader; `reader_ref` is its id at the processor."""

    reader_id: CardReaderId
    gateway_id: GatewayId
    label: str
    reader_ref: str
    location_ref: str
    device_type: str
    serial_number: str
    active: bool


@dataclass(frozen=True, slots=True)
class GatewayStanding:
    """How a gateway stands at this window: whether its key is in this computer's keyring, why cards
    can't be charged now (empty where they can), and which reader stands here. `checked_at` is UTC.
    """

    gateway_id: GatewayId
    key_kept: bool = False
    trouble: str = ""
    checked_at: datetime | None = None
    reader_id: CardReaderId | None = None


@dataclass(frozen=True, slots=True)
class CardWay:
    """How a way to pay is charged at this window: by `gateway`, on `reader` where it has one."""

    method: str
    gateway: GatewayRow
    reader: ReaderRow | None = None
    trouble: str = ""

    @property
    def charges(self) -> bool:
        """Whether the program charges the card itself; else a payment is recorded."""
        return self.gateway.integrated and self.reader is not None


@dataclass(frozen=True, slots=True)
class SaveGateway:
    """Add a gateway (`gateway_id` None) or change one; its provider stays."""

    id: CommandId
    gateway_id: GatewayId | None
    name: str
    provider: Provider
    methods: tuple[str, ...] = ()
    default_for: tuple[str, ...] = ()
    merchant_id: str = ""
    base_url: str = ""
    test_mode: bool = False
    position: int = 1
    active: bool = True


@dataclass(frozen=True, slots=True)
class SaveReader:
    """Add a reader that the processor knows (`reader_id` None) or change its label."""

    id: CommandId
    reader_id: CardReaderId | None
    gateway_id: GatewayId
    label: str
    reader_ref: str
    location_ref: str = ""
    device_type: str = ""
    serial_number: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class BindReader:
    """Let cards be charged on this reader at this window; None for on none."""

    id: CommandId
    gateway_id: GatewayId
    reader_id: CardReaderId | None


@dataclass(frozen=True, slots=True)
class NoteStanding:
    """Note whether cards can be charged here: `trouble` is the sentence why not, or empty.

    `account_ref` is the account that the key opens, where that was read.
    """

    id: CommandId
    gateway_id: GatewayId
    key_kept: bool
    trouble: str = ""
    account_ref: str = ""

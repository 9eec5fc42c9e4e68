"""A refund on its way back to a card: what its processor is asked, and what is known of it here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.kernel.ids import CardReaderId, CommandId, GatewayId, RefundId
from app.kernel.money import Money
from app.kernel.translate import later

NOT_GIVEN_AS: Final = {
    "lost_or_stolen_card": later("The card was reported lost or stolen."),
    "expired_or_canceled_card": later("The card has expired or was closed."),
    "declined": later("The card’s bank refused it."),
    "insufficient_funds": later("Not enough money of the practice lies at the processor."),
    "charge_for_pending_refund_disputed": later("The patient disputed the charge at the bank."),
    "not_presented": later("The card was not held to the reader."),
    "not_sent": later("It did not reach the processor."),
    "failed": later("The processor could not give it back."),
    "canceled": later("It was stopped at the processor."),
}
"""Why a card got no money, by the processor's codes and ours."""


class CardRefundState(StrEnum):
    """What this window knows. SETTLING: given back by the processor's word, which a bank may still
    take back for some days.
    """

    ASKING = "asking"
    UNKNOWN = "unknown"
    AT_READER = "at_reader"
    PENDING = "pending"
    SETTLING = "settling"


@dataclass(frozen=True, slots=True)
class BeginCardRefund:
    """Note that a refund goes to the card's processor, before anybody is called; again after it
    failed or was not heard of.
    """

    id: CommandId
    refund_id: RefundId
    reader_id: CardReaderId | None = None


@dataclass(frozen=True, slots=True)
class CardRefundBegun:
    """What to ask the processor for, and under which key; it was asked for already where there is
    a `gateway_ref`, or where `again` says that its answer never came.
    """

    refund_id: RefundId
    number: str
    gateway_id: GatewayId
    charge_ref: str
    amount: Money
    key: str
    reader_id: CardReaderId | None
    gateway_ref: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class NoteCardRefund:
    """What this window knows of a card refund so far; local to it."""

    id: CommandId
    refund_id: RefundId
    state: CardRefundState
    gateway_ref: str = ""
    trouble: str = ""
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StopWatching:
    """Look no more whether a bank sends a card refund back."""

    id: CommandId
    refund_id: RefundId


@dataclass(frozen=True, slots=True)
class EndCardRefund:
    """What the processor said in the end; `paid` False: the money did not go, or came back."""

    id: CommandId
    refund_id: RefundId
    paid: bool
    gateway_ref: str = ""
    amount: Money | None = None
    code: str = ""
    request_ref: str = ""
    swept: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class CardRefundAt:
    """A card refund this window is at."""

    refund_id: RefundId
    number: str
    state: CardRefundState
    gateway_id: GatewayId
    charge_ref: str
    amount: Money
    key: str
    key_at: datetime
    gateway_ref: str
    reader_id: CardReaderId | None
    tries: int
    trouble: str
    next_at: datetime | None

"""The list of ways a practice takes money."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.areas.payments.values import TenderKind
from app.kernel.ids import CommandId


class TenderField(StrEnum):
    """What a kind of tender may ask to be filled."""

    REFERENCE = "reference"
    BANK = "bank"
    CHECK_NUMBER = "check_number"
    CARD_LAST4 = "card_last4"
    CARD_BRAND = "card_brand"
    WALLET = "wallet"


@dataclass(frozen=True, slots=True)
class TenderTypeRow:
    """One way this practice takes money; `required` are fields of TenderGiven, `refunded_by` a
    method, or empty for the same one.
    """

    method: str
    name: str
    kind: TenderKind
    gl_code: str
    required: tuple[TenderField, ...]
    opens_drawer: bool
    in_deposit: bool
    refunded_by: str
    position: int
    active: bool


@dataclass(frozen=True, slots=True)
class SaveTenderType:
    """Add or change one way of taking money; `method` is its name in the books for ever."""

    id: CommandId
    method: str
    name: str
    kind: TenderKind
    gl_code: str
    required: tuple[TenderField, ...] = ()
    opens_drawer: bool = False
    in_deposit: bool = False
    refunded_by: str = ""
    position: int = 99
    active: bool = True

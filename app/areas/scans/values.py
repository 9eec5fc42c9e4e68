"""How a scanner is told from hands, and what a scanned code turned out to be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.kernel.ids import AccountId, CommandId

SLOWEST_GAP_MS, QUICKEST_GAP_MS = 80, 10
LEAST_AT_LEAST, LEAST_AT_MOST = 4, 24
MARK_AT_MOST = 8
"""Letters of a prefix or suffix."""


@dataclass(frozen=True, slots=True)
class ScannerSettings:
    """Keys less than `gap_ms` apart come from a scanner; `least` of them are a code, and fewer
    where they begin with `prefix`. A code ends with Enter or Tab, or with `suffix`. When it is not
    `on`, nothing is told from typing.
    """

    on: bool = True
    gap_ms: int = 30
    least: int = 6
    prefix: str = ""
    suffix: str = ""


class Junk(StrEnum):
    """What a code is that can't be a number of this practice."""

    NOTHING = "nothing"
    EMPTY = "empty"
    CARD = "card"
    LINK = "link"
    CONTACT = "contact"
    LONG = "long"
    STRANGE = "strange"


@dataclass(frozen=True, slots=True)
class Code:
    """A scanned code as it can be looked up, or why it can't; then `text` is empty."""

    text: str
    junk: Junk = Junk.NOTHING


class ThingKind(StrEnum):
    """What a number can name."""

    ACCOUNT = "account"
    RECEIPT = "receipt"
    INVOICE = "invoice"
    REFUND = "refund"
    DEPOSIT = "deposit"
    SHIFT = "shift"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of this practice by its number; `subject` is the id of what opens: for a receipt
    its payment. `number` is empty where it was found by another system's number.
    """

    kind: ThingKind
    subject: str
    number: str
    account_id: AccountId | None = None


@dataclass(frozen=True, slots=True)
class ScanTrial:
    """A code that was scanned to try the scanner: how many letters, the slowest gap between two of
    them, and how it ended.
    """

    text: str
    slowest_ms: int
    ended: bool


# --------------------------------------------------------------------------------------- commands


@dataclass(frozen=True, slots=True)
class SaveScanner:
    """How this station tells its scanner from hands from now on."""

    id: CommandId
    on: bool = True
    gap_ms: int = 30
    least: int = 6
    prefix: str = ""
    suffix: str = ""

"""The kinds of tender a practice begins with (`domain.md` 5); it changes them as it likes."""

from __future__ import annotations

from dataclasses import dataclass

from app.areas.ledger.values import GL
from app.areas.payments.tender_values import TenderField as F
from app.areas.payments.values import TenderKind as K


@dataclass(frozen=True, slots=True)
class TenderSeed:
    method: str
    name: str
    kind: K
    gl_code: str
    required: tuple[F, ...] = ()
    opens_drawer: bool = False
    in_deposit: bool = False


_CHECK = (F.CHECK_NUMBER, F.BANK)
TENDERS = (
    TenderSeed("cash", "Cash", K.CASH, GL.CASH_IN_DRAWERS, opens_drawer=True, in_deposit=True),
    TenderSeed(
        "check", "Check", K.CHECK, GL.UNDEPOSITED_CHECKS, (F.CHECK_NUMBER, F.BANK), True, True
    ),
    TenderSeed("credit_card", "Credit card", K.CARD, GL.CARD_CLEARING),
    TenderSeed("debit_card", "Debit card", K.CARD, GL.CARD_CLEARING),
    TenderSeed("ach", "ACH", K.OTHER, GL.CASH_OPERATING, (F.REFERENCE,)),
    TenderSeed("wire", "Wire", K.OTHER, GL.CASH_OPERATING, (F.REFERENCE,)),
    TenderSeed("eft", "EFT", K.OTHER, GL.CASH_OPERATING, (F.REFERENCE,)),
    TenderSeed("bank_transfer", "Bank transfer", K.OTHER, GL.CASH_OPERATING, (F.REFERENCE,)),
    TenderSeed("insurance", "Insurance", K.OTHER, GL.CASH_OPERATING, (F.REFERENCE,)),
    TenderSeed("remittance", "Remittance", K.OTHER, GL.CASH_OPERATING, (F.REFERENCE,)),
    TenderSeed("mobile", "Mobile wallet", K.OTHER, GL.CARD_CLEARING, (F.REFERENCE,)),
    TenderSeed("other", "Other", K.OTHER, GL.CASH_OPERATING, (F.REFERENCE,)),
)

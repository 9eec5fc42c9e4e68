"""Good commands that undo a payment, ready to be spoilt in one field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.areas.payments.undoing_values import CorrectTender, Reallocate, VoidPayment
from app.areas.payments.values import AllocationWanted
from app.kernel.ids import ReasonId, derived_id
from tests.areas.good_ground import Ground
from tests.areas.good_lines import usd
from tests.building import command_id


def _reason(kind: str) -> ReasonId:
    return ReasonId(derived_id("reason", kind, "1"))


GOOD_UNDOING: dict[str, Callable[[Ground], Any]] = {
    "payments.correct_tender": lambda g: CorrectTender(
        command_id(),
        g.payment_id,
        g.tender_id,
        "wire",
        _reason("correction"),
        reference="W-12",
        bank="Chase",
        check_number="1007",
        card_last4="4242",
        card_brand="Visa",
        wallet="none",
        note="the advice came",
    ),
    "payments.reallocate": lambda g: Reallocate(
        command_id(),
        g.payment_id,
        (AllocationWanted(g.invoice_id, usd(1000)),),
        _reason("reallocate"),
        "asked by phone",
    ),
    "payments.void_payment": lambda g: VoidPayment(
        command_id(), g.payment_id, _reason("void"), "came back at once"
    ),
}

"""What the forms of a refund need to know, each in one snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.areas.cards.gateway_values import ReaderRow
    from app.areas.deposits.bank_values import BankAccountRow
    from app.areas.ledger.values import Reason
    from app.areas.refunds.shown_values import RefundOffer
    from app.kernel.ids import AccountId, PaymentId, UserId
    from app.storage.statements import Reader


def to_ask(
    reader: Reader, account_id: AccountId, payment_id: PaymentId | None, asker: UserId
) -> tuple[RefundOffer, tuple[Reason, ...], str]:
    """What can go back, the reasons, and why nothing can, in one snapshot."""
    from app.areas.ledger import queries as ledger
    from app.areas.ledger.values import ReasonKind
    from app.areas.payments import histories
    from app.areas.payments.undoing_values import VerbName
    from app.areas.refunds import queries

    why, owner = "", account_id
    if payment_id is not None:
        payment = histories.payment_view(reader, payment_id, asker)
        why = next((one.why for one in payment.verbs if one.verb is VerbName.REFUND), "")
        owner = payment.header.account_id
    offer = queries.refund_offer(reader, owner, payment_id)
    return offer, ledger.reasons(reader, ReasonKind.REFUND), why


def to_pay(reader: Reader) -> tuple[BankAccountRow, ...]:
    """The bank accounts money goes back from."""
    from app.areas.deposits import banks

    return banks.bank_accounts(reader)


def to_read(reader: Reader) -> tuple[ReaderRow, ...]:
    """The card readers a card can be held to."""
    from app.areas.cards import gateways

    return gateways.readers(reader)

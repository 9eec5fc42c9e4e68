"""What a receipt says: a pure builder, so that paper, PDF and screen say the same, and say it
again later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.areas.parties.values import AccountHeader
from app.areas.payments.rules import Share
from app.areas.payments.values import Receipt, ReceiptInvoice, ReceiptTender
from app.areas.settings.values import Practice
from app.kernel.codec import from_plain, to_plain
from app.kernel.ids import AccountId, InvoiceId
from app.kernel.money import Money
from app.kernel.text import fold


def patient_line(name: str, how: str) -> str:
    """The patient on a receipt: in full, as initials, or not at all (setting
    receipts.patient_name).
    """
    if how == "none":
        return ""
    if how == "initials":
        return " ".join(f"{word[0]}." for word in name.split())
    return name


def somebody_else(name: str, patient: str) -> str:
    """A name that is not the patient's, in whatever order and letters it was typed: a paper that
    keeps the patient's name off must not tell it so.
    """
    words, own = (sorted(fold(one).split()) for one in (name, patient))
    return "" if words == own else name


def build(
    *,
    number: str,
    at: datetime,
    here: Practice,
    header: AccountHeader,
    patient: str,
    amount: Money,
    tenders: Sequence[ReceiptTender],
    shares: Sequence[Share],
    to_credit: Money,
    balance_left: Money,
    credit_left: Money,
    business_day: date,
    cashier: str,
    payer_name: str,
    footer: str,
    others: Mapping[AccountId, tuple[str, str]] | None = None,
    part_of: Money | None = None,
    services: Mapping[InvoiceId, tuple[str, ...]] | None = None,
) -> Receipt:
    """The snapshot that is stored with the payment.

    `others` are (patient, account number) of accounts whose invoices stand on it too.
    """
    return Receipt(
        number=number,
        at=at,
        time_zone=here.time_zone,
        locale=here.locale,
        business_date=business_day,
        practice=here.organization_name,
        address=here.site_address,
        phone=here.site_phone,
        patient=patient,
        account_number=header.account_number,
        amount=amount,
        tenders=tuple(tenders),
        invoices=tuple(_line(share, header, others or {}, services or {}) for share in shares),
        to_credit=to_credit,
        balance_left=balance_left,
        credit_left=credit_left,
        cashier=cashier,
        station=here.station_code,
        demo=here.demo,
        payer_name=somebody_else(payer_name, header.name),
        footer=footer,
        part_of=part_of,
        language=header.language,
    )


def _line(
    share: Share,
    header: AccountHeader,
    others: Mapping[AccountId, tuple[str, str]],
    services: Mapping[InvoiceId, tuple[str, ...]],
) -> ReceiptInvoice:
    item = share.item
    name, number = others.get(item.account_id or header.account_id, ("", ""))
    named = services.get(item.invoice_id, ())
    return ReceiptInvoice(
        item.number, item.invoice_date, share.amount, share.left, name, number, named
    )


def stored(receipt: Receipt) -> Any:
    """The plain form that is kept."""
    return to_plain(receipt)


def read(plain: Any) -> Receipt:
    """The receipt out of what is kept."""
    receipt: Receipt = from_plain(Receipt, plain)
    return receipt

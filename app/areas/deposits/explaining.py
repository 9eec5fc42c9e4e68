"""Where money is: from any receipt, invoice, shift or deposit to the bank, step by step, and all of
it in its places.

Who must count without knowing is told no sum: no cash of an open drawer, and no cash of a bag
before its second count.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.areas.deposits.chain_parts import of_invoice, of_item, of_payment, of_shift
from app.areas.deposits.chain_records import Trail
from app.areas.deposits.chain_rules import Part, thread
from app.areas.deposits.chain_values import Chain, MoneyPlaces
from app.areas.deposits.place_records import places
from app.areas.drawers import errors as drawer_errors
from app.areas.invoices import queries as invoices
from app.areas.payments import errors as payment_errors
from app.kernel.i18n import format_money
from app.kernel.ids import DepositId, InvoiceId, PaymentId, ShiftId, UserId
from app.kernel.translate import t
from app.storage.statements import Reader


def chain_of_payment(reader: Reader, payment_id: PaymentId, asker: UserId | None = None) -> Chain:
    """Where the money of a receipt is: cash goes with its shift, each check goes its own way."""
    trail = Trail(reader, asker)
    found = trail.payment(payment_id)
    if found is None:
        raise payment_errors.no_such_payment()
    number, amount = found
    title = t("Receipt {number}, {amount}", number=number, amount=format_money(amount))
    return _chain(trail, title, of_payment(trail, payment_id))


def chain_of_invoice(reader: Reader, invoice_id: InvoiceId, asker: UserId | None = None) -> Chain:
    """Where the money is that was paid on an invoice, payment by payment."""
    trail = Trail(reader, asker)
    number = invoices.invoice_view(reader, invoice_id).number
    return _chain(trail, t("Invoice {number}", number=number), of_invoice(trail, invoice_id))


def chain_of_shift(reader: Reader, shift_id: ShiftId, asker: UserId | None = None) -> Chain:
    """Where the money of a shift is: its drops, its cash, its checks, and what is no cash."""
    trail = Trail(reader, asker)
    shift = trail.shift(shift_id)
    if shift is None:
        raise drawer_errors.no_such_shift()
    who = trail.name(shift.user_id)
    title = t("Shift {number} of {name}", number=shift.number, name=who)
    return _chain(trail, title, of_shift(trail, shift))


def chain_of_deposit(reader: Reader, deposit_id: DepositId, asker: UserId | None = None) -> Chain:
    """Where each thing of a deposit came from, and where it is now."""
    trail = Trail(reader, asker)
    deposit, _bank = trail.deposit(deposit_id)
    title = t("Deposit {number}", number=deposit.number)
    if deposit.seal:
        bag = deposit.seal.bag_number
        title = t("Deposit {number}, bag {bag}", number=deposit.number, bag=bag)
    return _chain(trail, title, (of_item(trail, item, deposit_id) for item in deposit.items))


def money_places(reader: Reader, asker: UserId | None = None) -> MoneyPlaces:
    """Where all cash and checks are right now; each place is tied to the ledger."""
    found = places(Trail(reader, asker))
    return MoneyPlaces(reader.now, found, all(place.ties for place in found))


def _chain(trail: Trail, title: str, parts: Iterable[Part]) -> Chain:
    single = trail.single()
    return Chain(title, tuple(thread(part, single=single) for part in parts))

"""Every way a payment can be refused or asked about, in the user's words; it decides nothing."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.i18n import format_date, format_money
from app.kernel.ids import ReceiptId
from app.kernel.money import Money
from app.kernel.text import shown
from app.kernel.translate import t

# ------------------------------------------------------------------------------- where it is taken


def drawer_not_open() -> UserError:
    return UserError(t("Open your drawer first, then take money."), field="shift")


def drawer_counted() -> UserError:
    return UserError(
        t("Your drawer is counted already. Close it and open another, then take money."),
        field="shift",
    )


def cash_without_drawer() -> UserError:
    return UserError(
        t("Cash is taken at the counter, into a drawer. Choose another way to pay."),
        field="channel",
    )


def drawer_in_other_currency(code: str) -> UserError:
    """`code` is the drawer's currency."""
    return UserError(t("This drawer holds {code}.", code=code), field="shift")


# --------------------------------------------------------------------------------- how it is paid


def no_tender() -> UserError:
    return UserError(t("Choose how the person pays."), field="tenders")


def method_unknown(method: str) -> UserError:
    return UserError(t("“{method}” is not taken here.", method=shown(method)), field="method")


# ---------------------------------------------------------------------------------------- how much


def account_in_other_currency(code: str, field: str) -> UserError:
    """`code` is the account's currency."""
    return UserError(t("This account is kept in {code}.", code=code), field=field)


def amount_not_positive() -> UserError:
    return UserError(t("The amount must be more than zero."), field="amount")


def sum_too_large(field: str) -> UserError:
    return UserError(
        t("This is more than the largest amount. Check what was typed or scanned."), field=field
    )


def cash_in_other_currency(code: str) -> UserError:
    """`code` is the currency that is taken."""
    return UserError(t("Cash is taken in {code} here.", code=code), field="given")


def cash_missing(short: Money) -> UserError:
    return UserError(t("{short} is missing.", short=format_money(short)), field="given")


def change_looks_wrong(change: Money) -> NeedsConfirmation:
    """The key holds the change: agreeing to one sum is not agreeing to another."""
    words = format_money(change)
    return NeedsConfirmation(
        f"change:{change.minor}",
        t("{change} goes back as change. Is the amount given right?", change=words),
        verb=t("Hand back {change}", change=words),
    )


# ---------------------------------------------------------------------------------------- for what


def invoice_of_another_account() -> UserError:
    return UserError(t("This invoice is another account's."), field="invoice_ids")


def too_many_invoices(count: int, most: int) -> UserError:
    return UserError(
        t(
            "This would pay {count} invoices at once. Pay {most} of them first, then the others.",
            count=count,
            most=most,
        ),
        field="allocations",
    )


def invoice_not_owed() -> UserError:
    return UserError(
        t("This invoice is paid already, or is not this account's."), field="allocations"
    )


def allocation_twice_or_not_positive() -> UserError:
    return UserError(t("Each invoice gets one amount above zero."), field="allocations")


def allocation_above_due(number: str, due: Money) -> UserError:
    return UserError(
        t(
            "Payment exceeds invoice balance: {number} owes {due}.",
            number=number,
            due=format_money(due),
        ),
        field="allocations",
    )


def allocations_above_payment() -> UserError:
    return UserError(t("More is allocated than is paid."), field="allocations")


def more_than_owed(rest: Money) -> UserError:
    """Where the practice takes nothing in advance."""
    return UserError(
        t("This is {rest} more than is owed. Take less.", rest=format_money(rest)), field="amount"
    )


def rest_becomes_credit(rest: Money) -> NeedsConfirmation:
    """The key holds the rest: agreeing to one sum is not agreeing to another."""
    words = format_money(rest)
    return NeedsConfirmation(
        f"credit:{rest.minor}",
        t("{rest} goes to no invoice. Keep it as credit on the account?", rest=words),
        verb=t("Keep {rest} as credit", rest=words),
    )


def prepayment_for_nothing() -> UserError:
    return UserError(
        t("A prepayment goes to no invoice. Choose another purpose, or no invoice."),
        field="purpose",
    )


def too_many_joined(most: int) -> UserError:
    return UserError(t("{most} accounts can be paid together at most.", most=most), field="joined")


def taken_just_now(
    receipt: str, amount: Money, minutes: int, about: ReceiptId
) -> NeedsConfirmation:
    """The same account, amount and way to pay, a little earlier."""
    words = format_money(amount)
    return NeedsConfirmation(
        f"duplicate:{receipt}",
        t(
            "{amount} was taken for this account in the same way {minutes} min ago, on receipt "
            "{receipt}. Is this another payment?",
            amount=words,
            minutes=minutes,
            receipt=receipt,
        ),
        verb=t("Take another {amount}", amount=words),
        about=about,
    )


# ------------------------------------------------------------------- credit that pays an invoice


def no_credit() -> UserError:
    return UserError(t("There is no credit on this account."), field="amount")


def nothing_owed() -> UserError:
    return UserError(t("This account owes nothing. Its credit stays."), field="amount")


def more_than_credit(credit: Money) -> UserError:
    return UserError(
        t("There is {credit} of credit. Apply that much at most.", credit=format_money(credit)),
        field="amount",
    )


def credit_more_than_owed(owed: Money) -> UserError:
    return UserError(
        t("{owed} is owed. Apply that much at most.", owed=format_money(owed)), field="amount"
    )


# ------------------------------------------------------------------------------- looked up later on


def form_damaged() -> UserError:
    """What a form keeps of itself cannot be read back."""
    return UserError(t("This form can't be kept as it is."), field="typed")


def no_such_receipt() -> UserError:
    return UserError(t("There is no such receipt."), field="receipt_id")


def no_such_payment() -> UserError:
    return UserError(t("There is no such payment."), field="payment_id")


def no_such_tender() -> UserError:
    return UserError(t("This tender is not of this payment."), field="tender_id")


# ----------------------------------------------------------------------------------------- undoing


def void_already(number: str, who: str, when: str) -> UserError:
    return UserError(
        t("Receipt {number} was voided by {who}, {when}.", number=number, who=who, when=when),
        field="payment_id",
    )


def shift_closed_so_refund(shift: str, number: str) -> UserError:
    return UserError(
        t(
            "The shift {shift} is closed, so this is a refund, not a void. Choose “Refund” for "
            "receipt {number}.",
            shift=shift,
            number=number,
        ),
        field="payment_id",
    )


def day_over_so_refund(number: str) -> UserError:
    """A payment without a shift, of an earlier day."""
    return UserError(
        t(
            "This payment is of an earlier day, so this is a refund, not a void. Choose “Refund” "
            "for receipt {number}.",
            number=number,
        ),
        field="payment_id",
    )


def shift_closed_so_stays(shift: str, number: str) -> UserError:
    """A tender can be corrected only while its drawer was not closed."""
    return UserError(
        t(
            "The shift {shift} is closed and its money was counted, so its tenders stay as they "
            "are. Tell the people who keep the books about receipt {number}.",
            shift=shift,
            number=number,
        ),
        field="payment_id",
    )


def day_over_so_stays(number: str) -> UserError:
    """A payment without a shift, of an earlier day."""
    return UserError(
        t(
            "This payment is of an earlier day, so its tenders stay as they are. Tell the people "
            "who keep the books about receipt {number}.",
            number=number,
        ),
        field="payment_id",
    )


def in_open_drawer_of(owner: str, shift: str) -> UserError:
    """For somebody who may not touch other people's drawers, and for who may, but not yet."""
    return UserError(
        t(
            "This money is in {owner}'s drawer, shift {shift}. {owner} can do this now; a manager "
            "can once the drawer is counted.",
            owner=owner,
            shift=shift,
        ),
        field="payment_id",
    )


def in_counted_drawer_of(owner: str, shift: str) -> UserError:
    return UserError(
        t(
            "This money is in {owner}'s drawer, shift {shift}. Ask {owner} or a manager.",
            owner=owner,
            shift=shift,
        ),
        field="payment_id",
    )


def credit_stays(number: str) -> UserError:
    """Brought forward: what came in is no tender that could be another."""
    return UserError(
        t(
            "Receipt {number} is credit that was brought forward. Take it back, and bring in what "
            "is right.",
            number=number,
        ),
        field="payment_id",
    )


def taken_by_another(owner: str) -> UserError:
    """A payment without a shift."""
    return UserError(
        t("{owner} took this payment. Ask {owner} or a manager.", owner=owner), field="payment_id"
    )


def taken_elsewhere(number: str) -> UserError:
    return UserError(
        t("Receipt {number} was made at another station. Do it there.", number=number),
        field="payment_id",
    )


def void_has_nothing(number: str) -> UserError:
    """Nothing is left to correct, to move or to give back."""
    return UserError(
        t("Receipt {number} is void. Nothing of it is left.", number=number), field="payment_id"
    )


def void_instead() -> UserError:
    """Money goes back by a void as long as its drawer is not closed."""
    return UserError(
        t("This payment can still be voided. Void it and take the right one."), field="payment_id"
    )


def id_taken() -> UserError:
    """The id of an action must be its own, because facts are known by it."""
    return UserError(t("This form was already used. Close it and begin again."), field="id")


def corrected_already() -> UserError:
    return UserError(
        t("This tender was corrected already. Correct the one that replaced it."),
        field="tender_id",
    )


def cash_needs_drawer() -> UserError:
    return UserError(
        t("This payment came without a drawer, so no part of it can be cash."), field="method"
    )


def correction_changes_nothing() -> UserError:
    return UserError(t("This is what the tender says already."), field="method")


def allocation_changes_nothing() -> UserError:
    return UserError(t("The payment is spread like this already."), field="allocations")


def invoice_of_another_family() -> UserError:
    """Neither of the account that paid, nor of one with the same guarantor."""
    return UserError(
        t("This invoice is another account's. Choose one of this account or of its family."),
        field="allocations",
    )


def credit_of_no_day(day: date) -> UserError:
    """Brought forward: the day is not one of the old system's any more, or never was."""
    return UserError(
        t("Credit can't be brought forward as of {day}.", day=format_date(day)),
        field="business_date",
    )

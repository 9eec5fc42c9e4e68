"""Every way a bank account can be refused, in the user's words; it decides nothing."""

from __future__ import annotations

from datetime import date

from app.areas.deposits.bank_values import SlipLayout
from app.kernel.errors import UserError
from app.kernel.text import shown
from app.kernel.translate import later, t

L = SlipLayout

# -------------------------------------------------------------------------------- how it is written

_ROUTING_FORM = {
    L.US: later(
        "A routing number has nine digits, such as 021000021. It stands at the foot of a check."
    ),
    L.CANADA: later("Write the transit number and the institution number, such as 10202-004."),
    L.UK: later("A sort code has six digits, such as 40-47-84."),
    L.INDIA: later(
        "An IFSC has four letters, a zero and six letters or digits, such as SBIN0001234."
    ),
    L.NEUTRAL: later("Letters, digits, spaces and dashes fit here."),
}
_NUMBER_FORM = {
    L.US: later("An account number has 4 to 17 digits."),
    L.CANADA: later("An account number has 5 to 12 digits."),
    L.UK: later("An account number has eight digits. Put zeros in front of a shorter one."),
    L.INDIA: later("An account number has 9 to 18 digits."),
    L.NEUTRAL: later("An account number has letters, digits, spaces and dashes, at most 34."),
}


def routing_form(layout: SlipLayout) -> UserError:
    return UserError(t(_ROUTING_FORM[layout]), field="routing")


def routing_check_digit() -> UserError:
    return UserError(
        t("The last digit does not fit the others. Compare each digit with a check."),
        field="routing",
    )


def no_such_routing() -> UserError:
    return UserError(
        t("No bank has a routing number that begins so. Compare it with a check."),
        field="routing",
    )


def number_form(layout: SlipLayout) -> UserError:
    return UserError(t(_NUMBER_FORM[layout]), field="account_number")


def iban_wrong() -> UserError:
    return UserError(
        t("This IBAN has a slip in it. Compare each sign with the bank's letter."),
        field="account_number",
    )


def swift_form() -> UserError:
    return UserError(
        t("A SWIFT code has 8 or 11 letters and digits, such as CHASUS33."), field="swift"
    )


# ------------------------------------------------------------------------ how it fits what is there


def no_such_bank_account() -> UserError:
    return UserError(t("There is no such bank account."), field="bank_account_id")


def currency_stays(code: str) -> UserError:
    return UserError(
        t("This account is kept in {code}. Add a new one for another currency.", code=code),
        field="currency",
    )


def name_taken(name: str) -> UserError:
    return UserError(t("Another bank account is called {name}.", name=name), field="name")


def number_known(name: str) -> UserError:
    return UserError(
        t("{name} has this number already. Change that one instead.", name=name),
        field="account_number",
    )


def gl_account_refused(code: str) -> UserError:
    """Not active, no asset, followed by documents, or something else than money at a bank."""
    return UserError(
        t("{code} can't be a bank account. Choose a cash account such as 1000.", code=shown(code)),
        field="gl_code",
    )


def gl_account_taken(code: str, name: str) -> UserError:
    return UserError(
        t("{code} is {name} already. Each bank account has one of its own.", code=code, name=name),
        field="gl_code",
    )


def gl_account_stays(code: str) -> UserError:
    return UserError(
        t("Deposits are booked on {code}, so it stays. Add a new bank account.", code=code),
        field="gl_code",
    )


def default_needs_currency(code: str) -> UserError:
    return UserError(
        t("Deposits are in {code}. Choose an account in {code} for them.", code=code),
        field="is_default",
    )


def default_is_active() -> UserError:
    return UserError(t("Deposits can't go to an account that is not in use."), field="is_default")


def default_stays() -> UserError:
    """Whoever wants no longer this one says which one instead."""
    return UserError(
        t("Deposits go to this account. Choose another one for them first."), field="is_default"
    )


def default_not_retired() -> UserError:
    return UserError(
        t("Deposits go to this account. Choose another one for them first."), field="active"
    )


# ------------------------------------------------------------------------- the bank's own slips


def offset_form(field: str) -> UserError:
    return UserError(t("Write millimeters from -20.0 to 20.0, such as 1.5."), field=field)


def slip_paper_form() -> UserError:
    words = t("Write the paper's size in millimeters: 190 to 330 wide, 100 to 450 high.")
    return UserError(words, field="paper")


def slip_paper_low(least_mm: int) -> UserError:
    words = t(
        "The figures of this layout need paper of {least} mm in height. Choose another layout, or "
        "print the slip whole on Letter or A4.",
        least=least_mm,
    )
    return UserError(words, field="paper")


# ------------------------------------------------------------------------------ what the bank says


def balance_currency(code: str) -> UserError:
    return UserError(t("This account is kept in {code}.", code=code), field="available")


def balance_too_large() -> UserError:
    return UserError(t("The amount is too large."), field="available")


def balance_date(day: date) -> UserError:
    return UserError(t("The date can't be {day}.", day=day), field="as_of")

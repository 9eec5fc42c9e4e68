"""Every way a service or a tax rate can be refused, in the user's words; it decides nothing."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import UserError
from app.kernel.text import shown
from app.kernel.translate import t

# ----------------------------------------------------------------------------------------- services


def no_such_service() -> UserError:
    return UserError(t("There is no such service."), field="service_id")


def service_not_in_use(name: str) -> UserError:
    return UserError(
        t("“{name}” is not in use any more. Choose another service.", name=name), field="lines"
    )


def code_taken(code: str, name: str) -> UserError:
    return UserError(
        t("{code} is the code of “{name}”. Choose another code.", code=code, name=name),
        field="code",
    )


def code_form() -> UserError:
    return UserError(
        t("A code is up to 20 capitals, digits, dots and dashes, such as 99213."), field="code"
    )


def price_in_other_currency(code: str) -> UserError:
    return UserError(t("Prices are in {code}.", code=code), field="price")


def price_out_of_range() -> UserError:
    return UserError(t("The price must be zero or more, and below the limit."), field="price")


def not_a_revenue_account(code: str) -> UserError:
    return UserError(
        t("{code} is not an active revenue account.", code=shown(code)), field="revenue_gl"
    )


# -------------------------------------------------------------------------------------------- taxes


def tax_class_form() -> UserError:
    return UserError(
        t("A tax class is a short word in small letters, such as standard."), field="tax_class"
    )


def no_such_tax_class(word: str) -> UserError:
    return UserError(
        t("There is no tax class “{word}”. Add its rate first.", word=shown(word)),
        field="tax_class",
    )


def exempt_has_no_rate() -> UserError:
    return UserError(
        t("“exempt” always means no tax. Choose another word for a class with a rate."),
        field="tax_class",
    )


def rate_out_of_range() -> UserError:
    return UserError(t("A tax rate is from 0 to 100 percent."), field="rate_e4")


def date_out_of_range(day: date) -> UserError:
    return UserError(t("The rate can't begin on {day}.", day=day), field="valid_from")


def no_rate_on(word: str, day: date) -> UserError:
    return UserError(
        t(
            "The tax class “{word}” has no rate on {day}. Add one to the tax rates.",
            word=shown(word),
            day=day,
        ),
        field="lines",
    )

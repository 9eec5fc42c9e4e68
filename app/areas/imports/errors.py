"""Every way a file, a column or a row can be refused, in the user's words; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.areas.imports.values import DateOrder, RowByRow
from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.i18n import format_date
from app.kernel.translate import t

BAD_ROWS = "bad_rows"

# -------------------------------------------------------------------------------- dates and amounts


def dates_two_ways(column: str, day_first: int, month_first: int) -> UserError:
    """The lines that show the one and the other."""
    return UserError(
        t(
            "“{column}” puts the day first in line {day} and the month first in line "
            "{month}. Mend the file so that all dates are written one way.",
            column=column,
            day=day_first,
            month=month_first,
        ),
        field="date_format",
    )


def dates_otherwise(column: str, found: DateOrder, line: int) -> UserError:
    """Not as the person said."""
    return UserError(
        t(
            "“{column}” is written {found}, as line {line} shows.",
            column=column,
            found=found.value,
            line=line,
        ),
        field="date_format",
    )


def dates_open(column: str, line: int) -> UserError:
    return UserError(
        t(
            "In “{column}” days and months can't be told apart (line {line}). "
            "Say how they are written: M/D/Y or D/M/Y.",
            column=column,
            line=line,
        ),
        field="date_format",
    )


def unknown_date_format() -> UserError:
    return UserError(t("The date format is Y-M-D, M/D/Y or D/M/Y."), field="date_format")


def not_a_date(text: str) -> UserError:
    return UserError(t("“{text}” is not a date.", text=text[:40]))


def spreadsheet_day(text: str) -> UserError:
    return UserError(
        t(
            "“{text}” is how a spreadsheet counts days. Show the column as dates there, and save "
            "the file again.",
            text=text[:40],
        )
    )


def short_year(text: str) -> UserError:
    return UserError(t("“{text}” needs a year with four digits.", text=text[:40]))


def amounts_two_ways(one: tuple[str, int], two: tuple[str, int]) -> UserError:
    """Each an amount and its line."""
    return UserError(
        t(
            "“{one}” in line {first} and “{two}” in line {second} are written two ways. "
            "Mend the file so that all amounts are written one way.",
            one=one[0],
            first=one[1],
            two=two[0],
            second=two[1],
        ),
        field="number_format",
    )


def amounts_otherwise(text: str, line: int) -> UserError:
    """Not as the person said."""
    return UserError(
        t("“{text}” in line {line} is not written so.", text=text, line=line),
        field="number_format",
    )


def amounts_open(text: str, line: int) -> UserError:
    return UserError(
        t(
            "“{text}” in line {line} can be read two ways. Say how amounts are written: "
            "1,234.56 or 1.234,56.",
            text=text,
            line=line,
        ),
        field="number_format",
    )


def unknown_number_format() -> UserError:
    return UserError(t("The number format is 1,234.56 or 1.234,56."), field="number_format")


def not_an_amount(text: str) -> UserError:
    return UserError(t("“{text}” is not an amount.", text=text[:40]))


def credit(text: str) -> UserError:
    return UserError(
        t(
            "“{text}” is a credit. Bring credits in with the opening balances of accounts.",
            text=text[:40],
        )
    )


# ---------------------------------------------------------------------------------- what a row says


def row_width(count: int, width: int) -> UserError:
    return UserError(
        t("The row has {count} columns and the header has {width}.", count=count, width=width)
    )


def total_line() -> UserError:
    return UserError(t("This is the report's own total, not a row: leave it out."))


def lost_letter(field: str) -> UserError:
    return UserError(
        t("A letter was lost here (�). Type it, or export the file again as CSV (UTF-8)."),
        field=field,
    )


def price_below_zero() -> UserError:
    return UserError(t("A price can't be below zero."), field="price")


def no_key() -> UserError:
    return UserError(t("The row has no number to know the patient by."))


def nameless_guarantor() -> UserError:
    return UserError(t("The guarantor has no last name."), field="guarantor_family_name")


def unknown_relationship(known: Iterable[str]) -> UserError:
    return UserError(
        t("The relationship is one of {names}.", names=", ".join(known)),
        field="guarantor_relationship",
    )


def empty_cell(field: str) -> UserError:
    return UserError(t("This can't be empty."), field=field)


def odd_invoice_date(day: date) -> UserError:
    return UserError(
        t("The invoice date can't be {day}.", day=format_date(day)), field="invoice_date"
    )


def odd_balance_date(day: date) -> UserError:
    return UserError(t("A balance can't be of {day}.", day=format_date(day)), field="balance_date")


def after_the_day(day: date, as_of: date) -> UserError:
    """An invoice of a day that the books brought in don't reach."""
    return UserError(
        t(
            "{day} is after {as_of}, the day the old books end. Leave the row out, or choose "
            "a later day.",
            day=format_date(day),
            as_of=format_date(as_of),
        ),
        field="invoice_date",
    )


def balance_is_here(number: str) -> UserError:
    return UserError(
        t(
            "The whole balance of {number} was brought in already: this invoice would be owed "
            "twice.",
            number=number,
        )
    )


def invoices_are_here(number: str) -> UserError:
    return UserError(
        t(
            "Open invoices of {number} were brought in already: its balance would be owed twice.",
            number=number,
        )
    )


def balance_here_already(number: str) -> UserError:
    return UserError(t("The balance of {number} was brought in already.", number=number))


def balance_too_large() -> UserError:
    return UserError(t("The balance is larger than the books can hold."), field="balance")


def odd_as_of(day: date) -> UserError:
    return UserError(
        t("The old books can't end on {day}. Choose a day up to today.", day=format_date(day)),
        field="as_of",
    )


def balance_brought_in(number: str) -> UserError:
    """A balance is a posting: it is adjusted by an invoice or a payment, never changed."""
    return UserError(
        t(
            "The balance of {number} was brought in before with another amount. What is posted "
            "never changes: adjust the account here instead.",
            number=number,
        ),
        field="balance",
    )


def odd_total() -> UserError:
    return UserError(t("Type the old system's total as a positive amount."), field="owed")


def odd_count() -> UserError:
    return UserError(t("Type how many rows the old system counts."), field="count")


def due_before_invoice() -> UserError:
    return UserError(t("An invoice can't be due before its date."), field="due_date")


def owed_above_total() -> UserError:
    return UserError(t("More is owed than the invoice's total."), field="open_amount")


def rounded_number(field: str) -> UserError:
    return UserError(
        t("A spreadsheet rounded this number. Export the file again as text."), field=field
    )


def beside(field: str, problem: UserError) -> UserError:
    """The same refusal, shown beside the field whose cell it is about."""
    return UserError(problem.text, field=field)


# ----------------------------------------------------------------------------- staging and applying


def bad_row(problem: str) -> UserError:
    """What reading the row found already."""
    return UserError(problem)


def total_too_large() -> UserError:
    return UserError(t("The open amounts of this file add up to more than the books can hold."))


def double_account_number(line: int, number: str) -> UserError:
    return UserError(
        t("Line {line} has the account number {number} too.", line=line, number=number)
    )


def account_number_taken(number: str) -> UserError:
    return UserError(t("{number} belongs to another account.", number=number))


def other_account_number(own: str) -> UserError:
    return UserError(t("This patient has the account number {number} here.", number=own))


def changed_invoice(number: str) -> UserError:
    return UserError(
        t(
            "Invoice {number} was brought in before with other content. An issued invoice "
            "never changes: adjust it here instead.",
            number=number,
        )
    )


def no_such_account(number: str) -> UserError:
    return UserError(t("There is no account {number}. Bring in the patients first.", number=number))


def zeros_lost(number: str, whole: str) -> UserError:
    return UserError(
        t(
            "There is no account {number}, but there is {whole}: a spreadsheet took the zeros "
            "away. Export the file again, with the numbers as text.",
            number=number,
            whole=whole,
        )
    )


def double_number(line: int, number: str) -> UserError:
    return UserError(t("Line {line} has the number {number} too.", line=line, number=number))


def confirm_bad_rows(count: int) -> NeedsConfirmation:
    return NeedsConfirmation(
        BAD_ROWS,
        t("{count} rows can't be brought in. Apply the file without them?", count=count),
        verb=t("Apply without {count} rows", count=count),
    )


def row_by_row() -> RowByRow:
    return RowByRow(
        t("One of the next rows can't be brought in. Take them singly."), field="singly"
    )


def row_too_large() -> UserError:
    return UserError(t("The row is too large to be brought in."))


def invoice_brought_in(number: str) -> UserError:
    return UserError(t("Invoice {number} was brought in already.", number=number))


def not_at_that_point() -> UserError:
    return UserError(t("This import is not at that point. Check the file again."), field="run_id")


def no_such_import() -> UserError:
    return UserError(t("There is no such import."), field="run_id")


def unknown_unit(units: Iterable[str]) -> UserError:
    return UserError(t("A service is counted by {units}.", units=", ".join(units)), field="unit")

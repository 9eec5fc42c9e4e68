"""Every way a file, a column or a row can be refused, in the user's words; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from app.areas.imports.values import DateOrder
from app.kernel.errors import NeedsConfirmation, OutsideError, UserError
from app.kernel.translate import t

BAD_ROWS = "bad_rows"

# --------------------------------------------------------------------------------- reading the file


def unknown_encoding(known: Iterable[str]) -> UserError:
    return UserError(t("The encoding is one of {names}.", names=", ".join(known)), field="encoding")


def no_such_file(path: Path) -> UserError:
    return _file(t("There is no file {path}.", path=path))


def unreadable(path: Path, why: str | None) -> OutsideError:
    return OutsideError(t("{path} can't be read: {why}.", path=path, why=why))


def empty_file() -> UserError:
    return _file(t("The file is empty."))


def workbook() -> UserError:
    return _file(
        t("This is a workbook, not a CSV file. Save the sheet as CSV (UTF-8) and choose that.")
    )


def pdf() -> UserError:
    return _file(t("This is a PDF, not a CSV file."))


def not_plain_text() -> UserError:
    return _file(t("The file is not plain text. Save it as CSV (UTF-8) and choose that file."))


def damaged_text() -> UserError:
    return _file(t("The text of this file is damaged. Export it again as CSV (UTF-8)."))


def two_encodings() -> UserError:
    return UserError(
        t(
            "Some of this text is UTF-8 and some is not. Export the file again as CSV "
            "(UTF-8), or say which encoding it has."
        ),
        field="encoding",
    )


def long_line(line: int) -> UserError:
    return _file(t("Line {line} is too long for a CSV file.", line=line))


def many_columns(line: int, count: int, most: int) -> UserError:
    return _file(
        t("Line {line} has {count} columns. {most} fit.", line=line, count=count, most=most)
    )


def long_field(line: int) -> UserError:
    return _file(t("Line {line} has a field that is far too long.", line=line))


def open_quotation(line: int) -> UserError:
    return _file(
        t("A quotation mark opened in line {line} is never closed. Mend that line.", line=line)
    )


def stray_quotation(line: int) -> UserError:
    return _file(
        t(
            "Line {line} can't be read: a quotation mark stands where none belongs. "
            "Mend that line.",
            line=line,
        )
    )


def no_rows() -> UserError:
    return _file(t("The file has a header and no rows."))


def file_changed() -> OutsideError:
    return OutsideError(t("The file changed while it was read. Nothing was brought in."))


def unwritable(path: Path, why: str | None) -> OutsideError:
    """The file of rejected rows."""
    return OutsideError(t("{path} can't be written: {why}.", path=path, why=why))


# ------------------------------------------------------------------------------- whose column is it


def no_such_field(field: str, fields: Iterable[str]) -> UserError:
    return _mapping(
        t(
            "There is no field {field}. The fields are {fields}.",
            field=field[:40],
            fields=", ".join(fields),
        )
    )


def no_such_column(column: str, columns: Iterable[str]) -> UserError:
    return _mapping(
        t(
            "There is no column “{column}”. The columns are {columns}.",
            column=column[:60],
            columns=", ".join(columns)[:1000],
        )
    )


def column_never_read(column: str) -> UserError:
    return _mapping(t("The column “{column}” is never brought in.", column=column))


def nothing_says_owed(total: str) -> UserError:
    """There is a total, and no column with what is left of it."""
    return _mapping(
        t(
            "No column says what is still owed. If “{column}” does, map open_amount={column}.",
            column=total,
        )
    )


def no_column_for(field: str) -> UserError:
    return _mapping(
        t("No column was found for {field}. Say which one it is, as {field}=column.", field=field)
    )


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
        t("“{text}” is a credit. Only what is owed can be brought forward.", text=text[:40])
    )


# ---------------------------------------------------------------------------------- what a row says


def row_width(count: int, width: int) -> UserError:
    return UserError(
        t("The row has {count} columns and the header has {width}.", count=count, width=width)
    )


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
    return UserError(t("The invoice date can't be {day}.", day=day), field="invoice_date")


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


def double_number(line: int, number: str) -> UserError:
    return UserError(t("Line {line} has the number {number} too.", line=line, number=number))


def confirm_bad_rows(count: int) -> NeedsConfirmation:
    return NeedsConfirmation(
        BAD_ROWS,
        t("{count} rows can't be brought in. Apply the file without them?", count=count),
        verb=t("Apply without {count} rows", count=count),
    )


def row_too_large() -> UserError:
    return UserError(t("The row is too large to be brought in."))


def invoice_brought_in(number: str) -> UserError:
    return UserError(t("Invoice {number} was brought in already.", number=number))


def not_at_that_point() -> UserError:
    return UserError(t("This import is not at that point. Check the file again."), field="run_id")


def no_such_import() -> UserError:
    return UserError(t("There is no such import."), field="run_id")


def _file(sentence: str) -> UserError:
    return UserError(sentence, field="path")


def _mapping(sentence: str) -> UserError:
    return UserError(sentence, field="mapping")


def unknown_unit(units: Iterable[str]) -> UserError:
    return UserError(t("A service is counted by {units}.", units=", ".join(units)), field="unit")

"""Every way a whole file or its columns can be refused, in the user's words; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.kernel.errors import OutsideError, UserError
from app.kernel.translate import t


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


def web_page() -> UserError:
    return _file(
        t(
            "This is a web page or XML, not a CSV file, whatever its name says. Open it in a "
            "spreadsheet and save it as CSV (UTF-8)."
        )
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


def unclear_encoding(word: str) -> UserError:
    """The word as it would be brought in."""
    return UserError(
        t(
            "Letters may be read wrong here, such as in “{word}”: the file does not say how they "
            "are written. Say it, or export the file again as CSV (UTF-8).",
            word=word[:40],
        ),
        field="encoding",
    )


def long_line(line: int) -> UserError:
    return _file(t("Line {line} is too long for a CSV file.", line=line))


def many_columns(line: int, count: int, most: int) -> UserError:
    return _file(
        t(
            "Line {line} has {count} columns, and {most} fit. Take out those that aren’t needed.",
            line=line,
            count=count,
            most=most,
        )
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


def odd_delimiter() -> UserError:
    return UserError(
        t("The sign between columns is a comma, a semicolon, a tab or a bar."), field="delimiter"
    )


def odd_quote() -> UserError:
    return UserError(
        t("The sign around texts is a double quote, a single quote or none."), field="quote"
    )


def _file(sentence: str) -> UserError:
    return UserError(sentence, field="path")


def money_while_away() -> UserError:
    """Why no balances are brought in beside windows that this one hears nothing of."""
    return UserError(
        t(
            "The centre can't be reached: another window may have brought these balances in. They "
            "are brought in when it can."
        )
    )


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


def one_column_twice(column: str, one: str, other: str) -> UserError:
    return _mapping(
        t(
            "“{column}” can't be both {one} and {other}. Choose another column for one of them.",
            column=column,
            one=one,
            other=other,
        )
    )


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


def _mapping(sentence: str) -> UserError:
    return UserError(sentence, field="mapping")

"""A row of a file becomes a checked record, or says in words why it can't; no file, no database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from app.areas.imports import errors
from app.areas.imports.codes import relationship, sex_code, state_code
from app.areas.imports.columns import AMOUNT_FIELDS, DATE_FIELDS, SIGNED_FIELDS, is_never_read
from app.areas.imports.formats import read_amount, read_balance, read_date, unsigned
from app.areas.imports.values import DateOrder, ImportKind, NumberStyle, ReadPlan, ReadRow
from app.areas.parties.rules import clean_person
from app.areas.parties.values import Person, Relationship
from app.kernel.errors import UserError
from app.kernel.money import LARGEST_MINOR, decimals_of
from app.kernel.text import clean, clean_required, refuse_card_number

EARLIEST_INVOICE = date(1990, 1, 1)
TOTAL_AT_MOST = 9 * 10**17
"""The open amounts of one file; ten such files still add up far below 2**63."""
PERSON_FIELDS = tuple(field.name for field in fields(Person))
_GUARANTOR = "guarantor_"
_FORMULA_SIGNS = "=+-@\t\r"
_DAMAGED_NUMBER = re.compile(r"\d[.,]\d+E\+\d+")
_OWN_NUMBERS = DATE_FIELDS | AMOUNT_FIELDS | {"phone", "mobile", "guarantor_phone", "external_id"}
_LOST = "\ufffd"
_NO_DAY = re.compile(r"0{1,4}([-/.])0{1,2}\1(?:0{1,4})(?:[ T]0{1,2}:00(?::00)?)?")
_TOTAL_LINE = re.compile(r"(?:grand |sub-?|report )?totals?\b[ :=#\d]*.{0,40}", re.IGNORECASE)
_KEY_FIELDS = ("account_key", "external_id", "account_number", "code")
_CELLS_TOO_MANY = 20
_LIMITS = {"invoice_number": 40, "account_key": 80, "description": 160, "code": 20}


class Reader:
    """Reads the rows of one file by its plan; `today` is the practice's business date."""

    def __init__(self, plan: ReadPlan, today: date) -> None:
        self._plan = plan
        self._today = today
        self._width = len(plan.header)
        self._dates = {c.field: c.dates or DateOrder.ISO for c in plan.columns}
        self._column = {c.field: plan.header[c.index] for c in plan.columns}
        self._places = [(c.field, c.index) for c in plan.columns]
        self._hidden = {i for i, name in enumerate(plan.header) if is_never_read(name)}
        self._check = {
            ImportKind.PATIENTS: self._patient,
            ImportKind.INVOICES: self._invoice,
            ImportKind.SERVICES: self._service,
            ImportKind.GUARANTORS: self._payer,
            ImportKind.BALANCES: self._balance,
        }[plan.kind]
        self._last_day = plan.as_of or today
        at = dict(self._places)
        self._key_place = next((at[name] for name in _KEY_FIELDS if name in at), self._width)

    def read(self, line: int, cells: list[str]) -> ReadRow:
        """The row's record, or its problem with the cells that may be kept."""
        field: str | None = None
        if self._is_total(cells):
            return ReadRow(line, "", {}, errors.total_line().text, self.kept(cells), 0)
        try:
            values = self._values(cells)
            key, record = self._check(values)
        except UserError as problem:
            field = problem.field
            where = self._column.get(field or "", "")
            if not where and field in ("family_name", "given_names"):
                where = self._column.get("full_name", "")
            words = f"{where}: {problem.text}" if where else problem.text
            return ReadRow(line, "", {}, words, self.kept(cells), self._amount_of(cells))
        return ReadRow(line, key, record)

    def _is_total(self, cells: list[str]) -> bool:
        """Whether a report's own sum stands where rows have their number."""
        key = self._key_place
        return key < len(cells) and _TOTAL_LINE.fullmatch(cells[key].strip()) is not None

    def _amount_of(self, cells: list[str]) -> int | None:
        """What a bad row would bring, as far as it can be read: so that totals can be tied."""
        told = {field: cells[i].strip() for field, i in self._places if i < len(cells)}
        try:
            if told.get("open_amount"):
                return self._amount("open_amount", told["open_amount"])
            if told.get("balance") or told.get("credit"):
                values = {field: told[field] for field in SIGNED_FIELDS if told.get(field)}
                return self._signed("balance", values) - abs(self._signed("credit", values))
        except UserError:
            pass
        return None

    def _values(self, cells: list[str]) -> dict[str, str]:
        count = len(cells)
        if count < self._width or any(cell.strip() for cell in cells[self._width :]):
            raise errors.row_width(count, self._width)
        values = {}
        for field, index in self._places:
            text = cells[index].strip()
            if not text or (field in DATE_FIELDS and _NO_DAY.fullmatch(text)):
                continue
            if _LOST in text:
                raise errors.lost_letter(field)
            values[field] = text[1:] if _is_marked_text(text) else text
        return values

    def _patient(self, values: dict[str, str]) -> tuple[str, dict[str, Any]]:
        record = self._whole_person(values)
        for field, most in (("external_id", 80), ("account_number", 30)):
            if field in values:
                record[field] = self._number(values[field], field, most)
        for field, most, lines in (("flags", 120, False), ("notes", 2000, True)):
            if field in values:
                record[field] = clean(values[field], field, most=most, lines=lines)
        record |= self._guarantor(values)
        _refuse_split_card(values)
        key = record.get("external_id") or record.get("account_number") or ""
        if not key:
            raise errors.no_key()
        return key, record

    def _whole_person(self, values: dict[str, str]) -> dict[str, Any]:
        person = clean_person(self._person(values), self._today)
        record = {
            name: value.isoformat() if isinstance(value, date) else value
            for name in PERSON_FIELDS
            if (value := getattr(person, name))
        }
        if record["name_order"] == "given_first":
            del record["name_order"]
        return record

    def _person(self, values: dict[str, str]) -> Person:
        told: dict[str, Any] = {name: values[name] for name in PERSON_FIELDS if name in values}
        if "full_name" in values and "family_name" not in told:
            family, _, given = values["full_name"].partition(",")
            told |= {"family_name": family, "given_names": given}
        if "middle_names" in values:
            told["given_names"] = f"{told.get('given_names', '')} {values['middle_names']}"
        for field in ("birth_date", "death_date"):
            if field in told:
                told[field] = self._date(field, told[field])
        if "sex" in told:
            told["sex"] = sex_code(told["sex"])
        if "region" in told and len(told["region"]) > 2:
            told["region"] = state_code(told["region"])
        return Person(**({"family_name": ""} | told))

    def _guarantor(self, values: dict[str, str]) -> dict[str, str]:
        told = {k: v for k, v in values.items() if k.startswith(_GUARANTOR)}
        if not told:
            return {}
        if "guarantor_family_name" not in told:
            raise errors.nameless_guarantor()
        kept = {field: clean(text, field, most=80) for field, text in told.items()}
        return kept | {"guarantor_relationship": _relationship(kept)}

    def _payer(self, values: dict[str, str]) -> tuple[str, dict[str, Any]]:
        """Who pays for one account; the same person may stand beside many."""
        if "account_key" not in values:
            raise errors.empty_cell("account_key")
        record = self._whole_person(values)
        record["account_key"] = self._number(values["account_key"], "account_key", 80)
        if "external_id" in values:
            record["external_id"] = self._number(values["external_id"], "external_id", 80)
        record["guarantor_relationship"] = _relationship(values)
        _refuse_split_card(values)
        return record["account_key"], record

    def _balance(self, values: dict[str, str]) -> tuple[str, dict[str, Any]]:
        if "account_key" not in values:
            raise errors.empty_cell("account_key")
        key = self._number(values["account_key"], "account_key", 80)
        if not SIGNED_FIELDS & values.keys():
            raise errors.empty_cell("balance" if "balance" in self._column else "credit")
        owed = self._signed("balance", values)
        # A credit beside a balance is written without a sign, or with one.
        record: dict[str, Any] = {
            "account_key": key,
            "balance_minor": owed - abs(self._signed("credit", values)),
        }
        if abs(record["balance_minor"]) > LARGEST_MINOR:
            raise errors.balance_too_large()
        if "balance_date" in values:
            made = self._date("balance_date", values["balance_date"])
            if not EARLIEST_INVOICE <= made <= self._today:
                raise errors.odd_balance_date(made)
            record["balance_date"] = made.isoformat()
        if "description" in values:
            record["description"] = clean(values["description"], "description", most=160)
        _refuse_split_card(values)
        return key, record

    def _signed(self, field: str, values: dict[str, str]) -> int:
        if field not in values:
            return 0
        try:
            return read_balance(values[field], self._plan.currency, self._plan.numbers)
        except UserError as problem:
            raise errors.beside(field, problem) from None

    def _invoice(self, values: dict[str, str]) -> tuple[str, dict[str, Any]]:
        for field in ("invoice_number", "account_key", "invoice_date", "open_amount"):
            if field not in values:
                raise errors.empty_cell(field)
        record: dict[str, Any] = {
            field: self._number(values[field], field, _LIMITS[field])
            for field in ("invoice_number", "account_key")
        }
        for field in ("description", "code"):
            if field in values:
                record[field] = clean(values[field], field, most=_LIMITS[field])
        for field in AMOUNT_FIELDS & values.keys():
            record[field.replace("amount", "minor")] = self._amount(field, values[field])
        for field in DATE_FIELDS & values.keys():
            record[field] = self._date(field, values[field]).isoformat()
        self._refuse_odd_invoice(record)
        _refuse_split_card(values)
        return record["invoice_number"], record

    def _service(self, values: dict[str, str]) -> tuple[str, dict[str, Any]]:
        for field in ("code", "name", "price"):
            if field not in values:
                raise errors.empty_cell(field)
        record: dict[str, Any] = {
            "code": self._number(values["code"], "code", 20).upper(),
            "name": clean_required(values["name"], "name", most=120),
            "price_minor": self._price(values["price"]),
        }
        for field, most in (("tax_class", 20), ("revenue_gl", 8), ("unit", 20)):
            if field in values:
                record[field] = clean(values[field], field, most=most).lower()
        _refuse_split_card(values)
        return record["code"], record

    def _price(self, text: str) -> int:
        if unsigned(text)[1]:
            raise errors.price_below_zero()
        return self._amount("price", text)

    def _refuse_odd_invoice(self, record: dict[str, Any]) -> None:
        made = date.fromisoformat(record["invoice_date"])
        if not EARLIEST_INVOICE <= made <= self._today:
            raise errors.odd_invoice_date(made)
        if made > self._last_day:
            raise errors.after_the_day(made, self._last_day)
        if record.get("due_date", "9999") < record["invoice_date"]:
            raise errors.due_before_invoice()
        if record["open_minor"] > record.get("total_minor", LARGEST_MINOR):
            raise errors.owed_above_total()

    def _number(self, text: str, field: str, most: int) -> str:
        """A number is kept letter by letter, leading zeros too; a spreadsheet's 1.2E+11 is not."""
        if _DAMAGED_NUMBER.fullmatch(text):
            raise errors.rounded_number(field)
        return clean_required(text, field, most=most)

    def _date(self, field: str, text: str) -> date:
        try:
            return read_date(text, self._dates[field])
        except UserError as problem:
            raise errors.beside(field, problem) from None

    def _amount(self, field: str, text: str) -> int:
        try:
            return read_amount(text, self._plan.currency, self._plan.numbers)
        except UserError as problem:
            raise errors.beside(field, problem) from None

    def kept(self, cells: list[str]) -> tuple[str, ...]:
        """What may be kept of a bad row: no card number, no column that is never read. Where cells
        are missing or too many, what is never read may stand beside its place.
        """
        out = len(cells) - self._width
        places = range(min(out, 0), max(out, 0) + 1)
        hidden = {at + moved for at in self._hidden for moved in places}
        kept = [
            "" if index in hidden else _printable(cell[:2000])
            for index, cell in enumerate(cells[: self._width + _CELLS_TOO_MANY])
        ]
        while len(kept) > self._width and not kept[-1].strip():
            kept.pop()
        if _has_card("\n".join(kept)):
            kept = ["" if sum(letter.isdecimal() for letter in cell) > 3 else cell for cell in kept]
        return tuple(kept)


def _relationship(told: dict[str, Any]) -> str:
    written = told.get("guarantor_relationship", "")
    found = relationship(written) if written else Relationship.OTHER
    if found is None:
        raise errors.unknown_relationship(Relationship)
    return str(found)


def _is_marked_text(text: str) -> bool:
    """A spreadsheet's own mark for text in front of what it would take for a formula."""
    return len(text) > 1 and text[0] == "'" and text[1] in _FORMULA_SIGNS


def _refuse_split_card(values: dict[str, str]) -> None:
    """A card number cut over two columns; phones, dates and amounts are numbers of their own."""
    free = [text for field, text in values.items() if field not in _OWN_NUMBERS]
    refuse_card_number("\n".join(free), "")


def _has_card(text: str) -> bool:
    try:
        refuse_card_number(text, "")
    except UserError:
        return True
    return False


def _printable(text: str) -> str:
    """What nobody may bring in as a sign that can be seen; all else stays as it is written."""
    if text.isprintable():
        return text
    return "".join(_LOST if _is_odd(letter) else letter for letter in text)


def _is_odd(letter: str) -> bool:
    if letter.isprintable() or letter in "\t\r\n":
        return False
    try:
        clean(letter, "")
    except UserError:
        return True
    return False


def safe_for_spreadsheets(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell[:1] and cell[0] in _FORMULA_SIGNS else cell


def cells_again(plan: ReadPlan, record: dict[str, Any]) -> tuple[str, ...]:
    """The cells of a row that read well, as far as its record tells them: so that it can be
    mended after all.
    """
    cells = [""] * len(plan.header)
    for column in plan.columns:
        field = column.field
        minor = record.get(field.replace("amount", "minor"), record.get(f"{field}_minor"))
        if field == "full_name":
            names = (record.get("family_name", ""), record.get("given_names", ""))
            cells[column.index] = ", ".join(name for name in names if name)
        elif isinstance(minor, int):
            cells[column.index] = _amount_again(minor, plan)
        else:
            cells[column.index] = str(record.get(field, ""))
    return tuple(cells)


def _amount_again(minor: int, plan: ReadPlan) -> str:
    decimals = decimals_of(plan.currency)
    whole, part = divmod(abs(minor), 10**decimals)
    mark = "," if plan.numbers is NumberStyle.COMMA else "."
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole}{mark}{part:0{decimals}}" if decimals else f"{sign}{whole}"


def person_of(record: dict[str, Any]) -> Person:
    """The person in a patient's record."""
    told = {name: record[name] for name in PERSON_FIELDS if name in record}
    for field in ("birth_date", "death_date"):
        if field in told:
            told[field] = date.fromisoformat(told[field])
    return Person(**told)


def guarantor_of(record: dict[str, Any]) -> Person | None:
    """The guarantor in a patient's record."""
    if "guarantor_family_name" not in record:
        return None
    return Person(
        record["guarantor_family_name"],
        record.get("guarantor_given_names", ""),
        phone=record.get("guarantor_phone", ""),
    )


def amounts_of(record: dict[str, Any]) -> tuple[int, int]:
    """(what a row says is owed, what it says is credit), each as a positive sum."""
    minor = int(record.get("open_minor", record.get("balance_minor", 0)))
    return max(minor, 0), max(-minor, 0)


def changed_fields(before: dict[str, Any] | None, now: dict[str, Any]) -> Sequence[str]:
    """The person's fields that the file says otherwise than last time; all it has without one."""
    if before is None:
        return [name for name in PERSON_FIELDS if name in now]
    return [name for name in PERSON_FIELDS if before.get(name) != now.get(name)]

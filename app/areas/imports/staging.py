"""What each row of a file is: new, changed or the same, compared with the rows before it and with
what is here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.areas.imports import errors, money_records, price_list, records, repository, rules
from app.areas.imports.repository import Run, StagedRow
from app.areas.imports.values import ImportKind, ReadRow, Twin
from app.areas.parties.rules import display_name, likeness
from app.kernel.errors import UserError
from app.kernel.text import fold
from app.storage.search import accounts_on
from app.storage.unit_of_work import UnitOfWork

ALIKE = 85
"""From so alike a name beside the same birth date somebody is likely the same person."""
ZEROS_AT_MOST = 13
"""No number is looked for with more digits."""
ON_ONE_DAY = 400
"""More people of one birth date are not compared: such a day stands for none."""


def stage(uow: UnitOfWork, here: Run, row: ReadRow) -> str:
    """Keep a good row and say what it is; a UserError for one that can't be brought in."""
    return _STAGE[here.kind](uow, here, row)


def _patient(uow: UnitOfWork, here: Run, row: ReadRow) -> str:
    _refuse_double(uow, here, row.key)
    number = row.record.get("account_number", "")
    other = number if number and number != row.key else None
    line = repository.line_of_other(uow, here.id, other) if other else None
    if line is not None:
        raise errors.double_account_number(line, number)
    somebody = uow.once("anybody", ("account",), lambda: records.anybody(uow))
    there = repository.account_here(uow, here.source, row.key) if somebody else None
    own = there[1] if there else None
    if own is None and number and repository.has_number(uow, number):
        raise errors.account_number_taken(number)
    if own is not None and number and number != own:
        raise errors.other_account_number(own)
    state = "new"
    if own is not None:
        known = repository.known(uow, here.source, here.kind, row.key)
        state = "changed" if rules.changed_fields(known, row.record) else "unchanged"
    repository.add_row(uow, here.id, row, state, None, other)
    return state


def twin_of(uow: UnitOfWork, here: Run, row: ReadRow) -> Twin | None:
    """Somebody who is here already and likely the new patient of this row."""
    born = row.record.get("birth_date")
    if not born:
        return None
    name = display_name(row.record["family_name"], row.record.get("given_names", ""))
    wanted = fold(name)
    there = accounts_on(uow, date.fromisoformat(born))
    if len(there) > ON_ONE_DAY:
        return None
    for account_id, kind, _, _, folded in there:
        if kind == "birth_date" and likeness(wanted, folded) >= ALIKE:
            return Twin(row.line, name, records.number_of(uow, account_id))
    return None


def _guarantor(uow: UnitOfWork, here: Run, row: ReadRow) -> str:
    _refuse_double(uow, here, row.key)
    owner = _owner(uow, here, row.record)
    known = repository.known(uow, here.source, here.kind, row.key)
    state = "new" if known is None else "unchanged" if known == row.record else "changed"
    repository.add_row(uow, here.id, row, state, owner, None)
    return state


def _invoice(uow: UnitOfWork, here: Run, row: ReadRow) -> str:
    _refuse_double(uow, here, row.key)
    record = row.record
    known = repository.known(uow, here.source, here.kind, row.key)
    owner = _owner(uow, here, record)
    if known == record:
        state = "unchanged"
    elif known is not None:
        raise errors.changed_invoice(row.key)
    elif money_records.is_here(uow, owner, here.source, "invoice", row.key):
        raise errors.invoice_brought_in(row.key)
    else:
        state = "new" if record["open_minor"] else "nothing_owed"
    if state == "new":
        refuse_balance_here(uow, here, record["account_key"])
    repository.add_row(uow, here.id, row, state, owner, None)
    return state


def refuse_balance_here(uow: UnitOfWork, here: Run, key: str) -> None:
    """An invoice whose account came in with its whole balance would be owed twice."""
    balance = repository.known(uow, here.source, ImportKind.BALANCES, key)
    if balance is not None and balance["balance_minor"] > 0:
        raise errors.balance_is_here(key)


def _balance(uow: UnitOfWork, here: Run, row: ReadRow) -> str:
    _refuse_double(uow, here, row.key)
    minor = row.record["balance_minor"]
    known = repository.known(uow, here.source, here.kind, row.key)
    owner = _owner(uow, here, row.record)
    if known is not None and known["balance_minor"] != minor:
        raise errors.balance_brought_in(row.key)
    state = "unchanged" if known is not None else "new" if minor else "nothing_owed"
    if state == "new":
        if money_records.is_here(uow, owner, here.source, "balance", row.key):
            raise errors.balance_here_already(row.key)
        refuse_invoices_here(uow, owner, row)
    repository.add_row(uow, here.id, row, state, owner, None)
    return state


def refuse_invoices_here(uow: UnitOfWork, owner: str, row: ReadRow | StagedRow) -> None:
    """A balance whose account has open invoices of an old system would be owed twice."""
    if row.record["balance_minor"] > 0 and money_records.has_brought_invoice(uow, owner):
        raise errors.invoices_are_here(row.key)


def _service(uow: UnitOfWork, here: Run, row: ReadRow) -> str:
    _refuse_double(uow, here, row.key)
    state = price_list.state_of(uow, here, row.record)
    repository.add_row(uow, here.id, row, state, None, None)
    return state


_STAGE: dict[ImportKind, Callable[[UnitOfWork, Run, ReadRow], str]] = {
    ImportKind.PATIENTS: _patient,
    ImportKind.GUARANTORS: _guarantor,
    ImportKind.INVOICES: _invoice,
    ImportKind.BALANCES: _balance,
    ImportKind.SERVICES: _service,
}


def _owner(uow: UnitOfWork, here: Run, record: dict[str, Any]) -> str:
    owner = repository.owner_of(uow, here.source, record["account_key"])
    if owner is None:
        raise _no_account(uow, here, record["account_key"])
    return owner


def _no_account(uow: UnitOfWork, here: Run, number: str) -> UserError:
    """A spreadsheet takes leading zeros away, also of whoever only looked."""
    if number.isdecimal():
        for width in range(len(number) + 1, ZEROS_AT_MOST):
            whole = number.zfill(width)
            if repository.owner_of(uow, here.source, whole) is not None:
                return errors.zeros_lost(number, whole)
    return errors.no_such_account(number)


def _refuse_double(uow: UnitOfWork, here: Run, key: str) -> None:
    line = repository.line_of_key(uow, here.id, key)
    if line is not None:
        raise errors.double_number(line, key)

"""The attempts to charge a card that this window shows, and whose they are; no widget."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.areas.cards import queries
from app.areas.cards.gateway_values import ReaderRow
from app.areas.cards.values import AttemptShown
from app.gui.screens.counter.payment_form import PaymentForm
from app.kernel.ids import AccountId, AttemptId
from app.storage.reading import Reader


@dataclass(frozen=True, slots=True)
class Running:
    """An attempt of this window, and whose it is; or of another one (not `here`)."""

    shown: AttemptShown
    name: str
    account_number: str
    year: str = ""
    here: bool = True

    @property
    def who(self) -> tuple[str, str, str]:
        """Name, year of birth and number: what tells two people of one name apart."""
        return self.name, self.year, self.account_number

    @property
    def attempt_id(self) -> AttemptId:
        return self.shown.attempt_id

    @property
    def account_id(self) -> AccountId:
        return self.shown.account_id


def running_here(
    reader: Reader, known: tuple[AttemptId, ...], account_id: AccountId | None
) -> tuple[Running, ...]:
    """The open attempts of this window, the `known` ones however they ended, and those of other
    windows that charge the account on the screen.
    """
    rows = {
        row.attempt_id: row
        for row in queries.open_attempts(reader)
        if row.here or row.account_id == account_id
    }
    found = []
    for attempt_id in dict.fromkeys((*rows, *known)):
        shown, row = queries.attempt_shown(reader, attempt_id), rows.get(attempt_id)
        name, number = (row.name, row.account_number) if row is not None else ("", "")
        found.append(Running(shown, name, number, here=row is None or row.here))
    return tuple(found)


def with_person(row: Running, form: PaymentForm) -> Running:
    """The same with name, number and year of birth as the form's account has them."""
    header = form.account.header
    year = str(header.birth_date.year) if header.birth_date is not None else ""
    return replace(row, name=header.name, account_number=header.account_number, year=year)


def other_readers(rows: tuple[ReaderRow, ...], shown: AttemptShown) -> list[ReaderRow]:
    """Where else its card may be shown."""
    mine = (row for row in rows if row.gateway_id == shown.gateway_id)
    return [row for row in mine if row.reader_id != shown.reader_id]

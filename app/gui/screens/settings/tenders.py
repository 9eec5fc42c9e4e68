"""The ways a practice takes money, as a list with a form."""

from __future__ import annotations

from typing import Any

from app.areas.payments import maintaining
from app.areas.payments.tender_values import TenderTypeRow
from app.gui.desk import Desk
from app.gui.screens.settings.list_section import ListSection
from app.gui.screens.settings.reading import Found
from app.gui.screens.settings.tender_form import TenderForm
from app.gui.screens.settings.words import (
    account_words,
    keys_of,
    short_field_words,
    state_look,
)
from app.gui.tables.rows_model import Column
from app.kernel.text import fold
from app.kernel.translate import t


class Tenders(ListSection):
    """In the order of their keys."""

    form: TenderForm
    beside = (1, 2, 7)
    narrow = (1, 2, 3, 4, 7)

    def __init__(self, desk: Desk) -> None:
        self._keys: dict[str, str] = {}
        super().__init__(
            desk,
            t("Ways to pay"),
            t(
                "The first way of cash, check and card has a key of its own. "
                "The others get the digits 1 to 9 in this order."
            ),
            self._columns(),
            TenderForm(),
            t("New way to pay"),
        )

    def rows(self, found: Found) -> tuple[TenderTypeRow, ...]:
        self._keys = keys_of(found.tenders)
        return found.tenders

    def key_of(self, row: TenderTypeRow) -> object:
        return row.method

    def fill(self, row: TenderTypeRow | None) -> None:
        if self.found is not None:
            self.form.show_tender(row, self.found)

    def save(self) -> None:
        command = self.form.command(self.intent)
        if command is None:
            return
        new, name = self.form.row is None, " ".join(command.name.split())
        self.send(
            maintaining.save_tender_type,
            command,
            lambda _method: (
                t("{name} can be taken now.", name=name)
                if new and command.active
                else t("{name} is saved.", name=name)
            ),
            mark=lambda method: method,
        )

    def _columns(self) -> tuple[Column[Any], ...]:
        def tone(row: TenderTypeRow) -> str:
            return "text" if row.active else "muted"

        def column(title: str, text: Any, **more: Any) -> Column[TenderTypeRow]:
            return Column(title, text, tone=tone, **more)

        return (
            column(t("Place"), lambda row: str(row.position), right=True, sort_by=_by_position),
            column(t("Key"), lambda row: self._keys.get(row.method, "")),
            column(t("Name"), lambda row: row.name, width=130, stretch=True, sort_by=_by_name),
            column(t("Booked to"), self._account, width=170),
            column(t("Asks for"), _asks, width=130),
            column(t("Drawer"), lambda row: t("Opens") if row.opens_drawer else ""),
            column(t("Deposit"), lambda row: t("Yes") if row.in_deposit else ""),
            Column(
                t("Status"),
                lambda row: state_look(active=row.active).words,
                chip=lambda row: state_look(active=row.active),
            ),
        )

    def _account(self, row: TenderTypeRow) -> str:
        return account_words(row.gl_code, self.found.chart if self.found else {})


def _asks(row: TenderTypeRow) -> str:
    return ", ".join(short_field_words(field) for field in row.required)


def _by_position(row: TenderTypeRow) -> tuple[int, str]:
    return row.position, row.method


def _by_name(row: TenderTypeRow) -> str:
    return fold(row.name)

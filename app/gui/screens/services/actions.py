"""Reads services and tax rates for their page and saves what its forms say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from app.areas.catalog import maintaining, queries
from app.areas.catalog.values import ServiceRow, TaxRateRow
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GLType
from app.areas.settings import queries as settings
from app.gui.desk import Desk
from app.gui.dialogs.form_panel import Ask, FormPanel
from app.gui.panel_acts import PanelActs
from app.gui.screens.services.forms import (
    rate_asks,
    rate_command,
    service_asks,
    service_command,
)
from app.kernel.translate import t
from app.storage.reading import Reader
from app.storage.seen import Seen, position

if TYPE_CHECKING:
    from app.gui.screens.services.view import View

KEY: Final = "services.page"
TABLES: Final = frozenset({"service", "tax_rate"})
MOST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Page:
    services: tuple[ServiceRow, ...]
    rates: tuple[TaxRateRow, ...]
    classes: tuple[str, ...]
    revenue: tuple[tuple[str, str], ...]
    today: date
    position: int = 0
    """How far the log stands that this shows."""


def services_page(reader: Reader) -> Page:
    """The whole price list, the rates, and what a service may be earned on."""
    revenue = tuple(
        (row.code, f"{row.code} {row.name}")
        for row in ledger.gl_accounts(reader)
        if row.active and row.gl_type is GLType.REVENUE
    )
    return Page(
        queries.services(reader, "", MOST, all=True),
        queries.tax_rates(reader),
        queries.tax_classes(reader),
        revenue,
        settings.business_today(settings.practice(reader), reader.now),
        position(reader),
    )


class ServiceActions(QObject):
    """One form at a time."""

    def __init__(self, view: View, desk: Desk) -> None:
        super().__init__(view)
        self._view, self._desk = view, desk
        self.panel: FormPanel | None = None
        self._acts = PanelActs(self, desk, lambda: self.panel)
        self.page: Page | None = None
        self._known: ServiceRow | None = None
        self._seen: Seen | None = None
        desk.runner.changed.connect(self._changed)
        desk.seat.signed_out.connect(self.withdraw)

    def read(self) -> None:
        self._desk.runner.ask(services_page, done=self._show, key=KEY)

    def forget(self) -> None:
        self.withdraw()
        self._desk.runner.forget(KEY)
        self.page = None

    def withdraw(self) -> None:
        if self.panel is not None:
            self.panel.leave()

    def open_service(self, row: object = None) -> None:
        """The form of a service, or of a new one."""
        page = self.page
        if page is None or self.panel is not None:
            return
        known = row if isinstance(row, ServiceRow) else None
        title = known.name if known else t("New service")
        asks = service_asks(known, page.classes, page.revenue)

        def save(panel: FormPanel) -> None:
            command = service_command(panel.form.values(), known)
            self._act(maintaining.save_service, command, t("The service is saved."))

        self._open(title, t("Save") if known else t("Add the service"), asks, save)
        self._known = known
        self._seen = _seen(known, page)

    def open_rate(self, row: object = None) -> None:
        """A tax rate from a day on; begun from a known one it follows it."""
        page = self.page
        if page is None or self.panel is not None:
            return
        known = row if isinstance(row, TaxRateRow) else None
        about = t("Invoices of that day and later use it. What was issued keeps its tax.")

        def save(panel: FormPanel) -> None:
            command = rate_command(panel.form.values())
            if command is None:
                panel.say_error(t("Type a percentage such as 8.25."), "rate_e4")
                return
            self._act(maintaining.save_tax_rate, command, t("The tax rate is saved."))

        self._open(t("Tax rate"), t("Save"), rate_asks(known, page.today), save, about)

    def _open(
        self,
        title: str,
        verb: str,
        asks: tuple[Ask, ...],
        save: Callable[[FormPanel], None],
        about: str = "",
    ) -> None:
        panel = self.panel = FormPanel(
            self._view.window(), title, verb, asks, self._desk.practice, about=about
        )
        panel.wanted.connect(lambda: save(panel))
        panel.left.connect(self._left)
        panel.begin()

    def _left(self) -> None:
        self.panel, self._known, self._seen = None, None, None

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & TABLES and self._view.isVisible():
            self.read()

    def _show(self, page: Page) -> None:
        self.page = page
        self._view.show_page(page)
        self._follow(page)

    def _follow(self, page: Page) -> None:
        """Another window may have changed the service that is open: what was typed here stays."""
        known = self._known
        if self.panel is None or known is None:
            return
        row = next((one for one in page.services if one.service_id == known.service_id), None)
        if row is not None:
            self.panel.form.follow(service_asks(row, page.classes, page.revenue))
            self._known, self._seen = row, _seen(row, page)

    def _act(self, action: Callable[..., Any], command: Any, words: str) -> None:
        def done(_answer: Any) -> None:
            if self.panel is not None:
                self.panel.leave()
            self._desk.toasts.success(words)

        self._acts.act(action, command, done, self._seen)


def _seen(known: ServiceRow | None, page: Page) -> Seen | None:
    return None if known is None else Seen(frozenset({str(known.service_id)}), page.position)

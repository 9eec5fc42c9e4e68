"""The page where files of other programs come in."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.gui.desk import Desk
from app.gui.screen import Screen
from app.gui.screens.imports.page import ImportPage
from app.gui.theme import current
from app.gui.widgets.labels import PlainLabel
from app.kernel.translate import t


class View(Screen):
    """The steps under a title; Esc leads one step back and then to the settings."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(t("Import"))
        px = current().px
        self._column = QVBoxLayout(self)
        self._column.setSpacing(px(12))
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(PlainLabel(t("Import"), role="title"))
        about = t("Patients, balances, invoices and prices out of another program's CSV files")
        head.addWidget(PlainLabel(about, tone="muted", elide=True), 1)
        self._column.addLayout(head)
        self.page = ImportPage(desk)
        self.page.left.connect(lambda: self.desk.go("settings"))
        self.page.twice_wanted.connect(lambda: self.desk.go("duplicates"))
        self._column.addWidget(self.page, 1)
        current().changed.connect(self._fit)
        self._fit()

    def arrive(self) -> None:
        self.page.begin()

    def forget(self) -> None:
        self.page.forget()

    def refresh(self) -> None:
        self.page.begin()

    def primary(self) -> None:
        self.page.primary()

    def back(self) -> None:
        self.page.back()

    def _fit(self) -> None:
        px = current().px
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))

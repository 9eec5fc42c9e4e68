"""The cash drawers of this station, and one more."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit

from app.areas.drawers import service
from app.areas.drawers.values import AddDrawer, DrawerRow
from app.gui.desk import Desk
from app.gui.screens.settings.edit_form import EditForm
from app.gui.screens.settings.list_section import ListSection
from app.gui.screens.settings.reading import Found
from app.gui.tables.rows_model import Column
from app.gui.widgets.field import Field
from app.kernel.translate import t


class DrawerForm(EditForm):
    """The name of a new drawer."""

    def __init__(self) -> None:
        super().__init__()
        self.name = QLineEdit()
        self.add("name", Field(t("Name"), self.name, hint=t("Such as Drawer 2 or Front desk.")))

    def needs(self, name: str) -> bool:
        return True

    def show_new(self) -> None:
        self.name.clear()
        self.begin(t("New drawer"), t("Add the drawer"), known=False)


class Drawers(ListSection):
    """A drawer can be added; what it is called is on slips and reports, so it stays."""

    form: DrawerForm
    beside = ()

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            t("Drawers"),
            t("The cash drawers of this station. Each has one open shift at a time."),
            _columns(),
            DrawerForm(),
            t("New drawer"),
        )
        self.table.opened.disconnect(self.begin_row)

    def rows(self, found: Found) -> tuple[DrawerRow, ...]:
        return found.drawers

    def key_of(self, row: DrawerRow) -> object:
        return row.drawer_id

    def fill(self, row: DrawerRow | None) -> None:
        self.form.show_new()

    def begin_row(self, row: object) -> None:
        """A drawer that is there has nothing to change."""

    def save(self) -> None:
        self.form.accept_all()
        if self.form.lacks("name"):
            return
        name = " ".join(self.form.name.text().split())
        said = t("{name} can be opened now.", name=name)
        command = AddDrawer(self.intent, self.form.name.text())
        self.send(service.add_drawer, command, lambda _id: said, mark=lambda made: made)


def _columns() -> tuple[Column[Any], ...]:
    return (
        Column(t("Name"), lambda row: row.name, width=180, stretch=True),
        Column(t("Shift"), lambda row: row.open_shift_number or t("Not open"), width=160),
        Column(t("Held by"), lambda row: row.held_by, width=160),
    )

"""The form of one way to pay; it draws and reads, and saves nothing."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.areas.ledger.values import GL
from app.areas.payments.tender_values import SaveTenderType, TenderField, TenderTypeRow
from app.areas.payments.values import TenderKind
from app.gui.screens.settings.edit_form import EditForm, Pick
from app.gui.screens.settings.reading import Found
from app.gui.screens.settings.words import account_words, field_words, kind_words, short_name
from app.gui.theme import current
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.tick import Tick
from app.kernel.ids import CommandId
from app.kernel.translate import t

BESIDE: Final = 280
"""Designed pixels in which two ticks stand beside one another."""
NEEDED = ("name", "method", "kind", "gl_code", "position")


class TenderForm(EditForm):
    """Name, kind, GL account, what it asks for, and what happens to it."""

    def __init__(self) -> None:
        super().__init__()
        self.row: TenderTypeRow | None = None
        self._found: Found | None = None
        self.name, self.method, self.position = QLineEdit(), QLineEdit(), QLineEdit()
        self.kind, self.account, self.refunded = Pick(), Pick(), Pick()
        self.add("name", Field(t("Name"), self.name))
        self.add(
            "method",
            Field(
                t("Short name in the books"),
                self.method,
                hint=t("Small letters and digits. It stays for ever."),
            ),
        )
        self.add("kind", Field(t("How it moves"), self.kind))
        self.add("gl_code", Field(t("Booked to"), self.account))
        self.body.addWidget(self._requires())
        self.drawer = Tick(t("Opens the drawer"))
        self.deposit = Tick(t("Goes into the deposit"))
        for tick in (self.drawer, self.deposit):
            self.body.addWidget(tick)
        self.add("refunded_by", Field(t("Refunded by"), self.refunded))
        self.add(
            "position",
            Field(
                t("Place in the list"),
                self.position,
                hint=t("The order gives the others their digits."),
            ),
        )
        self.active = Tick(t("In use"))
        self.body.addWidget(self.active)
        self.name.textEdited.connect(self._suggest)
        self.kind.currentIndexChanged.connect(self._follow)

    def needs(self, name: str) -> bool:
        return name in NEEDED

    def show_tender(self, row: TenderTypeRow | None, found: Found) -> None:
        """A way to pay as it is stored, or an empty form for a new one."""
        self.row, self._found = row, found
        kinds = [(kind_words(kind), kind.value) for kind in TenderKind]
        self.kind.offer(kinds, row.kind.value if row else TenderKind.OTHER.value)
        self.kind.setEnabled(row is None)
        self.fields["method"].setVisible(row is None)
        self.name.setText(row.name if row else "")
        self.method.setText(row.method if row else "")
        self._follow()
        self.account.choose(row.gl_code if row else None)
        for field, tick in self.required.items():
            tick.setChecked(row is not None and field in row.required)
        self.drawer.setChecked(row is not None and row.opens_drawer)
        self.deposit.setChecked(row is not None and row.in_deposit)
        self.active.setChecked(row is None or row.active)
        same = [(t("The same way"), "")]
        ways = [(each.name, each.method) for each in found.tenders]
        self.refunded.offer(same + ways, row.refunded_by if row else "")
        last = max((each.position for each in found.tenders), default=0)
        self.position.setText(str(row.position if row else min(last + 1, 99)))
        if row is None:
            self.begin(t("New way to pay"), t("Add it"), known=False)
        else:
            self.begin(row.name, t("Save changes"), known=True)

    def command(self, intent: CommandId) -> SaveTenderType | None:
        """What the form says; None after saying beside a box what is missing."""
        self.accept_all()
        if self.lacks(*(name for name in NEEDED if self.fields[name].isVisibleTo(self))):
            return None
        text = self.position.text().strip()
        if not (text.isascii() and text.isdecimal() and len(text) < 4):
            self.refuse("position", t("Type a whole number, such as 3."))
            return None
        kind = TenderKind(self.kind.currentData())
        ticked = (field for field, tick in self.required.items() if tick.isChecked())
        return SaveTenderType(
            intent,
            self.method.text().strip(),
            self.name.text(),
            kind,
            str(self.account.currentData()),
            () if kind is TenderKind.CASH else tuple(ticked),
            self.drawer.isChecked(),
            self.deposit.isChecked(),
            str(self.refunded.currentData() or ""),
            int(text),
            self.active.isChecked(),
        )

    def _requires(self) -> QWidget:
        px = current().px
        self.requires = QWidget()
        grid = QGridLayout(self.requires)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(4))
        grid.addWidget(PlainLabel(t("Asks for"), role="caption", tone="muted"), 0, 0, 1, 2)
        self.required = {field: Tick(field_words(field)) for field in TenderField}
        widest = max(tick.sizeHint().width() for tick in self.required.values())
        beside = 2 if 2 * widest + px(12) <= px(BESIDE) else 1
        for number, tick in enumerate(self.required.values()):
            grid.addWidget(tick, number // beside + 1, number % beside)
        return self.requires

    def _suggest(self, name: str) -> None:
        """A new way to pay is called in the books as on the screen, until its name is typed."""
        if self.row is None and not self.method.isModified():
            self.method.setText(short_name(name))
            self.fields["method"].show_error("")

    def _follow(self) -> None:
        """Cash lies in the drawers and asks for nothing; the others may choose."""
        if self._found is None or self.kind.currentData() is None:
            return
        kind = TenderKind(self.kind.currentData())
        cash = kind is TenderKind.CASH
        rows = self._found.tender_accounts
        codes = [GL.CASH_IN_DRAWERS] if cash else [each.code for each in rows]
        kept = self.account.currentData()
        items = [(account_words(code, self._found.chart), code) for code in codes]
        self.account.offer(items, GL.CASH_IN_DRAWERS if cash else kept)
        self.account.setEnabled(not cash)
        self.requires.setVisible(not cash)
        if self.row is None and kind in (TenderKind.CASH, TenderKind.CHECK):
            self.drawer.setChecked(True)
            self.deposit.setChecked(True)

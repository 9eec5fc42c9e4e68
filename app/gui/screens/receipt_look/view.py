"""The page of receipts: how they look at the left, what then comes out of a printer beside."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.payments.values import Receipt
from app.areas.printing import maintaining
from app.areas.printing.design_values import ReceiptDesign, SaveReceiptDesign
from app.devices.printing.copies import Copy
from app.devices.printing.papers import Paper, receipt_paper
from app.devices.printing.sample import sample_copy, sample_receipt
from app.gui.desk import Desk
from app.gui.key_map import key_words
from app.gui.printing.logo_file import logo_from
from app.gui.screen import Screen
from app.gui.screens.receipt_look.form import DesignForm, Pick
from app.gui.screens.receipt_look.preview import COLUMNS, Preview
from app.gui.screens.receipt_look.reading import KEY, TABLES, Found, merged, receipt_page
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t
from app.storage.seen import EditedMeanwhile, Seen, knowing

FORM_WIDTH: Final = 448
PREVIEW_FROM: Final = 860
"""Designed pixels of the page from which the receipts stand beside the form."""


class View(Screen):
    """What was typed and not saved stays when others save; Esc takes it back."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(t("Receipt design"))
        self._found: Found | None = None
        self._seen: Seen | None = None
        self._sitting = 0
        self._as_copy = self._looking = False
        self.form = DesignForm()
        self.preview = Preview(desk.runner, self._papers)
        px = current().px
        self._column = QVBoxLayout(self)
        self._column.setSpacing(px(12))
        self._column.addLayout(self._head())
        row = QHBoxLayout()
        row.setSpacing(px(24))
        row.addWidget(self._left())
        row.addWidget(self._right(), 1)
        row.addStretch(0)
        self._column.addLayout(row, 1)
        self.form.changed.connect(self._changed)
        self.form.logo_wanted.connect(self._choose_logo)
        self.as_what.currentIndexChanged.connect(self._changed)
        self.save_button.clicked.connect(self.save)
        desk.runner.changed.connect(self._written)
        current().changed.connect(self._restyled)
        self._fit()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(current().px(12))
        head.addWidget(PlainLabel(t("Receipt design"), role="title"))
        head.addStretch(1)
        self.look_button = Button("")
        self.look_button.clicked.connect(self._turn)
        head.addWidget(self.look_button)
        self.printer_link = Button(t("Printer"), kind="quiet", icon="printer")
        self.printer_link.clicked.connect(lambda: self.desk.go("printer"))
        head.addWidget(self.printer_link)
        return head

    def _left(self) -> QWidget:
        px = current().px
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.form)
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        column.addWidget(area, 1)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        column.addWidget(self.message)
        words = f"{t('Save the design')}      {key_words('frame.primary')}"
        self.save_button = Button(words, kind="primary")
        column.addWidget(self.save_button)
        self._area = holder
        return holder

    def _right(self) -> QWidget:
        card = Card(t("So it comes out, on 80 and 58 mm"), flush=True)
        self.as_what = Pick(((False, t("A receipt")), (True, t("A copy of it"))))
        self.as_what.setAccessibleName(t("What is shown"))
        row = QHBoxLayout()
        px = current().px
        row.setContentsMargins(px(12), px(8), px(12), px(8))
        row.addWidget(self.as_what)
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addWidget(self.preview, 1)
        self._preview_card = card
        return card

    # ------------------------------------------------------------------ what the frame asks

    def arrive(self) -> None:
        self._read()
        self.form.patient_name.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        self._sitting += 1
        self.desk.runner.forget(KEY)
        self._found = self._seen = None
        self.preview.clear()

    def refresh(self) -> None:
        self._read()

    def primary(self) -> None:
        self.save()

    def back(self) -> None:
        """Take back what was changed and not saved."""
        if self._found is not None and self.save_button.isEnabled():
            self._take(self._found)

    # ------------------------------------------------------------------ reading

    def _read(self) -> None:
        self.desk.runner.ask(receipt_page, done=self._show, key=KEY)

    def _written(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & TABLES and self.isVisible():
            self._read()

    def _show(self, found: Found) -> None:
        """What is saved; what was typed and not saved stays, and is known to be typed over what
        the form showed before.
        """
        before, mine = self._found, self.form.design()
        if before is None or mine == before.design:
            self._take(found)
        elif found.design != before.design:
            self._found = found
            self.form.show_design(merged(before.design, mine, found.design))

    def _take(self, found: Found) -> None:
        self._found, self._seen = found, found.seen()
        self.message.hide()
        self.form.offer(found.built_in, found.damaged)
        self.form.show_design(found.design)

    # ------------------------------------------------------------------ saving

    def save(self) -> None:
        if not self.save_button.isEnabled() or self._found is None:
            return
        sitting = self._sitting
        self.message.hide()
        self.form.accept_all()
        self.save_button.setEnabled(False)
        wanted = self.form.design()

        def saved(_design: ReceiptDesign) -> None:
            if sitting != self._sitting or self._found is None:
                return
            self._found = replace(self._found, design=self.form.design())
            self.desk.toasts.success(t("Receipts look like this from now on."))
            self._read()

        def refused(error: UserError) -> None:
            if sitting == self._sitting:
                self._refused(error)

        command = SaveReceiptDesign(CommandId(new_id()), wanted)
        careful = knowing(maintaining.save_receipt_design, self._seen)
        self.desk.runner.act(careful, command, done=saved, refused=refused, always=self._free)

    def _refused(self, error: UserError) -> None:
        if isinstance(error, EditedMeanwhile) and self._seen is not None:
            self._seen = replace(self._seen, agreed=self._seen.agreed | error.edits)
        if not self.form.refuse(error):
            self.message.say(error.text, "danger")
            self.message.show()

    def _free(self) -> None:
        self.save_button.setEnabled(True)

    # ------------------------------------------------------------------ the logo

    def _choose_logo(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, t("The logo on receipts"), "", t("Pictures") + " (*.png)"
        )
        if chosen:
            self.load_logo(Path(chosen))

    def load_logo(self, path: Path) -> None:
        """Make a logo of the picture at `path`; the one before stays where that can't be done."""
        sitting = self._sitting

        def made(logo: str) -> None:
            if sitting == self._sitting:
                self.form.set_logo(logo)

        def refused(error: UserError) -> None:
            if sitting == self._sitting:
                self.form.refuse(error)

        self.desk.runner.run(lambda: logo_from(path), done=made, refused=refused)

    # ------------------------------------------------------------------ what is shown

    def _papers(self, design: ReceiptDesign) -> tuple[Paper, ...]:
        """Both widths of the sample; called on another thread."""
        receipt, copy = self._sample()
        return tuple(receipt_paper(receipt, columns, copy, design) for columns in COLUMNS)

    def _sample(self) -> tuple[Receipt, Copy | None]:
        at = self._found.at if self._found is not None else datetime.now(UTC)
        copy = sample_copy(at) if self._as_copy else None
        return sample_receipt(self.desk.practice, at), copy

    def _changed(self) -> None:
        self._as_copy = bool(self.as_what.currentData())
        if self._found is not None and not self._preview_card.isHidden():
            self.preview.draw(self.form.design())

    def _turn(self) -> None:
        """Where there is room for one: the form, or what comes out of it."""
        self._looking = not self._looking
        self.look_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit()

    def _restyled(self) -> None:
        self._fit()
        self._changed()

    def _fit(self) -> None:
        px = current().px
        tight = self.width() < px(PREVIEW_FROM)
        side = px(12 if tight else 24)
        self._column.setContentsMargins(side, px(16), side, px(16))
        looking = tight and self._looking
        self._area.setVisible(not looking)
        self._area.setFixedWidth(min(px(FORM_WIDTH), max(px(280), self.width() - 2 * side)))
        self.look_button.setVisible(tight)
        self.look_button.say(t("Back to the form") if looking else t("How it looks"))
        before = self._preview_card.isHidden()
        self._preview_card.setVisible(looking or not tight)
        if before and not self._preview_card.isHidden():
            self._changed()

    # Qt's own name

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

"""Joins accounts so that one tender pays for a family: a list to pick from, or anybody found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.areas.parties import queries as parties
from app.areas.parties.values import Found
from app.areas.payments import queries as payments
from app.areas.payments.values import CounterAccount
from app.gui.asking import Asking
from app.gui.desk import Desk
from app.gui.screens.counter.account_tables import Kin, kin_rows
from app.gui.screens.counter.payment_form import PaymentForm, Stage
from app.gui.tables.data_table import DataTable
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.kernel.errors import UserError
from app.kernel.ids import AccountId
from app.kernel.translate import t
from app.storage.reading import Reader

if TYPE_CHECKING:
    from app.gui.screens.counter.taking import Taking
    from app.gui.screens.counter.view import View

FIND_AFTER_MS: Final = 25
FOUND_AT_MOST: Final = 12
ROWS: Final = 6


def accounts(reader: Reader, ids: tuple[AccountId, ...]) -> tuple[CounterAccount, ...]:
    """All the Counter shows of these accounts, in one snapshot."""
    return tuple(payments.counter_account(reader, account_id) for account_id in ids)


def standing_accounts(reader: Reader, ids: tuple[AccountId, ...]) -> tuple[CounterAccount, ...]:
    """The same, the first of the account that stands for it where it was merged into another."""
    return accounts(reader, (parties.stands_for(reader, ids[0]), *ids[1:]))


class JoinDialog(Asking):
    """`wanted` comes with the account to join or to take out again; Esc is done."""

    wanted = Signal(object)

    def __init__(self, view: View, desk: Desk, form: PaymentForm) -> None:
        super().__init__(view.window(), t("Join a family account"), 520)
        self._desk, self._form = desk, form
        px = current().px
        name = form.account.header.name
        self.column.addWidget(PlainLabel(t("Who else is paid for?"), role="title"))
        self.column.addWidget(
            PlainLabel(
                t("Their invoices join the list of {name}, and one payment pays them.", name=name),
                tone="muted",
                wrap=True,
            )
        )
        self.box = QLineEdit()
        self.box.setMaxLength(200)
        self.field = Field(t("Somebody else: name, number or phone"), self.box, optional=True)
        self.rows = kin_rows(desk.practice.locale, self._joined)
        self.table = DataTable(
            self.rows,
            name=t("Accounts to join"),
            compact=True,
            empty_words=t("No family is known. Type a name or number above."),
        )
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setFixedHeight(self.table.wanted_height(ROWS))
        self.table.clicked.connect(lambda index: self._toggle(self.rows.row_at(index)))
        self.done_button = Button(t("Done    Esc"), kind="primary")
        self.done_button.clicked.connect(self.agree)
        self.column.setSpacing(px(12))
        self.column.addWidget(self.field)
        self.column.addWidget(self.table)
        foot = QHBoxLayout()
        hint = t("Enter joins the marked one, and again takes it out.")
        foot.addWidget(PlainLabel(hint, role="caption", tone="muted"), 1)
        foot.addWidget(self.done_button)
        self.column.addLayout(foot)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FIND_AFTER_MS)
        self._timer.timeout.connect(self._ask)
        self.box.textChanged.connect(lambda _text: self._timer.start())
        self.show_family()
        self.box.setFocus()

    def show_family(self) -> None:
        """Those who are paid for together usually, and who is joined already."""
        family = [Kin.of(member) for member in self._form.account.family]
        known = {kin.account_id for kin in family}
        joined = (Kin.joined(each) for each in self._form.joined)
        self._show(tuple(family) + tuple(kin for kin in joined if kin.account_id not in known))

    def refuse(self, error: UserError) -> None:
        self.field.show_error(error.text)

    def again(self) -> None:
        """Somebody was joined or taken out: begin at the family again."""
        self.box.clear()
        self.field.show_error("")
        self.show_family()
        self.box.setFocus()

    def _joined(self, account_id: AccountId) -> bool:
        return any(each.header.account_id == account_id for each in self._form.joined)

    def _show(self, rows: tuple[Kin, ...]) -> None:
        self.rows.show_rows(rows)
        self.table.mark_first()

    def _ask(self) -> None:
        text = self.box.text()
        if not text.strip():
            self.show_family()
            return
        self._desk.runner.ask(
            parties.find,
            text,
            FOUND_AT_MOST,
            done=lambda found: self._have(text, found),
            key="counter.join",
        )

    def _have(self, text: str, found: tuple[Found, ...]) -> None:
        if text == self.box.text():
            own = self._form.account_id
            self._show(tuple(Kin.of(each) for each in found if each.account_id != own))

    def _toggle(self, row: object) -> None:
        if isinstance(row, Kin):
            self.wanted.emit(row.account_id)

    # Qt's own name
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, model = event.key(), self.rows
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and model.rows:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.table.selectRow(
                max(0, min(len(model.rows) - 1, self.table.currentIndex().row() + step))
            )
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.agree()
            elif not event.isAutoRepeat() and not self._timer.isActive():
                self._toggle(self.table.current_row())
        else:
            super().keyPressEvent(event)


class Family(QObject):
    """Opens the list, reads whom it names, and joins them to the open form."""

    def __init__(self, view: View, desk: Desk, taking: Taking) -> None:
        super().__init__(view)
        self._view, self._desk, self._taking = view, desk, taking
        self.dialog: JoinDialog | None = None
        view.family_bar.parted.connect(self.part)
        view.family_bar.one_receipt.connect(self._one_receipt)

    def open(self) -> None:
        """Ctrl+J."""
        form = self._taking.form
        if form is None or form.stage is Stage.SENDING or self.dialog is not None:
            return
        form = self._taking.fresh(form)
        dialog = JoinDialog(self._view, self._desk, form)
        dialog.wanted.connect(lambda account_id: self._toggle(form, account_id))
        self.dialog = dialog
        dialog.put(self._ended, self._ended)

    def part(self, account_id: AccountId) -> None:
        """Take a joined account out again."""
        form = self._taking.form
        if form is not None:
            form.part_with(account_id)
            self._changed(form)

    def _toggle(self, form: PaymentForm, account_id: AccountId) -> None:
        if form is not self._taking.form:
            return
        if any(each.header.account_id == account_id for each in form.joined):
            form.part_with(account_id)
            self._changed(form)
            return
        self._desk.runner.ask(
            accounts, (account_id,), done=lambda found: self._join(form, found[0])
        )

    def _join(self, form: PaymentForm, account: CounterAccount) -> None:
        if form is not self._taking.form:
            return
        try:
            form.join(account)
        except UserError as error:
            if self.dialog is not None:
                self.dialog.refuse(error)
            return
        self._changed(form)

    def _changed(self, form: PaymentForm) -> None:
        self._view.show_lines(form.account, form.joined)
        self._taking.parking.keep_soon()
        self._taking.show()
        if self.dialog is not None:
            self.dialog.again()

    def _one_receipt(self, one: bool) -> None:
        if self._taking.form is not None:
            self._taking.form.one_receipt = one
            self._taking.parking.keep_soon()

    def _ended(self) -> None:
        self.dialog = None
        self._desk.runner.forget("counter.join")
        self._view.stand_on_invoices()

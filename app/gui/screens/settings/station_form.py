"""The form beside the list of stations: shut one out, or the code that lets one more in."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit

from app.gui.rescaling import sized
from app.gui.screens.settings.code_picture import CodePicture, size_for
from app.gui.screens.settings.edit_form import EditForm, Pick
from app.gui.screens.settings.station_details import ALL, DetailsPart, kept_words, months_offered
from app.gui.sync_words import station_name
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.qr_picture import Modules
from app.kernel.clock import SystemClock
from app.kernel.translate import t, tn
from app.sync.heads import StationHead

CODE_HEIGHT: Final = 150
SECOND_MS: Final = 1_000


class StationForm(EditForm):
    """`code_wanted` asks for a new code, `file_wanted` for one that is carried on a stick."""

    code_wanted = Signal()
    file_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.row: StationHead | None = None
        self._until: datetime | None = None
        self._modules: Modules = ()
        self.picture: CodePicture | None = None
        self.words = PlainLabel("", wrap=True)
        self.body.addWidget(self.words)
        self.reason = QLineEdit()
        hint = t("Such as: stolen, sold, broken. It stays in the history.")
        self.add("reason", Field(t("Why"), self.reason, hint=hint))
        self.details = DetailsPart()
        self.body.addWidget(self.details)
        self.months = Pick()
        self.months.offer(months_offered(), ALL)
        self.months_field = Field(t("What it keeps of the ledger"), self.months, hint=kept_words())
        self.body.addWidget(self.months_field)
        self.months.activated.connect(lambda _row: self._other_months())
        self.code = QPlainTextEdit()
        self.code.setReadOnly(True)
        self.code.setTabChangesFocus(True)
        self.code.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        sized(self.code, current().px, least_height=CODE_HEIGHT)
        self.code_field = Field(t("The code"), self.code)
        self.body.addWidget(self.code_field)
        self.left = PlainLabel("", role="strong", wrap=True)
        self.body.addWidget(self.left)
        self.caution = PlainLabel("", tone="caution", wrap=True)
        self.body.addWidget(self.caution)
        self.copy, self.file = Button(t("Copy"), icon="copy"), Button(t("Save as a file…"))
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        for button in (self.copy, self.file):
            button.setAutoDefault(True)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.scan = Button(t("Show to scan…"))
        self.scan.setAutoDefault(True)
        self.body.addWidget(self.scan, 0, Qt.AlignmentFlag.AlignLeft)
        self.scan.clicked.connect(self._show_picture)
        self.copy.clicked.connect(self._copy)
        self.file.clicked.connect(lambda: self.file_wanted.emit(self.code.toPlainText()))
        self._clock = QTimer(self)
        self._clock.setInterval(SECOND_MS)
        self._clock.timeout.connect(self._count_down)

    def needs(self, name: str) -> bool:
        return name == "reason"

    @property
    def has_code(self) -> bool:
        return self._until is not None

    @property
    def months_chosen(self) -> int:
        """Of its own site, for the station that joins with the next code; 0 for everything."""
        return int(self.months.currentData() or 0)

    def _other_months(self) -> None:
        """A code says what the new station keeps, so another choice needs another one."""
        if self.has_code:
            self.forget_code()

    def show_new(self) -> None:
        """What a code is, and the button that makes one; one that is still good stays."""
        self.row = None
        self.reason.clear()
        self.fields["reason"].hide()
        self.details.hide()
        self.months_field.show()
        if not self.has_code:
            self.months.offer(months_offered(), ALL)
        self.button.become("primary")
        self.button.show()
        self.begin(t("Add a station"), t("Make a code"), known=True, at="reason")
        self.words.say(
            t(
                "Install Counterfoil on the other computer and choose “Join a practice with a "
                "code” there. The code is good once, for ten minutes. Who has it can join: give "
                "it only to who sets that computer up."
            )
        )
        self._show_code()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_code(
        self, text: str, until: datetime, caution: str = "", modules: Modules = ()
    ) -> None:
        """The code as it was made, with the minutes that are left and what speaks against it;
        `modules` of it as a picture.
        """
        self._close_picture()
        self._until, self._modules = until, modules
        self.caution.say(caution)
        self.code.setPlainText(text)
        self._show_code()
        self._clock.start()
        self._count_down()
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget_code(self, words: str = "") -> None:
        """It was used, is over, or another person sits down."""
        self._until, self._modules = None, ()
        self._close_picture()
        self._clock.stop()
        self.code.clear()
        self._show_code()
        self.left.say(words, "money_in")
        self.left.setVisible(bool(words) and self.row is None)

    def show_station(self, row: StationHead, words: str) -> None:
        """A station as it is now, and what shutting it out would mean."""
        self.row = row
        self.months_field.hide()
        self._show_code()
        able = not row.here and not row.shut_out
        self.reason.clear()
        self.fields["reason"].setVisible(able)
        self.details.setVisible(row.here)
        self.button.setVisible(able or row.here)
        self.button.become("primary" if row.here else "danger")
        verb = t("Keep this") if row.here else t("Shut {code} out", code=row.code)
        self.begin(station_name(row), verb, known=True, at="reason")
        more = ""
        if row.here:
            more = t("It can be shut out from another window.")
        elif row.shut_out:
            more = t("A computer that is to work again joins with a new code, as a new station.")
        else:
            more = t(
                "Shut out it neither sends nor takes anything, also while somebody works there. "
                "What it sent before stays and counts. What it did not send yet can be brought in "
                "from a file. It stays shut out."
            )
        self.words.say(f"{words}\n\n{more}")
        if row.here:
            self.details.months.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not able:
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_code(self) -> None:
        shown = self.row is None and self.has_code
        for part in (self.code_field, self.left, self.copy, self.file):
            part.setVisible(shown)
        self.scan.setVisible(shown and size_for(self, self._modules) > 0)
        self.caution.setVisible(shown and bool(self.caution.text()))
        if self.row is None:
            self.button.say(t("Make another code") if shown else t("Make a code"))

    def _count_down(self) -> None:
        if self._until is None:
            return
        seconds = int((self._until - SystemClock().now()).total_seconds())
        if seconds <= 0:
            self.forget_code()
            self.left.say(t("The code is over. Make another one."), "caution")
            self.left.setVisible(self.row is None)
        elif seconds < 60:
            words = tn("Good for {count} more second.", "Good for {count} more seconds.", seconds)
            self.left.say(words, "caution")
        else:
            minutes, rest = divmod(seconds, 60)
            words = t("Good for {time} minutes more.", time=f"{minutes}:{rest:02}")
            self.left.say(words, "text")

    def _show_picture(self) -> None:
        def left() -> None:
            self.picture = None

        self.picture = CodePicture(self.window(), self._modules)
        self.picture.left.connect(left)
        self.picture.begin()

    def _close_picture(self) -> None:
        if self.picture is not None:
            self.picture.leave()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code.toPlainText())
        self.copy.say(t("Copied"))
        QTimer.singleShot(2_000, self.copy, lambda: self.copy.say(t("Copy")))

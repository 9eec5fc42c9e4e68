"""Taking a counted drawer over: the next person counts it without seeing the first count."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.drawers.values import Denomination, OpenShiftRow
from app.areas.ledger.values import Reason
from app.areas.settings.values import Practice
from app.gui.dialogs.reason_picks import ReasonPicks
from app.gui.key_map import key_words
from app.gui.rescaling import sized
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.denomination_grid import DenominationGrid
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.i18n import format_money
from app.kernel.ids import ReasonId, ShiftId
from app.kernel.translate import t

BOTH_FROM = 1000
"""Designed pixels from which the count and its reason stand side by side."""


class TakeOverPage(QScrollArea):
    """`taken` comes when the drawer should be taken over with what was counted; `another` asks for
    a drawer of one's own instead.
    """

    taken = Signal()
    another = Signal()
    open_wanted = Signal()

    def __init__(self, practice: Practice, denominations: tuple[Denomination, ...]) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._practice = practice
        self.shift: OpenShiftRow | None = None
        px = current().px
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(4))
        self.title = PlainLabel("", role="title")
        self.hint = PlainLabel("", tone="muted", wrap=True)
        column.addWidget(self.title)
        column.addWidget(self.hint)
        column.addSpacing(px(8))
        card = Card()
        sized(card, px, most_width=720)
        self.grid = DenominationGrid(
            denominations, practice.currency, locale=practice.locale, sum_words=t("In the drawer")
        )
        card.body.addWidget(self.grid)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        card.body.addWidget(self.message)
        row = QHBoxLayout()
        self.other_button = Button(t("Open another drawer instead"))
        self.other_button.setAutoDefault(True)
        self.other_button.clicked.connect(self.another)
        self.button = Button("", kind="big")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.submit)
        self.open_button = Button(t("Open the drawer"))
        self.open_button.setToolTip(t("To count what is in it"))
        self.open_button.clicked.connect(self.open_wanted)
        row.addWidget(self.open_button)
        row.addWidget(self.other_button)
        row.addWidget(self.button, 1)
        card.body.addLayout(row)
        self._both = QHBoxLayout()
        self._both.setSpacing(px(16))
        self._both.addWidget(card, 3, Qt.AlignmentFlag.AlignTop)
        self._both.addWidget(self._why_card(), 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._both)
        column.addStretch(1)
        self.setWidget(inner)
        self.grid.changed.connect(lambda _sum: self._say_sum())
        self.grid.finished.connect(self._to_button)
        self.picks.picked.connect(self._to_button)
        self._say_sum()

    @property
    def shift_id(self) -> ShiftId | None:
        return None if self.shift is None else self.shift.shift_id

    @property
    def reason_id(self) -> ReasonId | None:
        return self.picks.reason_id

    def show_shift(
        self, shift: OpenShiftRow, counted_by: str, reasons: tuple[Reason, ...], *, free: bool
    ) -> None:
        """Whose drawer waits, and who counted it; `free` when there is another one to open."""
        if self.shift is None or self.shift.shift_id != shift.shift_id:
            self.grid.clear()
            self.why.hide()
        self.shift = shift
        name, drawer = shift.user_name, shift.drawer_name
        self.title.say(t("Take over {drawer} from {name}", drawer=drawer, name=name))
        self.hint.say(
            t(
                "{counter} has counted it and sealed the count. Count it yourself now; then it is "
                "yours, and the shift of {name} is closed.",
                counter=counted_by,
                name=name,
            )
        )
        if not self.why.isVisibleTo(self):
            self.picks.show_reasons(reasons)
        self.other_button.setVisible(free)

    def take_focus(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        if self.button.isEnabled():
            self.taken.emit()

    def say_error(self, words: str, field: str = "") -> None:
        if field == "reason_id" and words:
            asked = self.why.isVisibleTo(self)
            self.why.show()
            self.picks.say_error(words if asked else "")
            self.picks.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.message.say(words)
        self.message.setVisible(bool(words))

    def count_again(self, words: str) -> None:
        """Both counted different sums: the boxes are empty, so that nobody leans on the first."""
        self.grid.clear()
        self.say_error(words)
        self.take_focus()

    def busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)

    def _why_card(self) -> Card:
        """Beside the count, so that the button stays where it was; empty until it is asked."""
        self.why = Card()
        self.picks = ReasonPicks(t("Why does it differ?"))
        self.why.body.addWidget(self.picks)
        self.why.hide()
        return self.why

    def _say_sum(self) -> None:
        self.say_error("")
        shown = format_money(self.grid.total(), self._practice.locale)
        key = key_words("frame.primary")
        self.button.say(t("Take over with {amount}      {key}", amount=shown, key=key))

    def _to_button(self) -> None:
        self.button.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(self.button)

    # Qt's own name from here on

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < current().px(BOTH_FROM)
        way = QBoxLayout.Direction
        self._both.setDirection(way.TopToBottom if narrow else way.LeftToRight)

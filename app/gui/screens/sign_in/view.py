"""Who are you, and your PIN: the page before work, between users, and over a locked window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.areas.security.values import FrontDoor, SignedIn, SignInTile
from app.gui.background import Background
from app.gui.rescaling import sized
from app.gui.screens.sign_in.pin_panel import PinPanel
from app.gui.screens.sign_in.recovery_dialog import RecoveryDialog
from app.gui.screens.sign_in.tiles import TileWall
from app.gui.theme import current
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import EmptyState
from app.kernel.errors import UserError
from app.kernel.ids import UserId
from app.kernel.translate import t


class WayIn(Protocol):
    """What the page asks of the program; each call blocks and runs on a helper thread."""

    def front(self) -> FrontDoor: ...

    def sign_in(self, user_id: UserId, pin: str) -> SignedIn: ...

    def recover(self, code: str, user_id: UserId, new_pin: str) -> None: ...


class SignInView(QWidget):
    """`signed_in` comes with SignedIn. The first `front` is given, so that it is drawn at once."""

    signed_in = Signal(object)

    def __init__(self, background: Background, door: WayIn, front: FrontDoor) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._background, self._door = background, door
        self._asked = 0
        self._people: tuple[SignInTile, ...] = ()
        self._chosen: SignInTile | None = None
        self._wanted: UserId | None = None
        self._checking = False
        self.dialog: RecoveryDialog | None = None
        px = current().px
        middle = QWidget()
        sized(middle, px, most_width=1100)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(px(32), px(24), px(32), px(24))
        outer.addWidget(middle)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        head = PlainLabel(front.organization_name, role="title", elide=True)
        column.addWidget(head)
        place = front.site_name
        if front.demo:
            place = t("{site}: a demo, nothing here is real", site=place)
        self.place = PlainLabel(place, tone="muted", elide=True)
        column.addWidget(self.place)
        column.addSpacing(px(16))
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("Type your name or badge number"))
        self.search.setAccessibleName(t("Your name or badge number"))
        sized(self.search, px, most_width=476)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._take_first)
        column.addWidget(self.search)
        column.addSpacing(px(8))
        row = QHBoxLayout()
        row.setSpacing(px(32))
        self.wall = TileWall()
        self.wall.chosen.connect(self.choose)
        row.addWidget(self.wall, 1)
        self.panel = PinPanel()
        self.panel.entered.connect(self._check)
        self.panel.recovery_wanted.connect(self._ask_recovery)
        row.addWidget(self.panel, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row, 1)
        self._empty = EmptyState(
            "users",
            t("Nobody can sign in here yet."),
            t("Set the practice up again, or restore a backup."),
        )
        self._empty.hide()
        column.addWidget(self._empty)
        self._show(front.tiles)

    def open_for(self, user_id: UserId | None) -> None:
        """Read the tiles; with `user_id` (a locked window) that person is chosen already."""
        self._wanted = user_id
        self._chosen = None
        self.search.clear()
        self.panel.show_person(None)
        # Whoever locked may type at once: the open search box must not get a PIN.
        for who in self._people:
            if who.user_id == user_id:
                self.choose(who)
        self._ask(self._show)

    def _ask(self, done: Callable[[tuple[SignInTile, ...]], None]) -> None:
        """Read the people again; only the latest answer counts."""
        self._asked += 1
        number = self._asked

        def arrived(front: FrontDoor) -> None:
            if number == self._asked:
                done(front.tiles)

        self._background.run(self._door.front, done=arrived)

    @property
    def chosen(self) -> SignInTile | None:
        return self._chosen

    def choose(self, who: object) -> None:
        """Ask this person's PIN, the keyboard in its box."""
        if not isinstance(who, SignInTile):
            return
        self._chosen = who
        self.wall.mark(who)
        self.panel.show_person(who, locked=who.user_id == self._wanted)
        if self.panel.pin.isVisibleTo(self):
            self.panel.pin.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, people: tuple[SignInTile, ...]) -> None:
        self._people = people
        self.wall.show_people(people)
        for widget in (self.wall, self.panel, self.search):
            widget.setVisible(bool(people))
        self._empty.setVisible(not people)
        self.search.setVisible(len(people) > 1)
        if self._chosen is not None and self._keep_chosen(people):
            return
        wanted = [each for each in people if each.user_id == self._wanted]
        if wanted or len(people) == 1:
            self.choose((wanted or people)[0])
        else:
            self.wall.filter(self.search.text())
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_chosen(self, people: tuple[SignInTile, ...]) -> bool:
        """Somebody chose before the people were read: the PIN that is being typed goes on."""
        before = self._chosen
        now = [each for each in people if before and each.user_id == before.user_id]
        self.wall.filter(self.search.text())
        if not now:
            return False
        if now[0] != before:
            self.choose(now[0])
        self.wall.mark(now[0])
        return True

    def _filter(self, typed: str) -> None:
        self.wall.filter(typed)
        exact = [each for each in self._people if typed and each.number == typed.strip()]
        if len(exact) == 1 and not typed.strip().isdecimal():
            self.choose(exact[0])
            return
        if self._chosen is not None and typed:
            self._chosen = None
            self.wall.mark(None)
        if self._chosen is None and typed and not exact and not self.wall.tiles:
            self.panel.show_nobody()
        elif self._chosen is None:
            self.panel.show_person(None)

    def _take_first(self) -> None:
        """Enter in the search box: the exact badge number, else the first tile that is left."""
        typed = self.search.text().strip()
        exact = [each for each in self._people if typed and each.number == typed]
        shown = [tile.who for tile in self.wall.tiles]
        if exact or shown:
            self.choose((exact or shown)[0])

    def _check(self, pin: str) -> None:
        if self._chosen is None or self._checking:
            return
        self._checking = True
        self.panel.busy(True)
        door, user_id = self._door, self._chosen.user_id
        self._background.run(
            lambda: door.sign_in(user_id, pin),
            done=self._welcome,
            refused=self._refused,
            always=self._checked,
        )

    def _welcome(self, signed_in: SignedIn) -> None:
        self.panel.show_person(None)
        self._chosen = None
        self.signed_in.emit(signed_in)

    def _refused(self, refused: UserError) -> None:
        self.panel.show_refusal(refused)
        self._ask(self._look_again)

    def _look_again(self, people: tuple[SignInTile, ...]) -> None:
        """After a wrong PIN the person may be blocked by now."""
        self._people = people
        now = [each for each in people if self._chosen and each.user_id == self._chosen.user_id]
        if now and now[0].blocked and now[0] != self._chosen:
            self.wall.show_people(people)
            self.choose(now[0])

    def _checked(self) -> None:
        self._checking = False
        self.panel.busy(False)

    def _ask_recovery(self) -> None:
        if self._chosen is None:
            return
        self.dialog = RecoveryDialog(self, self._background, self._door.recover, self._chosen)
        self.dialog.accepted.connect(self._recovered)
        self.dialog.open()

    def _recovered(self) -> None:
        who = self._chosen.user_id if self._chosen else None
        self.open_for(who)

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
        text = event.text()
        if event.key() in arrows:
            self.choose(self.wall.neighbour(self._chosen, int(event.key())))
        elif event.key() == Qt.Key.Key_Escape:
            self.search.clear()
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        elif text.isprintable() and text.strip() and self.search.isVisible():
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.setText(text)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._chosen is not None:
            self.choose(self._chosen)
        elif self.search.isVisible():
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

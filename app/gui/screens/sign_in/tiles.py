"""The tiles of people who can sign in: initials, name and role; arrow keys walk, typing filters."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QWidget

from app.areas.security.values import SignInTile
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import plain_tip
from app.kernel.text import fold
from app.kernel.translate import t, t_own


class Tile(Button):
    """One person. Painted by hand, so that a long name ends in … and an avatar needs no picture."""

    def __init__(self, who: SignInTile) -> None:
        super().__init__("", kind="plain")
        self.who = who
        self.wanted = True
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        role = who.blocked or t_own(who.role_name)
        self.setAccessibleName(t("{name}, {role}", name=who.name, role=role))
        self.setToolTip(plain_tip(who.blocked))

    def sizeHint(self) -> QSize:
        px = current().px
        return QSize(px(232), px(64))

    def minimumSizeHint(self) -> QSize:
        px = current().px
        return QSize(px(160), px(64))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current()
        px = theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRect(px(12), (self.height() - px(40)) // 2, px(40), px(40))
        painter.setPen(QPen(theme.color("accent"), 1))
        painter.setBrush(theme.color("surface" if self.isChecked() else "accent_tint"))
        painter.drawEllipse(disc)
        painter.setFont(theme.font(13, strong=True))
        painter.setPen(theme.color("accent"))
        painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter), self.who.initials)
        left = disc.right() + px(12)
        room = QRect(left, 0, self.width() - left - px(12), self.height() // 2)
        painter.setPen(theme.color("text"))
        self._line(painter, room.adjusted(0, px(4), 0, px(4)), self.who.name)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("caution" if self.who.blocked else "muted"))
        below = room.translated(0, self.height() // 2 - px(4))
        self._line(painter, below, self.who.blocked or t_own(self.who.role_name))
        painter.end()

    @staticmethod
    def _line(painter: QPainter, room: QRect, words: str) -> None:
        short = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(flags) | int(Qt.TextFlag.TextSingleLine), short)


class TileWall(QScrollArea):
    """All tiles in as many columns as fit. `chosen` comes with the SignInTile."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = QWidget()
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(current().px(12))
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setWidget(self._inner)
        self._tiles: list[Tile] = []
        current().changed.connect(self._lay)
        self._columns = 2

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """The tiles that the filter lets through, in reading order."""
        return tuple(tile for tile in self._tiles if tile.wanted)

    def show_people(self, people: tuple[SignInTile, ...]) -> None:
        """Replace all tiles."""
        for tile in self._tiles:
            tile.hide()
            tile.deleteLater()
        self._tiles = [Tile(who) for who in people]
        for tile in self._tiles:
            tile.clicked.connect(lambda _on=False, each=tile: self.chosen.emit(each.who))
        self._lay()

    def mark(self, who: SignInTile | None) -> None:
        """Show who is chosen."""
        for tile in self._tiles:
            tile.setChecked(who is not None and tile.who.user_id == who.user_id)
            if tile.isChecked():
                self.ensureWidgetVisible(tile)

    def filter(self, typed: str) -> None:
        """Keep the tiles whose badge number or a word of whose name begins with `typed`."""
        wanted = fold(typed)
        for tile in self._tiles:
            name = fold(tile.who.name)
            hit = name.startswith(wanted) or any(w.startswith(wanted) for w in name.split())
            tile.wanted = not wanted or hit or fold(tile.who.number).startswith(wanted)
        self._lay()

    def neighbour(self, of: SignInTile | None, key: int) -> SignInTile | None:
        """Who an arrow key leads to; the first tile when nobody is chosen."""
        shown = self.tiles
        if not shown:
            return None
        ids = [tile.who.user_id for tile in shown]
        if of is None or of.user_id not in ids:
            return shown[0].who
        steps = {
            int(Qt.Key.Key_Left): -1,
            int(Qt.Key.Key_Right): 1,
            int(Qt.Key.Key_Up): -self._columns,
            int(Qt.Key.Key_Down): self._columns,
        }
        place = ids.index(of.user_id) + steps.get(key, 0)
        return shown[place].who if 0 <= place < len(shown) else of

    def _lay(self) -> None:
        px = current().px
        room = max(1, self.viewport().width())
        self._columns = max(1, (room + px(12)) // (px(232) + px(12)))
        for tile in self._tiles:
            self._grid.removeWidget(tile)
            tile.setParent(self._inner)
            tile.setVisible(tile.wanted)
        for number, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, number // self._columns, number % self._columns)

    def resizeEvent(self, event: object) -> None:
        self._lay()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

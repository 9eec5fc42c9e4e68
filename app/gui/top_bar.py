"""The bar above every screen: find box, three pills that are sentences, the person's own menu."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.gui import icons
from app.gui.key_map import key_words
from app.gui.shortcuts import with_key
from app.gui.theme import SCALES, Scheme, current
from app.gui.widgets.buttons import Button
from app.gui.widgets.find_box import FindBox
from app.gui.widgets.labels import PlainLabel, plain_tip
from app.gui.widgets.menu import Menu
from app.gui.widgets.pill import Pill
from app.kernel.translate import t, t_own


class TopBar(QFrame):
    """`lock_wanted` and `switch_wanted` come from the person's menu, `look_chosen` when done."""

    lock_wanted = Signal()
    switch_wanted = Signal()
    look_chosen = Signal()

    def __init__(self, *, demo: bool) -> None:
        super().__init__()
        self.setObjectName("topBar")
        px = current().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        row.setSpacing(px(8))
        self.find_box = FindBox()
        row.addWidget(self.find_box, 1)
        self._no_find_box = QWidget()
        self._no_find_box.hide()
        row.addWidget(self._no_find_box, 1)
        row.addSpacing(px(4))
        self._demo = PlainLabel(t("Demo practice"))
        self._demo.setObjectName("demoMark")
        self._demo.setToolTip(t("Nothing here is real. Do not enter real patients."))
        row.addWidget(self._demo)
        self._demo.setVisible(demo)
        self.drawer = Pill("archive-box", t("No drawer"), t("No drawer is open."), "muted")
        self.network = Pill(
            "desktop", t("Alone"), t("This station works alone: cash works."), "muted"
        )
        self.printer = Pill(
            "printer", t("Paper"), t("Receipts go to the on-screen paper."), "money_in"
        )
        self.cards = Pill("credit-card", t("Cards"), t("No card is being charged."), "muted")
        self._pills = (self.drawer, self.network, self.printer, self.cards)
        for pill in self._pills:
            row.addWidget(pill)
        self.cards.hide()
        self._person = ""
        self._role = ""
        self._settings = False
        self._tight = False
        self.person = Button("", kind="quiet")
        icons.put(self.person, "user")
        self._choices: list[tuple[QAction, Scheme | None, int | None]] = []
        self.person.setMenu(self._menu())
        self.person.setObjectName("person")
        inside = QHBoxLayout(self.person)
        inside.setContentsMargins(0, 0, px(8), 0)
        inside.addStretch(1)
        inside.addWidget(icons.Glyph("caret-down", "muted", 12))
        row.addWidget(self.person)
        self.lock = Button("", kind="quiet")
        icons.put(self.lock, "lock")
        self.lock.setAccessibleName(t("Lock the window"))
        self.lock.setToolTip(with_key(t("Lock the window"), "frame.lock"))
        self.lock.clicked.connect(self.lock_wanted)
        row.addWidget(self.lock)

    def show_person(self, name: str, role: str) -> None:
        """Who is signed in."""
        self._person, self._role = name, t_own(role)
        self._say_person()

    def show_only(self, *, finding: bool, drawer: bool, settings: bool = False) -> None:
        """Leave out what leads where the person may not go."""
        self._settings = settings
        self.find_box.setVisible(finding)
        self._no_find_box.setVisible(not finding)
        self.drawer.setVisible(drawer)

    def show_drawer(
        self, number: str, since: str, *, counted: bool = False, drop: bool = False
    ) -> None:
        """The open shift, or none with an empty number. No pill ever names a sum of cash."""
        if not number:
            words = t("No drawer is open. Count the float to take cash.")
            self.drawer.show_state("archive-box", t("No drawer"), words, "caution")
        elif counted:
            words = t("Drawer counted, shift {number}. Close it to go on.", number=number)
            self.drawer.show_state("archive-box", t("Counted"), words, "caution")
        elif drop:
            words = t(
                "There is much cash in the drawer. Put some into the safe with {key}.",
                key=key_words("drawer.drop"),
            )
            self.drawer.show_state("bank", t("Drop some"), words, "caution")
        else:
            words = t("Drawer open, shift {number}, since {time}.", number=number, time=since)
            self.drawer.show_state("archive-box", t("Drawer"), words, "money_in")

    def show_left_open(self, since: str) -> None:
        """The drawer stands open and nobody shuts it."""
        words = t("The drawer has stood open since {time}. Shut it.", time=since)
        self.drawer.show_state("archive-box", t("Drawer open"), words, "caution")

    def make_room(self, tight: bool) -> None:
        """Show the pills as icons and the name as initials where the window is narrow."""
        self._tight = tight
        for pill in self._pills:
            pill.fold(tight)
        self._say_person()

    def _say_person(self) -> None:
        most = 12 if self._tight else 22
        name = self._person if len(self._person) <= most else f"{self._person[: most - 1]}…"
        self.person.say(name)
        self.person.setAccessibleName(t("{name}, {role}: menu", name=self._person, role=self._role))
        tip = t("{name} · {role}. Colors and text size", name=self._person, role=self._role)
        # Where there is a page of settings the key goes there, and the menu is for the mouse.
        self.person.setToolTip(
            plain_tip(tip if self._settings else with_key(tip, "frame.settings"))
        )

    def _menu(self) -> Menu:
        menu = Menu(self)
        for words, verb, signal in (
            (t("Lock"), "frame.lock", self.lock_wanted),
            (t("Switch user"), "frame.switch_user", self.switch_wanted),
        ):
            native = QKeySequence(key_words(verb)).toString(QKeySequence.SequenceFormat.NativeText)
            menu.addAction(f"{words}\t{native}", signal.emit)
        menu.addSeparator()
        schemes = QActionGroup(self)
        words_of = {
            Scheme.SYSTEM: t("Colors of the system"),
            Scheme.LIGHT: t("Light colors"),
            Scheme.DARK: t("Dark colors"),
        }
        for scheme, words in words_of.items():
            self._offer(schemes, menu.addAction(words), scheme, None)
        menu.addSeparator()
        sizes = QActionGroup(self)
        for scale in SCALES:
            words = t("Text {percent} %", percent=scale)
            self._offer(sizes, menu.addAction(words), None, scale)
        menu.aboutToShow.connect(self._tick_look)
        return menu

    def _offer(
        self, group: QActionGroup, action: QAction, scheme: Scheme | None, scale: int | None
    ) -> None:
        action.setCheckable(True)
        action.triggered.connect(lambda _on: self._choose(scheme, scale))
        group.addAction(action)
        self._choices.append((action, scheme, scale))

    def _tick_look(self) -> None:
        """Keys change the look too, so the ticks are set when the menu opens."""
        for action, scheme, scale in self._choices:
            action.setChecked(current().scheme is scheme or current().scale == scale)

    def _choose(self, scheme: Scheme | None, scale: int | None) -> None:
        current().choose(scheme, scale)
        self.look_chosen.emit()

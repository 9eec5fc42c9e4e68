"""The first pages of a new station: what to begin with, the set-up form, the keys to write down."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, QTimeZone, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QStackedLayout,
    QWidget,
)

from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card, in_the_middle
from app.gui.widgets.tick import Tick
from app.kernel.money import CURRENCIES
from app.kernel.translate import t


def _middle(card: Card, width: int) -> QWidget:
    """`card` in the middle of a page that scrolls where it must."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner = QWidget()
    in_the_middle(inner, card, width)
    area.setWidget(inner)
    return area


class ChoicePage(Card):
    """Try the demo practice, or set this one up."""

    demo_wanted = Signal()
    set_up_wanted = Signal()

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.body.addWidget(PlainLabel(t("Welcome to Counterfoil"), role="title"))
        words = t("There is no practice in {folder} yet. How do you want to begin?", folder=folder)
        self.body.addWidget(PlainLabel(words, tone="muted", wrap=True))
        self.demo = Button(t("Try the demo practice"), kind="big")
        self.demo.clicked.connect(self.demo_wanted)
        self.body.addWidget(self.demo)
        words = t("A clinic with 2,000 made-up patients. It takes about a minute to make.")
        self.body.addWidget(PlainLabel(words, role="caption", tone="muted", wrap=True))
        self.set_up = Button(t("Set up this practice"))
        self.set_up.clicked.connect(self.set_up_wanted)
        self.body.addWidget(self.set_up)
        words = t("For real work: name, currency, time zone and an administrator.")
        self.body.addWidget(PlainLabel(words, role="caption", tone="muted", wrap=True))
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        self.body.addWidget(self.message)
        for button in (self.demo, self.set_up):
            button.setAutoDefault(True)


class SetUpPage(Card):
    """The form. `texts` gives what was typed, by the name of the command's field."""

    submitted = Signal()
    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.body.addWidget(PlainLabel(t("Set up this practice"), role="title"))
        self.fields: dict[str, Field] = {}
        self._add("organization_name", t("Name of the practice"), QLineEdit())
        self._add("site_name", t("Name of this place"), QLineEdit(t("Main office")))
        self._add("currency", t("Currency"), _choice(sorted(CURRENCIES), "USD"))
        zones = sorted(bytes(z.data()).decode() for z in QTimeZone.availableTimeZoneIds())
        here = bytes(QTimeZone.systemTimeZoneId().data()).decode()
        known = [zone for zone in zones if "/" in zone and not zone.startswith("Etc/")]
        self._add(
            "time_zone",
            t("Time zone"),
            _choice(known, here),
            hint=t("Type the name of a large city near you."),
        )
        self._add("name", t("Your name"), QLineEdit(), hint=t("You become the administrator."))
        self._add("number", t("Your badge or staff number"), QLineEdit())
        self._add("pin", t("Your PIN"), _secret(), hint=t("Six to twelve digits, no pattern."))
        self._add("pin_again", t("Your PIN again"), _secret())
        self._add(
            "passphrase",
            t("Passphrase for the data on this computer"),
            _secret(),
            hint=t("Asked at every start, because this computer has no keyring."),
        )
        self._add("passphrase_again", t("The passphrase again"), _secret())
        self.ask_passphrase(False)
        row = QHBoxLayout()
        self.back = Button(t("Go back"))
        self.back.clicked.connect(self.back_wanted)
        self.button = Button(t("Set up the practice"), kind="primary")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.submitted)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.button)
        self.body.addLayout(row)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.submitted)

    @property
    def passphrase_asked(self) -> bool:
        """Only a computer without a keyring needs one."""
        return not self.fields["passphrase"].isHidden()

    def ask_passphrase(self, asked: bool) -> None:
        for name in ("passphrase", "passphrase_again"):
            self.fields[name].setVisible(asked)

    def texts(self) -> dict[str, str]:
        return {name: _text(field.control) for name, field in self.fields.items()}

    def refuse(self, name: str, words: str) -> None:
        """Say the error beside its field; the first field takes what belongs to none."""
        field = self.fields.get(name, self.fields["organization_name"])
        if name == "passphrase":
            self.ask_passphrase(True)
        field.show_error(words)
        field.focus_error()
        QTimer.singleShot(0, field, lambda: _bring_into_view(field))

    def accept_all(self) -> None:
        """Take every error away, before everything is checked again."""
        for field in self.fields.values():
            field.show_error("")

    def _add(self, name: str, label: str, control: QWidget, *, hint: str = "") -> None:
        self.fields[name] = Field(label, control, hint=hint)
        self.body.addWidget(self.fields[name])
        if isinstance(control, QLineEdit):
            control.returnPressed.connect(lambda: self._walk(name))

    def _walk(self, name: str) -> None:
        """Enter goes to the next field, and from the last one sets up."""
        names = [each for each, field in self.fields.items() if not field.isHidden()]
        place = names.index(name) + 1
        if place == len(names):
            self.submitted.emit()
        else:
            self.fields[names[place]].control.setFocus(Qt.FocusReason.TabFocusReason)


class KeysPage(Card):
    """The two secrets that are shown once; going on asks that they are written down."""

    save_wanted = Signal()
    print_wanted = Signal()
    done = Signal()

    def __init__(self, recovery_key: str, recovery_code: str, key_place: str) -> None:
        super().__init__()
        self.body.addWidget(PlainLabel(t("Write these down now"), role="title"))
        words = t("They are shown once. Keep them in a safe, away from this computer.")
        self.body.addWidget(PlainLabel(words, tone="muted", wrap=True))
        for head, secret, use in (
            (t("Recovery key"), recovery_key, t("Opens a backup on another computer.")),
            (t("Recovery code"), recovery_code, t("Gives the administrator a new PIN.")),
        ):
            self.body.addWidget(PlainLabel(head, role="caption", tone="muted"))
            label = PlainLabel(secret, role="heading", wrap=True)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self.body.addWidget(label)
            self.body.addWidget(PlainLabel(use, role="caption", tone="muted", wrap=True))
        words = t("The key that opens the data is kept {place}.", place=key_place)
        self.body.addWidget(PlainLabel(words, role="caption", tone="muted", wrap=True))
        row = QHBoxLayout()
        self.save = Button(t("Save as a file"), icon="floppy-disk")
        self.save.clicked.connect(self.save_wanted)
        self.print = Button(t("Print"), icon="printer")
        self.print.clicked.connect(self.print_wanted)
        row.addWidget(self.save)
        row.addWidget(self.print)
        row.addStretch(1)
        self.body.addLayout(row)
        self.tick = Tick(t("I have written both down"))
        self.body.addWidget(self.tick)
        self.button = Button(t("Go to sign-in"), kind="primary")
        self.button.setEnabled(False)
        self.button.setAutoDefault(True)
        self.tick.toggled.connect(self.button.setEnabled)
        self.button.clicked.connect(self.done)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)


class BusyPage(Card):
    """What is being made, and that nothing is wrong when it takes a while."""

    def __init__(self, words: str, detail: str) -> None:
        super().__init__()
        self.body.addWidget(PlainLabel(words, role="title"))
        self.body.addWidget(PlainLabel(detail, tone="muted", wrap=True))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(words)
        self.body.addWidget(self.bar)
        self.progress = PlainLabel(t("Getting ready…"), role="caption", tone="muted")
        self.body.addWidget(self.progress)
        self.stop = Button(t("Stop"))
        self.stop.setAutoDefault(True)
        self.stop.clicked.connect(self._say_stopping)
        self.body.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignRight)

    def _say_stopping(self) -> None:
        self.stop.setEnabled(False)
        self.stop.say(t("Stopping…"))

    def say_how_far(self, done: int, of: int) -> None:
        """Move the bar; `of` is the number of actions there are in all."""
        self.bar.setRange(0, max(of, 1))
        self.bar.setValue(done)
        percent = 100 * done // max(of, 1)
        if done < of:
            self.progress.say(t("{percent} % of {of} bookings", percent=percent, of=f"{of:,}"))
        else:
            self.progress.say(t("Almost done: looking everything through."))


class PeoplePage(Card):
    """Who may sign in to the demo, and with which PIN; nothing there is secret."""

    done = Signal()

    def __init__(self, people: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__()
        self.body.addWidget(PlainLabel(t("The demo practice is ready"), role="title"))
        words = t("Sign in as one of these people. Their PINs are no secret.")
        self.body.addWidget(PlainLabel(words, tone="muted", wrap=True))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(current().px(24))
        for line, (name, role, pin) in enumerate(people):
            grid.addWidget(PlainLabel(name, role="strong"), line, 0)
            grid.addWidget(PlainLabel(role, tone="muted"), line, 1)
            grid.addWidget(PlainLabel(t("PIN {pin}", pin=pin)), line, 2)
        self.body.addLayout(grid)
        self.button = Button(t("Go to sign-in"), kind="primary")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.done)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)


class FirstRunView(QWidget):
    """Shows one of the pages; what they do is in `actions`."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pages = QStackedLayout(self)
        self.choice = ChoicePage(folder)
        self.set_up: SetUpPage | None = None
        self._show(self.choice, 460)

    def show_choice(self, error: str = "") -> None:
        self.choice.message.say(error)
        self.choice.message.setVisible(bool(error))
        self._pages.setCurrentIndex(0)
        self.choice.demo.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_set_up(self) -> SetUpPage:
        """The form; what was typed before is still there."""
        if self.set_up is None:
            self.set_up = SetUpPage()
        self._show(self.set_up, 460)
        self.set_up.fields["organization_name"].focus_error()
        return self.set_up

    def show_busy(self, words: str, detail: str) -> BusyPage:
        page = BusyPage(words, detail)
        self._show(page, 460)
        return page

    def show_keys(self, page: KeysPage) -> None:
        self._show(page, 560)
        page.tick.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_people(self, page: PeoplePage) -> None:
        self._show(page, 560)
        page.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, card: Card, width: int) -> None:
        for number in range(self._pages.count()):
            if (page := self._pages.widget(number)) is not None and page.isAncestorOf(card):
                self._pages.setCurrentIndex(number)
                return
        self._pages.setCurrentIndex(self._pages.addWidget(_middle(card, width)))


def _bring_into_view(field: Field) -> None:
    above = field.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(field)


def _secret() -> QLineEdit:
    box = QLineEdit()
    box.setEchoMode(QLineEdit.EchoMode.Password)
    return box


def _choice(values: list[str], chosen: str) -> Choice:
    box = Choice()
    box.addItems(values)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    # A city is enough: `chicago` offers America/Chicago.
    finder = QCompleter(values, box)
    finder.setFilterMode(Qt.MatchFlag.MatchContains)
    finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    box.setCompleter(finder)
    box.setCurrentIndex(values.index(chosen) if chosen in values else -1)
    return box


def _text(control: QWidget) -> str:
    if isinstance(control, QComboBox):
        return control.currentText()
    return control.text() if isinstance(control, QLineEdit) else ""

"""The first pages of a new station: what to begin with, the set-up form, the keys to write down."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QProgressBar,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.bootstrap.asking_centre import Answer, CentreKnows
from app.bootstrap.setup_draft import SetUpDraft
from app.gui.keys_page import KeysPage as KeysPage
from app.gui.screens.first_run.join_page import JoinPage
from app.gui.screens.first_run.restore_page import RestorePage
from app.gui.screens.first_run.wizard import SetUpWizard, beside_steps
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card, in_the_middle
from app.kernel.translate import t, tn


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
    """Try the demo practice, set this one up, join one that is there, or get one back."""

    demo_wanted = Signal()
    set_up_wanted = Signal()
    join_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.body.addWidget(PlainLabel(t("Welcome to Counterfoil"), role="title"))
        words = t("There is no practice in {folder} yet. How do you want to begin?", folder=folder)
        self.body.addWidget(PlainLabel(words, tone="muted", wrap=True))
        self.demo = Button(t("Try the demo practice"), kind="big")
        self.demo.clicked.connect(self.demo_wanted)
        words = t("A clinic with 2,000 made-up patients. It takes about a minute to make.")
        self._offer(self.demo, words)
        self.set_up = Button(t("Set up this practice"))
        self.set_up.clicked.connect(self.set_up_wanted)
        words = t("For real work, step by step. You can stop at any time and go on later.")
        self._offer(self.set_up, words)
        self.join = Button(t("Join a practice with a code"))
        self.join.clicked.connect(self.join_wanted)
        words = t("This computer becomes one more window of a practice that has others.")
        self._offer(self.join, words)
        self.restore = Button(t("Restore a backup"))
        self.restore.clicked.connect(self.restore_wanted)
        words = t("The old computer is gone or broken: go on here, with the recovery key.")
        self._offer(self.restore, words)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        self.body.addWidget(self.message)

    def _offer(self, button: Button, words: str) -> None:
        """A way to begin, and close below it what it is."""
        button.setAutoDefault(True)
        both = QVBoxLayout()
        both.setSpacing(current().px(4))
        both.addWidget(button)
        both.addWidget(PlainLabel(words, role="caption", tone="muted", wrap=True))
        self.body.addLayout(both)


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

    def say_step(self, words: str, done: int, of: int) -> None:
        """Say what is under way; with no `of` nobody knows how much there is."""
        self.bar.setRange(0, of)
        self.bar.setValue(min(done, of))
        self.progress.say(words)

    def say_how_far(self, done: int, of: int) -> None:
        """Move the bar; `of` is the number of actions there are in all."""
        self.bar.setRange(0, max(of, 1))
        self.bar.setValue(done)
        percent = 100 * done // max(of, 1)
        if done < of:
            self.progress.say(t("{percent} % of {of} bookings", percent=percent, of=f"{of:,}"))
        else:
            self.progress.say(t("Almost done: looking everything through."))


def centre_words(knows: CentreKnows) -> tuple[str, str]:
    """The tone and the words of what the centre has beside the backup; none without a centre."""
    if knows.answer is Answer.ALONE:
        return "muted", ""
    if knows.answer is Answer.TOLD and not knows.later:
        return "money_in", t("The centre has nothing of this window that is missing here.")
    if knows.answer is Answer.TOLD:
        later = tn(
            "The centre has {count} later step of this window.",
            "The centre has {count} later steps of this window.",
            knows.later,
        )
        wait = t(
            "They come by themselves after the start. Take no money for an old bill before the "
            "sign at the top says that this window is up to date."
        )
        return "caution", f"{later} {wait}"
    if knows.answer is Answer.NO_PASSWORD:
        lost = t(
            "This practice has a centre, and the password for it is not on this computer. What was "
            "done after the backup comes from there only after this window has joined it again. "
            "Where all of it reached the centre, joining as a new window with a code is the better "
            "way: then begin again with an empty folder."
        )
        way = t("To join it again, sign in and press the sign of the centre at the top.")
        return "caution", f"{lost} {way}"
    if knows.answer is Answer.SHUT_OUT:
        return "caution", t(
            "The centre lets this window in no more: its access was ended, or another computer "
            "took its place. Take no money here before a manager has looked at it."
        )
    return "caution", t(
        "The centre of this practice does not answer, so nobody knows yet whether it has later "
        "work of this window. It comes by itself as soon as the centre answers; until then old "
        "bills may look open that were paid."
    )


class RestoredPage(Card):
    """What came back, and what is different from now on."""

    done = Signal()

    def __init__(
        self, whose: str, when: str, prefix: str, key_place: str, centre: CentreKnows
    ) -> None:
        super().__init__()
        self.body.addWidget(PlainLabel(t("The backup is restored"), role="title"))
        said = t("{whose} is as it was on {when}.", whose=whose, when=when)
        self.body.addWidget(PlainLabel(said, role="strong", wrap=True))
        tone, words = centre_words(centre)
        self.centre = PlainLabel(words, tone=tone, wrap=True)
        self.centre.setVisible(bool(words))
        self.body.addWidget(self.centre)
        for words in (
            t("New numbers begin with {prefix}.", prefix=prefix),
            t(
                "Look at the last receipts on paper: what was done after the backup and did not "
                "reach a centre is missing here and has to be entered again."
            ),
            t("Everybody signs in with the PIN they had."),
            t("The key that opens the data is kept {place}.", place=key_place),
        ):
            self.body.addWidget(PlainLabel(words, tone="muted", wrap=True))
        self.button = Button(t("Go to sign-in"), kind="primary")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.done)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)


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
        self.set_up: SetUpWizard | None = None
        self.join: JoinPage | None = None
        self.restore: RestorePage | None = None
        self._show(self.choice, 460)

    def show_choice(self, error: str = "", *, stuck: bool = False) -> None:
        """Back to the beginning; `stuck` where none of the ways can be gone in this folder."""
        for way in (self.choice.demo, self.choice.set_up, self.choice.join, self.choice.restore):
            way.setEnabled(not stuck)
        self.choice.message.say(error)
        self.choice.message.setVisible(bool(error))
        self._pages.setCurrentIndex(0)
        self.choice.demo.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_set_up(self, draft: SetUpDraft | None = None) -> SetUpWizard:
        """The pages of a new practice; what was typed before is still there."""
        if self.set_up is None:
            self.set_up = SetUpWizard(draft or SetUpDraft())
            self._pages.addWidget(self.set_up)
        self._pages.setCurrentWidget(self.set_up)
        self.set_up.stand()
        return self.set_up

    def show_join(self) -> JoinPage:
        """The form that joins; what was typed before is still there."""
        if self.join is None:
            self.join = JoinPage()
        self._show(self.join, 520)
        self.join.stand()
        return self.join

    def show_restore(self) -> RestorePage:
        """The form that restores; what was typed before is still there."""
        if self.restore is None:
            self.restore = RestorePage()
        self._show(self.restore, 520)
        self.restore.stand()
        return self.restore

    def show_restored(self, page: RestoredPage) -> None:
        self._show(page, 560)
        page.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_busy(self, words: str, detail: str) -> BusyPage:
        page = BusyPage(words, detail)
        self._show(page, 460)
        return page

    def show_keys(self, page: KeysPage, *, guided: bool = False) -> None:
        """The secrets; `guided` shows them among the steps of setting up."""
        if guided and not self.isAncestorOf(page):
            self._pages.addWidget(beside_steps(page, "recovery", 560))
        if guided:
            self._pages.setCurrentIndex(self._pages.count() - 1)
        else:
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

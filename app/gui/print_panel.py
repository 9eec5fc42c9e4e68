"""The papers that are not done, under the printer pill, each with what can be done about it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.areas.printing.values import Elsewhere, OfficeKind, OfficePrinter, PaperJob, PrintQueue
from app.gui.corner_panel import CornerPanel
from app.gui.icons import Glyph
from app.gui.print_words import (
    elsewhere,
    headline,
    pill_look,
    printer_lines,
    sentence,
    stands_behind,
)
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.flow import Flow
from app.gui.widgets.labels import PlainLabel
from app.kernel.paper import JobState, Trouble
from app.kernel.translate import t, tn
from app.storage.print_jobs import DRAWER_KICK, TRIALS

HEIGHT = 480
MOST_ROWS = 20
"""More rows than these would hold the window up, and nobody reads them."""


class PaperRow(QFrame):
    """One paper: its name, what became of it, and its verbs. `wanted` comes with the verb's word:
    complete, copy, again, pdf, away, or the place it should come out instead.
    """

    wanted = Signal(str)

    def __init__(self, job: PaperJob, *, may: bool, queue: PrintQueue) -> None:
        super().__init__()
        office = queue.office
        self.job = job
        self.what: object = None
        """All that it was made from."""
        self.buttons: dict[str, Button] = {}
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(4), 0, px(8))
        column.setSpacing(px(4))
        self.headline = PlainLabel(headline(job), role="strong", wrap=True)
        column.addWidget(self.headline)
        self.words = PlainLabel(sentence(job, office), tone="muted", wrap=True)
        column.addWidget(self.words)
        behind = stands_behind(job, queue)
        if may and behind:
            self._offer(elsewhere(job, queue))
        for verb, words in _verbs(job, office, behind=behind) if may else ():
            self.buttons[verb] = button = Button(words, kind="quiet" if verb == "away" else "plain")
            button.clicked.connect(lambda _on=False, verb=verb: self.wanted.emit(verb))
            if verb in ("again", "copy"):
                self._offer(elsewhere(job, queue))
        verbs = Flow()
        column.addWidget(verbs)  # before it is shown: without a parent it would be a window
        verbs.put(list(self.buttons.values()))

    def _offer(self, places: tuple[tuple[Elsewhere, str], ...]) -> None:
        """One button for all places: whoever stands before a broken printer picks one by key."""
        if not places:
            return
        button = self.buttons["elsewhere"] = Button(t("Other printer…"))
        menu = QMenu(button)
        for place, words in places:
            menu.addAction(words, partial(self.wanted.emit, place.value))
        button.setMenu(menu)


def _verbs(
    job: PaperJob, office: OfficePrinter, *, behind: bool = False
) -> tuple[tuple[str, str], ...]:
    if job.doc_kind == DRAWER_KICK:
        return ()
    pdf = () if _is_test(job) else (("pdf", t("Save as PDF")),)
    away = ("away", t("Put away"))
    if job.state in (JobState.SUBMITTED, JobState.ATTENTION):
        return (*pdf, ("away", t("Take it back")))
    if job.state is JobState.WITHDRAWING:
        return (away,) if job.trouble is not Trouble.NONE else ()
    if job.office and office.kind is OfficeKind.NONE and job.state is JobState.PARKED:
        return (*pdf, away)
    if job.state is JobState.UNSURE:
        return (("complete", t("Yes, complete")), ("copy", t("No, print a copy")), *pdf)
    if job.state in (JobState.PARKED, JobState.FAILED):
        return (("again", t("Print")), *pdf, away)
    if job.state is JobState.WAIT_PRINTER:
        return (("again", t("Try now")), *pdf, away)
    return (*pdf, away) if behind else pdf


def _is_test(job: PaperJob) -> bool:
    return job.doc_kind in TRIALS


class PrinterLine(QWidget):
    """One printer and how it is."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(8))
        self.glyph = Glyph("printer", "muted", 16)
        row.addWidget(self.glyph, 0, Qt.AlignmentFlag.AlignTop)
        self.words = PlainLabel("", wrap=True)
        row.addWidget(self.words, 1)

    def say(self, icon: str, words: str, tone: str) -> None:
        """Its icon, a sentence, and `caution` where somebody has to do something."""
        self.glyph.show_icon(icon, tone)
        self.words.say(words, "caution" if tone == "caution" else "text")


class PrintPanel(CornerPanel):
    """`wanted` comes with the verb and the PaperJob; `paper_wanted` asks for the on-screen paper,
    `settings_wanted` for the printer's page, `spare_wanted` for the spare printer's.
    """

    wanted = Signal(str, object)
    paper_wanted = Signal()
    settings_wanted = Signal()
    spare_wanted = Signal()
    WIDTH = 500

    def __init__(self, over: QWidget) -> None:
        super().__init__(over, "printer", t("Printer"))
        self.state.hide()
        self._area.hide()
        self.printers = tuple(PrinterLine() for _ in range(3))
        for place, line in enumerate(self.printers):
            self._whole.insertWidget(2 + place, line)
            line.hide()
        self._shown: tuple[PrintQueue, bool, bool] | None = None
        self.rows: tuple[PaperRow, ...] = ()
        self.more = PlainLabel("", tone="muted", wrap=True)
        self.more.hide()
        self.body.addWidget(self.more)
        self.body.addStretch(1)
        self.add_foot(self._foot())  # before it is shown: without a parent it would be a window
        self._ways.put([self.paper_button, self.settings_button, self.spare_button])

    def show_queue(self, queue: PrintQueue, *, may: bool, sets_up: bool) -> None:
        """What there is now, with the verbs of somebody who takes payments (`may`) or sets printers
        up; the keyboard stays on the same verb of the same paper.
        """
        if self._shown == (queue, may, sets_up):
            return
        self._shown = (queue, may, sets_up)
        icon, _, _, tone = pill_look(queue)
        self.glyph.show_icon(icon, tone)
        self._show_printers(printer_lines(queue))
        kept = self._focused()
        had = bool(self.rows) and self.holds_focus()
        before = {row.job.job_id: row for row in self.rows}
        self.rows = tuple(
            self._row(job, before, queue, may or (sets_up and _is_test(job)))
            for job in queue.jobs[:MOST_ROWS]
        )
        for old in before.values():
            old.hide()
            self.body.removeWidget(old)
            old.deleteLater()
        for place, row in enumerate(self.rows):
            if self.body.indexOf(row) != place:
                self.body.insertWidget(place, row)
        self._area.setVisible(bool(self.rows))
        more = len(queue.jobs) - len(self.rows)
        self.more.say(tn("{count} more paper waits.", "{count} more papers wait.", more))
        self.more.setVisible(more > 0)
        changed = [row for row in self.rows if row.job.job_id == kept and row.buttons]
        if changed and not self.holds_focus():
            next(iter(changed[0].buttons.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        if had and not self.holds_focus():
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.place()

    def _row(
        self, job: PaperJob, before: dict[str, PaperRow], queue: PrintQueue, may: bool
    ) -> PaperRow:
        """The row of a paper, the same as before where nothing of it changed: a row costs time."""
        what = (job, may, queue.office, stands_behind(job, queue), elsewhere(job, queue))
        old = before.get(job.job_id)
        if old is not None and old.what == what:
            return before.pop(job.job_id)
        row = PaperRow(job, may=may, queue=queue)
        row.what = what
        row.wanted.connect(lambda verb: self.wanted.emit(verb, job))
        return row

    def offer(self, *, settings: bool, paper: bool) -> None:
        """Which ways on there are at the foot."""
        self.settings_button.setVisible(settings)
        self.spare_button.setVisible(settings)
        self.paper_button.setVisible(paper)

    def first(self) -> QWidget:
        """The first thing to decide."""
        buttons = [b for row in self.rows for b in row.buttons.values()]
        return buttons[0] if buttons else self.close_button

    def height_wanted(self) -> int:
        """As many papers as have room in it are seen whole."""
        if not self.rows:
            return 0  # its parts say it
        width = current().px(self.WIDTH)
        around = self._least_height(width) - self._area.minimumSizeHint().height()
        inside = self.inner.heightForWidth(width - 2 * current().px(16) - 2 * self.frameWidth())
        return min(HEIGHT, 1 + (around + inside) * 100 // current().px(100))

    def _show_printers(self, lines: tuple[tuple[str, str, str], ...]) -> None:
        for place, line in enumerate(self.printers):
            line.setVisible(place < len(lines))
            if place < len(lines):
                line.say(*lines[place])

    def _foot(self) -> Flow:
        self.paper_button = Button(t("Show the on-screen paper"))
        self.paper_button.clicked.connect(self.paper_wanted)
        self.settings_button = Button(t("Printer settings"), icon="gear")
        self.settings_button.clicked.connect(self.settings_wanted)
        self.spare_button = Button(t("Spare printer"), kind="quiet")
        self.spare_button.setToolTip(t("Another receipt printer that papers can be sent to"))
        self.spare_button.clicked.connect(self.spare_wanted)
        self._ways = Flow()
        return self._ways

    def _focused(self) -> str:
        focus = self.focus_now()
        found = [row for row in self.rows if focus is not None and row.isAncestorOf(focus)]
        return found[0].job.job_id if found else ""

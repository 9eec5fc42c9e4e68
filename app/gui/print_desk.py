"""Keeps the printer's pill and panel true, and carries out what people say about paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.areas.printing import queries, service
from app.areas.printing.rules import is_audited
from app.areas.printing.values import (
    Elsewhere,
    JobSettled,
    PaperJob,
    PrintAgain,
    PrintElsewhere,
    PrinterKind,
    PrintQueue,
    PutAway,
    SayPrinted,
)
from app.devices.documents.office_papers import OfficePaper, job_office_paper
from app.devices.documents.pages import stand_behind
from app.devices.printing.papers import Paper, job_paper
from app.gui.action_runner import ActionRunner
from app.gui.counted_papers import to_save, whole_to_save
from app.gui.design_watch import follow_design
from app.gui.desk import Desk
from app.gui.dialogs.paper_preview import write_whole
from app.gui.dialogs.spare_printer import SparePrinterPanel
from app.gui.documents import documents
from app.gui.frame import Frame
from app.gui.office_words import office_notice, office_trouble
from app.gui.paper_shelf import PaperShelf
from app.gui.print_panel import PrintPanel
from app.gui.print_words import pill_look, question, sentence, title, trouble_words, why_words
from app.gui.printing.letters import SystemLetters
from app.gui.printing.paper import save_paper
from app.gui.shortcuts import bind
from app.gui.toasts import Toasts
from app.gui.widgets.pill import Pill
from app.kernel.actor import Actor, Permission
from app.kernel.ids import CommandId, new_id
from app.kernel.paper import JobState, Trouble
from app.kernel.translate import t
from app.storage.print_jobs import DRAWER_KICK

KEY: Final = "printing.queue"
TABLES: Final = frozenset({"print_job", "printer", "office_printer", "office_job"})


class PrintDesk(QObject):
    """One for each window. `actor` says who sits there, None while nobody does."""

    def __init__(
        self,
        over: QWidget,
        pill: Pill,
        shelf: PaperShelf,
        runner: ActionRunner,
        toasts: Toasts,
        actor: Callable[[], Actor | None],
    ) -> None:
        super().__init__(over)
        self._pill, self._shelf, self._runner, self._toasts = pill, shelf, runner, toasts
        self._actor = actor
        self._queue: PrintQueue | None = None
        self._asked: frozenset[str] = frozenset()
        self._said: dict[str, str] = {}
        self._under_way: set[str] = set()
        """Papers about which somebody has just said something; pressed twice, it is said once."""
        self._answered: set[str] = set()
        self.panel = PrintPanel(over)
        self.go_to_settings: Callable[[], None] | None = None
        self._spare_panel: SparePrinterPanel | None = None
        pill.pressed.connect(self.press)
        self.panel.wanted.connect(self._do)
        self.panel.paper_wanted.connect(self._show_paper)
        self.panel.settings_wanted.connect(self._settings)
        self.panel.spare_wanted.connect(self._spare)
        runner.changed.connect(self._changed)

    def read(self) -> None:
        """Look at the list of papers again."""
        self._runner.ask(queries.print_queue, done=self._show, key=KEY)

    def press(self) -> None:
        """The pill: to the paper on the screen where that is all there is, else to the list."""
        queue = self._queue
        if queue is None or (
            queue.printer.kind is PrinterKind.SCREEN
            and not queue.jobs
            and not self._may(Permission.CHANGE_SETTINGS)
        ):
            self._shelf.toggle()
            return
        if self.panel.isVisible():
            self.panel.leave()
        else:
            self._open()

    # --------------------------------------------------------------------------- what is shown

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & TABLES:
            self.read()

    def _show(self, queue: PrintQueue) -> None:
        self._queue = queue
        self._under_way -= self._answered
        self._answered.clear()
        self._pill.show_state(*pill_look(queue))
        self._shelf.pops_up = queue.printer.kind is PrinterKind.SCREEN
        self._refresh(queue)
        self._tell(queue)

    def _refresh(self, queue: PrintQueue) -> None:
        sets_up = self._may(Permission.CHANGE_SETTINGS)
        self.panel.show_queue(queue, may=self._may(Permission.TAKE_PAYMENT), sets_up=sets_up)
        settings = self.go_to_settings is not None and sets_up
        self.panel.offer(settings=settings, paper=self._shelf.newest_paper is not None)

    def _tell(self, queue: PrintQueue) -> None:
        """Say once what a person should know now; take it away when it is over."""
        wanted: dict[str, tuple[str, str]] = {}
        for job in queue.jobs:
            if job.state is JobState.UNSURE:
                why = office_trouble(job.trouble, job.queue) if job.office else ""
                wanted[job.job_id] = (question(job), why or trouble_words(job.trouble))
            elif job.office:
                if notice := office_notice(job, queue.office, title(job)):
                    wanted.setdefault(notice[2], notice[:2])
            elif job.state is JobState.WAIT_PRINTER and job.doc_kind == DRAWER_KICK:
                wanted["drawer"] = (sentence(job), "")
            elif job.trouble is Trouble.BUSY:
                continue  # it goes on in a moment, and the pill says so
            elif job.state is JobState.WAIT_PRINTER and job.trouble is not Trouble.NEEDS_WINDOW:
                said = t("The payment is saved. Paper comes by itself when that is put right.")
                wanted.setdefault(f"printer {job.spare}", (why_words(job), said))
        for key in [key for key, words in self._said.items() if wanted.get(key, ("",))[0] != words]:
            self._withdraw(self._said.pop(key))
        for key, (words, detail) in wanted.items():
            if key not in self._said:
                self._said[key] = words
                if not self.panel.isVisible():  # where it stands already
                    self._toasts.failure(words, detail, verb=t("Look"), act=self._open)

    def _withdraw(self, words: str) -> None:
        for toast in self._toasts.shown:
            if toast.words == words:
                toast.dismiss()

    def _open(self) -> None:
        if self._queue is not None:
            self._refresh(self._queue)
            self.panel.open()
            for words in self._said.values():
                self._withdraw(words)

    # ------------------------------------------------------------------------- what is wanted

    def _may(self, permission: Permission) -> bool:
        actor = self._actor()
        return actor is not None and actor.may(permission)

    def _do(self, verb: str, job: object) -> None:
        if not isinstance(job, PaperJob):
            return
        if verb == "pdf":
            actor = self._actor()
            asker = None if actor is None else actor.user_id
            if job.office:

                def drawn(paper: OfficePaper) -> None:
                    self._ask_file(job, paper)

                self._runner.ask(job_office_paper, job.job_id, asker, done=drawn)
                return
            self._runner.ask(job_paper, job.job_id, asker, done=self._ask_folder)
            return
        if job.job_id in self._under_way:
            return
        self._under_way.add(job.job_id)
        if verb in list(Elsewhere):
            self._elsewhere(job, Elsewhere(verb))
            return
        new = CommandId(new_id())
        deeds: dict[str, tuple[Callable[..., Any], Any]] = {
            "complete": (service.say_printed, SayPrinted(new, job.job_id, True)),
            "copy": (service.say_printed, SayPrinted(new, job.job_id, False)),
            "again": (service.print_again, PrintAgain(new, job.job_id)),
            "away": (service.put_away, PutAway(new, job.job_id)),
        }
        action, command = deeds[verb]
        self._runner.act(action, command, done=self._settled, always=partial(self._said_of, job))

    def _said_of(self, job: PaperJob) -> None:
        """The answer is there; its row is pressed again when it shows what came of it."""
        self._answered.add(job.job_id)
        self.read()

    def _settled(self, settled: JobSettled) -> None:
        """A printer that never said a word is told of once: nobody is asked about it again."""
        if settled.cannot_report:
            self._toasts.caution(
                t("This printer can’t say how it is."),
                t(
                    "From now on its papers count as sent. Look that each one comes out. The "
                    "printer settings can change that."
                ),
            )

    def _elsewhere(self, job: PaperJob, to: Elsewhere) -> None:
        def done(settled: JobSettled) -> None:
            if settled.state is JobState.SHOWN:
                actor = self._actor()
                asker = None if actor is None else actor.user_id
                self._runner.ask(job_paper, job.job_id, asker, done=self._show_instead)

        command = PrintElsewhere(CommandId(new_id()), job.job_id, to)
        always = partial(self._said_of, job)
        self._runner.act(service.print_elsewhere, command, done=done, always=always)

    def _show_instead(self, paper: Paper) -> None:
        self.panel.leave()
        self._shelf.tray.show_paper(paper)

    def _spare(self) -> None:
        """Set the spare printer up, over whatever is shown."""
        if self._queue is None or self._spare_panel is not None:
            return
        panel = self._spare_panel = SparePrinterPanel(self.panel.window(), self._queue)
        panel.left.connect(self._spare_left)
        panel.wanted.connect(lambda: self._save_spare(panel))
        self.panel.hide()
        panel.begin()

    def withdraw(self) -> None:
        """The lock comes: nothing of it is shown."""
        if self._spare_panel is not None:
            self._spare_panel.leave()

    def _spare_left(self) -> None:
        self._spare_panel = None

    def _save_spare(self, panel: SparePrinterPanel) -> None:
        panel.busy(True)
        self._runner.act(
            service.save_spare,
            panel.command(),
            done=lambda _printer: panel.leave(),
            refused=lambda refused: panel.say_error(refused.text),
            always=lambda: panel.busy(False),
        )

    def _ask_folder(self, paper: Paper) -> None:
        dialog = QFileDialog(self.panel, t("Save {title} in", title=paper.title), str(documents()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda folder: self.save(paper, Path(folder)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_file(self, job: PaperJob, paper: OfficePaper) -> None:
        name = str(documents() / f"{paper.file_name}.pdf")
        dialog = QFileDialog(self.panel, t("Save the paper as PDF"), name, "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda chosen: self.save_page(job, paper, Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_page(self, job: PaperJob, paper: OfficePaper, path: Path) -> None:
        """Write a whole page as PDF, on a slow thread; one that no printer has is then done. Where
        a printer may have it, a counted paper is saved as a copy of its own.
        """
        instead = job.state in (JobState.PARKED, JobState.FAILED)

        def saved(_nothing: None) -> None:
            self._toasts.success(t("Saved: {title}.", title=path.name), str(path))
            if instead:
                self._do("away", job)

        def write(page: OfficePaper) -> None:
            self._runner.run(lambda: write_whole(path, page.pdf), done=saved)

        if instead or not is_audited(job.doc_kind):
            write(paper)
        else:
            whole_to_save(self._runner, job.doc_kind, job.doc_id, self._actor(), write)

    def save(self, paper: object, folder: object) -> None:
        """Write a paper as PDF and picture, on a slow thread; one that is counted is counted."""
        if not isinstance(paper, Paper) or not isinstance(folder, Path):
            return
        to_save(self._runner, paper, lambda marked: self._write(marked, folder))

    def _write(self, paper: Paper, folder: Path) -> None:
        self._runner.run(lambda: save_paper(paper, folder), done=self._saved)

    def _saved(self, paths: tuple[Path, Path]) -> None:
        self._toasts.success(t("The paper is saved."), str(paths[0]))

    def _show_paper(self) -> None:
        self.panel.leave()
        self._shelf.toggle()

    def _settings(self) -> None:
        self.panel.hide()
        if self.go_to_settings is not None:
            self.go_to_settings()


def print_desk(frame: Frame, desk: Desk) -> PrintDesk:
    """The one of this window, tied to its pill, its on-screen paper and the printer's page."""
    made = PrintDesk(
        frame.shelf.parentWidget() or frame,
        frame.top_bar.printer,
        frame.shelf,
        desk.runner,
        desk.toasts,
        lambda: desk.seat.actor,
    )
    stand_behind(SystemLetters())
    bind(frame, "frame.papers", made.press)
    made.go_to_settings = lambda: frame.go("printer")
    frame.shelf.save_wanted.connect(made.save)
    desk.seat.signed_in.connect(lambda _actor: made.read())
    follow_design(desk, frame.shelf.tray)
    return made

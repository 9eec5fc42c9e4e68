"""Bringing a file in, step by step: the file, its columns, the check, and then the books."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from app.areas.imports import bring_in, looking, queries, service
from app.areas.imports.looking import Looked
from app.areas.imports.values import (
    BringIn,
    DropImport,
    ImportChecked,
    ImportKind,
    ImportState,
    SayOldTotals,
)
from app.gui.desk import Desk
from app.gui.screens.imports.checked_step import CheckedStep
from app.gui.screens.imports.columns_step import ColumnsStep
from app.gui.screens.imports.file_step import FileStep
from app.gui.screens.imports.progress_step import ProgressStep
from app.gui.screens.imports.words import rows_words
from app.gui.screens.imports.working import Known, acting, asking, known
from app.gui.widgets.notice import Notice
from app.kernel.actor import Permission
from app.kernel.errors import UserError
from app.kernel.text import clean_required
from app.kernel.translate import t


class ImportPage(QWidget):
    """`done` comes with the ImportChecked of a file that is in, `left` when the person goes back
    from the first step, `twice_wanted` to see who may be there twice, `inside` with whether a file
    is in hand.
    """

    done = Signal(object)
    left = Signal()
    inside = Signal(bool)
    twice_wanted = Signal()
    _told = Signal(int, int)

    def __init__(self, desk: Desk, *, kinds: tuple[ImportKind, ...] = tuple(ImportKind)) -> None:
        super().__init__()
        self._desk = desk
        self._stop = Event()
        self._busy = False
        self._wanted: BringIn | None = None
        self._path = Path()
        self._own = ""
        self._sitting = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.notice = Notice("warning")
        column.addWidget(self.notice)
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        self.file = FileStep(kinds)
        self.columns = ColumnsStep(desk.practice.locale)
        self.progress = ProgressStep()
        self.checked = CheckedStep(desk.practice)
        for step in (self.file, self.columns, self.progress, self.checked):
            self.stack.addWidget(step)
        self._connect()

    @property
    def busy(self) -> bool:
        """Whether a file is read or applied just now."""
        return self._busy

    def begin(self) -> None:
        """Show where the person is; the keyboard goes there."""
        if self._busy:
            return
        if self.stack.currentWidget() is self.file:
            self._desk.runner.ask(known, done=self._show_known, key="import.known")
        step = self.stack.currentWidget()
        if isinstance(step, FileStep | ColumnsStep | CheckedStep):
            step.begin()

    def forget(self) -> None:
        """Nobody is signed in any more: what runs stops at its next step, and nothing is shown."""
        self.stop()
        self._wanted, self._own = None, ""
        self.checked.run = None
        self._sitting += 1
        self.file.file.clear()
        self.stack.setCurrentWidget(self.file)
        self.notice.say("")

    def primary(self) -> None:
        """The main thing of this step."""
        step = self.stack.currentWidget()
        if step is self.file:
            self.look()
        elif step is self.columns and self.columns.end.button.isEnabled():
            self.check()
        elif step is self.checked:
            self.checked.end.wanted.emit()

    def back(self) -> None:
        """One step back; what runs is only stopped by its button."""
        step = self.stack.currentWidget()
        if step is self.file:
            self.left.emit()
        elif step is self.columns:
            self._to_file()
        elif step is self.checked:
            self._leave_checked()

    def stop(self) -> None:
        """Stop at the next step: before anything is applied nothing is left of it."""
        self._stop.set()
        if self._busy:
            self.progress.say_stopping()

    # -------------------------------------------------------------------------------- the steps

    def look(self) -> None:
        """Open the file and show how it is read."""
        if self._busy:
            return
        try:
            if not self.file.source.text().strip():
                raise UserError(t("Give the old system a name, such as OpenEMR."), field="source")
            source = clean_required(self.file.source.text(), "source", most=60)
            if not self.file.file.text().strip():
                raise UserError(t("Choose the file first."), field="path")
        except UserError as refused:
            self.file.show_error(refused.field or "", refused.text)
            return
        self._path = self.file.path()
        self._wanted = BringIn(self.file.kind, source)
        self._read(first=True)

    def _read(self, *, first: bool) -> None:
        """Look at the file as it should be read now, beside whatever the person does."""
        wanted, path = self._wanted, self._path
        if wanted is None:
            return
        self._busy = first
        if first:
            self.file.look_button.setEnabled(False)

        def work(station: Any) -> tuple[BringIn, Looked]:
            return wanted, looking.look(path, wanted, asking(station))

        def show(found: tuple[BringIn, Looked]) -> None:
            if found[0] != self._wanted:
                return
            self.columns.show_looked(*found)
            if first:
                self._turn_to(self.columns)
                self.columns.begin()

        def refused(why: UserError) -> None:
            if first:
                self.file.show_error("path", why.text)
            else:
                self.columns.show_error(why.field or "", why.text)

        def always() -> None:
            if first:
                self._busy = False
                self.file.look_button.setEnabled(True)

        self._desk.runner.work(work, done=show, refused=refused, always=always)

    def _read_again(self) -> None:
        if self.stack.currentWidget() is self.columns and not self._busy:
            self._wanted = self.columns.wanted()
            self._read(first=False)

    def check(self) -> None:
        """Read the whole file; nothing of it is applied."""
        if self._busy:
            return
        wanted = self._wanted = self.columns.wanted()
        path, actor = self._path, self._desk.actor

        def work(station: Any) -> ImportChecked:
            return bring_in.check_file(
                path,
                wanted,
                actor,
                acting(station),
                asking(station),
                progress=self._told.emit,
                stop=self._stop.is_set,
            )

        def refused(why: UserError) -> None:
            self._turn_to(self.columns)
            self.columns.show_error(why.field or "", why.text)

        def found(run: ImportChecked) -> None:
            if run.state is ImportState.DROPPED:
                self._turn_to(self.columns)
                self.columns.begin()
                self._desk.toasts.success(t("Stopped. Nothing of the file was brought in."))
            else:
                self._own = run.run_id
                self._show_run(run)

        title = t("Checking {file}", file=path.name)
        self._begin_work(title, t("Nothing is brought in yet. If you stop, nothing is left of it."))
        self._run(work, found, refused)

    def apply(self) -> None:
        """Bring the checked rows in; those with errors are left out, as the button said."""
        run = self.checked.run
        if run is None or self._busy:
            return
        actor = self._desk.actor

        def work(station: Any) -> ImportChecked:
            return bring_in.apply(
                run.run_id,
                actor,
                acting(station),
                asking(station),
                without_bad_rows=bool(run.bad),
                progress=self._told.emit,
                stop=self._stop.is_set,
            )

        def refused(why: UserError) -> None:
            self._turn_to(self.checked)
            self.notice.say(why.text)

        def found(now: ImportChecked) -> None:
            self._show_run(now)
            if now.state is ImportState.APPLIED:
                self.done.emit(now)
            else:
                self.notice.say(
                    t(
                        "Stopped: {rows} are in. It goes on where it stopped.",
                        rows=rows_words(now.applied),
                    )
                )

        title = t("Bringing {file} in", file=run.file_name)
        about = t(
            "You can go on working. If you stop, or the computer does, it goes on later where it "
            "was, and nothing comes in twice."
        )
        self._begin_work(title, about)
        self._run(work, found, refused)

    def _begin_work(self, title: str, about: str) -> None:
        self._stop.clear()
        self._busy = True
        self.notice.say("")
        self.progress.begin(title, about)
        self.stack.setCurrentWidget(self.progress)
        self.progress.stop.setFocus()

    def _run(
        self,
        work: Callable[[Any], ImportChecked],
        found: Callable[[ImportChecked], None],
        refused: Callable[[UserError], None],
    ) -> None:
        step = self.columns if self.checked.run is None else self.checked
        sitting = self._sitting

        def arrived(run: ImportChecked) -> None:
            self._busy = False
            if sitting == self._sitting:  # else somebody else sits here by now
                found(run)

        def no(why: UserError) -> None:
            self._busy = False
            if sitting == self._sitting:
                refused(why)

        def always() -> None:
            if self._busy:  # the failure was shown by the frame
                self._busy = False
                if sitting == self._sitting:
                    self.stack.setCurrentWidget(step)

        self._desk.runner.work(work, done=arrived, refused=no, always=always)

    def _show_run(self, run: ImportChecked) -> None:
        self.checked.show_run(run)
        self._turn_to(self.checked)
        self.checked.begin()

    # ----------------------------------------------------------------------- what a person does

    def _connect(self) -> None:
        self._told.connect(self.progress.say_how_far)
        self.stack.currentChanged.connect(lambda place: self.inside.emit(place > 0))
        self.progress.stop.clicked.connect(self.stop)
        self.file.wanted.connect(self.look)
        self.file.go_on.connect(self._show_run)
        self.file.drop.connect(self._drop)
        self.columns.changed.connect(self._read_again)
        self.columns.check.connect(self.check)
        self.columns.left.connect(self.back)
        self.checked.apply_wanted.connect(self.apply)
        self.checked.left.connect(self.back)
        self.checked.again_wanted.connect(self._to_file)
        self.checked.rejected_wanted.connect(self.save_rejected)
        self.checked.twice_wanted.connect(self.twice_wanted)
        self.checked.said.connect(self._say_old)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._stop.set)

    def _show_known(self, found: Known) -> None:
        sources, runs, brought = found
        may = self._desk.actor.may(Permission.IMPORT_DATA)
        self.file.show_known(sources, brought)
        self.file.show_unended(tuple(run for run in runs if may and run.kind in self.file.kinds))

    def _to_file(self) -> None:
        self.file.come_after(self.checked.run)
        self.checked.run = None
        self._turn_to(self.file)
        self.begin()

    def _turn_to(self, step: QWidget) -> None:
        self.notice.say("")
        self.stack.setCurrentWidget(step)

    def _leave_checked(self) -> None:
        """Back from a check of one's own that was not applied: nothing is left of it."""
        run = self.checked.run
        if run is None or run.run_id != self._own or run.state is not ImportState.CHECKED:
            self._to_file()
            return
        self._drop(run)
        self.checked.run = None
        self._turn_to(self.columns)
        self.columns.begin()

    def _drop(self, run: ImportChecked) -> None:
        """Forget what was staged; what is in stays in."""

        def dropped(_answer: Any) -> None:
            if self.stack.currentWidget() is self.file:
                self.begin()

        self._desk.runner.act(service.drop_import, DropImport(run.run_id), done=dropped)

    def _say_old(self, told: SayOldTotals) -> None:
        def said(_answer: Any) -> None:
            self._desk.runner.ask(
                queries.import_checked, told.run_id, done=self._say_again, key="import.run"
            )

        self._desk.runner.act(
            service.say_old_totals, told, done=said, refused=lambda why: self.notice.say(why.text)
        )

    def _say_again(self, run: ImportChecked) -> None:
        if self.checked.run is not None and self.checked.run.run_id == run.run_id:
            self.checked.show_run(run)

    def save_rejected(self) -> None:
        """Write the rows with errors to a file that can be mended and brought in."""
        run = self.checked.run
        if run is None:
            return
        name = f"{Path(run.file_name).stem}-{t('errors')}.csv"
        beside = str(self._path.parent / name) if self._path.name else name
        chosen, _ = QFileDialog.getSaveFileName(
            self, t("Save the rows with errors"), beside, t("CSV files (*.csv)")
        )
        if chosen:
            self.write_rejected(Path(chosen))

    def write_rejected(self, target: Path) -> None:
        """The same columns, the line and what is wrong before them."""
        run = self.checked.run
        if run is None:
            return

        def saved(count: int) -> None:
            self._desk.toasts.success(
                t(
                    "{rows} saved. Mend them there and bring that file in.",
                    rows=rows_words(count),
                )
            )

        self._desk.runner.work(
            lambda station: bring_in.write_rejected(run.run_id, target, asking(station)),
            done=saved,
            refused=lambda why: self.notice.say(why.text),
        )

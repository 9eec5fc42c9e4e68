"""An office paper on screen before it is printed: its pages, save as PDF, print; it is counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.areas.printing import service
from app.areas.printing.rules import is_audited
from app.areas.printing.values import AuditMark, PaperHow, PreviewPaper
from app.devices.documents.office_papers import OfficePaper, office_paper
from app.devices.documents.pdf_pictures import PdfPicture, pdf_pictures
from app.gui.asking import Over
from app.gui.desk import Desk
from app.gui.documents import documents
from app.gui.key_map import key_words
from app.gui.shortcuts import bind
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.labels import PlainLabel
from app.kernel.errors import OutsideError
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t, tn

SHARP: Final = 2
"""Dots of the picture for each dot shown, so that small print stays legible."""
PAGE_WIDTH: Final = 640
POINTS: Final = 612


class PageArea(QScrollArea):
    """The pages of a paper under one another; the keyboard scrolls them."""


class PaperPreview(Over):
    """`papers` are kinds and words of the copies there are of one document."""

    keys_kind = "paper"

    def __init__(
        self,
        window: QWidget,
        desk: Desk,
        title: str,
        papers: tuple[tuple[str, str], ...],
        doc_id: str,
        print_it: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(window, title, 760)
        self._desk, self._doc_id, self._print_it = desk, doc_id, print_it
        self.paper: OfficePaper | None = None
        self.pages: tuple[QLabel, ...] = ()
        self._saving = CommandId(new_id())
        self._gone = False
        self.ask_where: Callable[[QWidget, str], Path | None] = ask_where
        px = current().px
        self.column.setSpacing(px(12))
        head = QHBoxLayout()
        head.addWidget(PlainLabel(title, role="title", elide=True), 1)
        self.which = Choice()
        for kind, words in papers:
            self.which.addItem(words, kind)
        self.which.setAccessibleName(t("Which copy"))
        self.which.currentIndexChanged.connect(lambda _index: self._read())
        head.addWidget(self.which)
        self.column.addLayout(head)
        self.which.setVisible(len(papers) > 1)
        self.column.addWidget(self._scrolled(window), 1)
        self.message = PlainLabel("", tone="muted", wrap=True)
        self.column.addWidget(self.message)
        self.column.addLayout(self._verbs())
        self.print_button.setVisible(self._print_it is not None)
        bind(self, "preview.save", self.save)
        bind(self, "frame.print", self.print_it)
        bind(self, "frame.primary", self.print_it)

    def begin(self) -> None:
        """Count that it is looked at, then show it."""
        self.show_over()
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read()

    def print_it(self) -> None:
        if self._print_it is not None and self.print_button.isEnabled():
            self.print_button.setEnabled(False)
            self._print_it()
            self.leave()

    def save(self) -> None:
        """Save the copy that is shown as PDF; a saved one counts like a printed one."""
        if self.paper is None or not self.save_button.isEnabled():
            return
        path = self.ask_where(self, f"{self.paper.file_name}.pdf")
        if path is None:
            return
        self.save_button.setEnabled(False)
        kind = self.kind

        def saved(paper: OfficePaper) -> None:
            run = self._desk.runner.run
            run(lambda: write_whole(path, paper.pdf), done=lambda _nothing: told())

        def told() -> None:
            self._saving = CommandId(new_id())
            self._desk.toasts.success(t("Saved: {title}.", title=path.name), str(path))
            self._may_save()

        self._get(kind, PaperHow.SAVED, self._saving, saved)

    @property
    def kind(self) -> str:
        return str(self.which.currentData())

    def _read(self) -> None:
        self.paper = None
        self.message.say(t("The paper is drawn…"), "muted")
        kind = self.kind
        self._get(
            kind, PaperHow.PREVIEWED, CommandId(new_id()), lambda paper: self._draw(kind, paper)
        )

    def _get(
        self,
        kind: str,
        how: PaperHow,
        intent: CommandId,
        then: Callable[[OfficePaper], None],
    ) -> None:
        asker = self._desk.actor.user_id

        def lay_out(copy_no: int) -> None:
            self._desk.runner.ask(
                office_paper, kind, self._doc_id, copy_no, asker, done=then, failed=failed
            )

        def failed(_error: BaseException) -> None:
            self._may_save()
            self._say_failed(t("The paper could not be drawn."))

        def counted(mark: AuditMark) -> None:
            lay_out(mark.copy_no)

        if not is_audited(kind):
            lay_out(0)
            return
        command = PreviewPaper(intent, kind, self._doc_id, how)
        self._desk.runner.act(
            service.preview_paper,
            command,
            done=counted,
            refused=lambda refused: self._say_failed(refused.text),
        )

    def _draw(self, kind: str, paper: OfficePaper) -> None:
        if self._gone or kind != self.kind:
            return
        width = current().px(PAGE_WIDTH)
        dpi = max(72, SHARP * 72 * width // POINTS)
        self._desk.runner.run(
            lambda: pdf_pictures(paper.pdf, dpi), done=lambda found: self._show(kind, paper, found)
        )

    def _show(self, kind: str, paper: OfficePaper, found: tuple[PdfPicture, ...]) -> None:
        if self._gone or kind != self.kind:
            return
        self.paper = paper
        for page in self.pages:
            page.hide()
            page.deleteLater()
        width = current().px(PAGE_WIDTH)
        self.pages = tuple(_page(picture, width) for picture in found)
        for number, page in enumerate(self.pages, start=1):
            page.setAccessibleName(t("Page {number} of {title}", number=number, title=paper.title))
            self._sheets.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        self.message.say(tn("{count} page", "{count} pages", len(found)), "muted")
        self._area.verticalScrollBar().setValue(0)

    def _may_save(self) -> None:
        if not self._gone:
            self.save_button.setEnabled(True)

    def _say_failed(self, words: str) -> None:
        if not self._gone:
            self.message.say(words, "danger")

    def leave(self) -> None:
        """Answers that are still on their way find nobody."""
        self._gone = True
        super().leave()

    def _scrolled(self, window: QWidget) -> QScrollArea:
        self._area = PageArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName(t("The paper"))
        inner = QWidget()
        self._sheets = QVBoxLayout(inner)
        px = current().px
        self._sheets.setContentsMargins(px(12), px(12), px(12), px(12))
        self._sheets.setSpacing(px(12))
        self._area.setWidget(inner)
        self._area.setFixedHeight(max(px(240), window.height() - px(220)))
        return self._area

    def _verbs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.back_button = Button(t("Go back      Esc"))
        self.back_button.clicked.connect(self.reject)
        save = t("Save as PDF…      {key}", key=key_words("preview.save"))
        self.save_button = Button(save)
        self.save_button.setAutoDefault(True)
        self.save_button.clicked.connect(self.save)
        self.print_button = Button(t("Print      {key}", key="Ctrl+P"), kind="primary")
        self.print_button.setAutoDefault(True)
        self.print_button.clicked.connect(self.print_it)
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.save_button)
        row.addWidget(self.print_button)
        return row


def ask_where(parent: QWidget, name: str) -> Path | None:
    """Where the file should be saved; None when the person thinks better of it."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, t("Save the paper as PDF"), str(documents() / name), "PDF (*.pdf)"
    )
    return Path(chosen) if chosen else None


def write_whole(path: Path, content: bytes) -> None:
    """The file is whole or not there; an OutsideError when it can't be written. In any thread."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutsideError(
            t(
                "{name} could not be saved: {reason}. Choose another folder.",
                name=path.name,
                reason=error.strerror or t("the disk refused"),
            )
        ) from error


def _page(picture: PdfPicture, width: int) -> QLabel:
    """A page on white, in true proportion; the screen's own dots are used where it has more."""
    image = QImage(
        picture.rgb,
        picture.width,
        picture.height,
        picture.width * 3,
        QImage.Format.Format_RGB888,
    ).copy()
    label = QLabel()
    ratio = image.width() / width
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(ratio)
    label.setPixmap(pixmap)
    label.setFixedSize(width, round(image.height() / ratio))
    return label

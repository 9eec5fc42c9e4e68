"""The books themselves: what verify found last, and looking at every promise at once."""

from __future__ import annotations

from threading import Event
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from app.areas.health import repository
from app.areas.health.backup_values import LastVerify
from app.areas.health.values import Verdict
from app.gui.desk import Desk
from app.gui.screens.health.lines import Lines, UnderWay
from app.gui.tables import cells
from app.gui.widgets.buttons import Button
from app.gui.widgets.surfaces import Card
from app.kernel.errors import OutsideError, UserError
from app.kernel.translate import t, tn

SHOWN = 30


class BooksCard(Card):
    """`asked` says that what it shows may be other by now."""

    asked = Signal()
    _told = Signal(str, int, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(t("Books"))
        self._desk = desk
        self._stopped = Event()
        self.lines, self.found = Lines(), Lines()
        self.body.addWidget(self.lines)
        self.verify_button = Button(t("Verify now"), kind="primary", icon="scales")
        self.verify_button.setAutoDefault(True)
        self.verify_button.clicked.connect(self.verify)
        row = QHBoxLayout()
        row.addWidget(self.verify_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.under_way = UnderWay()
        self.under_way.stop.clicked.connect(self.stop)
        self._told.connect(self.under_way.tell)
        self.body.addWidget(self.under_way)
        self.body.addWidget(self.found)
        self.found.hide()

    def forget(self) -> None:
        self.found.hide()

    def show_state(self, last: LastVerify | None, seq: int, digest: str, size: int) -> None:
        lines = []
        if last is None:
            words = t("The open books were not looked through here yet; backups are, daily.")
            lines.append(("", t("Last verify"), words, ""))
        else:
            when = cells.moment(last.at, self._desk.practice)
            light = "wrong" if last.findings else "ok"
            lines.append((light, t("Last verify"), f"{when}: {last.words}", ""))
        head = t("Record {seq}, {digest}…", seq=f"{seq:,}", digest=digest[:16]) if seq else "–"
        lines.append(("", t("End of the log"), head, ""))
        megabytes = t("{size} MB on this disk.", size=f"{max(1, round(size / 1e6)):,}")
        lines.append(("", t("Size"), megabytes, ""))
        self.lines.show_lines(lines)

    def stop(self) -> None:
        self._stopped.set()
        self.under_way.stopping()

    def verify(self) -> None:
        """Look at every promise of the books, beside all work."""
        if not self.verify_button.isEnabled():
            return
        self.found.hide()
        self._stopped.clear()
        stopped, told = self._stopped.is_set, self._told
        self.under_way.begin(t("Getting ready…"))
        self.under_way.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self.verify_button.setEnabled(False)
        self._desk.runner.work(
            lambda station: _look(station, told, stopped),
            done=self._show,
            refused=lambda refused: self._desk.toasts.caution(refused.text),
            always=self._free,
        )

    def _show(self, verdict: Verdict) -> None:
        if verdict.stopped:
            self._desk.toasts.caution(verdict.words)
            return
        # Findings may name what should be in a drawer, and a drawer's count is blind.
        blind = self._desk.shift is not None
        hidden = t("Close your drawer to read it: it may say what should be in there.")
        lines = [
            ("wrong", one.check, hidden if blind else one.words, one.remedy)
            for one in verdict.findings[:SHOWN]
        ]
        lines += [
            ("", one.check, hidden if blind else one.words, one.remedy)
            for one in verdict.notes[: SHOWN - len(lines)]
        ]
        more = len(verdict.findings) + len(verdict.notes) - len(lines)
        if more > 0:
            words = tn("And {count} more.", "And {count} more.", more)
            lines.append(("", "", words, t("“counterfoil verify” tells all of them.")))
        self.found.show_lines(lines)
        self.found.setVisible(bool(lines))
        if verdict.sound:
            self._desk.toasts.success(verdict.words)

    def _free(self) -> None:
        self.verify_button.setEnabled(True)
        if self.under_way.stop.hasFocus():
            self.verify_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.under_way.hide()
        self.asked.emit()


def _look(station: Any, told: Any, stopped: Any) -> Verdict:
    """Beside all that the screens ask."""
    try:
        verdict: Verdict = station.verify(
            lambda promise, done, of: told.emit(
                t("{percent} %: {promise}", percent=done * 100 // max(of, 1), promise=promise),
                done * 1000 // max(of, 1),
                1000,
            ),
            lambda: bool(stopped() or station.closing),
        )
    except OutsideError as outside:
        raise UserError(outside.text) from outside
    if not station.closing:
        station.record(repository.note_verified, verdict).result()
    return verdict

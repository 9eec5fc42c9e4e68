"""What of the ledger this window keeps line by line, as a part of its form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.areas.settings.queries import practice, sites
from app.areas.settings.values import SiteNamed
from app.areas.stations.queries import details_kept, entries_in_sums
from app.areas.stations.values import DetailsKept, KeepDetails
from app.gui.screens.settings.edit_form import Pick
from app.gui.theme import current
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.tick import Tick
from app.kernel.ids import CommandId
from app.kernel.translate import t, tn
from app.storage.statements import Reader
from app.sync.details import left_to_fetch
from app.sync.outbox import link

MONTHS: Final = (3, 6, 12, 24, 36, 60, 120)
ALL: Final = 0


@dataclass(frozen=True, slots=True)
class DetailsShown:
    """What is kept, what could be, and how far it is."""

    kept: DetailsKept
    others: tuple[SiteNamed, ...]
    in_sums: int
    to_fetch: int
    alone: bool


def details_shown(reader: Reader) -> DetailsShown:
    """What this window keeps line by line, and the sites besides its own."""
    own = practice(reader).site_id
    others = tuple(one for one in sites(reader) if one.site_id != own)
    kept, in_sums = details_kept(reader), entries_in_sums(reader)
    to_fetch = left_to_fetch(reader) if in_sums else 0
    return DetailsShown(kept, others, in_sums, to_fetch, link(reader) is None)


class DetailsPart(QWidget):
    """Choose months and sites; the form's button keeps them."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(8))
        self.months = Pick()
        self.field = Field(t("Lines of the ledger kept here"), self.months, hint=kept_words())
        column.addWidget(self.field)
        self._where = PlainLabel(t("Besides those of its own site, lines of"), tone="muted")
        column.addWidget(self._where)
        self._sites = QVBoxLayout()
        self._sites.setSpacing(current().px(4))
        column.addLayout(self._sites)
        self.words = PlainLabel("", role="caption", tone="muted", wrap=True)
        column.addWidget(self.words)
        self.ticks: dict[str, Tick] = {}
        self._shown: DetailsShown | None = None
        self.months.currentIndexChanged.connect(lambda _row: self._fit())

    def show_details(self, shown: DetailsShown) -> None:
        """What is chosen now; what a person is choosing stays while nothing else was kept."""
        before, self._shown = self._shown, shown
        self.words.say(_standing(shown))
        self.words.setVisible(bool(self.words.text()))
        if before is not None and (before.kept, before.others) == (shown.kept, shown.others):
            return
        chosen = ALL if shown.kept.everything else shown.kept.months
        self.months.offer(months_offered(chosen), chosen)
        for tick in self.ticks.values():
            self._sites.removeWidget(tick)
            tick.deleteLater()
        self.ticks = {}
        for site in shown.others:
            tick = self.ticks[site.site_id] = Tick(site.name)
            tick.setChecked(site.site_id in shown.kept.sites)
            self._sites.addWidget(tick)
        self._fit()

    def forget(self) -> None:
        """What was chosen and not kept goes with the person."""
        self._shown = None

    def command(self, intent: CommandId) -> KeepDetails | None:
        """What to keep from now on; None where nothing is other than it was."""
        if self._shown is None:
            return None
        months = self.months.currentData()
        kept = self._shown.kept
        chosen = tuple(
            one.site_id for one in self._shown.others if self.ticks[one.site_id].isChecked()
        )
        if months == ALL:
            return None if kept.everything else KeepDetails(intent)
        if (kept.everything, kept.months, set(kept.sites)) == (False, months, set(chosen)):
            return None
        return KeepDetails(intent, False, chosen, int(months))

    def _fit(self) -> None:
        some = self.months.currentData() != ALL and bool(self.ticks)
        self._where.setVisible(some)
        for tick in self.ticks.values():
            tick.setVisible(some)


def months_offered(chosen: int = ALL) -> list[tuple[str, int]]:
    """What may be chosen, in words; everything first."""
    offered = sorted({*MONTHS, chosen} - {ALL})
    items = [(t("Every line of all sites"), ALL)]
    return items + [(tn("{count} month", "{count} months", one), one) for one in offered]


def kept_words() -> str:
    """What a choice means, and what it is worth."""
    return t(
        "Balances, invoices and payments of all sites are there whatever is chosen; lines that are "
        "older, or of other sites, are kept in sums and can be fetched again. That makes the "
        "books on the disk only about 2 % smaller."
    )


def _standing(shown: DetailsShown) -> str:
    if shown.alone:
        return t("This window works alone, so it keeps every line until a centre has them too.")
    if not shown.in_sums:
        return ""
    words = tn(
        "{count} entry is kept in sums here.",
        "{count} entries are kept in sums here.",
        shown.in_sums,
    )
    if not shown.to_fetch:
        return words
    more = tn(
        "{count} of them is being fetched.", "{count} of them are being fetched.", shown.to_fetch
    )
    return f"{words} {more}"

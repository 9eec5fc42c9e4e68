"""What verify says, and what rebuild did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.kernel.ids import CommandId
from app.kernel.translate import t


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: which promise, what and where, and what to do next."""

    check: str
    words: str
    remedy: str


@dataclass(frozen=True, slots=True)
class CheckRun:
    """One promise that was looked at, and how many cases break it (a few may stand for many)."""

    name: str
    promise: str
    findings: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of verify over one snapshot; `head` is the last record of this station's log, and
    `rows` counts what was written for good: records, facts and documents.

    `notes` are findings that come from what windows did apart and what a task is about: both stand,
    and nothing is wrong. `stopped` says that somebody stopped it before the last check.
    """

    at: datetime
    checks: tuple[CheckRun, ...]
    findings: tuple[Finding, ...]
    rows: int
    uncounted: int
    head_seq: int
    head_hash: str
    stopped: bool = False
    notes: tuple[Finding, ...] = ()

    @classmethod
    def stopped_at(cls, now: datetime) -> Verdict:
        """Of what was stopped before anything was looked at."""
        return cls(now, (), (), 0, 0, 0, "", stopped=True)

    @property
    def sound(self) -> bool:
        """Whether everything was looked at and nothing was wrong."""
        return not self.findings and not self.stopped

    @property
    def words(self) -> str:
        """The verdict in a sentence."""
        if self.findings:
            return t(
                "{count} things are wrong. Read each one before you go on.",
                count=len(self.findings),
            )
        if self.stopped:
            return t(
                "Stopped after {count} checks; nothing was wrong so far.", count=len(self.checks)
            )
        said = {"checks": len(self.checks), "rows": self.rows}
        if self.notes:
            return t(
                "Everything adds up but what tasks are about: {checks} checks over {rows} rows.",
                **said,
            )
        return t("Everything adds up: {checks} checks over {rows} rows.", **said)


@dataclass(frozen=True, slots=True)
class Rebuild:
    """Make every view afresh from the facts."""

    id: CommandId


@dataclass(frozen=True, slots=True)
class ViewRebuilt:
    view: str
    rows: int


@dataclass(frozen=True, slots=True)
class Rebuilt:
    views: tuple[ViewRebuilt, ...]

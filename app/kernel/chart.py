"""What a chart shows, for screens and paper: labels, series of amounts, round marks on its axis."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.kernel.errors import ensure


class ChartKind(StrEnum):
    """BARS stand side by side from nought, up and down; STACKED stand on one another; LINES lie on
    one another as filled bands over time.
    """

    BARS = "bars"
    STACKED = "stacked"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Series:
    """One amount for each label, in minor units; None where it must not be known."""

    words: str
    values: tuple[int | None, ...]

    @property
    def says(self) -> bool:
        """Whether anything of it is there or hidden."""
        return any(value is None or value for value in self.values)


@dataclass(frozen=True, slots=True)
class Chart:
    """`labels` are short and stand on the axis, `long_labels` are said when one is chosen."""

    words: str
    kind: ChartKind
    labels: tuple[str, ...]
    long_labels: tuple[str, ...]
    series: tuple[Series, ...]
    currency: str

    def __post_init__(self) -> None:
        ensure(len(self.labels) == len(self.long_labels), "each label has its long form")
        ensure(
            all(len(one.values) == len(self.labels) for one in self.series),
            "each series has a value for each label",
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return not any(value for one in self.series for value in one.values)

    def bounds(self) -> tuple[int, int]:
        """The lowest and the highest amount that is drawn, nought among them."""
        if self.kind is ChartKind.BARS:
            found = [value for one in self.series for value in one.values if value is not None]
            return min([0, *found]), max([0, *found])
        low = high = 0
        for place in range(len(self.labels)):
            known = [value for one in self.series if (value := one.values[place]) is not None]
            low = min(low, sum(value for value in known if value < 0))
            high = max(high, sum(value for value in known if value > 0))
        return low, high


def round_marks(low: int, high: int, most: int, unit: int = 1) -> tuple[int, ...]:
    """Round amounts that reach from `low` to `high`, nought among them, `most` steps at most.

    `unit` is what a whole unit of the currency has in minor units: no step is a fraction of it.
    """
    ensure(low <= 0 <= high and most >= 2, "an axis has room for nought and two steps")
    step = unit
    while _steps(low, high, step) > most:
        # 1, 2, 5, 10, 20, 50 … whole units.
        step = step * 5 // 2 if str(step // unit).startswith("2") else step * 2
    first, last = low // step, -(-high // step)
    return tuple(step * n for n in range(first, max(last, first + 1) + 1))


def _steps(low: int, high: int, step: int) -> int:
    return -(-high // step) - low // step

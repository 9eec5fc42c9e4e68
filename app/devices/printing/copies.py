"""What makes a second paper a copy: its number, when and who; the original carries nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Copy:
    """`no` counts from 1; `at` is UTC."""

    no: int
    at: datetime
    by: str

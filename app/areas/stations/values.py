"""What is asked about stations, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.ids import CommandId


@dataclass(frozen=True, slots=True)
class InviteStation:
    """Let one more computer join within the next minutes; `id` is the code's."""

    id: CommandId

"""What was answered before there is a practice, kept so that a kill goes on where it stood."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from app.storage.private import private_folder, write_private

DRAFT_NAME: Final = "setup.json"
LONGEST: Final = 64_000
"""Characters; a draft is a hundredth of it."""


@dataclass(frozen=True, slots=True)
class SetUpDraft:
    """The step somebody stood at and the answers so far, by the names of the form's fields. PINs
    and passphrases are never among them.
    """

    step: str = ""
    answers: dict[str, str] = field(default_factory=dict)


def kept_draft(data: Path) -> SetUpDraft | None:
    """What was answered in this folder; None where nothing was, or nothing that can be read."""
    try:
        with (data / DRAFT_NAME).open(encoding="utf-8") as file:
            said = json.loads(file.read(LONGEST))
        answers = {str(name): str(text) for name, text in said["answers"].items()}
        return SetUpDraft(str(said["step"]), answers)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def keep_draft(data: Path, draft: SetUpDraft) -> None:
    """Keep the answers; where the folder can't be written, setting up itself will say so."""
    try:
        private_folder(data)
        told = json.dumps({"v": 1, "step": draft.step, "answers": draft.answers})
        write_private(data / DRAFT_NAME, told)
    except OSError:
        return


def drop_draft(data: Path) -> None:
    """The practice is made, or nobody wants to go on."""
    try:
        (data / DRAFT_NAME).unlink(missing_ok=True)
    except OSError:
        return

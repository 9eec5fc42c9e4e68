"""What was answered to each command: the same command gets the same answer, however often it
comes.
"""

from __future__ import annotations

import hashlib
import json
import typing
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select

from app.kernel.clock import instant_text
from app.storage.canonical import canonical_json
from app.storage.schema import command
from app.storage.statements import Read, Reader

if typing.TYPE_CHECKING:
    from app.storage.unit_of_work import UnitOfWork

_KNOWN = Read(
    select(command.c.content_hash, command.c.answer).where(command.c.id == bindparam("id"))
)
_NOT_CONTENT = ("confirmations", "approvals")


@dataclass(frozen=True, slots=True)
class Known:
    content_hash: bytes
    answer: Any


def digest(action: str, plain: dict[str, Any]) -> bytes:
    """SHA-256 over the action and its command; confirmations and approvals are not content."""
    content = {key: value for key, value in plain.items() if key not in _NOT_CONTENT}
    return hashlib.sha256(f"{action}\n{canonical_json(content)}".encode()).digest()


def known(reader: Reader, command_id: str) -> Known | None:
    """What this station answered to the command, if it ever did."""
    row = reader.first(_KNOWN, id=command_id)
    return None if row is None else Known(row[0], json.loads(row[1]))


def keep(uow: UnitOfWork, command_id: str, action: str, content: bytes, answer: Any) -> None:
    """Keep the answer in the action's own transaction."""
    uow.put(
        command,
        {
            "id": command_id,
            "action": action,
            "content_hash": content,
            "answer": canonical_json(answer),
            "at": instant_text(uow.now),
        },
    )


def forget(uow: UnitOfWork, command_id: str) -> None:
    """Let go of a command whose moment must not be known; it would be carried out again."""
    uow.drop(command, id=command_id)


@lru_cache(maxsize=256)
def answer_type(action: Callable[..., Any]) -> Any:
    """The declared answer of an action, to read a stored answer back."""
    return typing.get_type_hints(action)["return"]

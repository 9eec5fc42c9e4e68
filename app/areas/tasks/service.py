"""Answering tasks: what was chosen is done and kept."""

from __future__ import annotations

from dataclasses import replace

from app.areas.tasks import errors, kinds, rules
from app.areas.tasks.doing import LEAVES, done
from app.areas.tasks.records import add_answer
from app.areas.tasks.values import AnswerTask, TaskAnswered
from app.kernel.ids import check_id
from app.kernel.text import clean
from app.storage.unit_of_work import UnitOfWork


def answer_task(uow: UnitOfWork, command: AnswerTask) -> TaskAnswered:
    """Deal with a task: what its answer says is done, by whoever may do that.

    An answer that leaves things as they are holds until the books say something else.
    """
    uow.actor.require(rules.needed(command.kind))
    check_id(command.task_id, "task_id")
    note = clean(command.note, "note", most=400, lines=True)
    found = kinds.found_now(uow, command.kind, command.task_id)
    task = None if found is None else kinds.told(uow, found)
    if found is None or task is None:
        raise errors.gone()
    if command.answer not in {one.key for one in task.answers}:
        raise errors.no_such_answer()
    words = done(uow, replace(command, note=note), found)
    state = found.state if rules.verb_of(command.answer) in LEAVES else ""
    add_answer(uow, command, replace(found, state=state), note)
    return TaskAnswered(found.task_id, words)

"""The table of what people answered to tasks; the tasks themselves are found in the books."""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import fact_table, ident, made, words

task_answer = fact_table(
    "task_answer",
    *made(),
    ident("task_id", "made from its kind and what it is about, alike at every station"),
    words("kind"),
    words("answer", "what was chosen"),
    words("state", "what the task was about then: another state asks again"),
    words("note"),
    comment="Somebody dealt with a task",
    indexes=[Index("task_answer_task", "task_id")],
)

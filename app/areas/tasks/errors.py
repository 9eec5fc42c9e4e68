"""Every refusal about tasks."""

from __future__ import annotations

from app.kernel.errors import UserError
from app.kernel.translate import t


def gone() -> UserError:
    return UserError(
        t("This task is not there any more: the books say something else by now. Look again.")
    )


def no_such_answer() -> UserError:
    return UserError(
        t("That can't be done about this task now. Look at the task again."), field="answer"
    )


def no_reason_in_use() -> UserError:
    return UserError(
        t(
            "Moving money between invoices needs a reason, and none is in use. Ask for one to be "
            "put into the settings."
        )
    )

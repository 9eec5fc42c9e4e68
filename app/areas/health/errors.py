"""Every refusal about backups, in the user's words."""

from __future__ import annotations

from app.kernel.errors import UserError
from app.kernel.translate import t


def no_whole_path() -> UserError:
    return UserError(
        t("Give the whole path of a folder on another disk or share, from its beginning."),
        field="folder",
    )


def no_folder(folder: object) -> UserError:
    return UserError(
        t(
            "{folder} is no folder that is there. Make it first, on another disk or share.",
            folder=folder,
        ),
        field="folder",
    )


def data_folder() -> UserError:
    return UserError(
        t("Choose a folder on another disk or share, not the data folder itself."), field="folder"
    )


def not_writable(folder: object, why: object) -> UserError:
    return UserError(
        t(
            "{folder} can’t be written: {why}. Choose another folder, or let this user write "
            "there.",
            folder=folder,
            why=why,
        ),
        field="folder",
    )

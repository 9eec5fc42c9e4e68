"""Every refusal about the scanner of a station."""

from __future__ import annotations

from app.kernel.errors import UserError
from app.kernel.translate import t


def gap_out_of_range(least: int, most: int) -> UserError:
    words = t("Choose from {least} to {most} milliseconds.", least=least, most=most)
    return UserError(words, field="gap_ms")


def least_out_of_range(least: int, most: int) -> UserError:
    return UserError(
        t("Choose from {least} to {most} letters.", least=least, most=most), field="least"
    )


def mark_not_printable(field: str, most: int) -> UserError:
    words = t("Use up to {most} letters, digits or signs without a space.", most=most)
    return UserError(words, field=field)

"""What was answered before there is a practice comes back, and nothing that is no draft does."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bootstrap.setup_draft import DRAFT_NAME, SetUpDraft, drop_draft, keep_draft, kept_draft


def test_a_draft_comes_back_until_it_is_dropped(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert kept_draft(data) is None
    draft = SetUpDraft("site", {"organization_name": "Phòng khám Hoa Sen"})
    keep_draft(data, draft)
    assert kept_draft(data) == draft
    drop_draft(data)
    drop_draft(data)
    assert kept_draft(data) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "\x00\ufffe",
        '{"step": "site"}',
        '{"step": 1, "answers": []}',
        "9" * 99_999,
        "[" * 60_000,
    ],
)
def test_what_is_no_draft_is_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / DRAFT_NAME).write_text(text, encoding="utf-8")
    assert kept_draft(tmp_path) is None


def test_a_folder_that_is_a_file_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", encoding="utf-8")
    keep_draft(tmp_path / "data", SetUpDraft("site", {}))
    drop_draft(tmp_path / "data")
    assert kept_draft(tmp_path / "data") is None

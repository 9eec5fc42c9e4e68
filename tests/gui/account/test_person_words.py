"""Short codes of a person as words."""

from __future__ import annotations

import pytest

from app.gui.screens.account.person_words import language_words, sex_words


@pytest.mark.parametrize(
    ("code", "words"),
    [("M", "Male"), ("f", "Female"), ("U", "Not known"), ("", ""), ("intersex", "intersex")],
)
def test_sex(code: str, words: str) -> None:
    assert sex_words(code) == words


@pytest.mark.parametrize(
    ("code", "words"),
    [("en", "English"), ("ES-mx", "Spanish"), ("vi", "Vietnamese"), ("Karen", "Karen"), ("", "")],
)
def test_language(code: str, words: str) -> None:
    assert language_words(code) == words

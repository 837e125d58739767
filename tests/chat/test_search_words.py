"""What was typed, and the excerpts with the hits marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.chat.search import Typed, excerpt
from app.chat.search.endings import forms_of


@given(st.text(max_size=400), st.text(max_size=40))
def test_excerpts_hold_no_markup_but_marks(text: str, words: str):
    html = str(excerpt(text, Typed.read(words)))
    bare = html.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert html.count("<mark>") == html.count("</mark>")


def test_an_excerpt_shows_what_is_around_the_hit():
    text = "x" * 30 + " word" * 200 + " a sleepover <b>soon</b> " + "word " * 200
    shown = str(excerpt(text, Typed.read("sleepovers")))
    assert "a <mark>sleepover</mark> &lt;b&gt;soon" in shown
    assert shown.startswith("…word")
    assert shown.endswith("word…")
    assert len(shown) < 260


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("sleepovers", "sleepover"),
        ("sleepover", "sleepovers"),
        ("parties", "party"),
        ("party", "parties"),
        ("dogs", "dog"),
        ("boxes", "box"),
        ("swimming", "swim"),
        ("swim", "swimming"),
        ("called", "call"),
        ("caring", "care"),
        ("bus", "buses"),
    ],
)
def test_forms_of_a_word_are_looked_for_too(typed: str, said: str):
    assert said in forms_of(typed)

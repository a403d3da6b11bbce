"""Markup that cannot be broken out of."""

import pytest

from dialogs.board import page
from dialogs.board.html import Markup, el, joined
from tests.injections import corpus


def test_what_is_not_ours_is_escaped_in_content_and_in_attributes():
    made = el("p", "<b>", Markup("<i>"), None, False, title='"><script>', data_x="&", hidden=True)

    assert made == ('<p title="&quot;&gt;&lt;script&gt;" data-x="&amp;" hidden>&lt;b&gt;<i></p>')


def test_an_element_without_content_has_no_end():
    assert el("br") == "<br>"
    assert el("rect", x=1.5) == '<rect x="1.5"/>'


def test_no_text_of_the_corpus_makes_an_element_of_its_own():
    for text in (*corpus(), "<img src=x onerror=alert(1)>", "</script><script>", "'\"`&<"):
        assert "<" not in joined(text)
        assert '"' not in el("p", title=text).removeprefix('<p title="').removesuffix('"></p>')


@pytest.mark.parametrize("document", [page.board(), page.config()])
def test_the_pages_hold_nothing_that_the_policy_would_stop(document):
    for stopped in (" style=", "<style", "onclick", "javascript:", "http:", "https:"):
        assert stopped not in document
    assert document.count("<script") == document.count(" src=")

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.pages.markdown import boxes, render, with_box

VOID = {"br", "hr", "input"}
_OF_MARKDOWN = "p h1 h2 h3 h4 h5 h6 ul ol li a code pre span blockquote hr br table thead tbody tr th td input"
_RAW = "details summary sub sup kbd ins del b i em strong s samp"
ALLOWED = frozenset(f"{_OF_MARKDOWN} {_RAW}".split())
ATTRIBUTES = {"href", "title", "rel", "class", "type", "disabled", "checked", "start", "open", "data-language"}


class Outline(HTMLParser):
    """Fails on a tag that is not allowed, on an attribute that is not, and on tags that don't nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.stack == [], html

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED, tag
        assert {name for name, _ in attrs} <= ATTRIBUTES, attrs
        assert not any((value or "").lower().startswith("javascript:") for _, value in attrs)
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        assert tag in VOID, tag
        assert {name for name, _ in attrs} <= ATTRIBUTES, attrs

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag, (tag, self.stack)

    def handle_comment(self, data):
        raise AssertionError(data)

    def handle_data(self, data):
        self.words.append(data)


def test_a_table_with_aligned_cells_needs_no_inline_style():
    html = render("| a | b |\n|---|:-:|\n| 1 | 2 |")
    assert '<td class="align-center">2</td>' in html
    assert "style=" not in html


def test_details_fold_and_what_is_inside_is_markdown():
    html = render("<details open>\n<summary>Why &lt;b&gt; <b>x</b></summary>\n\n**deep** <kbd>k</kbd>\n\n</details>")
    assert "<details open>\n<summary>Why &lt;b&gt; <b>x</b></summary>" in html
    assert "<p><strong>deep</strong> <kbd>k</kbd></p>\n</details>" in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "x <img src=x onerror=alert(1)> y",
        "<details open onclick=alert(1)>x</details>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](<data:text/html,hi>)",
        '![a" onload="x](http://example.com/"onload="x)',
        "</details></div></main><h1>mine</h1>",
        "<details><summary>never closed\n\n- <kbd>nor this\n- item",
        "- <details>\n- <b>\n\n</details></b></ul>",
        '```"><script>\nx\n```',
        "<!-- never closed <script>",
        "<svg/onload=alert(1)>",
        "<br onclick=x><hr/><sub\nid=x>a</sub >",
        "<style>*{}</style><iframe src=//x></iframe>",
        "| <details> | </td></table> |\n|---|---|\n| <b> | </b> |",
    ],
)
def test_hostile_text_stays_text(hostile):
    Outline(render(hostile))


@given(st.text(max_size=300))
def test_any_text_renders_to_allowed_nested_tags(text):
    Outline(render(text))


PIECES = [
    *"-> \n\t`*_[]()|#",
    "<details>",
    "</details>",
    "<b>",
    "</b>",
    "<summary>",
    "</summary>",
    "<script>",
    "<!--",
    "-->",
]


@given(st.lists(st.sampled_from([*PIECES, "- [ ] ", "a", "<br>", "</p>", "```", "[!NOTE]"]), max_size=60))
def test_any_mixture_of_markup_nests(pieces):
    Outline(render("".join(pieces)))


def test_what_is_escaped_can_still_be_read():
    assert "alert(1)" in "".join(Outline(render("<script>alert(1)</script>")).words)


def test_comments_in_html_are_hidden():
    assert render("a <!-- dont-delegate:summary --> b") == "<p>a  b</p>\n"


def test_mentions_stay_text_and_images_become_links():
    assert render("@ada") == "<p>@ada</p>\n"
    assert render("![pic](http://x.test/a.png)") == (
        '<p><a href="http://x.test/a.png" rel="nofollow noopener noreferrer">pic</a></p>\n'
    )


def test_an_alert_is_named():
    html = render("> [!WARNING]\n> Careful.")
    assert '<blockquote class="alert alert-warning">\n<p><b>Warning</b><br>Careful.</p>' in html
    assert "alert" not in render("> [!WARNING] Careful.")


def test_a_diff_block_is_coloured_and_escaped():
    html = render("```diff\n+<b>\n-c\n d\n```")
    assert '<span class="added">+&lt;b&gt;</span>\n<span class="removed">-c</span>\n d' in html


TASKS = "Look:\n\n- [ ] first <!-- m -->\n- [x] second\n  - [X] third\n\n1. [ ] fourth\n\n`- [ ] no`\n\n    - [ ] nor this\n"


def test_boxes_are_numbered_in_their_order():
    html = render(TASKS, form="boxes-7")
    assert [box.checked for box in boxes(TASKS)] == [False, True, True, False]
    assert [box.line for box in boxes(TASKS)] == [2, 3, 4, 6]
    assert boxes(TASKS)[2].says == "  - [ ] third"
    assert html.count('<li class="task">') == 4
    assert '<input type="checkbox" class="box" form="boxes-7" name="box" value="1" autocomplete="off" checked>' in html
    assert html.count("checked>") == 2


def test_boxes_without_a_form_are_fixed():
    assert '<input type="checkbox" class="box" disabled>' in render("- [ ] a")


def test_a_box_is_ticked_in_the_text_and_nothing_else_changes():
    assert with_box(TASKS, 0, checked=True) == TASKS.replace("- [ ] first", "- [x] first")
    assert with_box(TASKS, 2, checked=False) == TASKS.replace("[X] third", "[ ] third")
    with pytest.raises(IndexError):
        with_box(TASKS, 4, checked=True)


@given(st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\f", "\u2028", "\x0b"]), st.integers(0, 3))
def test_a_box_is_found_whatever_ends_the_lines(end, odd, index):
    text = ("a" + odd + "b\n\n" + "- [ ] q" + odd + "\n- [ ] r\n- [ ] s\n\n> - [ ] t\n").replace("\n", end)
    ticked = with_box(text, index, checked=True)
    assert [box.checked for box in boxes(ticked)] == [number == index for number in range(4)]
    assert len(ticked) == len(text)

"""Which lines of a comment are commands."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.commands import NAMES, Command, commands


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("/explain", [Command("explain")]),
        ("/sign-off money auth", [Command("sign-off", ("money", "auth"))]),
        ("/signoff money", [Command("sign-off", ("money",))]),
        ("/SIGN-OFF money", [Command("sign-off", ("money",))]),
        ("   /recheck  ", [Command("recheck")]),
        ("Looked at all of it.\n/sign-off money\r\n", [Command("sign-off", ("money",))]),
        ("/explain a b/ü#?.py:3", [Command("explain", ("a", "b/ü#?.py:3"))]),
        ("/explain --why-not docs/x.md\n\n/help", [Command("explain", ("--why-not", "docs/x.md")), Command("help")]),
        ("> quoted\n\n/help", [Command("help")]),
        ("```\ncode\n```\n/help", [Command("help")]),
        ("<!-- a note -->\n/help", [Command("help")]),
        ("- a point\n/revoke", [Command("revoke")]),
    ],
)
def test_commands(body, expected):
    assert list(commands(body)) == expected


@pytest.mark.parametrize(
    "body",
    [
        "> /sign-off money",
        ">/sign-off money",
        "> I would not write\n/sign-off money",  # a lazy continuation is still the quote
        "- > /sign-off money",
        "```\n/sign-off money\n```",
        "~~~~\n```\n/sign-off money\n~~~~",
        "```\n/sign-off money",  # a fence that is never closed runs to the end
        "- ```\n  /sign-off money\n  ```",
        "1. > - x\n10. ~~~\n/sign-off money\n    ~~~",
        "- ```\n  /sign-off money",
        "    /sign-off money",
        "\t/sign-off money",
        "<!--\n/sign-off money\n-->",
        "<!-- a\n/sign-off money",
        "<pre>\n/sign-off money\n</pre>",
        "<blockquote>\n\n/sign-off money\n\n</blockquote>",
        "please /sign-off money",
        "`/sign-off money`",
        "//sign-off money",
        "/ sign-off money",
        "/sign-offmoney",
        "/merge",
        "/etc/passwd",
        "",
    ],
)
def test_no_commands(body):
    assert commands(body) == ()


def test_only_ten_are_read():
    assert len(commands("/help\n" * 50)) == 10


@given(st.text(alphabet="/>`~<!- \t\nsignofexplamoney", max_size=200))
def test_any_text_gives_known_names_only(body):
    assert all(command.name in NAMES for command in commands(body))


@given(st.lists(st.text(max_size=30), max_size=8))
def test_nothing_in_a_quoted_text_is_a_command(lines):
    quoted = "\n".join("> " + line.replace("\r", " ").replace("\n", " ") for line in [*lines, "/sign-off money"])
    assert commands(quoted) == ()


def test_a_block_of_code_in_a_list_ends_where_it_ends():
    assert commands("10. ```\n    code\n    ```\n\n/help") == (Command("help"),)


@pytest.mark.parametrize(
    "hostile", ["/aa" + " " * 64_000 + "y" * 600, "/aa" + " \t" * 30_000 + "y" * 5_000, "- " * 32_000]
)
def test_a_line_made_to_be_slow_is_not(hostile):
    begun = time.perf_counter()
    assert commands(hostile + "\n/help") == (Command("help"),)
    assert time.perf_counter() - begun < 2


def test_arguments_have_an_end():
    assert commands("/explain " + "x" * 500) == (Command("explain", ("x" * 500,)),)
    assert commands("/explain " + "x" * 501) == ()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("/answer twice Once.", ["twice Once."]),
        ("/answer twice\nOnce.\n\nOr never.\n", ["twice\nOnce.\n\nOr never."]),
        ("/answer twice One.\r\n/answer half-way Two.", ["twice One.", "half-way Two."]),
        ("/answer twice One.\n/help\nmore", ["twice One.", ""]),
        ("/answer twice One.\n```\n/help\n```\nTwo.", ["twice One.\n```\n/help\n```\nTwo."]),
        ("/answer twice One.\n/deploy now", ["twice One.\n/deploy now"]),  # another bot's command
        ("/recheck\nHello", [""]),
        (f"/answer twice {'x' * 3_000}", [f"twice {'x' * 3_000}"]),
    ],
)
def test_an_answer_goes_on_to_the_next_command(body, expected):
    assert [one.text for one in commands(body)] == expected


def test_an_answer_ends_at_a_command_that_is_too_many():
    found = commands("/answer a One.\n" + "/help\n" * 9 + "/answer b Two.")
    assert (len(found), found[0].text, found[9].name) == (10, "a One.", "help")
    assert commands("/help\n" * 9 + "/answer b Two.\n/help")[9].text == "b Two."

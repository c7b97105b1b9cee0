"""Logs: structured, joined, and without a secret whatever happens."""

import io
import json
import logging
import warnings
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot import log
from bot.log import REDACTED, Redaction

PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc\n-----END RSA PRIVATE KEY-----\n"
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2lnbmF0dXJl"
TOKEN = "ghs_16C7e42F292c6912E7710c838347Ae178B4a"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(params=[io.StringIO, Terminal])
def stream(request):
    """Where the logs go: a file, or a terminal."""
    root = logging.getLogger()
    before, root.handlers, level = root.handlers, [], root.level
    made = request.param()
    log.configure("info", ["pa55word", PEM], made)
    yield made
    root.handlers, root.level = before, level
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def last(stream: io.StringIO) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(stream.getvalue().splitlines()[-1])
    return line


@pytest.mark.parametrize("stream", [io.StringIO], indirect=True)
def test_a_line_is_json_with_all_that_it_is_about(stream):
    with log.about(delivery="d", installation=5, repository="acme/shop", pull_request=7):
        structlog.get_logger().info("judged", zones=["money"], took=0.2)
    line = last(stream)
    assert str(line.pop("timestamp")).endswith("Z")
    assert line == {
        "event": "judged",
        "level": "info",
        "delivery": "d",
        "installation": 5,
        "repository": "acme/shop",
        "pull_request": 7,
        "zones": ["money"],
        "took": 0.2,
    }
    structlog.get_logger().info("after")
    assert "delivery" not in last(stream)


@pytest.mark.parametrize("stream", [io.StringIO], indirect=True)
def test_facts_that_are_not_known_are_left_out(stream):
    with log.about(delivery="d", pull_request=None):
        structlog.get_logger().info("x")
    assert "pull_request" not in last(stream)


def stumble(payload: object) -> None:
    """Fail because of another failure, as happens deep inside."""
    try:
        int("x")
    except ValueError as error:
        told = payload if isinstance(payload, str) else TOKEN
        raise KeyError(f"no good: {told}") from error


@pytest.mark.parametrize("stream", [io.StringIO], indirect=True)
def test_a_traceback_is_structured_and_holds_no_values(stream):
    try:
        stumble({"title": "a stranger's words"})
    except KeyError:
        structlog.get_logger().exception("failed")
    first, cause = last(stream)["exception"]
    assert (first["exc_type"], first["exc_value"]) == ("KeyError", f"'no good: {REDACTED}'")
    assert cause["exc_type"] == "ValueError"
    assert "stranger" not in stream.getvalue()


@pytest.mark.parametrize("stream", [io.StringIO], indirect=True)
def test_libraries_and_warnings_come_out_the_same_way(stream):
    logging.getLogger("asyncio").error("lost %s", "pa55word")
    assert (last(stream)["event"], last(stream)["logger"]) == (f"lost {REDACTED}", "asyncio")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old ways", stacklevel=1)
    assert last(stream)["logger"] == "py.warnings"


def test_what_is_below_the_level_and_the_access_log_are_silent(stream):
    structlog.get_logger().debug("quiet")
    logging.getLogger("aiohttp.access").info("GET /")
    logging.getLogger("sqlalchemy").debug("SELECT")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("secret", ["pa55word", PEM, PEM.strip(), JWT, TOKEN, "github_pat_11AAAA", "gho_abcdefgh"])
def test_no_secret_comes_out_wherever_it_stands(stream, secret):
    logger = structlog.get_logger()
    with log.about(delivery=secret):
        logger.info(secret, plain=secret, **{secret: 1})
        logger.info("x", deep={"a": [{"b": (secret, {secret})}], secret: 2}, raw=secret.encode(), odd=Secretive(secret))
        logging.getLogger("x").info("%s", secret)
        try:
            stumble(secret)
        except KeyError:
            logger.exception("failed")
    out = stream.getvalue()
    assert REDACTED in out
    for part in filter(None, secret.split("\n")[:2]):
        assert part not in out


class Secretive:
    """Something whose repr holds a secret."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    def __repr__(self) -> str:
        return f"<{self.secret}>"


def test_a_password_in_an_address_does_not_come_out(stream):
    structlog.get_logger().info("open", url="postgresql://bot:s3same@db/name")
    assert "s3same" not in stream.getvalue()
    assert "@db/name" in stream.getvalue()


@pytest.mark.parametrize("stream", [io.StringIO], indirect=True)
def test_a_payload_that_strays_in_is_cut(stream):
    structlog.get_logger().info("x", body="a" * 50_000)
    assert last(stream)["body"] == "a" * 2_000 + "... (50000 characters)"


@given(before=st.text(max_size=20), secret=st.text(min_size=1, max_size=20), after=st.text(max_size=20))
def test_a_known_secret_is_struck_out_of_any_text(before, secret, after):
    clean = Redaction([secret]).text(before + secret + after)
    assert secret not in clean.replace(REDACTED, "")


NESTED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("abc"), inner),
)


@given(NESTED)
def test_values_without_text_stay_as_they_are(value):
    assert Redaction(["x"]).clean(value) == value

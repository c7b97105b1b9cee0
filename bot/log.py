"""Structured logs on stderr: JSON for machines, plain lines on a terminal, and never a secret in either."""

import logging
import re
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from contextlib import AbstractContextManager
from typing import Any, TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

REDACTED = "[redacted]"
LONGEST = 2_000  # characters of one value: a payload or a patch that strays into a log line is cut here

# https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
_SHAPES = (
    re.compile(r"\bgh[a-z]_[\w.-]{4,}"),
    re.compile(r"\bgithub_pat_\w{4,}"),
    re.compile(r"\beyJ[\w-]{4,}\.[\w-]+\.[\w-]*"),
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL),
    re.compile(r"(?<=://)[^/@\s]+(?=@)"),
)


class Redaction:
    """The last net under every log line: known secrets, and whatever has the shape of one, never come out."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {part for secret in secrets for part in (secret, secret.strip()) if part}
        self._known = sorted(known, key=len, reverse=True)

    def __call__(self, _logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
        """Give the line back, clean; a structlog processor."""
        return {self.text(str(key)): self.clean(value) for key, value in line.items()}

    def clean(self, value: Any) -> Any:
        """Give the same value with every text in it, at any depth, made clean and cut to `LONGEST`."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, Mapping):
            return {self.text(str(key)): self.clean(part) for key, part in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.clean(part) for part in value]
        return self._cut(self.text(value if isinstance(value, str) else repr(value)))

    def text(self, text: str) -> str:
        """Strike the secrets out of the text."""
        for secret in self._known:
            text = text.replace(secret, REDACTED)
        for shape in _SHAPES:
            text = shape.sub(REDACTED, text)
        return text

    def _cut(self, text: str) -> str:
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}... ({len(text)} characters)"


class _TerminalRedaction(Redaction):
    """For a terminal, where a traceback is one long text that must stay whole."""

    def _cut(self, text: str) -> str:
        return text


def configure(level: str = "info", secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send all logs, those of libraries too, to `stream` (stderr); `secrets` are values that must never come out."""
    stream = sys.stderr if stream is None else stream
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processors=_finish(stream, secrets), foreign_pre_chain=_begin())
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    # Every request is counted and every webhook logged already; the access log would only say it again.
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[*_begin(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def about(**facts: str | int | None) -> AbstractContextManager[None]:
    """Put these facts on every line logged inside: `delivery`, `installation`, `repository`, `pull_request`."""
    return structlog.contextvars.bound_contextvars(**{name: fact for name, fact in facts.items() if fact is not None})


def _begin() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _finish(stream: TextIO, secrets: Iterable[str]) -> list[Processor]:
    """Lead from a line's facts to its text; secrets are struck out last, when a traceback is text already."""
    if stream.isatty():
        return [
            _forget_record,
            structlog.processors.format_exc_info,
            _TerminalRedaction(secrets),
            structlog.dev.ConsoleRenderer(),
        ]
    # Local variables hold payloads and tokens, so tracebacks go without them.
    frames = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [
        _forget_record,
        structlog.processors.ExceptionRenderer(frames),
        Redaction(secrets),
        structlog.processors.JSONRenderer(sort_keys=False),
    ]


def _forget_record(_logger: WrappedLogger, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave out what structlog's formatter carries along for itself, and say which library speaks."""
    record = line.pop("_record", None)
    if not line.pop("_from_structlog", False) and record is not None:
        line["logger"] = record.name
    return line

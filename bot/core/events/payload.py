"""Reading a payload field by field: each of the right type, or one error that names it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_HIGHEST = 2**63 - 1  # what a database's integer holds


class MalformedEvent(ValueError):  # noqa: N818 - it says what is wrong without the word
    """A payload lacks a field or has it in another form; the text names the field and never shows its value."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A JSON object of a webhook; `at` is where in it we are, for messages."""

    value: Mapping[str, Any]
    at: str

    @classmethod
    def of(cls, value: object, at: str) -> "Payload":
        """Take the value for a JSON object."""
        if not isinstance(value, dict):
            raise MalformedEvent(f"`{at}` should be an object")
        return cls(value, at)

    def part(self, name: str) -> "Payload":
        """Go into an object that must be there."""
        return Payload.of(self.value.get(name), f"{self.at}.{name}")

    def maybe(self, name: str) -> "Payload | None":
        """Go into an object that may be missing or null."""
        return None if self.value.get(name) is None else self.part(name)

    def parts(self, name: str) -> Iterator["Payload"]:
        """Go through a list of objects."""
        for index, value in enumerate(self._list(name)):
            yield Payload.of(value, f"{self.at}.{name}[{index}]")

    def texts(self, name: str) -> tuple[str, ...]:
        """Read a list of texts."""
        values = self._list(name)
        if not all(isinstance(value, str) for value in values):
            raise self._wrong(name, "a list of texts")
        return tuple(values)

    def text(self, name: str, form: re.Pattern[str] | None = None) -> str:
        """Read a text that is whole Unicode and, where `form` is given, matches it from end to end."""
        value = self.value.get(name)
        if not isinstance(value, str) or (form is not None and form.fullmatch(value) is None):
            raise self._wrong(name, "a text of the usual form")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise self._wrong(name, "a text without lone surrogates") from None
        return value

    def text_or_none(self, name: str) -> str:
        """Read a text that may be missing or null, which is the empty one."""
        return "" if self.value.get(name) is None else self.text(name)

    def moment(self, name: str) -> datetime:
        """Read a time with its zone."""
        try:
            found = datetime.fromisoformat(self.text(name))
            if found.tzinfo is not None:
                return found.astimezone(UTC)
        except (ValueError, OverflowError):
            raise self._wrong(name, "a time") from None
        raise self._wrong(name, "a time with its zone")

    def number(self, name: str) -> int:
        """Read an id or count: a whole number from 0 up to what a database holds."""
        value = self.value.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _HIGHEST:
            raise self._wrong(name, "a whole number")
        return value

    def flag(self, name: str) -> bool:
        """Read true or false."""
        value = self.value.get(name)
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return value

    def _list(self, name: str) -> list[Any]:
        value = self.value.get(name)
        if not isinstance(value, list):
            raise self._wrong(name, "a list")
        return value

    def _wrong(self, name: str, expected: str) -> MalformedEvent:
        return MalformedEvent(f"`{self.at}.{name}` should be {expected}")

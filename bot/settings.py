"""The environment as typed values, or every problem with it at once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast
from urllib.parse import urlsplit

from gidgethub.apps import get_jwt

from bot.errors import SettingsError

T = TypeVar("T")

_CREDENTIALS = ("APP_ID", "PRIVATE_KEY", "PRIVATE_KEY_PATH", "WEBHOOK_SECRET", "WEBHOOK_SECRET_PREVIOUS")
DEFAULT_DATABASE = "sqlite:///var/dont-delegate.db"
_LEVELS = ("debug", "info", "warning", "error")
_HIGHEST_PORT = 65_535
_HIGHEST_ID = 2**53  # beyond, GitHub's own JSON could not carry it


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A text that shows itself only when asked to."""

    _text: str

    def reveal(self) -> str:
        """Give the text itself."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(...)"


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the environment decides."""

    app_id: int
    private_key: Secret  # PEM
    webhook_secrets: tuple[Secret, ...]  # the present one, then the one before it where there is one
    github_api_url: str  # no slash at its end
    database_url: Secret  # it may hold a password
    host: str
    port: int  # 0: any free one
    log_level: str  # "debug", "info", "warning" or "error"
    public_url: str = ""  # where people reach this server's pages, no slash at its end; "": nowhere known

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every value that must never come out, for the log to know."""
        own = [secret.reveal() for secret in (self.private_key, *self.webhook_secrets)]
        password = urlsplit(self.database_url.reveal()).password
        return (*own, password) if password else tuple(own)

    @staticmethod
    def credentials_present(environ: Mapping[str, str]) -> bool:
        """Whether anything here means to serve a GitHub App; without, there is only the sandbox to serve."""
        return any(environ.get(name, "").strip() for name in _CREDENTIALS)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings; SettingsError names every variable that is missing or wrong, and what to write."""
        read = _Reading(environ)
        settings = cls(
            app_id=read.value("APP_ID", _app_id),
            private_key=read.private_key(),
            webhook_secrets=read.webhook_secrets(),
            github_api_url=read.value("GITHUB_API_URL", _api_url, "https://api.github.com"),
            database_url=read.value("DATABASE_URL", _database_url, DEFAULT_DATABASE),
            # Whoever sets credentials means to be reached by GitHub.
            host=read.value("HOST", _host, "0.0.0.0"),  # noqa: S104 - see above
            port=read.value("PORT", _port, "8000"),
            log_level=read.value("LOG_LEVEL", _log_level, "info"),
            public_url=read.value("PUBLIC_URL", _public_url),
        )
        if read.problems:
            raise SettingsError(read.problems)
        return settings


def database_url(environ: Mapping[str, str]) -> str:
    """Give the database alone, for commands that need nothing else; SettingsError when it is wrong."""
    read = _Reading(environ)
    url = read.value("DATABASE_URL", _database_url, DEFAULT_DATABASE)
    if read.problems:
        raise SettingsError(read.problems)
    return url.reveal()


class _Reading:
    """One pass over the environment, keeping every problem instead of stopping at the first."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[str] = []

    def has(self, name: str) -> bool:
        """Whether the variable is set to more than nothing."""
        return bool(self._environ.get(name, "").strip())

    def value(self, name: str, parse: Callable[[str], T], default: str = "") -> T:
        """Give the variable's value; empty counts as not set. A ValueError of `parse` becomes a problem."""
        try:
            return parse(self._environ[name] if self.has(name) else default)
        except ValueError as wrong:
            self.problems.append(f"{name}: {wrong}")
            return cast("T", None)  # never seen: where there is a problem, there are no settings

    def webhook_secrets(self) -> tuple[Secret, ...]:
        """Give the present secret and, while it is being changed, the one before."""
        names = ["WEBHOOK_SECRET"] + ["WEBHOOK_SECRET_PREVIOUS"] * self.has("WEBHOOK_SECRET_PREVIOUS")
        return tuple(self.value(name, _webhook_secret) for name in names)

    def private_key(self) -> Secret:
        """Give the App's key, from one of the two variables that can hold it."""
        both = self.has("PRIVATE_KEY") and self.has("PRIVATE_KEY_PATH")
        if both:
            self.problems.append("PRIVATE_KEY, PRIVATE_KEY_PATH: both are set; keep one of them")
        if self.has("PRIVATE_KEY_PATH"):
            return self.value("PRIVATE_KEY_PATH", _key_file)
        return self.value("PRIVATE_KEY", _key)


def _app_id(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and 0 < int(text[:20]) < _HIGHEST_ID):
        raise ValueError("write the App's number from its settings page on GitHub, such as 12345")
    return int(text)


def _key(text: str) -> Secret:
    if not text:
        raise ValueError("write the App's private key (PEM), or its file's path into PRIVATE_KEY_PATH")
    # Many hosts keep a variable on one line, its line ends written as \n.
    pem = text.strip().strip("\"'").replace("\\n", "\n").replace("\r\n", "\n").strip()
    try:
        get_jwt(app_id="0", private_key=pem)
    except Exception:  # noqa: BLE001 - PyJWT and cryptography raise whatever they like on what is no RSA key
        raise ValueError(
            "this is no RSA private key that signs; write the whole .pem file that GitHub made, without a passphrase"
        ) from None
    return Secret(pem + "\n")


def _key_file(text: str) -> Secret:
    path = Path(text.strip())
    try:
        pem = path.read_text("ascii")
    except OSError as error:
        raise ValueError(f"{path} can't be read ({error.strerror}); write the path of the App's .pem file") from None
    except ValueError:
        raise ValueError(f"{path} is no text file; write the path of the App's .pem file") from None
    if not pem.strip():
        raise ValueError(f"{path} is empty; write the path of the App's .pem file")
    return _key(pem)


def _webhook_secret(text: str) -> Secret:
    if not text:
        raise ValueError("write the webhook secret from the App's settings page; without it anyone could send events")
    if text != text.strip():
        raise ValueError("it begins or ends with a space or a line end; write the secret alone")
    return Secret(text)


def _api_url(text: str) -> str:
    say = "write GitHub's API address, such as https://api.github.com or https://github.example.com/api/v3"
    try:
        url = urlsplit(text.strip())
    except ValueError:
        raise ValueError(say) from None
    if url.scheme not in ("http", "https") or not url.hostname:
        raise ValueError(say)
    if "@" in url.netloc:
        raise ValueError(f"it holds a name or password; {say}")
    if url.query or url.fragment:
        raise ValueError(f"it goes on after the path; {say}")
    return text.strip().rstrip("/")


def _database_url(text: str) -> Secret:
    # Some hosts still write the scheme that libpq once took.
    url = text.strip().replace("postgres://", "postgresql://", 1)
    scheme, _, rest = url.partition("://")
    named = rest.startswith("/") and rest.strip("/") if scheme == "sqlite" else rest
    if scheme not in ("sqlite", "postgresql") or not named:
        raise ValueError("write sqlite:///path/to/file.db or postgresql://user:password@host/name")
    return Secret(url)


def _public_url(text: str) -> str:
    address = text.strip().rstrip("/")
    if not address:
        return ""
    if not re.fullmatch(r"https?://[^\s/?#@<>()\[\]\"']+(?:/[\w.~/-]*)?", address):
        raise ValueError("write the address at which people reach this server, such as https://review.example.com")
    return address


def _host(text: str) -> str:
    host = text.strip()
    if "/" in host or " " in host:
        raise ValueError("write the address to listen on, such as 0.0.0.0 or 127.0.0.1, without http:// and port")
    return host


def _port(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and int(text[:9]) <= _HIGHEST_PORT):
        raise ValueError("write a port from 1 to 65535, or 0 for any free one")
    return int(text)


def _log_level(text: str) -> str:
    level = text.strip().lower()
    if level not in _LEVELS:
        raise ValueError(f"write one of {', '.join(_LEVELS)}")
    return level

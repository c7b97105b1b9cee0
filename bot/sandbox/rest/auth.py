"""Who is calling: the App by a signed JWT, or an installation by a token; nobody else is let in."""

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt

from bot.sandbox.model.app import App, Installation
from bot.sandbox.rest.call import Refusal

_LONGEST = 600  # seconds that a JWT may be valid
_HOUR = timedelta(hours=1)
LEVELS = {"read": 1, "write": 2, "admin": 3}


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token is good for. `repos` None: all of the installation's."""

    installation: Installation
    permissions: dict[str, str]
    expires_at: datetime
    repos: frozenset[int] | None = None

    def allows(self, needs: tuple[str, ...]) -> bool:
        """Whether one of the permissions is there, as `checks:write` names it."""
        pairs = (need.split(":") for need in needs)
        return any(LEVELS.get(self.permissions.get(what, ""), 0) >= LEVELS[level] for what, level in pairs)


class Keys:
    """The App's public key, and the tokens given out. Tokens live by the real clock, since the caller's do."""

    def __init__(self, app: App, public_key: str, token_life: timedelta = _HOUR) -> None:
        self.token_life = token_life
        self._app = app
        self._public_key = public_key
        self._tokens: dict[str, Grant] = {}

    def check_jwt(self, credential: str) -> None:
        """Let the App in, or say as GitHub does why not."""
        try:
            claims = jwt.decode(
                credential, self._public_key, algorithms=["RS256"], options={"require": ["iss", "exp", "iat"]}
            )
        except jwt.ExpiredSignatureError:
            raise Refusal(401, "'Expiration time' claim ('exp') is too far in the past") from None
        except jwt.PyJWTError:
            raise Refusal(401, "A JSON web token could not be decoded") from None
        if claims["exp"] - time.time() > _LONGEST:
            raise Refusal(401, "'Expiration time' claim ('exp') is too far in the future")
        if str(claims["iss"]) != str(self._app.id):
            raise Refusal(401, "'Issuer' claim ('iss') must be the App's ID")

    def give(
        self, installation: Installation, permissions: dict[str, str], repos: frozenset[int] | None
    ) -> tuple[str, Grant]:
        """Make a token."""
        token = f"ghs_{secrets.token_hex(18)}"
        grant = Grant(installation, permissions, datetime.now(UTC).replace(microsecond=0) + self.token_life, repos)
        self._tokens[token] = grant
        return token, grant

    def grant(self, token: str) -> Grant:
        """Look a token up, or refuse it."""
        found = self._tokens.get(token)
        if found is None or found.expires_at <= datetime.now(UTC):
            raise Refusal(401, "Bad credentials")
        if found.installation.suspended_at is not None:
            raise Refusal(403, "This installation has been suspended")
        return found

    def revoke_all(self) -> None:
        """Make every token worthless at once."""
        self._tokens.clear()


def credential(header: str) -> str:
    """Take the credential out of an Authorization header."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() not in {"bearer", "token"} or not rest:
        raise Refusal(401, "Requires authentication")
    return rest.strip()

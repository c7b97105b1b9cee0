"""The proof that a request comes from GitHub: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries."""

import hmac
import re
from collections.abc import Sequence
from http import HTTPStatus

from bot.web.answers import Refusal

HEADER = "X-Hub-Signature-256"
_FORM = re.compile(r"sha256=([0-9a-f]{64})")


class Signatures:
    """Checks signatures against one or two secrets; two while a secret is being changed."""

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets or not all(secrets):
            raise ValueError("a webhook secret is needed; without one anyone could send events")
        self._secrets = [secret.encode() for secret in secrets]

    def read(self, headers: Sequence[str]) -> bytes:
        """Take the digest out of the one signature header that there must be."""
        if len(headers) != 1:
            raise Refusal(HTTPStatus.UNAUTHORIZED, f"exactly one {HEADER} header is needed")
        form = _FORM.fullmatch(headers[0])
        if form is None:
            raise Refusal(HTTPStatus.UNAUTHORIZED, f"{HEADER} must be sha256= and 64 hex digits")
        return bytes.fromhex(form[1])

    def check(self, digest: bytes, body: bytes) -> None:
        """Compare with what each secret makes of the raw bytes, always all of them, each in constant time."""
        equal = [hmac.compare_digest(hmac.digest(secret, body, "sha256"), digest) for secret in self._secrets]
        if not any(equal):
            raise Refusal(HTTPStatus.UNAUTHORIZED, "the signature does not fit the body")

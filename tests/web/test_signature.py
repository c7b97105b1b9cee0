"""The proof of where a request comes from."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.answers import Refusal
from bot.web.signature import Signatures


def sign(body: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), body, "sha256")


def test_githubs_own_example_fits():
    # https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
    signatures = Signatures(["It's a Secret to Everybody"])
    digest = signatures.read(["sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"])
    signatures.check(digest, b"Hello, World!")


@given(body=st.binary(max_size=200), secrets=st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=2))
def test_each_secret_signs(body, secrets):
    for secret in secrets:
        Signatures(secrets).check(sign(body, secret), body)


@given(body=st.binary(max_size=200), at=st.integers(0, 255))
def test_one_bit_off_is_off(body, at):
    digest = bytearray(sign(body, "s"))
    digest[at // 8] ^= 1 << at % 8
    with pytest.raises(Refusal) as refused:
        Signatures(["s"]).check(bytes(digest), body)
    assert refused.value.status == 401


@given(header=st.text(max_size=80))
def test_no_text_whatever_raises_anything_else(header):
    with pytest.raises(Refusal):
        Signatures(["s"]).read([header])


@pytest.mark.parametrize("secrets", [[], [""], ["s", ""]])
def test_there_is_no_way_to_run_without_a_secret(secrets):
    with pytest.raises(ValueError, match="a webhook secret is needed"):
        Signatures(secrets)


def test_every_secret_is_compared_and_in_constant_time(monkeypatch):
    compared = []
    true_one = hmac.compare_digest

    def compare(ours: bytes, theirs: bytes) -> bool:
        compared.append(ours)
        return true_one(ours, theirs)

    monkeypatch.setattr("bot.web.signature.hmac.compare_digest", compare)
    Signatures(["new", "old"]).check(sign(b"{}", "new"), b"{}")
    assert compared == [sign(b"{}", "new"), sign(b"{}", "old")]

"""Signing in: few JWTs, few tokens, one refresh however many wait, and nothing secret in sight."""

import asyncio
import secrets
import traceback

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.errors import UserError
from bot.github import GitHubApp, RefusedError
from bot.github.app import Access
from bot.github.auth import AppKey, Token
from tests.github.conftest import TOKENS, token
from tests.github.hub import REPO, Reply

PULLS = f"GET {REPO}/pulls"


async def test_fifty_calls_at_once_fetch_one_token(hub, here):
    hub.on(PULLS, [])
    await asyncio.gather(*(here.open_pull_requests("acme/shop") for _ in range(50)))
    assert len(hub.all(TOKENS)) == 1
    assert {seen.headers["authorization"] for seen in hub.all(PULLS)} == {"token ghs_first"}


async def test_fifty_refusals_at_once_fetch_one_token_more(hub, here):
    hub.on(TOKENS, token("ghs_stale"), token("ghs_fresh"))
    hub.on(
        PULLS,
        lambda seen: (
            Reply([]) if "fresh" in seen.headers["authorization"] else Reply({"message": "Bad credentials"}, 401)
        ),
    )
    await asyncio.gather(*(here.open_pull_requests("acme/shop") for _ in range(50)))
    assert len(hub.all(TOKENS)) == 2


async def test_a_second_refusal_is_final(hub, here):
    hub.on(PULLS, Reply({"message": "Bad credentials"}, 401))
    with pytest.raises(RefusedError, match="Bad credentials"):
        await here.open_pull_requests("acme/shop")
    assert len(hub.all(PULLS)) == 2


@pytest.mark.parametrize(("minutes", "fetched"), [(60, 1), (6, 1), (4, 2), (-1, 2)])
async def test_a_token_is_given_out_until_shortly_before_its_end(hub, here, minutes, fetched):
    hub.on(TOKENS, token("ghs_a", minutes))
    hub.on(PULLS, [])
    await here.open_pull_requests("acme/shop")
    await here.open_pull_requests("acme/shop")
    assert len(hub.all(TOKENS)) == fetched


async def test_a_failed_refresh_is_tried_again_by_the_next(hub, here):
    hub.on(TOKENS, Reply({"message": "This installation has been suspended"}, 403), token())
    hub.on(PULLS, [])
    with pytest.raises(RefusedError, match="suspended"):
        await here.open_pull_requests("acme/shop")
    assert await here.open_pull_requests("acme/shop") == {}


async def test_tokens_are_asked_for_with_a_jwt_of_the_app(hub, app, here, private_key):
    hub.on(PULLS, [])
    hub.on("GET /app/installations", [])
    await here.open_pull_requests("acme/shop")
    await app.installations()
    kind, text = hub.one(TOKENS).headers["authorization"].split(" ")
    key = serialization.load_pem_private_key(private_key.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    claims = jwt.decode(text, key.public_key(), algorithms=["RS256"])
    assert (kind, claims["iss"]) == ("bearer", "1234")
    assert claims["exp"] - claims["iat"] <= 600
    assert hub.one("GET /app/installations").headers["authorization"] == f"bearer {text}"  # the same one


async def test_a_jwt_that_github_refuses_is_made_anew(hub, app, monkeypatch):
    made = iter(["first", "second"])
    monkeypatch.setattr(AppKey, "_make", lambda _self: next(made))
    hub.on("GET /app/installations", Reply({"message": "'Issued at' claim"}, 401), [])
    assert await app.installations() == []
    assert [seen.headers["authorization"] for seen in hub.all("GET /app/installations")] == [
        "bearer first",
        "bearer second",
    ]


async def test_a_jwt_is_made_anew_after_seven_minutes(monkeypatch, private_key):
    key, now = AppKey(1, private_key), 1_000.0
    monkeypatch.setattr("bot.github.auth.time.monotonic", lambda: now)
    first = await key.sign()
    made = []
    monkeypatch.setattr(key, "_make", lambda: made.append(1) or "new")  # type: ignore[func-returns-value]  # wanted
    now += 419
    assert await key.sign() == first
    now += 2
    assert await key.sign() == {"jwt": "new"}
    assert made == [1]


@pytest.mark.parametrize(
    "form", ["-----BEGIN RSA PRIVATE KEY-----\n{}\n", "{}", "-----BEGIN X-----\n{}\n-----END X-----"]
)
async def test_a_key_that_is_none_is_one_clear_error_without_the_key(form):
    secret = secrets.token_hex(16)
    with pytest.raises(UserError, match="PEM form") as caught:
        await AppKey(1, form.format(secret)).sign()
    assert secret not in "".join(traceback.format_exception(caught.value))


def test_nothing_secret_is_shown(private_key, app):
    access = Access(1, private_key)
    shown = repr([access, AppKey(1, private_key), Token("ghs_x", None), app, app.installation(7)])  # type: ignore[arg-type]  # never read
    assert "PRIVATE" not in shown
    assert "ghs_" not in shown


async def test_errors_do_not_show_tokens(hub, here):
    hub.on(PULLS, Reply({"message": "no"}, 403))
    with pytest.raises(RefusedError) as caught:
        await here.open_pull_requests("acme/shop")
    assert "ghs_" not in "".join(traceback.format_exception(caught.value))


async def test_a_token_that_makes_no_sense_is_named(hub, here):
    hub.on(TOKENS, Reply({"token": None}, 201))
    with pytest.raises(Exception, match="access_tokens makes no sense"):
        await here.open_pull_requests("acme/shop")


def test_an_installation_keeps_what_it_learned(app: GitHubApp):
    assert app.installation(7) is app.installation(7)
    assert app.installation(7) is not app.installation(8)

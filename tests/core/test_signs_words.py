"""Which words an identifier, a path or a text holds, and which signs they are of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.signs import Vocabulary
from bot.core.matching.signs.vocabulary import Mark, strongest, words
from bot.core.model.signs import Sign, SignTable

AUTH = SignTable(
    "auth",
    (
        Sign("login", "logging in", 3, ("log in", "login*", "two factor auth*")),
        Sign("token", "tokens", 2, ("token", "policy", "access token")),
        Sign("user", "users", 1, ("user", "box")),
    ),
    0.0,
    (),
)
MONEY = SignTable("money", (Sign("refund", "refunds", 3, ("refund*", "user")),), 0.0, ())
VOCABULARY = Vocabulary([AUTH, MONEY])
LOGIN, TOKEN, USER = Mark(0, 3, 0), Mark(0, 2, 1), Mark(0, 1, 2)
REFUND = Mark(1, 3, 0)


def marks(text):
    return VOCABULARY.marks(words(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("logIn", ["log", "in"]),
        ("LogInService", ["log", "in", "service"]),
        ("log_in_user", ["log", "in", "user"]),
        ("LOG_IN", ["log", "in"]),
        ("HTTPServer", ["http", "server"]),
        ("parseJWT", ["parse", "jwt"]),
        ("app/log-in.rb", ["app", "log", "in", "rb"]),
        ("sha256Digest", ["sha256", "digest"]),
        ("OAuthToken", ["oauth", "token"]),
        ("useWebAuthn", ["use", "webauthn"]),
        ("PayPalRefund", ["paypal", "refund"]),
        ("GitHubOpenID", ["github", "openid"]),
        ("", []),
        ("!?. ", []),
    ],
)
def test_words_end_at_humps_underscores_and_signs(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("token", {TOKEN}),
        ("tokens", {TOKEN}),
        ("tokenize", set()),  # no `*`, so no other ending than a plural's
        ("policies", {TOKEN}),
        ("boxes", {USER}),
        ("login", {LOGIN}),
        ("loginUrl", {LOGIN}),
        ("logins", {LOGIN}),
        ("loginless", {LOGIN}),  # a `*` is any ending
        ("relogin", set()),
        ("logIn", {LOGIN}),
        ("log out", set()),
        ("in log", set()),
        ("log", set()),
        ("twoFactorAuthenticator", {LOGIN}),
        ("two_factor", set()),
        ("two_factors_auth", {LOGIN}),
        ("access_tokens", {TOKEN}),
        ("accessToken", {TOKEN}),
        ("refundUser", {REFUND, USER}),
        ("users", {USER, REFUND}),
        ("userLogin token", {USER, LOGIN, TOKEN, REFUND}),
    ],
)
def test_words_plurals_stems_and_phrases_are_found(text, expected):
    assert marks(text) == expected


def test_the_strongest_sign_of_a_table_counts():
    found = marks("user token")
    assert strongest(found, 0) == 2
    assert strongest(found, 1) == 3
    assert strongest(marks("colour"), 0) == 0


def test_no_tables_know_no_words():
    assert Vocabulary([]).marks(words("userLogin")) == set()


@given(st.text(max_size=80))
def test_words_are_lower_case_and_stand_in_the_text(text):
    found = words(text)
    assert all(word == word.lower() and word.isalnum() for word in found)
    rest = text.lower()
    for word in found:
        assert word in rest
        rest = rest[rest.index(word) + len(word) :]


@given(st.lists(st.sampled_from(["log", "in", "token", "users", "two", "factor", "auth", "x"]), max_size=12))
def test_more_words_never_take_a_mark_away(found):
    assert VOCABULARY.marks(found) <= VOCABULARY.marks([*found, "token"])
    assert VOCABULARY.marks(found) <= VOCABULARY.marks(["in", *found])

"""Ids, logins, teams: what can't be one is told, with the nearest that can."""

# ruff: noqa: E501 - a table reads best with a row a line

import pytest

from tests.policy.texts import V

# fmt: off
TOLD = (
    (V + "signers: {pay: {users: ['@alice']}}\n", 2, 25, "`@alice` is no GitHub login.", "Write `alice`, without the `@`."),
    (V + "signers: {pay: {users: [acme/pay]}}\n", 2, 25, "`acme/pay` is no GitHub login.", "Write teams under `teams`: `acme/pay`."),
    (V + "signers: {pay: {users: ['dependabot[bot]']}}\n", 2, 25, "`dependabot[bot]` is a bot, and bots don't sign.", "Name a person."),
    (V + "signers: {pay: {users: [Alice Smith]}}\n", 2, 25, "`Alice Smith` is no GitHub login.", "Write it as it stands in the address of the profile, not the name or the mail address."),
    (V + "signers: {pay: {users: [a@b.c]}}\n", 2, 25, "`a@b.c` is no GitHub login.", "Write it as it stands in the address of the profile, not the name or the mail address."),
    (V + "signers: {pay: {users: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]}}\n", 2, 25, "`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa` is no GitHub login.", "Write it as it stands in the address of the profile, not the name or the mail address."),
    (V + "signers: {pay: {users: ['']}}\n", 2, 25, "This text is empty.", "Write it, or remove the key."),
    (V + "signers: {pay: {teams: [payments]}}\n", 2, 25, "`payments` is no team.", "Write the organisation too: `acme/payments`."),
    (V + "signers: {pay: {teams: ['@acme/pay']}}\n", 2, 25, "`@acme/pay` is no team.", "Write `acme/pay`."),
    (V + "signers: {pay: {teams: [acme/Pay Team]}}\n", 2, 25, "`acme/Pay Team` is no team.", "Write `acme/pay-team`."),
    (V + "signers: {pay: {teams: [a/b/c]}}\n", 2, 25, "`a/b/c` is no team.", "Write `organisation/team`, as in the team's address."),
    (V + "signers: {pay: {teams: ['@payments']}}\n", 2, 25, "`@payments` is no team.", "Write the organisation too: `acme/payments`."),
    (V + "signers: {pay: {teams: ['/']}}\n", 2, 25, "`/` is no team.", "Write the organisation too: `acme/payments`."),
)
# fmt: on


@pytest.mark.parametrize(("text", "line", "column", "says", "instead"), TOLD)
def test_a_name_that_is_none_is_told(told, text, line, column, says, instead):
    assert told(text) == [(line, column, says, instead)]

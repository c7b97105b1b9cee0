"""Who may sign, as a policy writes it: what it becomes, and what could never be met."""

import pytest

from bot.core.model.policy import Circle, Level, Policy, Requirement, Signers
from bot.policy import Problems, load

V = "version: 1\n"
MONEY = "zones: {money: {sign_off: {from: "
LEVELS = "levels: {senior: {users: [a], teams: [acme/s]}, staff: {users: [b]}}\n"
EVERYTHING = (
    V
    + LEVELS
    + "signers:\n  all:\n    users: [c]\n    teams: [acme/t]\n    organizations: [acme]\n    roles: [acme/Security Lead]\n"
    + "    permission: maintain\n    codeowners: true\n    level: senior\n"
    + "    except: {users: [d], teams: [acme/x], organizations: [globex]}\n"
    + MONEY
    + "all, count: 2}}}\n"
)


def test_every_source_is_read():
    found = load(EVERYTHING, "policy")
    assert isinstance(found, Policy)
    assert found.zones["money"].sign_off == Requirement(
        Signers(
            "all",
            users=("c",),
            teams=("acme/t",),
            permission="maintain",
            organizations=("acme",),
            roles=("acme/Security Lead",),
            levels=(Level("senior", Circle(("a",), ("acme/s",))), Level("staff", Circle(("b",)))),
            codeowners=True,
            without=Circle(("d",), ("acme/x",), ("globex",)),
        ),
        2,
    )


@pytest.mark.parametrize(
    ("text", "line", "column", "says", "instead"),
    [
        (
            V + MONEY + "{level: staff}}}}\n",
            2,
            42,
            "There is no level `staff`.",
            "Add `staff:` under `levels`, lowest first.",
        ),
        (V + LEVELS + MONEY + "{level: stff}}}}\n", 3, 42, "There is no level `stff`.", "Did you mean `staff`?"),
        (
            V + LEVELS + MONEY + "staff}}}\n",
            3,
            34,
            "There are no signers `staff`.",
            "To ask for a level, write `from: {level: staff}`.",
        ),
        (V + "levels: {staff: {}}\n", 2, 10, "The level `staff` names nobody.", "Add `users` or `teams`."),
        (
            V + LEVELS + MONEY + "{level: staff}, count: 2}}}\n",
            3,
            57,
            "2 must sign, but only 1 can: `b`.",
            "Write 1 or less, or name more people.",
        ),
        (
            V + MONEY + "{users: [a, b], except: {users: [B]}}, count: 2}}}\n",
            2,
            80,
            "2 must sign, but only 1 can: `a`.",
            "Write 1 or less, or name more people.",
        ),
        (
            V + MONEY + "{users: [a], except: {users: [A]}}}}}\n",
            2,
            55,
            "`except` leaves out everybody whom this names: `a`.",
            "Name somebody else, or leave out fewer.",
        ),
        (
            V + MONEY + "{teams: [acme/t], except: {teams: [acme/t]}}}}}\n",
            2,
            60,
            "`except` leaves out everybody whom this names: `acme/t`.",
            "Name somebody else, or leave out fewer.",
        ),
        (
            V + MONEY + "{users: [a], except: {}}}}}\n",
            2,
            55,
            "This leaves out nobody.",
            "Add `users`, `teams` or `organizations`, or remove it.",
        ),
        (V + MONEY + "{codeowners: false}}}}\n", 2, 34, "This names nobody.", "Add `users`, `teams` or `permission`."),
        (
            V + "override: {from: {codeowners: true}}\n",
            2,
            18,
            "The owners of single files can't override a whole zone.",
            "Name `users`, `teams` or a `permission` here.",
        ),
        (
            V + "signers: {own: {codeowners: true}}\noverride: {from: own}\n",
            3,
            18,
            "The owners of single files can't override a whole zone.",
            "Name `users`, `teams` or a `permission` here.",
        ),
        (
            V + MONEY + "{roles: [architect]}}}}\n",
            2,
            43,
            "`architect` is no role of an organisation.",
            "Write the organisation too: `acme/architect`.",
        ),
        (V + MONEY + "{organizations: ['@acme']}}}}\n", 2, 51, "`@acme` is no organisation.", "Write `acme`."),
    ],
)
def test_what_could_never_be_met_is_told_at_its_place(text, line, column, says, instead):
    found = load(text, "policy")
    assert isinstance(found, Problems)
    assert (line, column, says, instead) in [(one.line, one.column, one.says, one.instead) for one in found.items]


@pytest.mark.parametrize(
    "text",
    [
        V + MONEY + "{users: [a, b], except: {users: [b]}}}}}\n",
        V + MONEY + "{users: [a], permission: write, except: {users: [a]}}}}}\n",
        V + LEVELS + MONEY + "{level: senior}, count: 9}}}\n",
        V + MONEY + "{codeowners: true}, count: 2}}}\n",
    ],
)
def test_what_may_be_met_is_left_alone(text):
    assert isinstance(load(text, "policy"), Policy)

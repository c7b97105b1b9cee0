"""Every source of seniors: organisations, roles, levels, owners by CODEOWNERS; and who is left out."""

import pytest

from bot.core.asked import Asked
from bot.core.decide import decide
from bot.core.model.change import FileStatus
from bot.core.model.policy import AgentMarks, Circle, Level, Requirement, Signers
from bot.core.model.verdict import People, ZoneState
from bot.core.seniority import Seniority, seniority
from bot.core.who import needs
from tests.core.build import case, file, finding, policy, pull, review, shown, zone

SENIORS = Level("senior", Circle(users=("ivan",), teams=("acme/seniors",)))
STAFF = Level("staff", Circle(users=("grace",)))


def says(signers: Signers, count: int = 1, people: People | None = None) -> str:
    return needs(Requirement(signers, count), lambda _: True, people)


# --- organisations, roles, levels ---


def test_a_member_of_an_organisation_is_a_senior():
    signers = Signers("", organizations=("acme",))
    people = People(organizations={"acme": frozenset({"grace"})})
    assert seniority("Grace", signers, people) == Seniority(right="member of acme")
    assert seniority("mallory", signers, people) == Seniority()
    assert seniority("grace", signers, People()).doubt == "the members of acme could not be read"
    assert says(signers) == "a member of the organisation **acme**"


def test_who_holds_a_role_is_a_senior():
    signers = Signers("", roles=("acme/architect",))
    people = People(roles={"acme/architect": frozenset({"grace"})})
    assert seniority("grace", signers, people) == Seniority(right="has the role acme/architect")
    unread = People(unreadable={"role acme/architect": "there is no such role"})
    assert seniority("grace", signers, unread) == Seniority(doubt="there is no such role")
    assert says(signers) == "anyone with the role **architect** in **acme**"


def test_a_level_takes_in_those_above_it():
    people = People(teams={"acme/seniors": frozenset({"judy"})})
    asked = Signers("", levels=(SENIORS, STAFF))
    assert seniority("judy", asked, people).right == "senior, member of acme/seniors"
    assert seniority("grace", asked, people).right == "staff, named in the policy"
    assert not seniority("judy", Signers("", levels=(STAFF,)), people)
    assert (
        says(asked) == "anyone at the level **senior** or above (**ivan**, a member of **acme/seniors** or **grace**)"
    )
    assert (
        says(Signers("", levels=(STAFF,)), 2) == "two different people, each anyone at the level **staff** (**grace**)"
    )


# --- exclusions ---

WITHOUT = Circle(users=("ada",), teams=("acme/juniors",), organizations=("contractors",))
LEFT_OUT = Signers("", users=("ada", "grace"), permission="write", without=WITHOUT)
SEEN = People(
    teams={"acme/juniors": frozenset({"judy"})},
    organizations={"contractors": frozenset({"carl"})},
    permissions={"judy": "admin", "carl": "write", "mallory": "read", "heidi": "write"},
)


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ("grace", Seniority(right="named in the policy")),
        ("heidi", Seniority(right="has the write permission")),
        ("ada", Seniority(barred="the policy's `except` leaves them out (named in the policy)")),
        ("judy", Seniority(barred="the policy's `except` leaves them out (member of acme/juniors)")),
        ("carl", Seniority(barred="the policy's `except` leaves them out (member of contractors)")),
        ("mallory", Seniority()),
    ],
)
def test_an_exclusion_wins(login, expected):
    assert seniority(login, LEFT_OUT, SEEN) == expected


def test_an_unreadable_exclusion_leaves_nobody_sure_to_be_outside_of_it():
    people = People(organizations=SEEN.organizations, unreadable={"acme/juniors": "the App may not read it"})
    assert seniority("grace", LEFT_OUT, people) == Seniority(doubt="the App may not read it")


def test_exclusions_are_said():
    assert says(Signers("", teams=("acme/all",), without=WITHOUT)) == (
        "a member of **acme/all**, but not **ada**, a member of **acme/juniors** or a member of the organisation **contractors**"
    )


# --- owners by CODEOWNERS ---

OWNERS = Signers("", codeowners=True)
TWO_FILES = (finding(), finding(path="db/schema.sql"))


def owned(*given: str, db: tuple[str, ...] = ("@heidi",)) -> People:
    return People(
        owners={"app/hooks.py": given, "db/schema.sql": db, "elsewhere.py": ("@mallory",)},
        teams={"acme/payments": frozenset({"grace", "ivan"})},
    )


def judged(people: People, *logins: str, signers: Signers = OWNERS, count: int = 1, change=None):
    money = zone(sign_off=Requirement(signers, count), required=False)
    change = change or pull(file(), file("db/schema.sql"))
    first = decide(case(of=policy(money), change=change, findings=TWO_FILES, people=people)).zones[0].cover
    reviews = [review(login, minute=10 + at) for at, login in enumerate(logins)]
    of = case(
        of=policy(money), change=change, findings=TWO_FILES, people=people, memory=[shown(money=first)], reviews=reviews
    )
    return decide(of).zones[0]


def test_each_file_needs_an_owner_of_its_own():
    people = owned("@acme/payments")
    assert judged(people, "grace").state is ZoneState.OPEN
    assert judged(people, "heidi").state is ZoneState.OPEN
    assert judged(people, "grace", "heidi").state is ZoneState.SIGNED
    assert judged(people, "grace", "ivan").state is ZoneState.OPEN


def test_one_who_owns_all_files_is_enough():
    assert judged(owned("@grace", "@ivan", db=("@acme/payments",)), "ivan").state is ZoneState.SIGNED


def test_a_count_is_asked_of_each_file():
    people = owned("@acme/payments", db=("@grace", "@heidi"))
    assert judged(people, "grace", "ivan", count=2).state is ZoneState.OPEN
    assert judged(people, "grace", "ivan", "heidi", count=2).state is ZoneState.SIGNED


def test_the_owner_of_another_file_is_no_senior_here():
    answer = judged(owned("@grace"), "mallory")
    assert answer.signatures == ()
    assert [one.why for one in answer.not_counted] == ["they are not among the seniors of `money`"]


def test_others_who_are_named_count_for_every_file():
    either = Signers("", users=("judy",), codeowners=True)
    assert judged(owned("@grace", db=()), "judy", signers=either).state is ZoneState.SIGNED
    assert judged(owned("@grace", db=()), "grace", signers=either).state is ZoneState.OPEN


def test_a_file_without_an_owner_can_be_signed_by_nobody_and_that_is_said():
    answer = judged(owned("@grace", db=()), "grace")
    assert answer.state is ZoneState.OPEN
    assert answer.needs == (
        "for each file one of its owners by **CODEOWNERS** (`app/hooks.py`: **grace**; "
        "`db/schema.sql`: nobody, so name an owner there first)"
    )


def test_files_with_the_same_owners_are_named_together():
    answer = judged(owned("@grace", "@acme/payments", db=("@grace", "@acme/payments")), count=2)
    assert answer.needs == (
        "for each file two different people, each one of its owners by **CODEOWNERS** "
        "(`app/hooks.py` and `db/schema.sql`: **grace** or a member of **acme/payments**)"
    )


def test_an_address_that_nobody_can_be_matched_to_is_doubt():
    answer = judged(owned("db@example.org", "8+ivan@users.noreply.github.com"), "judy", "ivan")
    assert [one.login for one in answer.signatures] == ["ivan"]
    assert [one.why for one in answer.not_counted] == [
        "whether they may sign could not be told (CODEOWNERS names the address `db@example.org`, "
        "and GitHub does not tell whose it is)"
    ]
    assert "`db@example.org`, an address that GitHub tells no account of or **ivan**" in answer.needs


def test_an_owning_team_that_cannot_be_read_is_doubt():
    people = People(
        owners={"app/hooks.py": ("@acme/db",), "db/schema.sql": ("@acme/db",)}, unreadable={"acme/db": "no right"}
    )
    answer = judged(people, "grace")
    assert [one.why for one in answer.not_counted] == ["whether they may sign could not be told (no right)"]


def test_an_unreadable_codeowners_is_doubt_for_everybody():
    answer = judged(People(unreadable={"CODEOWNERS": "CODEOWNERS is no text file."}), "grace")
    assert answer.state is ZoneState.OPEN
    assert [one.why for one in answer.not_counted] == [
        "whether they may sign could not be told (CODEOWNERS is no text file.)"
    ]


def test_a_moved_file_is_asked_about_where_it_was_too():
    moved = pull(file(status=FileStatus.RENAMED, old_path="elsewhere.py"), file("db/schema.sql"))
    people = owned("@heidi")
    assert judged(people, "heidi", change=moved).state is ZoneState.OPEN
    assert judged(people, "heidi", "mallory", change=moved).state is ZoneState.SIGNED


def test_where_nobody_owned_a_moved_file_its_new_owner_is_enough():
    moved = pull(file(status=FileStatus.RENAMED, old_path="nobodys.py"), file("db/schema.sql"))
    people = owned("@heidi")
    people.owners["nobodys.py"] = ()
    assert judged(people, "heidi", change=moved).state is ZoneState.SIGNED


def test_owners_are_proposed_and_who_is_left_out_is_not():
    barred = Signers("", codeowners=True, without=Circle(users=("ivan",)))
    assert judged(owned("@acme/payments"), signers=barred).candidates in {("grace", "heidi"), ("heidi", "grace")}


# --- assistants ---


def test_an_assistants_own_account_signs_nothing_though_it_is_no_bot():
    machine = policy(zone(sign_off=Requirement(Signers("", permission="write"))))
    marked = case(
        of=type(machine)(machine.zones, machine.rules, agents=AgentMarks(accounts=(("cursoragent", "Cursor"),))),
        people=People(permissions={"cursoragent": "write"}),
    )
    assert Asked(marked, marked.policy.zones["money"]).right("CursorAgent") == Seniority(
        barred="that is the account of a bot or an assistant, and only people sign"
    )

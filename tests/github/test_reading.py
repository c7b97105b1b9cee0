"""The reading of a pull request: what is asked, in how many waves, and what comes of it."""

from typing import Any

import pytest

from bot.core.model.change import Account, FileStatus
from bot.errors import TransientError
from bot.github.failures import GitHubNonsenseError, HeadMovedError, RefusedError
from tests.github.hub import (
    BASE,
    FILES,
    HEAD,
    Reply,
    Seen,
    base_commit,
    blob,
    comment,
    commit,
    connection,
    head,
    listed,
    pull,
    user,
)
from tests.github.reads import everything, snapshot


async def test_a_plain_pull_request_takes_two_calls_in_one_wave(hub, here):
    files = [listed(f"app/{n}.py") for n in range(30)]
    hub.on("ReadPullRequest", pull(changedFiles=30))
    hub.on(f"GET {FILES}", files)
    shot = await snapshot(here, 30)
    assert sorted(hub.names()) == [f"GET {FILES}", "ReadPullRequest"]
    assert [file.path for file in shot.pull.files] == [f"app/{n}.py" for n in range(30)]
    assert shot.pull.files[0].patch == "@@ -1 +1 @@\n-a\n+b"
    assert shot.pull.unseen == ()
    assert hub.one(f"GET {FILES}").query == {"per_page": "100", "page": "1"}
    variables = hub.one("ReadPullRequest").body["variables"]
    assert variables["appId"] == 1234
    assert variables["policyPath"] == ".github/dont-delegate.yml"


async def test_the_pull_request_is_taken_over_whole(hub, here):
    labels = connection({"name": "risky"}, {"name": "ü"})
    hub.on("ReadPullRequest", pull(isDraft=True, title="T", body="B", labels=labels, headRepository=None))
    found = (await snapshot(here)).pull
    assert (found.repository, found.number, found.title, found.body) == ("acme/shop", 7, "T", "B")
    assert (found.base_ref, found.base_sha, found.head_ref, found.head_sha) == ("main", BASE, "topic", HEAD)
    assert (found.draft, found.closed, found.head_repository) == (True, False, None)
    assert found.labels == ("risky", "ü")
    assert found.author == Account("ann")
    assert [identity.login for identity in found.commits[0].authors] == ["ann"]
    assert found.commits[0].committer is not None


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (None, Account("")),
        ({"__typename": "Bot", "login": "copilot"}, Account("copilot[bot]", bot=True)),
        ({"__typename": "Bot", "login": "copilot[bot]"}, Account("copilot[bot]", bot=True)),
        ({"__typename": "Mannequin", "login": "old"}, Account("old")),
    ],
)
async def test_authors_of_all_kinds(hub, here, actor, expected):
    hub.on("ReadPullRequest", pull(author=actor))
    assert (await snapshot(here)).pull.author == expected


async def test_foretold_pages_are_read_in_the_first_wave(hub, here):
    hub.on("ReadPullRequest", pull(changedFiles=250))
    hub.on(f"GET {FILES}", lambda seen: Reply(page_of(seen, 250)))
    reading = await here.read("acme/shop", 7, 250)
    assert sorted(seen.query["page"] for seen in hub.all(f"GET {FILES}")) == ["1", "2", "3"]
    shot = await here.complete(reading, everything)
    assert len(hub.seen) == 5  # with the token
    assert [file.path for file in shot.pull.files] == [f"f{n:04}.py" for n in range(250)]


async def test_pages_that_nobody_foretold_follow_in_the_second(hub, here):
    hub.on("ReadPullRequest", pull(changedFiles=250))
    hub.on(f"GET {FILES}", lambda seen: Reply(page_of(seen, 250)))
    reading = await here.read("acme/shop", 7, None)
    assert len(hub.all(f"GET {FILES}")) == 1
    assert len((await here.complete(reading, everything)).pull.files) == 250
    assert len(hub.all(f"GET {FILES}")) == 3


def page_of(seen: Seen, count: int, **changes: Any) -> list[dict[str, Any]]:
    size, page = int(seen.query["per_page"]), int(seen.query["page"])
    return [listed(f"f{n:04}.py", **changes) for n in range((page - 1) * size, min(page * size, count))]


async def test_a_head_that_moved_between_the_calls_is_read_again(hub, here):
    hub.on(f"GET {FILES}", [listed("old.py", ref="f" * 40)], [listed("new.py")])
    assert [file.path for file in (await snapshot(here)).pull.files] == ["new.py"]
    assert len(hub.all("ReadPullRequest")) == 2


async def test_a_head_that_keeps_moving_is_left_for_later(hub, here):
    hub.on(f"GET {FILES}", [listed("old.py", ref="f" * 40)])
    with pytest.raises(HeadMovedError, match="acme/shop#7") as caught:
        await here.read("acme/shop", 7, 1)
    assert caught.value.retry_after == 2.0
    assert len(hub.all("ReadPullRequest")) == 3


async def test_a_head_commit_other_than_the_head_is_a_move(hub, here):
    hub.on("ReadPullRequest", pull(head=head(oid="f" * 40)), pull())
    await here.read("acme/shop", 7, 1)
    assert len(hub.all("ReadPullRequest")) == 2


async def test_a_move_in_the_second_wave_raises(hub, here):
    hub.on("ReadPullRequest", pull(changedFiles=150))
    hub.on(f"GET {FILES}", lambda seen: Reply(page_of(seen, 150, ref=HEAD if seen.query["page"] == "1" else "f" * 40)))
    reading = await here.read("acme/shop", 7, 1)
    with pytest.raises(HeadMovedError):
        await here.complete(reading, everything)


async def test_a_removed_file_may_be_of_another_commit(hub, here):
    hub.on(f"GET {FILES}", [listed("gone.py", status="removed", ref=BASE)])
    (file,) = (await snapshot(here)).pull.files
    assert (file.status, file.old_blob, file.new_blob) == (FileStatus.REMOVED, "d" * 40, None)


async def test_files_without_a_commit_are_nonsense(hub, here):
    hub.on(f"GET {FILES}", [listed("a.py", contents_url="https://api.github.com/x")])
    with pytest.raises(GitHubNonsenseError, match="without the commit"):
        await here.read("acme/shop", 7, 1)


async def test_policies_are_at_hand_before_the_rest(hub, here):
    base = {"target": base_commit(file=blob("version: 1", oid="1" * 40), attributes=blob("*.py linguist-generated"))}
    hub.on("ReadPullRequest", pull(baseRef=base, head=head(file=blob("version: 2", oid="2" * 40))))
    reading = await here.read("acme/shop", 7, 1)
    assert (reading.base_policy.text, reading.base_policy.commit, reading.base_policy.blob) == (
        "version: 1",
        BASE,
        "1" * 40,
    )
    assert (reading.head_policy.text, reading.head_policy.commit) == ("version: 2", HEAD)
    assert reading.base_attributes == "*.py linguist-generated"
    assert (reading.closed, reading.head_sha, reading.repository) == (False, HEAD, "acme/shop")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (blob("x", isTruncated=True), "larger than 256 kB"),
        (blob("x", byteSize=300_000), "larger than 256 kB"),
        (blob(None, isBinary=True), "not a text file"),
        (blob(None, __typename="Tree", byteSize=None), "not a file"),
        ({"mode": 57344, "oid": "e" * 40, "object": None}, "not a file"),
    ],
)
async def test_a_policy_that_is_no_text_is_a_problem(hub, here, file, says):
    hub.on("ReadPullRequest", pull(baseRef={"target": base_commit(file=file)}))
    policy = (await here.read("acme/shop", 7, 1)).base_policy
    assert policy.text is None
    assert says in policy.problem


@pytest.mark.parametrize("file", [None, blob("a linguist-generated", isTruncated=True), blob(None, isBinary=True)])
async def test_attributes_that_can_not_be_read_say_nothing(hub, here, file):
    hub.on("ReadPullRequest", pull(baseRef={"target": base_commit(attributes=file)}))
    assert (await here.read("acme/shop", 7, 1)).base_attributes == ""


@pytest.mark.parametrize(
    ("places", "path"),
    [
        (("ownersInGithub", "ownersAtRoot", "ownersInDocs"), ".github/CODEOWNERS"),
        (("ownersAtRoot", "ownersInDocs"), "CODEOWNERS"),
        (("ownersInDocs",), "docs/CODEOWNERS"),
        ((), ""),
    ],
)
async def test_codeowners_counts_where_github_finds_it_first(hub, here, places, path):
    hub.on("ReadPullRequest", pull(baseRef={"target": base_commit(**{one: blob(f"* @{one}") for one in places})}))
    shot = await snapshot(here, 1)
    assert shot.pull.codeowners.path == path
    assert shot.pull.codeowners.text == (f"* @{places[0]}" if places else None)


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (
            blob("x", byteSize=4_000_000),
            "CODEOWNERS on the base branch is larger than 3 MB, and GitHub loads no such file.",
        ),
        (blob(None, isBinary=True), "CODEOWNERS on the base branch is not a text file."),
        (blob(None, __typename="Tree", byteSize=None), "CODEOWNERS on the base branch is not a text file."),
        (blob("* @a", isTruncated=True, oid="9" * 40), None),
    ],
)
async def test_codeowners_that_did_not_come_along_is_a_problem_or_read_later(hub, here, file, problem):
    hub.on("ReadPullRequest", pull(baseRef={"target": base_commit(ownersAtRoot=file, ownersInDocs=blob("* @b"))}))
    found = (await snapshot(here, 1)).pull.codeowners
    assert (found.text, found.problem) == (None, problem)
    assert found.blob == (None if problem else "9" * 40)


async def test_whoever_is_or_was_assigned_is_taken_over(hub, here):
    events: tuple[Any, ...] = (
        {"assignee": {"login": "Bea"}},
        {"assignee": {"login": "Ann"}},
        {"assignee": {}},
        {"assignee": None},
    )
    hub.on("ReadPullRequest", pull(assignees=connection({"login": "Ann"}), assigned=connection(*events)))
    found = (await snapshot(here, 1)).pull
    assert (found.assignees, found.unseen) == (("Ann", "Bea"), ())


@pytest.mark.parametrize("more", [{"assignees": connection(total=1)}, {"assigned": connection(hasNextPage=True)}])
async def test_one_assignee_too_many_is_told(hub, here, more):
    hub.on("ReadPullRequest", pull(**more))
    assert (await snapshot(here, 1)).pull.unseen == ("Not all who are or were assigned could be read.",)


async def test_no_policy_and_no_base_branch_are_told_apart(hub, here):
    hub.on("ReadPullRequest", pull(), pull(baseRef=None))
    first, second = [(await here.read("acme/shop", 7, 1)).base_policy for _ in range(2)]
    assert (first.text, first.problem) == (None, None)
    assert "`main` no longer exists" in second.problem


async def test_lists_that_go_on_are_read_to_their_end(hub, here):
    before: dict[str, Any] = {"hasPreviousPage": True, "startCursor": "C1"}
    review: dict[str, Any] = {"databaseId": "5", "state": "APPROVED", "body": "", "submittedAt": "2026-01-01T00:00:00Z"}
    review |= {"author": user("bea"), "commit": {"oid": HEAD}}
    hub.on(
        "ReadPullRequest",
        pull(
            commits=connection(commit("1" * 40), total=2, hasNextPage=True, endCursor="C2"),
            comments=connection(comment(2, "two"), total=2, **before),
            reviews=connection(review, total=2, **before),
            reviewThreads=connection(**before),
        ),
    )
    hub.on("MoreCommits", more("commits", connection(commit("2" * 40))))
    hub.on("MoreComments", more("comments", connection(comment(1, "one"))))
    hub.on("MoreReviews", more("reviews", connection(review | {"databaseId": "4"})))
    hub.on("MoreThreads", more("reviewThreads", connection()))
    shot = await snapshot(here)
    assert [one.sha[0] for one in shot.pull.commits] == ["1", "2"]
    assert [one.body for one in shot.standing.comments] == ["one", "two"]
    assert [one.id for one in shot.standing.reviews] == [4, 5]
    assert shot.pull.unseen == ()
    assert hub.one("MoreCommits").body["variables"]["cursor"] == "C2"
    assert hub.one("MoreReviews").body["variables"]["cursor"] == "C1"


def more(key: str, page: Any) -> dict[str, Any]:
    return {"data": {"repository": {"pullRequest": {key: page}}}}


async def test_what_is_missing_of_the_lists_is_said(hub, here):
    hub.on(
        "ReadPullRequest",
        pull(
            commits=connection(commit("1" * 40, total=21), total=300),
            reviews=connection(total=7),
            labels=connection(total=101),
        ),
    )
    said = " ".join((await snapshot(here)).pull.unseen)
    assert "Not all commits could be read (1 of 300), so not all authors are known." in said
    assert "Commit 1111111 has more authors than could be read (1 of 21)." in said
    assert "Not all reviews could be read (0 of 7)." in said
    assert "Not all labels could be read (0 of 101)." in said


async def test_a_list_without_end_is_given_up(hub, here):
    again = connection(comment(1, "x"), total=9_999, hasPreviousPage=True, startCursor="C")
    hub.on("ReadPullRequest", pull(comments=again))
    hub.on("MoreComments", more("comments", again))
    assert len((await snapshot(here)).standing.comments) == 21


async def test_a_pull_request_that_is_not_there_is_refused(hub, here):
    missing = {
        "data": {"repository": {"pullRequest": None}},
        "errors": [{"type": "NOT_FOUND", "message": "No such pull"}],
    }
    hub.on("ReadPullRequest", missing)
    with pytest.raises(RefusedError, match="No such pull") as caught:
        await here.read("acme/shop", 7, 1)
    assert caught.value.status == 404


async def test_a_renamed_file_keeps_its_old_path_and_odd_paths_stay_themselves(hub, here):
    odd = ['a "b".py', "x b/y b/z.py", "line\nfeed.py", "ü/雪#?%.py", " lead.py", "tab\t.py", "back\\slash.py"]
    files = [listed(path) for path in odd] + [listed("new.py", status="renamed", previous_filename="old b/x.py")]
    hub.on("ReadPullRequest", pull(changedFiles=len(files)))
    hub.on(f"GET {FILES}", files)
    found = (await snapshot(here)).pull.files
    assert [file.path for file in found[:-1]] == odd
    assert (found[-1].old_path, found[-1].status) == ("old b/x.py", FileStatus.RENAMED)


@pytest.mark.parametrize(
    "answer",
    [
        {"data": None},
        {"data": {"repository": None}},
        pull(changedFiles="many"),
        pull(comments=connection({"databaseId": 1})),
        {"data": {}},
        [],
        Reply(b"<html>", headers={"content-type": "text/html"}),
        Reply(b"{broken", headers={"content-type": "application/json"}),
        Reply(b'"\xff"', headers={"content-type": "application/json"}),
        Reply(b"{}", headers={"content-type": "application/json; charset=klingon"}),
        Reply(b"[" * 100_000, headers={"content-type": "application/json"}),
        {"errors": "no"},
        {"errors": []},
    ],
)
async def test_nonsense_is_named_and_never_a_traceback_of_ours(hub, here, answer):
    hub.on("ReadPullRequest", answer)
    with pytest.raises(GitHubNonsenseError, match="ReadPullRequest") as caught:
        await here.read("acme/shop", 7, 1)
    assert isinstance(caught.value, TransientError)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("answer", [{}, [{}], [listed("a", status="eaten")], [listed("a", changes="x")], "text", None])
async def test_a_nonsense_list_of_files_is_named(hub, here, answer):
    hub.on(f"GET {FILES}", Reply(answer))
    with pytest.raises(GitHubNonsenseError, match="GET /repos/acme/shop/pulls/7/files"):
        await here.read("acme/shop", 7, 1)


# --- the organisation's floor --------------------------------------------------------------------------------

HIDDEN = {
    "type": "NOT_FOUND",
    "path": ["floor"],
    "message": "Could not resolve to a Repository with the name 'acme/.github'.",
}


def with_floor(floor, *errors, **changes):
    answer = pull(**changes)
    answer["data"]["floor"] = floor
    return answer | ({"errors": list(errors)} if errors else {})


def on_default_branch(file):
    return {"defaultBranchRef": {"target": {"oid": "d" * 40, "floor": file}}}


async def test_the_floor_comes_with_the_pull_request(hub, here):
    hub.on("ReadPullRequest", with_floor(on_default_branch(blob("version: 1", oid="1" * 40))))
    floor = (await here.read("acme/shop", 7, 1)).floor
    assert (floor.owner, floor.login) == ("O_1", "acme")
    assert (floor.file.commit, floor.file.text, floor.file.blob) == ("d" * 40, "version: 1", "1" * 40)
    asked = hub.all("ReadPullRequest")[-1].body["variables"]
    assert (asked["floorRepository"], asked["floorPath"]) == (".github", "dont-delegate.yml")


@pytest.mark.parametrize("floor", [{"defaultBranchRef": None}, on_default_branch(None)], ids=["empty", "no file"])
async def test_a_repository_without_the_file_says_that_there_is_no_floor(hub, here, floor):
    hub.on("ReadPullRequest", with_floor(floor))
    found = (await here.read("acme/shop", 7, 1)).floor.file
    assert (found.text, found.problem) == (None, None)


@pytest.mark.parametrize(
    ("floor", "error"),
    [
        (None, HIDDEN),
        (None, HIDDEN | {"type": "FORBIDDEN"}),
        ({"defaultBranchRef": None}, HIDDEN | {"type": "FORBIDDEN", "path": ["floor", "defaultBranchRef"]}),
    ],
    ids=["not found", "forbidden", "in part"],
)
async def test_a_floor_that_is_not_shown_is_not_taken_for_none(hub, here, floor, error):
    hub.on("ReadPullRequest", with_floor(floor, error))
    reading = await here.read("acme/shop", 7, 1)
    assert (reading.floor.file, reading.head_sha) == (None, HEAD)


@pytest.mark.parametrize(
    "errors",
    [
        [HIDDEN | {"path": ["repository"]}],
        [HIDDEN, HIDDEN | {"path": ["repository", "floor"]}],
        [HIDDEN | {"path": None}],
        [HIDDEN | {"type": "INSUFFICIENT_SCOPES"}],
    ],
)
async def test_nothing_else_may_be_missing(hub, here, errors):
    hub.on("ReadPullRequest", with_floor(None, *errors))
    with pytest.raises(RefusedError):
        await here.read("acme/shop", 7, 1)


async def test_a_proposed_floor_is_one_in_its_own_repository_alone(hub, here):
    proposed = head(floor=blob("version: 1"))
    hub.on("ReadPullRequest", pull(head=proposed))
    assert (await here.read("acme/shop", 7, 1)).head_floor.text is None
    hub.on("ReadPullRequest", pull(head=proposed, nameWithOwner="acme/.github"))
    assert (await here.read("acme/shop", 7, 1)).head_floor.text == "version: 1"

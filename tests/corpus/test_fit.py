import shutil
import subprocess
from itertools import pairwise

import pytest
from click.testing import CliRunner

from bot.policy import pack_files
from bot.policy.sign_tables import sign_table
from tests.corpus import fit
from tests.corpus.fit import CUTS, Fit, as_yaml, fit_zone, heights_of, main, row_of, said
from tests.corpus.labelled import Labelled
from tests.corpus.regression import logit
from tests.corpus.score import Label

LOGIN = "def login(user):\n    if not user.password_matches(given):\n        raise AccessDenied()\n"


def labels(repo, touched, lead, **more):
    values = {"lead": lead, **more}
    zones = frozenset({"auth"} if touched else ())
    return Labelled(Label(repo, "0" * 40, "random", zones, frozenset()), {"auth": values})


COMMITS = [
    labels(repo, touched, lead, display=float(shown))
    for repo in ("acme/shop", "acme/till", "acme/desk")
    for touched, lead, shown in [(True, 5, False)] * 6 + [(False, 0.5, False)] * 9 + [(False, 5, True)] * 3
]


def test_a_height_that_few_commits_reach_is_left_out():
    assert heights_of([{"lead": 1.5}] * 8 + [{"lead": 2.0}] * 7) == (("lead", 1), ("lead", 1.5))


def test_a_commit_reaches_each_height_up_to_its_value():
    heights = (("lead", 1), ("lead", 2), ("display", 1))
    assert row_of({"lead": 2.0}, heights) == [0, 1, 2]
    assert row_of({}, heights) == [0]


def test_what_speaks_for_a_zone_gains_points_and_what_only_displays_loses_some():
    found, judged = fit_zone("auth", COMMITS)
    weights = dict(zip(found.heights, found.weights[1:], strict=True))
    assert weights["lead", 4] > 0 > weights["display", 1]
    assert all(low >= 0 for (scale, _), low in weights.items() if scale == "lead")
    touched = {one for one, commit in zip(judged, COMMITS, strict=True) if "auth" in commit.label.zones}
    others = {one for one, commit in zip(judged, COMMITS, strict=True) if "auth" not in commit.label.zones}
    assert min(touched) > max(others)


def test_a_repository_is_judged_without_its_own_labels():
    turned = [
        labels(one.label.repo, "auth" not in one.label.zones, **one.values["auth"])
        if one.label.repo == "acme/desk"
        else one
        for one in COMMITS
    ]
    before, after = (fit_zone("auth", commits)[1] for commits in (COMMITS, turned))
    of_it = [number for number, one in enumerate(COMMITS) if one.label.repo == "acme/desk"]
    assert all(before[one] == pytest.approx(after[one], abs=0.01) for one in of_it)
    assert any(before[one] != pytest.approx(after[one], abs=0.1) for one in range(len(COMMITS)) if one not in of_it)


def test_figures_are_those_of_the_flagged():
    assert said("auth", COMMITS, ["auth" in one.label.zones for one in COMMITS]) == (
        "precision 1.00  recall 1.00  everyday 0.000"
    )
    assert said("auth", COMMITS, [one.values["auth"]["lead"] == 5 for one in COMMITS]) == (
        "precision 0.67  recall 1.00  everyday 0.250"
    )
    assert said("auth", COMMITS, [False] * len(COMMITS)) == "precision 0.00  recall 0.00  everyday 0.000"


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Give a folder of signs that is written to in place of the program's own."""
    folder = tmp_path / "rules"
    shutil.copytree(pack_files.home(), folder)
    monkeypatch.setattr(pack_files, "home", lambda: folder)
    monkeypatch.setattr(fit, "home", lambda: folder)
    sign_table.cache_clear()
    yield folder / "signs"
    sign_table.cache_clear()


@pytest.mark.parametrize("zone", CUTS)
def test_the_upper_cut_is_four_points_and_the_lower_one_two(elsewhere, zone):
    upper, lower = CUTS[zone]
    heights = (("lead", 1), ("lead", 2), ("share", 0.5), ("idle-share", 0.95))
    weights = [-3.0, lower + 3.0, upper - lower, 0.0004, -0.7]
    (elsewhere / f"{zone}.weights.yml").write_text(as_yaml(Fit(zone, heights, weights)))
    table = sign_table(zone)
    assert [(step.scale, step.at_least) for step in table.steps] == [("lead", 1), ("lead", 2), ("idle-share", 0.95)]
    sums = [table.start + sum(step.points for step in table.steps[:many]) for many in (1, 2)]
    assert sums == pytest.approx([2, 4], abs=0.02)
    assert logit(weights, [0, 1, 2]) == pytest.approx(upper)


def history(folder, texts):
    """Make a repository of one commit a text; give the commits."""
    folder.mkdir(parents=True)
    git = ("git", "-C", folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.com")
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    for path, text in texts:
        (folder / path).write_text(text)
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "-qm", f"Change {path}"], check=True)
    told = subprocess.run([*git, "rev-list", "--reverse", "HEAD"], check=True, capture_output=True, text=True)
    return told.stdout.split()


def test_labels_and_repositories_become_weights(elsewhere, tmp_path):
    lines = ["repo,sha,stratum,zones,flags,ambiguous"]
    for name in ("shop", "till"):
        logins = [("auth_service.py", LOGIN * (number + 1)) for number in range(5)]
        lists = [("colours.py", "green = 1\n" * (number + 1)) for number in range(5)]
        shas = history(tmp_path / "repos" / f"acme+{name}", logins + lists)
        lines += [f"acme/{name},{sha},random,{'auth' if at < 5 else 'none'},,no" for at, sha in enumerate(shas)]
        lines.append(f"acme/{name},{shas[0]},random,none,unsure:auth,no")
        lines.append(f"acme/{name},{shas[0]},random,none,,yes")
    (tmp_path / "labels.csv").write_text("\n".join(lines))
    before = (elsewhere / "auth.weights.yml").read_text()
    arguments = ["--labels", str(tmp_path / "labels.csv"), "--repos", str(tmp_path / "repos")]
    shown = CliRunner().invoke(main, arguments, catch_exceptions=False)
    told = shown.output.splitlines()
    assert told[0].startswith("auth: 20 commits, ")
    assert " * 0.00  precision 1.00  recall 1.00  everyday 0.000" in told
    assert any(line.startswith("money: 22 commits, ") for line in told)
    assert (elsewhere / "auth.weights.yml").read_text() == before
    CliRunner().invoke(main, [*arguments, "--write"], catch_exceptions=False)
    sign_table.cache_clear()
    steps = sign_table("auth").steps
    assert "lead" in {step.scale for step in steps}
    assert sum(step.points for step in steps) + sign_table("auth").start > 4
    assert all((one.scale, one.at_least) < (other.scale, other.at_least) for one, other in pairwise(steps))


def test_one_repository_is_too_few(tmp_path):
    (tmp_path / "labels.csv").write_text("repo,sha,stratum,zones,flags,ambiguous\n")
    refused = CliRunner().invoke(main, ["--labels", str(tmp_path / "labels.csv"), "--repos", str(tmp_path)])
    assert refused.exit_code == 2
    assert "The labels name fewer than two repositories, so none can be left out to judge the fit." in refused.output

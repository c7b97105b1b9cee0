"""Fits what the signs of each zone weigh on labelled commits, and says how well that does where it has not looked.

Run as `python -m tests.corpus.fit --labels FILE --repos DIR`, with tables as `tests.corpus.score` reads them; `--labels` may
be given again. `--write` puts the weights into rules/signs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bot.core.matching.signs.scales import SCALES
from bot.core.model.predicates import TOUCHED_AT
from bot.policy.pack_files import home
from tests.corpus.labelled import Labelled, labelled
from tests.corpus.regression import Rows, fitted, logit

# The logits at which a zone is touched, and at which there is something to look at: chosen by hand off what is printed.
CUTS = {"auth": (0.0, -1.0), "money": (0.5, -1.0), "runtime": (0.0, -1.0)}
_LOOKED_AT = (1.0, 0.5, 0.0, -0.5, -1.0, -1.5, -2.0)
LEAST_COMMITS = 8  # that reach a step; fewer are no ground for one
LEAST_POINTS = 0.02  # of a step that is written down
_AGAINST = ("display", "settings", "tooling", "idle-share")
_COUNTS, _SHARES = (1, 2, 4, 8, 16), (0.05, 0.15, 0.3, 0.5, 0.8)
_HEIGHTS: dict[str, tuple[float, ...]] = {
    **dict.fromkeys(SCALES, _COUNTS),
    **dict.fromkeys(("path-strong", "path-medium", "function-strong", "function-medium"), (1, 2)),
    **dict.fromkeys(("share", "share-weak", "around", "guards-share"), _SHARES),
    **dict.fromkeys(("name-strong", "display", "settings", "tooling"), (1,)),
    "lead": (1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 10),
    "idle-share": (0.5, 0.8, 0.95),
}
_HEADER = (
    "# Points for what is read off a change (bot/core/matching/signs/scales.py says what each scale is). Fitted by logistic\n"
    "# regression on labelled commits of public repositories, and judged on repositories left out of the fit; written by\n"
    "# `python -m tests.corpus.fit --write`. Not for the hand: change the words or the scales, and fit again.\n"
)

Height = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Fit:
    """The weights of a zone, in logits: `weights[0]` is the start, and each height has its own behind it."""

    zone: str
    heights: tuple[Height, ...]
    weights: Sequence[float]


@click.command(help=__doc__)
@click.option("--labels", "tables", type=click.Path(path_type=Path, exists=True), multiple=True, required=True)
@click.option("--repos", type=click.Path(path_type=Path, exists=True, file_okay=False), required=True)
@click.option("--write", is_flag=True, help="Write rules/signs/<zone>.weights.yml.")
def main(tables: tuple[Path, ...], repos: Path, *, write: bool) -> None:
    """Fit, judge and print each zone."""
    commits = list(labelled(tables, repos))
    if len({commit.label.repo for commit in commits}) < 2:  # one to look at, one to be judged on
        raise click.UsageError("The labels name fewer than two repositories, so none can be left out to judge the fit.")
    for zone, cuts in CUTS.items():
        sure = [commit for commit in commits if zone not in commit.label.unsure]
        fit, judged = fit_zone(zone, sure)
        click.echo(f"{zone}: {len(sure)} commits, {len(fit.heights)} steps")
        for cut in sorted({*cuts, *_LOOKED_AT}, reverse=True):
            mark = "*" if cut in cuts else " "
            click.echo(f" {mark}{cut:5.2f}  {said(zone, sure, [one >= cut for one in judged])}")
        if write:
            (home() / "signs" / f"{zone}.weights.yml").write_text(as_yaml(fit))


def fit_zone(zone: str, commits: Sequence[Labelled]) -> tuple[Fit, list[float]]:
    """Give the fit to all commits, and each commit's logit by a fit that its repository was left out of."""
    heights = heights_of([commit.values[zone] for commit in commits])
    reached = [row_of(commit.values[zone], heights) for commit in commits]
    wanted = [zone in commit.label.zones for commit in commits]
    ways = [0, *(-1 if scale in _AGAINST else 1 for scale, _ in heights)]
    weights = fitted(Rows(reached, wanted, ways))
    judged = [0.0] * len(commits)
    for repo in {commit.label.repo for commit in commits}:
        others = [number for number, commit in enumerate(commits) if commit.label.repo != repo]
        blind = fitted(Rows([reached[one] for one in others], [wanted[one] for one in others], ways), weights)
        for number, commit in enumerate(commits):
            if commit.label.repo == repo:
                judged[number] = logit(blind, reached[number])
    return Fit(zone, heights, weights), judged


def heights_of(values: Sequence[Mapping[str, float]]) -> tuple[Height, ...]:
    """Give the heights that enough commits reach."""
    return tuple(
        (scale, height)
        for scale in sorted(_HEIGHTS)
        for height in _HEIGHTS[scale]
        if sum(one.get(scale, 0.0) >= height for one in values) >= LEAST_COMMITS
    )


def row_of(values: Mapping[str, float], heights: Sequence[Height]) -> list[int]:
    """List the columns of a commit: the start, and each height that it reaches."""
    return [0, *(column for column, (scale, least) in enumerate(heights, 1) if values.get(scale, 0.0) >= least)]


def said(zone: str, commits: Sequence[Labelled], flagged: Sequence[bool]) -> str:
    """Say how right it is to flag these commits."""
    hits = sum(one and zone in commit.label.zones for one, commit in zip(flagged, commits, strict=True))
    touched = sum(zone in commit.label.zones for commit in commits)
    alarms = [one for one, commit in zip(flagged, commits, strict=True) if commit.everyday]
    precision, recall = hits / max(sum(flagged), 1), hits / max(touched, 1)
    return f"precision {precision:.2f}  recall {recall:.2f}  everyday {sum(alarms) / max(len(alarms), 1):.3f}"


def as_yaml(fit: Fit) -> str:
    """Write the weights down in points: the upper cut is where the zone is touched, and the lower is half of that."""
    upper, lower = CUTS[fit.zone]
    a_logit = TOUCHED_AT / 2 / (upper - lower)
    points = [round(weight * a_logit, 2) for weight in fit.weights[1:]]
    steps = [
        f"  - {{scale: {scale}, at_least: {height}, points: {given}}}\n"
        for (scale, height), given in zip(fit.heights, points, strict=True)
        if abs(given) >= LEAST_POINTS
    ]
    start = TOUCHED_AT + (fit.weights[0] - upper) * a_logit
    return f"{_HEADER}zone: {fit.zone}\nstart: {start:.2f}\nsteps:\n{''.join(steps)}"


if __name__ == "__main__":
    main()

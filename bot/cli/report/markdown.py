"""The report as Markdown, short enough for a comment on a pull request; what a candidate would change stands first."""

from collections.abc import Iterator, Sequence

from bot.cli import words
from bot.cli.judging import Depth
from bot.cli.report import phrases
from bot.cli.report.bars import bar
from bot.cli.report.compared import Pair, RulePair, rules, zones
from bot.cli.report.values import Account, Comparison, Moves, Report, Sample
from bot.core.markdown import code, plain
from bot.core.model.policy import Mode

BAR = 20  # characters
SAMPLES = 3  # of a rule
MOVED_SAMPLES = 5  # of a zone
RULES = 100
LONGEST = 100  # characters of a stranger's text


def markdown(report: Report) -> str:
    """Give the whole report."""
    return "\n\n".join(_parts(report)) + "\n"


def _parts(report: Report) -> Iterator[str]:
    account = report.current
    yield f"### Backtest of {code(report.repository, LONGEST)}"
    yield f"{phrases.span(report)}, judged by {code(account.policy.source, LONGEST)}. {_depths(report)}"
    if account.policy.mode is Mode.SHADOW:
        yield phrases.SHADOW
    if report.comparison:
        yield from _comparison(report, report.comparison)
    yield "#### Zones"
    yield _zones(account, report.commits)
    if account.periods:
        yield _folded(phrases.over_time(report), _periods(report))
    if account.noisiest:
        yield _folded("The noisiest rules", _noisiest(account, report.commits))
        yield _folded("How often each rule fired", _rules(account, report.commits))
    for count in account.zones:
        if count.not_judged:
            yield _folded(f"{phrases.NOT_JUDGED}: {count.zone.id}", _samples(count.not_judged[:SAMPLES]))


def _depths(report: Report) -> str:
    counts = report.current.depths
    parts = [f"{counts[depth]:,} {depth} ({words.share(counts[depth], report.commits)})" for depth in Depth]
    return ", ".join(parts) + "."


def _zones(account: Account, commits: int) -> str:
    rows = [
        (
            code(count.zone.id),
            f"{count.touched:,}",
            words.share(count.touched, commits),
            f"{count.a_week:.1f}",
            f"{count.busiest:,}",
            f"{count.unseen:,}",
            plain(words.who_signs(count.zone.sign_off)),
        )
        for count in account.zones
    ]
    return _table(("Zone", "Asked:", "Share:", "A week:", "Busiest week:", "Not judged:", "Signed by"), rows)


def _periods(report: Report) -> str:
    account = report.current
    most = max(sum(period.touched.values()) for period in account.periods)
    rows = [
        (
            period.name,
            f"{period.commits:,}",
            f"{period.deep:,}",
            bar(sum(period.touched.values()), most, BAR),
            ", ".join(f"{zone} {period.touched[zone]:,}" for zone in account.policy.zones if zone in period.touched),
        )
        for period in account.periods
    ]
    return _table((report.unit.capitalize(), "Commits:", "Deep:", "", "Zones"), rows)


def _noisiest(account: Account, commits: int) -> str:
    parts = [phrases.ASKED]
    for count in account.noisiest:
        grade = f"{count.rule.zone}, {phrases.grade(count.rule)}"
        parts.append(f"**{code(count.rule.id)}** ({grade}): {phrases.noise(count, commits)}.")
        parts.append(_samples(count.samples[:SAMPLES]))
    return "\n\n".join(parts)


def _rules(account: Account, commits: int) -> str:
    fired = [count for zone in account.policy.zones for count in account.fired(zone)]
    most = max(count.commits for count in fired)
    rows = [
        (
            count.rule.zone,
            code(count.rule.id),
            f"{count.commits:,}",
            words.share(count.commits, commits),
            bar(count.commits, most, BAR),
            f"{count.asked:,}",
            f"{count.alone:,}",
        )
        for count in fired[:RULES]
    ]
    table = _table(("Zone", "Rule", "Fired:", "Share:", "", "Asked:", "Alone:"), rows)
    silent = len(account.rules) - len(fired)
    more = [f"And {words.amount(len(fired) - RULES, 'more rule')}."] if len(fired) > RULES else []
    return "\n\n".join([table, *more, *([f"{words.amount(silent, 'rule')} never fired."] if silent else [])])


def _comparison(report: Report, comparison: Comparison) -> Iterator[str]:
    candidate, now = comparison.candidate, report.current
    yield f"#### Against {code(candidate.policy.source, LONGEST)}"
    yield f"**{phrases.verdict(comparison)}**"
    if candidate.policy.mode is Mode.SHADOW:
        yield phrases.SHADOW
    depths = [Pair(depth.value, now.depths[depth], candidate.depths[depth]) for depth in Depth]
    yield _table(("", "Now:", "Then:", "Change:"), [_cells(pair) for pair in depths])
    yield _table(("Zone", "Now:", "Then:", "Change:"), [_cells(pair) for pair in zones(now, candidate)])
    yield from _changed_rules(rules(now, candidate))
    for title, moves in (("Newly asked", comparison.asked), ("Newly free", comparison.free)):
        for one in moves:
            yield _folded(f"{title}, {one.zone.id}: {words.amount(one.commits, 'commit')}", _moved(one))


def _changed_rules(changed: Sequence[RulePair]) -> Iterator[str]:
    if not changed:
        return
    heads = ("Rule", "Fired now:", "Then:", "Change:", "Asked now:", "Then:", "Change:")
    yield _table(heads, [(*_cells(pair.fired), *_cells(pair.asked)[1:]) for pair in changed[:RULES]])
    if len(changed) > RULES:
        yield f"And {words.amount(len(changed) - RULES, 'more rule')}."


def _cells(pair: Pair) -> tuple[str, ...]:
    return f"{code(pair.name)} {pair.remark}".rstrip(), pair.before, pair.after, pair.change


def _moved(moves: Moves) -> str:
    names = [f"{code(rule)} {count:,}" for rule, count in moves.rules[:RULES]]
    return "\n\n".join(
        [*([f"By {', '.join(names)}."] if names else []), _samples(moves.samples[:MOVED_SAMPLES], by_rule=True)]
    )


def _samples(samples: Sequence[Sample], *, by_rule: bool = False) -> str:
    return "\n".join(_sample(sample, by_rule=by_rule) for sample in samples)


def _sample(sample: Sample, *, by_rule: bool) -> str:
    head = f"- {code(sample.sha[:7])} {code(sample.subject, LONGEST)}"
    named = f" ({code(sample.rule)})" if by_rule and sample.rule else ""
    shown = ": ".join(code(text, LONGEST) for text in (phrases.where(sample), phrases.line(sample)) if text)
    return f"{head}{named}\n  {shown}" if shown else f"{head}{named}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table; figures stand right in a column whose head ends with a colon."""
    marks = ["--:" if head.endswith(":") else ":--" for head in heads]
    lines = [
        [head.removesuffix(":") for head in heads],
        marks,
        *([cell.replace("|", "\\|") for cell in row] for row in rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _folded(title: str, inside: str) -> str:
    return f"<details><summary>{title}</summary>\n\n{inside}\n\n</details>"

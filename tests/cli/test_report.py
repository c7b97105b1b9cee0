"""The report of `backtest`, through the command: exact words in text and Markdown, the shape of JSON, a page that holds."""

import json
from types import NoneType, UnionType
from typing import get_args, get_origin, get_type_hints, is_typeddict

import pytest

from bot.cli.report.document import ReportShape

NOW = """\
version: 1
extends: []
signers:
  keepers: {users: [heidi, grace]}
zones:
  search:
    title: Search index
    why: A wrong mapping means a day of reindexing.
    sign_off: {from: keepers, count: 2}
rules:
  - id: mapping-changed
    zone: search
    title: The mapping changes
    when: {paths: ["/mapping/**"], changed: 'type'}
    why: Documents that exist keep the old type.
    checklist: [{id: reindex, ask: "Is a reindex planned?"}]
    tests:
      - {name: a type, path: mapping/a.json, diff: "+type", expect: hit}
      - {name: no type, path: mapping/a.json, diff: "+x", expect: miss}
  - id: mapping-there
    zone: search
    title: A mapping
    when: {paths: ["/mapping/order.json"]}
    confidence: medium
    why: It is read by all.
    checklist: [{id: read, ask: "Is it read?"}]
    tests:
      - {name: this one, path: mapping/order.json, diff: "+x", expect: hit}
      - {name: another, path: mapping/a.json, diff: "+x", expect: miss}
"""
ZONE = """\
  jobs:
    title: Jobs
    why: A job may run twice.
"""
JOB = """\
  - id: job-changed
    zone: jobs
    title: A job changes
    when: {paths: ["/jobs/**"], changed: 'run'}
    why: It may run twice.
    checklist: [{id: twice, ask: "May it run twice?"}]
    tests:
      - {name: a run, path: jobs/a.py, diff: "+run()", expect: hit}
      - {name: no run, path: jobs/a.py, diff: "+x", expect: miss}
"""
THEN = NOW.replace('["/mapping/**"]', '["/mapping/order.json"]').replace("rules:\n", f"{ZONE}rules:\n") + JOB

TEXT = """\
Backtest of shop
5 commits from 6 January 2025 to 3 February 2025, judged by now.yml

           commits  share
  deep           2   40 %  ████████
  shallow        3   60 %  ████████████
  unknown        0    0 %

Zones
Who would have had to sign, and how often.
  zone    asked  share            a week  busiest  not judged  signed by
  search      2   40 %  ████████     0.5        1           0  2 of heidi, grace
  policy      0    0 %               0.0        0           0  1 of the permission admin

Sign-offs by week
  week      commits  deep
  2025-W02        1     1  ████████████████████  search 1
  2025-W03        1     0
  2025-W04        1     0
  2025-W05        1     0
  2025-W06        1     1  ████████████████████  search 1

Rules
Asked: a senior would have been asked to sign. Alone: and no other rule counted towards it.
  search             fired  share                        asked  alone
    mapping-changed      2   40 %  ████████████████████      2      1  high
    mapping-there        2   40 %  ████████████████████      1      0  medium
  policy: No rule fired.

The noisiest rules
Those that ask most often, with commits to look at.
   1. mapping-changed  search, high; fired in 2 commits (40 %), asked in 2, alone in 1
      a124874  Cart
               mapping/cart.json:1  + "type": "keyword"
      5b7afd8  Start
               mapping/order.json:1  + "type": "text"
   2. mapping-there  search, medium; fired in 2 commits (40 %), asked in 1, alone in 0
      31040ed  Room
               mapping/order.json:2
      5b7afd8  Start
               mapping/order.json:1  + "type": "text"

Against then.yml
1 commit would be newly asked for a sign-off, 1 newly free of one.
                   now  then  change
  deep               2     2       0
  shallow            3     3       0
  unknown            0     0       0
  zone, asked      now  then  change
  search             2     1      -1
  policy             0     0       0
  jobs               -     1      +1  new
  rule, fired      now  then  change
  mapping-changed    2     1      -1
  job-changed        -     1      +1  new
  rule, asked      now  then  change
  mapping-changed    2     1      -1
  job-changed        -     1      +1  new

Newly asked: jobs
  1 commit (job-changed 1)
      3e5b515  A job
               jobs/mail.py:1  + run()  job-changed

Newly free: search
  1 commit (mapping-changed 1)
      a124874  Cart
               mapping/cart.json:1  + "type": "keyword"  mapping-changed
"""

MARKDOWN = """\
### Backtest of `shop`

5 commits from 6 January 2025 to 3 February 2025, judged by `now.yml`. 2 deep (40 %), 3 shallow (60 %), 0 unknown (0 %).

#### Against `then.yml`

**1 commit would be newly asked for a sign-off, 1 newly free of one.**

|  | Now | Then | Change |
| :-- | --: | --: | --: |
| `deep` | 2 | 2 | 0 |
| `shallow` | 3 | 3 | 0 |
| `unknown` | 0 | 0 | 0 |

| Zone | Now | Then | Change |
| :-- | --: | --: | --: |
| `search` | 2 | 1 | -1 |
| `policy` | 0 | 0 | 0 |
| `jobs` new | - | 1 | +1 |

| Rule | Fired now | Then | Change | Asked now | Then | Change |
| :-- | --: | --: | --: | --: | --: | --: |
| `mapping-changed` | 2 | 1 | -1 | 2 | 1 | -1 |
| `job-changed` new | - | 1 | +1 | - | 1 | +1 |

<details><summary>Newly asked, jobs: 1 commit</summary>

By `job-changed` 1.

- `3e5b515` `A job` (`job-changed`)
  `jobs/mail.py:1`: `+ run()`

</details>

<details><summary>Newly free, search: 1 commit</summary>

By `mapping-changed` 1.

- `a124874` `Cart` (`mapping-changed`)
  `mapping/cart.json:1`: `+ "type": "keyword"`

</details>

#### Zones

| Zone | Asked | Share | A week | Busiest week | Not judged | Signed by |
| :-- | --: | --: | --: | --: | --: | :-- |
| `search` | 2 | 40 % | 0.5 | 1 | 0 | 2 of heidi, grace |
| `policy` | 0 | 0 % | 0.0 | 0 | 0 | 1 of the permission admin |

<details><summary>Sign-offs by week</summary>

| Week | Commits | Deep |  | Zones |
| :-- | --: | --: | :-- | :-- |
| 2025-W02 | 1 | 1 | ████████████████████ | search 1 |
| 2025-W03 | 1 | 0 |  |  |
| 2025-W04 | 1 | 0 |  |  |
| 2025-W05 | 1 | 0 |  |  |
| 2025-W06 | 1 | 1 | ████████████████████ | search 1 |

</details>

<details><summary>The noisiest rules</summary>

Asked: a senior would have been asked to sign. Alone: and no other rule counted towards it.

**`mapping-changed`** (search, high): fired in 2 commits (40 %), asked in 2, alone in 1.

- `a124874` `Cart`
  `mapping/cart.json:1`: `+ "type": "keyword"`
- `5b7afd8` `Start`
  `mapping/order.json:1`: `+ "type": "text"`

**`mapping-there`** (search, medium): fired in 2 commits (40 %), asked in 1, alone in 0.

- `31040ed` `Room`
  `mapping/order.json:2`
- `5b7afd8` `Start`
  `mapping/order.json:1`: `+ "type": "text"`

</details>

<details><summary>How often each rule fired</summary>

| Zone | Rule | Fired | Share |  | Asked | Alone |
| :-- | :-- | --: | --: | :-- | --: | --: |
| search | `mapping-changed` | 2 | 40 % | ████████████████████ | 2 | 1 |
| search | `mapping-there` | 2 | 40 % | ████████████████████ | 1 | 0 |

1 rule never fired.

</details>
"""


@pytest.fixture
def shop(work, tmp_path, monkeypatch):
    """Five commits in five weeks: a mapping, a note, a job, a mapping that is only moved about, another mapping."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "now.yml").write_text(NOW)
    (tmp_path / "then.yml").write_text(THEN)
    work.write("mapping/order.json", '"type": "text"\n')
    work.shas = [work.commit("Start", at="2025-01-06T10:00:00Z")]
    work.write("note.txt", "one\n")
    work.shas.append(work.commit("A note", at="2025-01-13T10:00:00Z"))
    work.write("jobs/mail.py", "run()\n")
    work.shas.append(work.commit("A job", at="2025-01-20T10:00:00Z"))
    work.write("mapping/order.json", '"type": "text"\n\n')
    work.shas.append(work.commit("Room", at="2025-01-27T10:00:00Z"))
    work.write("mapping/cart.json", '"type": "keyword"\n')
    work.shas.append(work.commit("Cart", at="2025-02-03T10:00:00Z"))
    (tmp_path / "commits.txt").write_text("\n".join(work.shas))
    return work


@pytest.fixture
def report(shop, run):
    """Gives what `backtest` of the shop's commits writes."""

    def call(*arguments):
        done = run("backtest", "--repo", shop.folder, "--commits", "commits.txt", "--policy", "now.yml", *arguments)
        assert done.exit_code == 0, done.output
        return done.output

    return call


def test_the_words_of_the_text_are_exact(report):
    assert report("--against", "then.yml") == TEXT


def test_without_a_candidate_the_text_ends_before_it(report):
    assert report("--format", "text") == TEXT[: TEXT.index("\nAgainst")]


def test_the_words_of_the_markdown_are_exact(report):
    assert report("--against", "then.yml", "--format", "markdown") == MARKDOWN


def test_the_json_has_the_shape_that_is_promised(shop, report):
    found = json.loads(report("--against", "then.yml", "--format", "json"))
    _holds(found, ReportShape)
    cart = {"sha": shop.shas[4], "subject": "Cart", "day": "2025-02-03", "rule": "mapping-changed"}
    cart |= {"path": "mapping/cart.json", "line": 1, "side": "added", "text": '"type": "keyword"'}
    assert found["comparison"]["newly_free_by_zone"] == [
        {"zone": "search", "commits": 1, "rules": {"mapping-changed": 1}, "samples": [cart]}
    ]
    assert [row["zone"] for row in found["comparison"]["newly_asked_by_zone"]] == ["jobs"]
    assert found["comparison"]["verdicts"] == {
        "deep to deep": 1,
        "shallow to shallow": 2,
        "shallow to deep": 1,
        "deep to shallow": 1,
    }
    assert found["current"]["verdicts"] == {"deep": 2, "shallow": 3, "unknown": 0}
    search = found["current"]["zones"][0]
    assert (search["asked"], search["advised"], search["asked_a_week"], search["asked_in_busiest_week"]) == (
        2,
        1,
        0.483,
        1,
    )
    first = found["current"]["rules"][0]
    assert (first["rule"], first["fired"], first["files"], first["asked"], first["alone"]) == (
        "mapping-changed",
        2,
        2,
        2,
        1,
    )
    assert found["current"]["noisiest"] == ["mapping-changed", "mapping-there"]


def test_without_a_candidate_nothing_is_compared(report):
    assert json.loads(report("--format", "json"))["comparison"] is None


def test_a_policy_against_itself_changes_nothing(report):
    output = report("--against", "now.yml")
    assert "No commit would be newly asked for a sign-off, and none newly free of one." in output
    assert "Newly" not in output.replace("newly", "")


def _holds(value, shape):
    """Hold a value against a type: the keys of a TypedDict are exactly those, and each value fits its own."""
    if is_typeddict(shape):
        hints = get_type_hints(shape)
        assert list(value) == list(hints)
        for key, hint in hints.items():
            _holds(value[key], hint)
    elif get_origin(shape) is list:
        for item in value:
            _holds(item, *get_args(shape))
    elif get_origin(shape) is dict:
        for key, item in value.items():
            assert isinstance(key, str)
            _holds(item, get_args(shape)[1])
    elif isinstance(shape, UnionType):
        if value is not None:
            _holds(value, next(one for one in get_args(shape) if one is not NoneType))
    else:
        assert isinstance(value, shape)

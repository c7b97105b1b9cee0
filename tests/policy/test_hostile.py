"""Whatever stands in a policy file, it is read or refused: never an exception, never a wait."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.matching import Matcher
from bot.core.model.change import FileStatus
from bot.core.model.policy import Policy, RuleTest
from bot.policy import Problems, load
from bot.policy.cases import pull_of
from bot.policy.problems import MOST_SHOWN
from tests.policy.texts import SOUND, V, added, rule

PULL = pull_of(RuleTest("any", "src/ledger/a.py", "+foo(1)\n-bar\n baz", expect_hit=True, status=FileStatus.ADDED))
YAMLISH = st.text(alphabet="aA10 \n\t:-{}[]&*!|>'\"#%@`,?~<=\\\u00e9\u2028\ud800\x00.^$()+", max_size=120)
PATTERNISH = st.text(alphabet="ab01 (?:!=<>|)[]{},^$.*+\\dwsbpLZQE-\u00e9\n", max_size=24)
QUICK = settings(deadline=None)  # the machine may be busy
LINES = tuple(SOUND.splitlines(keepends=True))


def judged(text: str | bytes) -> Policy | Problems:
    """Load, and use what was loaded."""
    loaded = load(text, "p.yml")
    if isinstance(loaded, Policy):
        Matcher(loaded).match(PULL)
    else:
        lines = text.count(b"\n" if isinstance(text, bytes) else "\n") + 1  # type: ignore[arg-type]  # one or the other
        assert 1 <= len(loaded.items) <= MOST_SHOWN + 1
        assert all(1 <= one.line <= lines + 1 and one.column >= 1 and one.says and one.instead for one in loaded.items)
    return loaded


@QUICK
@given(YAMLISH)
def test_any_text_is_read_or_refused(text):
    judged(text)
    judged(V + text)


@QUICK
@given(st.binary(max_size=120))
def test_any_bytes_are_read_or_refused(text):
    judged(text)


@QUICK
@given(st.data())
def test_a_damaged_policy_is_read_or_refused(data):
    start = data.draw(st.integers(0, len(SOUND)))
    end = data.draw(st.integers(start, min(len(SOUND), start + 40)))
    judged(SOUND[:start] + data.draw(YAMLISH) + SOUND[end:])


@QUICK
@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_shuffled_lines_are_read_or_refused(lines):
    judged(V + "".join(lines))


@settings(QUICK, max_examples=300)
@given(PATTERNISH)
def test_every_pattern_that_is_let_in_can_be_matched(pattern):
    quoted = pattern.replace("'", "''")
    judged(V + "extends: []\nrules:\n" + rule(zone="policy", when=f"{{added: '{quoted}'}}"))


@settings(QUICK, max_examples=300)
@given(st.text(alphabet="ab/*{},!?. []#\\-", max_size=30))
def test_every_glob_that_is_let_in_can_be_matched(glob):
    quoted = glob.replace("'", "''")
    judged(f"{V}extends: []\nzones: {{a: {{title: A, why: W, paths: ['{quoted}']}}}}\n")


BOMBS = {
    "billion laughs": "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
    ),
    "deep lists": "a: " + "[" * 20_000,
    "deep mappings": "".join("  " * n + "a:\n" for n in range(400)) + "{a: " * 20_000,
    "closed deep lists": "a: " + "[" * 20_000 + "]" * 20_000,
    "a megabyte": V + "# " + "x" * 1_000_000,
    "a quarter of unknown keys": V + "".join(f"k{n}: 1\n" for n in range(20_000)),
    "a quarter of empty keys": V + "".join(f"k{n}:\n" for n in range(20_000)),
    "a quarter of doubled keys": "a: 1\n" * 40_000,
    "many keys that look alike": V + "zones:\n" + "".join(f"  money{n}: {{}}\n" for n in range(12_000)),
    "many rules tuned": V + "tune:\n" + "".join(f"  acess-opened{n}: {{}}\n" for n in range(8_000)),
    "many empty rules": V + "rules:\n" + "  - {}\n" * 12_000,
    "many greedy patterns": added("a") + "".join(f"      - '{n}(?:\\pL{{30}}){{30}}'\n" for n in range(6_000)),
    "many large patterns": V + "rules: [{when: {added: ["
    + ", ".join(f"'{n}(?:\\pL{{30}}){{30}}'" for n in range(9_000)) + "]}}]\n",
    "many large sound patterns": V + "rules: [{when: {added: ["
    + ", ".join(f"'{n}[^a]{{1000}}'" for n in range(12_000)) + "]}}]\n",
    "many braces": V + "exclude: [" + ", ".join("'" + "{a,b}" * 60 + f"{n}'" for n in range(700)) + "]\n",
    "sound, many stars": V + "exclude: [" + ", ".join("'" + "*a" * 200 + f"{n}'" for n in range(500)) + "]\n",
    "one long key": V + "x" * 200_000 + ": 1\n",
    "one long login": V + "signers: {a: {users: [" + "-" * 200_000 + "]}}\n",
    "sound, many logins": V + "signers: {a: {users: [" + ", ".join(f"u{n}" for n in range(20_000)) + "]}}\n",
    "question marks": "? " * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once(name):
    began = time.process_time()
    assert name.startswith("sound") or isinstance(load(BOMBS[name], "p.yml"), Problems)
    assert time.process_time() - began < 3, "seconds of CPU, on a machine that may be busy"


def test_a_flood_is_cut_off_and_the_cut_is_told():
    problems = load(BOMBS["a quarter of unknown keys"], "p.yml")
    assert isinstance(problems, Problems)
    assert len(problems.items) == MOST_SHOWN + 1
    assert problems.items[-1].says == "More problems follow from here on."


def test_a_policy_is_loaded_quickly():
    began = time.process_time()
    rules = "".join(
        f"  - {{id: r{n}, zone: money, title: T, why: W, when: {{added: 'x{n}', paths: ['/a{n}/**']}}, severity: advise}}\n"
        for n in range(400)
    )
    policy = load(f"{V}rules:\n{rules}", "p.yml")
    assert isinstance(policy, Policy)
    assert time.process_time() - began < 3, "seconds of CPU, on a machine that may be busy"
    assert replace(policy, source="") != policy


def test_an_empty_key_is_refused_in_words():
    found = load("version: 1\n'': 1\n", source=".github/dont-delegate.yml")
    assert isinstance(found, Problems)
    assert "2:1" in str(found)

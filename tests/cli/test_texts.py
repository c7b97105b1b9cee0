"""`check` with rules that need more than the patch: the whole texts come from git."""

import json

POLICY = """\
version: 1
extends: []
zones:
  waits:
    title: Waits
    why: Nobody else gets in.
rules:
  - id: sleeps
    zone: waits
    title: A lock is held while it sleeps
    why: Nobody else gets in.
    checklist: [{id: short, ask: "Is it short?"}]
    when:
      structure: {language: python, pattern: time.sleep($$$), inside: "with lock: $$$"}
      file: {match: "^import time", side: base}
  - id: drops
    zone: waits
    title: A table goes
    why: It is gone.
    checklist: [{id: gone, ask: "May it go?"}]
    when: {sql: [drops-table]}
"""
BEFORE = "import time\n\n\ndef wait():\n    with lock:\n        work()\n"


def judged(work, run, files: dict[str, str]):
    work.write(".github/dont-delegate.yml", POLICY)
    work.write("wait.py", BEFORE)
    base = work.commit("base")
    for path, text in files.items():
        work.write(path, text)
    work.commit("change")
    done = run("check", "--repo", str(work.folder), "--base", base, "--format", "json")
    return done.exit_code, json.loads(done.output)


def findings(document) -> list[tuple[str, str, int]]:
    return [(row["rule"], row["path"], row["line"]) for zone in document["zones"] for row in zone["findings"]]


def test_a_structure_around_a_changed_line(work, run):
    code, document = judged(work, run, {"wait.py": BEFORE + "        time.sleep(1)\n"})
    assert (code, findings(document)) == (1, [("sleeps", "wait.py", 7)])


def test_the_same_line_elsewhere_is_nothing(work, run):
    code, document = judged(work, run, {"wait.py": BEFORE + "    time.sleep(1)\n"})
    assert (code, findings(document)) == (0, [])


def test_a_statement_in_a_new_file(work, run):
    code, document = judged(
        work, run, {"1.sql": "-- old\nDROP TABLE\n  carts;\n", "2.sql": "CREATE TABLE a (b int);\n"}
    )
    assert (code, findings(document)) == (1, [("drops", "1.sql", 2)])


def test_broken_code_is_unknown_and_holds(work, run):
    code, document = judged(work, run, {"wait.py": BEFORE + "        time.sleep(1\n]\n"})
    assert (code, document["verdict"]) == (1, "unknown")
    assert document["zones"][0]["unseen"] == ["`wait.py`: its text can't be looked at: it has a syntax error on line 7"]

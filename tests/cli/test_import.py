"""`import`: a policy on stdout or in a file, what is not carried on stderr, and a refusal where there is nothing to import."""

import pytest

from bot.core.model.policy import Policy
from bot.core.seniority import requirements
from bot.policy import load

POLICY_BOT = """\
policy: {approval: [seniors]}
approval_rules:
  - name: seniors
    options: {allow_author: true}
    requires: {count: 2, teams: [acme/seniors]}
"""
NOTE = "line 4: Whoever wrote a part of a change never signs it here, so `allow_author` is not carried.\n"


def _teams(policy: Policy, zone: str) -> tuple[str, ...]:
    return requirements(policy.zones[zone].sign_off)[0].signers.teams


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Work in a folder with something to import."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".policy.yml").write_text(POLICY_BOT)
    (tmp_path / "CODEOWNERS").write_text("/src/ @acme/payments\n")
    return tmp_path


@pytest.mark.usefixtures("here")
def test_a_policy_goes_to_stdout_and_what_it_lacks_to_stderr(run):
    result = run("import", "policy-bot", ".policy.yml")
    assert (result.exit_code, result.stderr) == (0, NOTE)
    policy = load(result.stdout, "imported")
    assert isinstance(policy, Policy)
    assert _teams(policy, "seniors") == ("acme/seniors",)


def test_a_file_is_written_once(run, here):
    output = here / ".github" / "dont-delegate.yml"
    result = run("import", "codeowners", "CODEOWNERS", "--output", str(output))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"Wrote {output}. Next: read it, then `dont-delegate lint {output}`.\n"
    assert run("lint", str(output)).exit_code == 0
    again = run("import", "codeowners", "CODEOWNERS", "--output", str(output))
    says = f"Error: {output} is there already. Name another file, or write over it with --force.\n"
    assert (again.exit_code, again.stderr) == (2, says)
    assert run("import", "codeowners", "CODEOWNERS", "--output", str(output), "--force").exit_code == 0


@pytest.mark.usefixtures("here")
def test_with_a_repository_owners_sign_for_the_shipped_zones_they_fit(run, work):
    lines = "".join(f"def charge_{n}(amount, invoice):\n    return refund(payment, amount)\n" for n in range(20))
    for name in ("refunds", "invoices", "payments"):
        work.write(f"src/billing/{name}.py", lines)
    work.commit("Bill")
    result = run("import", "codeowners", "CODEOWNERS", "--repo", str(work.folder))
    policy = load(result.stdout, "imported")
    assert isinstance(policy, Policy)
    assert _teams(policy, "money") == ("acme/payments",)


@pytest.mark.parametrize(
    ("kind", "content", "says"),
    [
        ("policy-bot", b"name: CI\n", "odd:1: This is no policy of policy-bot: it has no `policy` with `approval`."),
        ("policy-bot", b"a\n\xff", "odd:2: This byte is not UTF-8. Save the file as UTF-8."),
        ("policy-bot", b"# " + b"x" * 300_000, "odd:1: The file has more than 262,144 bytes."),
        ("codeowners", b"#\n", "odd:1: This is no CODEOWNERS: no line gives a pattern an owner, such as `/src/ @acme/payments`."),
    ],
)  # fmt: skip
def test_what_is_none_is_refused_with_file_and_line(run, here, kind, content, says):
    (here / "odd").write_bytes(content)
    result = run("import", kind, "odd")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"Error: {says}\n")


@pytest.mark.usefixtures("here")
def test_a_file_that_is_not_there_is_refused(run):
    result = run("import", "codeowners", "gone")
    assert (result.exit_code, result.stderr) == (2, "Error: gone can't be read: No such file or directory.\n")

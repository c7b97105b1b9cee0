"""Writes the page on policy-bot's cases; needs the folder of outside cases."""

from tests.conformance.cases import cases
from tests.conformance.table import HERE, page

if not cases():
    raise SystemExit("DONT_DELEGATE_SHARED names no folder with policy-bot's cases.")
(HERE / "README.md").write_text(page(cases()), encoding="utf-8")

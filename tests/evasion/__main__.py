"""Writes the page that lists the attacks."""

from tests.evasion.attack import HERE, page

(HERE / "README.md").write_text(page(), encoding="utf-8")

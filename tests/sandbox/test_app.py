"""The App of the sandbox is the one that the manifest describes."""

from pathlib import Path

import yaml

from bot.sandbox.model.app import EVENTS, PERMISSIONS

MANIFEST = yaml.safe_load((Path(__file__).parents[2] / "app.yml").read_text(encoding="utf-8"))


def test_it_may_do_what_the_manifest_asks_for():
    assert dict(PERMISSIONS) == MANIFEST["default_permissions"]


def test_it_hears_of_what_the_manifest_asks_for():
    assert set(MANIFEST["default_events"]) == set(EVENTS)

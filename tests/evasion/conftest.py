"""The stage that attackers stand on: the same as for all tests through the front door."""

from tests.front.conftest import relaxed, stage

__all__ = ["relaxed", "stage"]

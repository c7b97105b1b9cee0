"""What is counted and measured, in one registry of its own, for Prometheus to read."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

_ACKNOWLEDGED = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 10.0)
_EVALUATED = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 15.0, 30.0, 60.0, 120.0)


class Metrics:
    """All metrics of one process; labels take only values of which there are few."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._make_arrival()
        self._make_evaluation()
        self._make_github()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)

    def _make_arrival(self) -> None:
        self.webhooks = Counter(
            "dont_delegate_webhooks",
            "Webhook requests, by event and by what came of them.",
            ["event", "outcome"],
            registry=self.registry,
        )
        self.acknowledged_seconds = Histogram(
            "dont_delegate_webhook_acknowledged_seconds",
            "From the request's head to the answer, its row stored.",
            buckets=_ACKNOWLEDGED,
            registry=self.registry,
        )
        self.inbox_waiting = Gauge(
            "dont_delegate_inbox_waiting", "Events that wait to be handled.", registry=self.registry
        )
        self.inbox_oldest_seconds = Gauge(
            "dont_delegate_inbox_oldest_seconds", "Age of the oldest waiting event.", registry=self.registry
        )
        self.dead_letters = Gauge(
            "dont_delegate_dead_letters",
            "Events that failed too often and wait for an operator.",
            registry=self.registry,
        )

    def _make_evaluation(self) -> None:
        self.evaluations = Counter(
            "dont_delegate_evaluations",
            "Evaluations of a pull request, by the check's conclusion, or `failed`.",
            ["conclusion"],
            registry=self.registry,
        )
        self.evaluation_seconds = Histogram(
            "dont_delegate_evaluation_seconds",
            "From the claim of the events to the last effect.",
            buckets=_EVALUATED,
            registry=self.registry,
        )

    def _make_github(self) -> None:
        self.github_calls = Counter(
            "dont_delegate_github_calls",
            "Calls to GitHub, by method and status; status `none` when no answer came.",
            ["method", "status"],
            registry=self.registry,
        )
        self.github_rate_remaining = Gauge(
            "dont_delegate_github_rate_remaining",
            "Calls left in the present hour, by installation.",
            ["installation"],
            registry=self.registry,
        )

    def exposition(self) -> bytes:
        """All figures in Prometheus' text format, of the type `content_type`."""
        return generate_latest(self.registry)

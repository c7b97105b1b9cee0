"""The figures are in a registry of their own, and there is one of each."""

from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics


def test_two_processes_worth_of_figures_do_not_meet():
    one, other = Metrics(), Metrics()
    one.github_calls.labels("GET", "200").inc()
    labels = {"method": "GET", "status": "200"}
    assert one.registry.get_sample_value("dont_delegate_github_calls_total", labels) == 1
    assert other.registry.get_sample_value("dont_delegate_github_calls_total", labels) is None
    assert REGISTRY.get_sample_value("dont_delegate_github_calls_total", labels) is None


def test_all_that_operators_watch_is_there():
    metrics = Metrics()
    metrics.webhooks.labels("push", "accepted").inc()
    metrics.evaluations.labels("success").inc()
    metrics.github_rate_remaining.labels("5").set(4_999)
    families = {family.name for family in text_string_to_metric_families(metrics.exposition().decode())}
    assert {name for name in families if name.startswith("dont_delegate_") and not name.endswith("_created")} == {
        "dont_delegate_webhooks",
        "dont_delegate_webhook_acknowledged_seconds",
        "dont_delegate_inbox_waiting",
        "dont_delegate_inbox_oldest_seconds",
        "dont_delegate_dead_letters",
        "dont_delegate_evaluations",
        "dont_delegate_evaluation_seconds",
        "dont_delegate_github_calls",
        "dont_delegate_github_rate_remaining",
    }
    assert "process_resident_memory_bytes" in families

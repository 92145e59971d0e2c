"""Counters for /metrics: numbers only, never content, never a person."""

from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)

DOCTOR = "doctor"
"""How the nonces of `zhongshu doctor` begin; WeCom's are numbers."""


def asked_by(reason: str, nonce: str) -> str:
    """The reason of a refusal, marked when the doctor had asked: its own attempts must not look like WeCom's."""
    return f"{DOCTOR}_{reason}" if nonce.startswith(DOCTOR) else reason


class Metrics:
    """The process's metrics, on a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.callbacks = Counter(
            "zhongshu_callbacks", "Callbacks by kind and outcome", ["kind", "outcome"], registry=self.registry
        )
        self.rejected = Counter("zhongshu_rejected", "Callbacks refused unread", ["reason"], registry=self.registry)
        self.guard = Counter("zhongshu_guard", "Texts the guard stopped", ["rule"], registry=self.registry)
        self.seconds = Histogram(
            "zhongshu_callback_seconds",
            "Time to answer a callback",
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
            registry=self.registry,
        )
        self.sent = Counter("zhongshu_sent", "Calls of the sender by outcome", ["outcome"], registry=self.registry)
        self.wecom_errors = Counter("zhongshu_wecom_errors", "Error codes of WeCom", ["code"], registry=self.registry)
        self.calendar = Counter(
            "zhongshu_calendar", "Entries for WeCom's calendar by outcome", ["outcome"], registry=self.registry
        )
        self.reminders = Counter("zhongshu_reminders", "Reminders fired", ["outcome"], registry=self.registry)
        self.faults = Counter("zhongshu_faults", "Bugs answered with an id", registry=self.registry)
        self.outbox_waiting = Gauge("zhongshu_outbox_waiting", "Rows waiting in the outbox", registry=self.registry)
        self.outbox_oldest = self._gauge("outbox_oldest_seconds", "By how much the first waiting message is overdue")
        self.reminders_overdue = self._gauge("reminders_overdue", "Reminders that are due and have not fired")
        self.reminders_latest = self._gauge("reminders_overdue_seconds", "By how much the first of them is overdue")
        self.guard_refusals = self._gauge("guard_refusals", "HARD refusals that the office has counted so far")
        self.database_up = self._gauge("database_up", "1 when the database answers")
        self.database_seconds = self._gauge("database_seconds", "Time of the last measurement in the database")
        Info("zhongshu_build", "The program", registry=self.registry).info({"version": version("zhongshu")})
        ProcessCollector(registry=self.registry)

    def _gauge(self, name: str, about: str) -> Gauge:
        return Gauge(f"zhongshu_{name}", about, registry=self.registry)

    def page(self) -> bytes:
        """The Prometheus text format."""
        return generate_latest(self.registry)


METRICS = Metrics()

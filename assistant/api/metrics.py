"""Counts and times in Prometheus' text form."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assistant.model import Answer

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The numbers of one application; two applications in a process share nothing."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "policy_http_requests_total",
            "HTTP requests answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "policy_http_request_seconds",
            "Time from a request to the end of its answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._answers = Counter(
            "policy_answers_total",
            "Questions answered, by outcome and writer.",
            ("status", "mode"),
            registry=self._registry,
        )
        self._stages = Histogram(
            "policy_answer_stage_seconds",
            "Time of each stage of an answer.",
            ("stage",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._documents = Gauge(
            "policy_index_documents", "Documents that can be asked about.", registry=self._registry
        )

    def count_answer(self, answer: Answer) -> None:
        """Count one answer, and the time of its stages."""
        self._answers.labels(answer.status, answer.mode).inc()
        for stage, milliseconds in answer.timings_ms.items():
            self._stages.labels(stage).observe(milliseconds / 1000)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one HTTP request under its route template, never under the path that was sent."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self, documents: int) -> bytes:
        """Return everything as Prometheus reads it."""
        self._documents.set(documents)
        return generate_latest(self._registry)

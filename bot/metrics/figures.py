"""Counted where it happens; several gateway processes are scraped one by one and added up."""

from prometheus_client import Counter, Histogram

# A turn takes hundredths of a second; after 20 seconds the person has heard an apology, and
# after minutes there was an outage.
_TURN_BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60, 300)

ANSWER_SECONDS = Histogram(
    "bijli_answer_seconds",
    "From a message being stored to its answer being stored",
    ["channel"],
    buckets=_TURN_BUCKETS,
)
RASA_SECONDS = Histogram(
    "bijli_rasa_seconds", "One call of Rasa, the action server included", buckets=_TURN_BUCKETS
)
TURN_FAILURES = Counter(
    "bijli_turn_failures", "Turns that could not be finished and are tried again", ["kind"]
)
GIVEN_UP = Counter(
    "bijli_messages_given_up", "Messages that were settled with an apology", ["kind"]
)
PROVIDER_ERRORS = Counter(
    "bijli_provider_errors", "What a provider outside did not take or give", ["provider", "kind"]
)
REQUEST_SECONDS = Histogram(
    "bijli_gateway_request_seconds",
    "From a request to the beginning of its answer",
    ["route", "method", "status"],
    buckets=(0.005, 0.025, 0.1, 0.5, 1, 5, 20),
)


def provider_failed(provider: str, error: BaseException | type[BaseException]) -> None:
    """Count what went wrong with a provider by the kind of error."""
    kind = error if isinstance(error, type) else type(error)
    PROVIDER_ERRORS.labels(provider, kind.__name__).inc()

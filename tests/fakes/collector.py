"""An OpenTelemetry collector on the wire: takes spans by HTTP and shows them by trace."""

import threading
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans

Spans = set[tuple[str, str]]
SERVICE = "service.name"


class FakeCollector:
    """Listens while it is entered; `traces` are sets of (part, name of the span) by trace id,
    `bodies` the deliveries as they came."""

    def __init__(self) -> None:
        collector = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                collector.take(body)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                """The test's own output stays clean."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._lock = threading.Lock()
        self._traces: dict[str, Spans] = defaultdict(set)
        self.bodies: list[bytes] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """What OTEL_EXPORTER_OTLP_ENDPOINT is set to."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def traces(self) -> dict[str, Spans]:
        """What has come so far."""
        with self._lock:
            return {trace: set(spans) for trace, spans in self._traces.items()}

    def take(self, body: bytes) -> None:
        """One delivery of spans, as protobuf."""
        self.bodies.append(body)
        for told in ExportTraceServiceRequest.FromString(body).resource_spans:
            part = _part(told)
            spans = [span for scope in told.scope_spans for span in scope.spans]
            with self._lock:
                for span in spans:
                    self._traces[span.trace_id.hex()].add((part, span.name))


def _part(told: ResourceSpans) -> str:
    names = (one.value.string_value for one in told.resource.attributes if one.key == SERVICE)
    return next(names, "")

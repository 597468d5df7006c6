"""What people upload: an id that leads to a path, and a path that leads to the bytes."""

from fastapi.responses import JSONResponse, Response

from tests.fakes.telegram.answers import ok, refusal

MOST_BYTES = 20 * 1024 * 1024


class Files:
    """`expired` paths lead nowhere any more; `refusals` answer the next questions, one each."""

    def __init__(self) -> None:
        self.uploads: dict[str, bytes] = {}
        self.expired = False
        self.refusals: list[JSONResponse] = []

    def upload(self, content: bytes) -> str:
        """Somebody sends a file; its id."""
        file_id = f"file-{len(self.uploads) + 1}"
        self.uploads[file_id] = content
        return file_id

    def path(self, file_id: str) -> JSONResponse:
        """The answer to getFile."""
        if self.refusals:
            return self.refusals.pop(0)
        content = self.uploads.get(file_id)
        if content is None:
            return refusal(400, "Bad Request: invalid file_id")
        if len(content) > MOST_BYTES:
            return refusal(400, "Bad Request: file is too big")
        told = {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_size": len(content)}
        return ok(told | {"file_path": f"sent/{file_id}"})

    def read(self, path: str) -> Response:
        """The bytes."""
        content = self.uploads.get(path.removeprefix("sent/"))
        if content is None or self.expired:
            return Response(status_code=404)
        return Response(content, media_type="application/octet-stream")

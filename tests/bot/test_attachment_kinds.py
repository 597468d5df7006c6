"""What a file is stands in its first bytes, not in its name."""

import pytest

from bot.attachments.kinds import mime_type_of, sort_of


def iso(brand: bytes) -> bytes:
    """The head of a file of the ISO family."""
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x02\x00" + b"\x00" * 40


FILES = {
    "image/jpeg": b"\xff\xd8\xff\xe1" + b"\x00" * 40,
    "image/png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
    "image/webp": b"RIFF\x24\x00\x00\x00WEBPVP8 ",
    "image/heic": iso(b"heic"),
    "video/mp4": iso(b"isom"),
    "video/3gpp": iso(b"3gp5"),
    "application/pdf": b"%PDF-1.4\n",
    "audio/ogg": b"OggS" + b"\x00" * 24 + b"OpusHead",
    "audio/mpeg": b"ID3\x04" + b"\x00" * 40,
    "audio/mp4": iso(b"M4A "),
    "audio/aac": b"\xff\xf1\x50\x80" + b"\x00" * 40,
    "audio/amr": b"#!AMR\n" + b"\x00" * 40,
}
SORTS = {"image": "photo", "video": "video", "application": "document", "audio": "voice"}


@pytest.mark.parametrize(("mime_type", "content"), FILES.items())
def test_each_kind_that_is_taken_is_known_by_its_head(mime_type: str, content: bytes) -> None:
    """And under which sort it is kept."""
    sort = SORTS[mime_type.partition("/")[0]]
    assert mime_type_of(content, sort) == mime_type
    assert sort_of(content) == sort


def test_an_mp3_without_a_title_is_known_by_its_first_frame() -> None:
    """Its layer bits tell it from AAC."""
    assert mime_type_of(b"\xff\xfb\x90\x64" + b"\x00" * 40, "voice") == "audio/mpeg"


@pytest.mark.parametrize("brand", [b"isom", b"mp42", b"3gp4"])
def test_a_telephone_keeps_speech_in_the_box_of_a_film(brand: bytes) -> None:
    """As a voice note it is sound."""
    assert mime_type_of(iso(brand), "voice") == "audio/mp4"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\x00" * 40,
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"OggS" + b"\x00" * 24 + b"\x80theora",
        b"RIFF\x24\x00\x00\x00AVI ",
        iso(b"qt  "),
        b"\x00" * 64,
    ],
)
def test_nothing_else_is_taken(content: bytes) -> None:
    """Pages, programs, archives, films of other kinds, nothing at all."""
    assert sort_of(content) is None
    assert all(mime_type_of(content, sort) is None for sort in ("photo", "document", "voice"))


@pytest.mark.parametrize(("mime_type", "sort"), [("audio/ogg", "photo"), ("image/png", "video")])
def test_a_kind_is_taken_only_as_what_it_is(mime_type: str, sort: str) -> None:
    """What was sent as a photo and is a sound is refused."""
    assert mime_type_of(FILES[mime_type], sort) is None

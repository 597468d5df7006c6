"""What may be sent: which kinds of files, how large, told by their first bytes.

A name or a stated type is believed by nobody. Nothing is decoded here or later: what unpacks to
gigabytes stays as small as it came.
"""

from collections.abc import Callable

HEAD = 64  # bytes that are enough to tell every kind

MEGABYTE = 1024 * 1024
#: Bytes for each sort. WhatsApp itself takes no larger photos (5 MB), films and voice notes
#: (16 MB); its papers may be larger, but no line of a small town carries them to a crew.
MOST_BYTES = {
    "photo": 10 * MEGABYTE,
    "video": 16 * MEGABYTE,
    "document": 16 * MEGABYTE,
    "voice": 16 * MEGABYTE,
}

_PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic"})
_FILMS = frozenset({"video/mp4", "video/3gpp"})
_VOICES = frozenset({"audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr"})
_ALLOWED = {
    "photo": _PHOTOS,
    "video": _FILMS,
    "document": _PHOTOS | _FILMS | {"application/pdf"},
    "voice": _VOICES,
}
#: A telephone records speech into the container of a film and marks it as one.
_SPOKEN_IN_A_FILM = {"video/mp4": "audio/mp4", "video/3gpp": "audio/mp4"}

#: Four letters after "ftyp" in a file of the ISO family (ISO/IEC 14496-12) and what it holds.
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"mif1", b"msf1"), "image/heic"),
    **dict.fromkeys((b"M4A ", b"M4B "), "audio/mp4"),
    **dict.fromkeys(
        (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV"),
        "video/mp4",
    ),
}


def mime_type_of(content: bytes, sort: str) -> str | None:
    """The type that the bytes show, if a `sort` (photo, video, document, voice) may be one."""
    head = content[:HEAD]
    found = next((mime_type for shows, mime_type in _SIGNS if shows(head)), None) or _iso(head)
    if sort == "voice" and found in _SPOKEN_IN_A_FILM:
        found = _SPOKEN_IN_A_FILM[found]
    return found if found in _ALLOWED.get(sort, ()) else None


def sort_of(content: bytes) -> str | None:
    """The sort of what came without being told: the first that may be of its type."""
    return next((sort for sort in _ALLOWED if mime_type_of(content, sort)), None)


def _iso(head: bytes) -> str | None:
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    return "video/3gpp" if brand[:3] in (b"3gp", b"3g2") else _BRANDS.get(brand)


def _begins(sign: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(sign)


def _webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _ogg_with_sound(head: bytes) -> bool:
    return head.startswith(b"OggS") and (b"OpusHead" in head or b"\x01vorbis" in head)


def _mpeg_frame(head: bytes, *, adts: bool) -> bool:
    """Eleven set bits begin a frame; the two layer bits are 0 in AAC (ADTS) and not in MP3."""
    frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    return frame and (head[1] & 0x06 == 0) == adts


_SIGNS: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (_begins(b"\xff\xd8\xff"), "image/jpeg"),
    (_begins(b"\x89PNG\r\n\x1a\n"), "image/png"),
    (_webp, "image/webp"),
    (_begins(b"%PDF-"), "application/pdf"),
    (_ogg_with_sound, "audio/ogg"),
    (_begins(b"#!AMR"), "audio/amr"),
    (_begins(b"ID3"), "audio/mpeg"),
    (lambda head: _mpeg_frame(head, adts=False), "audio/mpeg"),
    (lambda head: _mpeg_frame(head, adts=True), "audio/aac"),
)

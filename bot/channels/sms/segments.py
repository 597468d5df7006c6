"""How many SMS a text costs. Source: 3GPP TS 23.038 (GSM 7-bit default alphabet and its
extension table) and TS 23.040 (the header of a part takes 7 septets or 3 UTF-16 units)."""

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")  # each takes two septets

ALONE_GSM, PART_GSM = 160, 153
ALONE_UNICODE, PART_UNICODE = 70, 67


def is_unicode(text: str) -> bool:
    """Whether a single letter outside the GSM alphabet (Hindi, ₹, a curly quote) makes the
    whole SMS UCS-2."""
    return any(letter not in BASIC and letter not in EXTENSION for letter in text)


def segments(text: str) -> int:
    """How many parts are sent and paid for; a letter of two units is never cut in half."""
    if is_unicode(text):
        sizes = [len(letter.encode("utf-16-le")) // 2 for letter in text]
        return _parts(sizes, ALONE_UNICODE, PART_UNICODE)
    return _parts([1 + (letter in EXTENSION) for letter in text], ALONE_GSM, PART_GSM)


def _parts(sizes: list[int], alone: int, part: int) -> int:
    if sum(sizes) <= alone:
        return 1
    parts, room = 1, part
    for size in sizes:
        if size > room:
            parts, room = parts + 1, part
        room -= size
    return parts

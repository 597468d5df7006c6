"""Mobile numbers as channels and telephone companies write them."""

import re

# India's numbering plan: ten digits, the first of them 6 to 9.
_MOBILE = re.compile(r"[6-9][0-9]{9}")
_BEFORE = re.compile(r"(?:\+?91|0)(?=[6-9][0-9]{9}\Z)")


def mobile_of(written: str) -> str | None:
    """The ten digits of an Indian mobile number ("+91 98765 43210", "098…", "9198…"), or None."""
    digits = re.sub(r"[\s().-]", "", written)
    bare = _BEFORE.sub("", re.sub(r"\A0+(?=91|0)", "", digits), count=1)
    return bare if _MOBILE.fullmatch(bare) else None


def masked(mobile_number: str) -> str:
    """A number in a list: its last four digits, by which its owner can be told from others."""
    return "•" * (len(mobile_number) - 4) + mobile_number[-4:]

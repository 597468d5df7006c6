"""Which keys of the catalogues the code says: read from Python, from the pages, and from the
action server's own list of the keys that it puts together at run time."""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path

from actions.wording_keys import wording_keys

#: Calls whose first argument is a key.
_SPEAK = frozenset({"say", "word", "phrase", "Choice", "Bubble", "Refused", "_sentence"})
#: Arguments of `say` that are no placeholders.
_NOT_SAID = frozenset({"expects"})

_KEY = re.compile(r"[a-z_]+(\.[A-Za-z_-]+)+")
_KEY_BEGUN = re.compile(r"[a-z_]+\.[a-z_.]*")
_QUOTED = re.compile(r"""["'`]([a-z_]+(?:\.[A-Za-z_-]+)*)["'`]""")
# `t("staff_role." ~ member.role)` in a template of Jinja.
_JOINED = re.compile(r"""["']([a-z_]+\.[a-z_.]*)["'] ~""")
# `phrases("desk.canned.")`: a whole group of sentences.
_GROUP = re.compile(r"[a-z_]+\.(?:[a-z_]+\.)+")
_TEMPLATE = re.compile(r"`([a-z_]+\.[a-z_.]*)\$\{\w+\}([a-z_.]*)`")


@dataclass
class Spoken:
    """What the code says.

    `keys` are said for certain; `mentioned` are strings that look like keys; `composed` are
    patterns of keys with a gap; `args` are the keys said with a fixed list of arguments.
    """

    keys: set[str] = field(default_factory=set)
    mentioned: set[str] = field(default_factory=set)
    composed: list[re.Pattern[str]] = field(default_factory=list)
    args: list[tuple[str, frozenset[str]]] = field(default_factory=list)

    def composes(self, key: str) -> bool:
        """Whether `key` fits one of the patterns."""
        return any(pattern.fullmatch(key) for pattern in self.composed)


def spoken_in(root: Path) -> Spoken:
    """Read the gateway, its pages and the action server below `root`."""
    spoken = Spoken(keys=set(wording_keys()))
    for path in sorted((root / "actions").rglob("*.py")):
        _python(ast.parse(path.read_text("utf-8")), spoken)
    for path in sorted((root / "bot").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        _python(tree, spoken)
        _composed_in_python(tree, spoken)
    for path in sorted((root / "bot").rglob("*")):
        if path.suffix in (".html", ".js"):
            _page(path.read_text("utf-8"), spoken)
    return spoken


def _python(tree: ast.AST, spoken: Spoken) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if _KEY.fullmatch(node.value):
                spoken.mentioned.add(node.value)
            elif _GROUP.fullmatch(node.value):
                spoken.composed.append(re.compile(re.escape(node.value) + r"[\w-]+"))
        elif isinstance(node, ast.Call):
            _call(node, spoken)


def _call(call: ast.Call, spoken: Spoken) -> None:
    name = getattr(call.func, "attr", None) or getattr(call.func, "id", None)
    first = call.args[0] if call.args else None
    if (
        name not in _SPEAK
        or not isinstance(first, ast.Constant)
        or not isinstance(first.value, str)
    ):
        return
    # "other" in word("other") is no key: every key has a dot.
    if "." not in first.value:
        return
    spoken.keys.add(first.value)
    given = {one.arg for one in call.keywords}
    if name == "say" and None not in given:
        named = frozenset(one for one in given if one is not None)
        spoken.args.append((first.value, named - _NOT_SAID))


def _composed_in_python(tree: ast.AST, spoken: Spoken) -> None:
    """`f"channel.command.{name}"`. The action server lists its own, which is exact."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.JoinedStr) or not node.values:
            continue
        head = node.values[0]
        if (
            isinstance(head, ast.Constant)
            and isinstance(head.value, str)
            and _KEY_BEGUN.fullmatch(head.value)
        ):
            spoken.composed.append(re.compile(re.escape(head.value) + r"[\w-]+"))


def _page(text: str, spoken: Spoken) -> None:
    quoted = set(_QUOTED.findall(text))
    spoken.mentioned |= {one for one in quoted if "." in one}
    for head, tail in _TEMPLATE.findall(text):
        # With nothing but the group before the gap any key would fit: then only words that
        # the same file names can fill it.
        words = "|".join(sorted(one for one in quoted if "." not in one))
        gap = r"[\w-]+" if head.count(".") > 1 else f"(?:{words})"
        spoken.composed.append(re.compile(re.escape(head) + gap + re.escape(tail)))
    for head in _JOINED.findall(text):
        spoken.composed.append(re.compile(re.escape(head) + r"[\w-]+"))

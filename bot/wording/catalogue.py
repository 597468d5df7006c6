"""Reads `locales/<locale>/LC_MESSAGES/messages.po`: one dotted key, one sentence."""

from dataclasses import dataclass
from gettext import c2py
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

from bot.errors import BadCatalogue

# The three ways of writing, the folder of each and the Babel locale that formats its values.
LOCALES = {"hi": ("hi", "hi_IN"), "hi-Latn": ("hi_Latn", "hi_Latn"), "en": ("en", "en_IN")}

# What the gateway must be able to say whatever else is broken.
INDISPENSABLE = (
    "gateway.unavailable",
    "gateway.sorry_menu",
    "gateway.expired",
    "gateway.too_long",
    "gateway.attachment_too_large",
    "gateway.attachment_not_taken",
    "gateway.empty",
    "gateway.not_offered",
    "gateway.slow_down",
    "gateway.invalid",
    "gateway.unknown_conversation",
    "gateway.unauthorized",
    "gateway.not_found",
    "gateway.internal",
    "format.datetime",
    "format.date",
    "format.kilowatt",
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sentences of one way of writing, by key."""

    sentences: dict[str, tuple[str, ...]]
    plural_form: object

    def sentence(self, key: str, count: int | None) -> str | None:
        """The sentence of a key, in the plural form that `count` calls for; None: no such key."""
        forms = self.sentences.get(key)
        if not forms:
            return None
        if len(forms) == 1 or count is None:
            return forms[-1] if count is None else forms[0]
        chosen = self.plural_form(count) if callable(self.plural_form) else 0
        return forms[min(int(chosen), len(forms) - 1)]


def read_catalogue(directory: Path, locale: str) -> Catalogue:
    """Raise BadCatalogue if the file is absent, cannot be read or lacks the indispensable."""
    path = directory / locale / "LC_MESSAGES" / "messages.po"
    try:
        with path.open("rb") as file:
            catalog = read_po(file, locale=locale, abort_invalid=True)
    except (OSError, PoFileError, ValueError) as error:
        raise BadCatalogue(f"{path}: {error}") from error
    sentences: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        key = message.id[0] if isinstance(message.id, tuple | list) else message.id
        written = message.string if isinstance(message.string, tuple | list) else [message.string]
        forms = tuple(form for form in written if form)
        if key and len(forms) == len(written) and not message.fuzzy:
            sentences[key] = forms
    absent = [key for key in INDISPENSABLE if key not in sentences]
    if absent:
        raise BadCatalogue(f"{path} lacks {', '.join(absent)}")
    return Catalogue(sentences, c2py(catalog.plural_expr))

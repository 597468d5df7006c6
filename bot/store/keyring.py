"""The keys under which personal fields are stored, and the two ways of storing them.

`seal` never gives the same twice (AES-256-GCM), for whatever is only read back. `hide` gives the
same for the same (AES-SIV, RFC 5297), for what is looked up: mobile numbers, users of a channel,
payloads. FIELD_KEYS seals; the key that hides is random, made once for a database and stored in
it, sealed. So FIELD_KEYS can be changed while people write, and what is looked up is found all
the time.

Measured on this project's 2-core machine: 1.4 µs to seal a bubble of 360 bytes, 1.9 µs to open
it, 0.8 µs to hide a mobile number. Fernet, which does the same as `seal`, takes 8 and 9 µs.
"""

import hashlib
import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

from bot.errors import FieldKeysWrong

# No consumer can write a control character (bot/conversations/cleaning.py), so what was stored
# before there was a key is told from what is sealed.
SEALED = "\x1es"
HIDDEN = "\x1eh"
NAME_LENGTH = 8  # hexadecimal digits of a key's name, which stands before what it has sealed
NONCE_BYTES = 12
HIDING_KEY_BYTES = 64
LONE = "surrogatepass"  # half a letter, which a channel's JSON may hold, is stored as it came


class Keyring:
    """`secrets`: those of FIELD_KEYS, the first of which seals; all of them open.

    Without any it stores everything as it is, and opens nothing. Raises FieldKeysWrong for what
    none of its keys opens, and for hiding anything before it was given the database's key.
    """

    def __init__(self, secrets: Sequence[str] = ()) -> None:
        self._keys = {_name(secret): AESGCM(_key(secret)) for secret in secrets}
        self._newest = next(iter(self._keys), "")
        self._hiding: AESSIV | None = None

    @property
    def seals(self) -> bool:
        """Whether there is a key at all."""
        return bool(self._keys)

    @property
    def mark(self) -> str:
        """How everything begins that the first key has sealed."""
        return f"{SEALED}{self._newest}"

    def seal(self, text: str) -> str:
        """The text as it is stored where nobody looks for it."""
        if not self._keys:
            return text
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._keys[self._newest].encrypt(nonce, text.encode(errors=LONE), None)
        return self.mark + b64encode(sealed).decode()

    def unseal(self, stored: str) -> str:
        """What `seal` was given; what was stored without a key is given back as it is."""
        if not stored.startswith(SEALED):
            return stored
        start = len(SEALED) + NAME_LENGTH
        key = self._keys.get(stored[len(SEALED) : start])
        if key is None:
            raise FieldKeysWrong("something stored was sealed with a key that is not in FIELD_KEYS")
        try:
            sealed = b64decode(stored[start:])
            return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None).decode(errors=LONE)
        except (InvalidTag, NotBase64, ValueError) as error:
            raise FieldKeysWrong("something stored was changed since it was sealed") from error

    def hide(self, text: str) -> str:
        """The text as it is stored where it is looked up: always the same for the same."""
        if not self._keys:
            return text
        return HIDDEN + b64encode(self._hides().encrypt(text.encode(errors=LONE), None)).decode()

    def show(self, stored: str) -> str:
        """What `hide` was given; what was stored without a key is given back as it is."""
        if not stored.startswith(HIDDEN):
            return stored
        try:
            return self._hides().decrypt(b64decode(stored[len(HIDDEN) :]), None).decode(errors=LONE)
        except (InvalidTag, NotBase64, ValueError) as error:
            raise FieldKeysWrong("something stored was changed since it was hidden") from error

    def new_hiding_key(self) -> str:
        """Make the key that hides; it is returned sealed, to be stored with what it hides."""
        made = os.urandom(HIDING_KEY_BYTES)
        self._hiding = AESSIV(made)
        return self.seal(made.hex())

    def take_hiding_key(self, sealed: str) -> None:
        """Use the key that the database has."""
        self._hiding = AESSIV(bytes.fromhex(self.unseal(sealed)))

    def _hides(self) -> AESSIV:
        if self._hiding is None:
            raise FieldKeysWrong("the database's key was not read, or FIELD_KEYS is not set")
        return self._hiding


def _key(secret: str) -> bytes:
    # The secrets are long and random (bot/settings), so one hash makes a key of each.
    return hashlib.sha256(b"bijli field key\0" + secret.encode()).digest()


def _name(secret: str) -> str:
    return hashlib.sha256(b"bijli field key name\0" + secret.encode()).hexdigest()[:NAME_LENGTH]

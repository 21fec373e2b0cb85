"""Values that are kept sealed: identity numbers, phones, accounts; unreadable without the key that lies beside, not in,
the database.

Sealing is AES-256-GCM with a nonce for each value. A sealed number is looked up by its keyed fingerprint, which tells
nobody without the key what the number is.
"""

import hashlib
import hmac
import os
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext_lazy

from zhucun.core.refusals import Refused
from zhucun.engine.households.identity import fingerprint as identity_fingerprint

NONCE = 12
FIRST = "1:"  # the way of sealing, so that a later one can stand beside it
HIDDEN = "••••••"


@lru_cache(maxsize=4)
def _key(secret: str, use: str) -> bytes:
    """Return a key of 32 bytes for one use, so that sealing and look-up never share one."""
    return hmac.new(secret.encode(), f"zhucun {use}".encode(), hashlib.sha256).digest()


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(_key(secret, "sealing"))


def cipher() -> AESGCM:
    """Return what seals in this installation, for sealing many texts at once."""
    return _cipher(settings.IDENTITY_KEY)


def key_of_use(use: str) -> bytes:
    """Return this installation's key for one use."""
    return _key(settings.IDENTITY_KEY, use)


def seal(text: str) -> str:
    """Return a text sealed; the same text gives another result each time. Nothing stays nothing."""
    return sealer()(text)


def sealer() -> Callable[[str], str]:
    """Return the function that seals, its key looked up once: for many texts at once."""
    encrypt = cipher().encrypt

    def sealed(text: str) -> str:
        if not text:
            return ""
        nonce = os.urandom(NONCE)
        return FIRST + b2a_base64(nonce + encrypt(nonce, text.encode(), None), newline=False).decode("ascii")

    return sealed


def unseal(token: str) -> str:
    """Return what was sealed; refuses when the key is not the one it was sealed with."""
    return unsealer()(token)


def unsealer() -> Callable[[str], str]:
    """Return the function that unseals, its key looked up once: for many texts at once."""
    decrypt = cipher().decrypt

    def unsealed(token: str) -> str:
        if not token:
            return ""
        raw = a2b_base64(token.removeprefix(FIRST))
        try:
            return decrypt(raw[:NONCE], raw[NONCE:], None).decode()
        except InvalidTag as error:
            raise Refused("sealed.other_key", OTHER_KEY) from error

    return unsealed


OTHER_KEY = gettext_lazy(
    "Personal facts cannot be read: the key is not the one they were sealed with. Restore the backup's key."
)
WHOLE = b"zhucun-sealed-1:"
"""How a sealed file begins, so that one stored before sealing is still read."""


def seal_file(content: bytes) -> bytes:
    """Return a file's content sealed."""
    nonce = os.urandom(NONCE)
    return WHOLE + nonce + _cipher(settings.IDENTITY_KEY).encrypt(nonce, content, WHOLE)


def unseal_file(stored: bytes) -> bytes:
    """Return the content of a sealed file; one that was never sealed is returned as it is."""
    if not stored.startswith(WHOLE):
        return stored
    nonce, sealed = stored[len(WHOLE) :][:NONCE], stored[len(WHOLE) + NONCE :]
    try:
        return _cipher(settings.IDENTITY_KEY).decrypt(nonce, sealed, WHOLE)
    except InvalidTag as error:
        raise Refused("sealed.other_key", OTHER_KEY) from error


def fingerprint(identity: str) -> str:
    """Return by what an identity number is looked up; the old number of a person and the new one have the same."""
    return fingerprints([identity])[0]


def fingerprints(identities: Iterable[str | None]) -> list[str]:
    """Return the fingerprint of each identity number, nothing where there is none; the key is looked up once."""
    key = key_of_use("fingerprint")
    return [identity_fingerprint(identity, key=key) if identity else "" for identity in identities]


class Sealed:
    """A sealed value as a row holds it: printed it says nothing, opened it gives the text."""

    __slots__ = ("token",)

    def __init__(self, token: str) -> None:
        self.token = token

    @classmethod
    def of(cls, text: str) -> "Sealed":
        """Return a text sealed."""
        return cls(seal(text))

    def open(self) -> str:
        """Return the text; whoever shows it notes the act (core.actions.note_unmasking) or masks it."""
        return unseal(self.token)

    def __str__(self) -> str:
        return HIDDEN if self.token else ""

    def __repr__(self) -> str:
        return f"Sealed({str(self)!r})"

    def __bool__(self) -> bool:
        return bool(self.token)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self.open() == other.open()

    def __hash__(self) -> int:
        return hash(self.token)

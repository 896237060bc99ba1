"""The vault's keys: seal, open and index a value. Nothing here writes a key or a value anywhere.

From each 32 bytes three things are derived by HKDF-SHA256 and none of them leads back: a key that seals (AES-256-GCM),
a key that indexes (HMAC-SHA256) and an id. What is sealed is bound to its row: opened for another row it does not open.
"""

from __future__ import annotations

import hmac
import os
from dataclasses import dataclass
from functools import partial

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from duly.core.mendable import Mendable
from duly.core.secret import Secret
from duly.rules.personal import spelling

KEY_BYTES = 32
NONCE_BYTES = 12
NO_KEY = "保险库没有密钥，只显示脱敏内容 the vault has no key; everything stays masked"


class VaultClosed(Mendable, RuntimeError):
    """There is no key, or not the one that sealed this; nothing is shown, and nothing is written."""


class DoesNotOpen(RuntimeError):
    """What is sealed was changed, or belongs to another row."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value lies: whose it is, by an id, and which field."""

    subject: str  # borrower, party or address
    of: str  # 32 hex digits
    field: str

    def bound(self, key_id: str) -> bytes:
        """What a sealed value is bound to."""
        return f"{self.subject}|{self.of}|{self.field}|{key_id}".encode()


@dataclass(frozen=True, slots=True)
class Sealed:
    key_id: str
    nonce: bytes
    ciphertext: bytes


class Key:
    """One key, of which only the id can be seen."""

    __slots__ = ("_index", "_seal", "id")

    def __init__(self, material: bytes) -> None:
        if len(material) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        derive = partial(_derive, material)
        self.id = derive(b"duly vault id", 8).hex()
        self._seal = AESGCM(derive(b"duly vault seal", KEY_BYTES))
        self._index = derive(b"duly vault index", KEY_BYTES)

    def __repr__(self) -> str:
        return f"Key({self.id})"

    def seal(self, place: Place, value: Secret) -> Sealed:
        nonce = os.urandom(NONCE_BYTES)
        return Sealed(self.id, nonce, self._seal.encrypt(nonce, value.reveal().encode(), place.bound(self.id)))

    def open(self, place: Place, sealed: Sealed) -> Secret:
        """Raises DoesNotOpen."""
        try:
            return Secret(self._seal.decrypt(sealed.nonce, sealed.ciphertext, place.bound(self.id)).decode())
        except InvalidTag:
            raise DoesNotOpen(f"{place.subject} {place.of}: {place.field} 打不开 does not open") from None

    def blind(self, field: str, value: Secret) -> str:
        """64 hex digits, equal for equal values of a field, and no way back without the key."""
        told = f"{field}\0{spelling(field, value.reveal())}".encode()
        return hmac.digest(self._index, told, "sha256").hex()


def _derive(material: bytes, about: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=about).derive(material)


@dataclass(frozen=True, slots=True)
class Keyring:
    """Every key that the house holds, the one that seals last. Without any the vault is closed, and `why` says so."""

    keys: tuple[Key, ...] = ()
    why: str = NO_KEY

    @property
    def is_open(self) -> bool:
        return bool(self.keys)

    @property
    def current(self) -> Key:
        """The key that seals.

        Raises VaultClosed.
        """
        if not self.keys:
            raise VaultClosed(self.why)
        return self.keys[-1]

    @property
    def older(self) -> tuple[Key, ...]:
        return self.keys[:-1]

    def open(self, place: Place, sealed: Sealed) -> Secret:
        """Raises VaultClosed where no key here sealed it, DoesNotOpen."""
        if not self.keys:
            raise VaultClosed(self.why)
        for key in self.keys:
            if key.id == sealed.key_id:
                return key.open(place, sealed)
        raise VaultClosed(f"没有密钥 {sealed.key_id} the house does not hold this key")

    def blinds(self, field: str, value: Secret) -> list[str]:
        """The index of a value under every key: while keys are changed a row may stand under any.

        Raises VaultClosed.
        """
        if not self.keys:
            raise VaultClosed(self.why)
        return [key.blind(field, value) for key in self.keys]

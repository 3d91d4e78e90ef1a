"""Ed25519 keys: made on a device, for a person or for the device itself. A key is hexadecimal text; a verdict is a value."""

from __future__ import annotations

from typing import NamedTuple

from inspector import chance


class KeyPair(NamedTuple):
    """32 bytes each, in hexadecimal."""

    public: str
    secret: str


def make() -> KeyPair:
    """A new pair from the system's randomness."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    secret = Ed25519PrivateKey.from_private_bytes(chance.drawn(32))
    return KeyPair(secret.public_key().public_bytes_raw().hex(), secret.private_bytes_raw().hex())


def seal(secret: str, message: bytes) -> str:
    """The signature over `message`: 64 bytes in hexadecimal."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret)).sign(message).hex()


def holds(public: str, message: bytes, seal: str) -> bool:
    """Whether `seal` is that key's signature over `message`; False for anything that is no key or no seal."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(seal), message)
    except (ValueError, InvalidSignature):
        return False
    return True

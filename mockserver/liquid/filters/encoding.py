"""Filters that hash and encode, all over the UTF-8 bytes of a text.

Page: https://www.braze.com/docs/user_guide/personalization_and_dynamic_content/liquid/advanced_filters/
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Callable
from typing import TYPE_CHECKING

from mockserver.liquid.failures import LiquidFailure
from mockserver.liquid.ruby.values import to_text

if TYPE_CHECKING:
    from mockserver.liquid.context import BrazeContext

_FROM_URL_SAFE = bytes.maketrans(b"-_", b"+/")


def _bytes(value: object) -> bytes:
    return to_text(value).encode("utf-8", errors="surrogatepass")


def _hash(algorithm: str) -> Callable[[object], str]:
    return lambda value: hashlib.new(algorithm, _bytes(value), usedforsecurity=False).hexdigest()


def _hmac_hex(algorithm: str) -> Callable[[object, object], str]:
    return lambda value, key: hmac.new(_bytes(key), _bytes(value), algorithm).hexdigest()


def _hmac_base64(algorithm: str) -> Callable[[object, object], str]:
    return lambda value, key: b64encode(hmac.new(_bytes(key), _bytes(value), algorithm).digest()).decode()


def _hmac_as_assumed(algorithm: str) -> Callable[[BrazeContext, object, object], str]:
    in_hex, in_base64 = _hmac_hex(algorithm), _hmac_base64(algorithm)

    def encode(context: BrazeContext, value: object, key: object) -> str:
        as_hex = context.assumed.is_set("liquid.hmac_encoding", "hex")
        return in_hex(value, key) if as_hex else in_base64(value, key)

    return encode


def base64_encode(value: object) -> str:
    """Encode in base64, padded, on one line."""
    return b64encode(_bytes(value)).decode()


def base64_url_safe_encode(value: object) -> str:
    """Encode in the base64 alphabet for URLs, padded."""
    return urlsafe_b64encode(_bytes(value)).decode()


def base64_decode(value: object) -> str:
    """Decode strict base64."""
    return _decoded(value, "base64_decode", lambda data: b64decode(data, validate=True))


def base64_url_safe_decode(value: object) -> str:
    """Decode base64 in the alphabet for URLs; padding may be missing."""
    return _decoded(value, "base64_url_safe_decode", _url_safe_bytes)


def _url_safe_bytes(data: bytes) -> bytes:
    padded = data if data.endswith(b"=") else data + b"=" * (-len(data) % 4)
    return b64decode(padded.translate(_FROM_URL_SAFE), validate=True)


def _decoded(value: object, name: str, decode: Callable[[bytes], bytes]) -> str:
    try:
        return decode(_bytes(value)).decode("utf-8", errors="replace")
    except (binascii.Error, ValueError) as error:
        raise LiquidFailure(f"invalid base64 provided to {name}") from error


FILTERS: dict[str, Callable[..., object]] = {
    "base64_decode": base64_decode,
    "base64_encode": base64_encode,
    "base64_url_safe_decode": base64_url_safe_decode,
    "base64_url_safe_encode": base64_url_safe_encode,
    "hmac_sha1": _hmac_hex("sha1"),
    "hmac_sha1_base64": _hmac_base64("sha1"),
    "hmac_sha1_hex": _hmac_hex("sha1"),
    "hmac_sha256": _hmac_as_assumed("sha256"),
    "hmac_sha256_base64": _hmac_base64("sha256"),
    "hmac_sha256_hex": _hmac_hex("sha256"),
    "hmac_sha512": _hmac_as_assumed("sha512"),
    "md5": _hash("md5"),
    "sha1": _hash("sha1"),
    "sha2": _hash("sha256"),
}

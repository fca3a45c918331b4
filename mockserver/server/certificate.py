"""A certificate made for one run of a server, and the authority a client has to trust for it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mockserver.errors import UsageError


@dataclass(frozen=True, slots=True)
class Certificate:
    """PEM files: the chain and the key a server shows, and the authority that signed it."""

    chain: Path
    key: Path
    authority: Path


def make_certificate(names: Iterable[str]) -> Certificate:
    """Make an authority and a certificate for names and addresses, in a folder of their own.

    Raises ``UsageError`` where the library for it is not installed.
    """
    try:
        import trustme
    except ImportError:
        hint = "pip install 'mockserver[tls]', or give --tls-cert and --tls-key"
        raise UsageError("making a certificate takes the library trustme", hint=hint) from None
    folder = Path(tempfile.mkdtemp(prefix="mockserver-tls-"))
    authority = trustme.CA(organization_name="mockserver, made for one run")
    made = authority.issue_cert(*names)
    certificate = Certificate(folder / "chain.pem", folder / "key.pem", folder / "authority.pem")
    for pem in made.cert_chain_pems:
        pem.write_to_path(str(certificate.chain), append=True)
    certificate.key.touch(mode=0o600)
    made.private_key_pem.write_to_path(str(certificate.key))
    authority.cert_pem.write_to_path(str(certificate.authority))
    return certificate

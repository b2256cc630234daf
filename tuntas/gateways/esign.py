"""The electronic seal: who signs a PDF, and whether a signature on one holds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.utils.translation import gettext as _

from tuntas.gateways.refusals import GatewayRefused

# Fixed words only: a reason or a place in a signature must never carry a resident's name or NIK.
REASON = "Segel elektronik internal, tidak tersertifikasi"
LARGEST = 2 * 1024 * 1024  # bytes; a sealed letter has about 50,000, a bigger file is not parsed at all
LIFE = timedelta(days=365 * 25)  # without a timestamp the certificate must still hold when a letter is checked


class Signer(Protocol):
    """Whoever seals letters: our own key, or a connector of BSrE."""

    @property
    def name(self) -> str:
        """What register and footer say: "local" or "bsre"."""

    def sign(self, pdf: bytes) -> bytes:
        """The same bytes with a signature added at the end. Raises GatewayDown, GatewayRefused."""

    def validate(self, pdf: bytes) -> bool:
        """True only if there is exactly one signature, it is ours, and nothing readable was changed after it."""

    def is_named_in(self, pdf: bytes) -> bool:
        """True if the file carries our certificate, whatever became of the rest."""


def open_signer(url: str, *, keys: Callable[[], bytes]) -> Signer:
    """The signer that TUNTAS_ESIGN_URL asks for; `keys` gives what `make_keys` made. Raises GatewayRefused."""
    if urlsplit(url).scheme == "local":
        return LocalSigner(keys())
    raise GatewayRefused(_("Penyegel di TUNTAS_ESIGN_URL belum dikenal. Pakai “local:”."), code="scheme")


def make_keys(*, institution: str, at: datetime) -> bytes:
    """A fresh P-256 seal key under a root of its own, as PEM: seal key, seal certificate, root certificate.

    The root's private key is dropped: nobody can ever issue a second seal under it.
    """
    root_key, seal_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, seal_name = _name(institution, "Akar segel elektronik internal"), _name(institution, REASON)
    root = _issue(root_name, root_key, issuer=root_name, issuer_key=root_key, at=at)
    seal = _issue(seal_name, seal_key, issuer=root_name, issuer_key=root_key, at=at)
    private = seal_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + seal.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM)


def _name(institution: str, common: str) -> x509.Name:
    short = institution.encode()[:64].decode(errors="ignore")  # the place kept free in each letter is bounded
    pairs = (NameOID.COUNTRY_NAME, "ID"), (NameOID.ORGANIZATION_NAME, short), (NameOID.COMMON_NAME, common)
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in pairs])


def _issue(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    *,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    at: datetime,
) -> x509.Certificate:
    is_root = subject == issuer
    builder = (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(at.astimezone(UTC) - timedelta(days=1))
        .not_valid_after(at.astimezone(UTC) + LIFE)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(_usage(is_root=is_root), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    return builder.sign(issuer_key, hashes.SHA256())


def _usage(*, is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,  # "non-repudiation": validators ask for it on a signature over a document
        key_cert_sign=is_root,
        crl_sign=is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


@dataclass(frozen=True)
class LocalSigner:
    """The internal seal of this installation: not certified in the sense of PP 71/2019, and labelled so."""

    keys: bytes = field(repr=False)
    name: str = "local"

    @cached_property
    def certificates(self) -> list[x509.Certificate]:
        """The seal's certificate, then its root."""
        return x509.load_pem_x509_certificates(self.keys)

    @cached_property
    def _digits(self) -> bytes:
        return self.certificates[0].public_bytes(Encoding.DER).hex().encode()

    @cached_property
    def _signer(self) -> Any:
        from tuntas.gateways.pades import make_signer  # noqa: PLC0415 -- pyHanko is heavy and not every process signs

        return make_signer(self.keys, self.certificates[0].public_bytes(Encoding.PEM))

    def is_named_in(self, pdf: bytes) -> bool:
        """A signature lies in the file as hexadecimal digits: our certificate is found without parsing anything."""
        return self._digits in pdf.lower()

    def sign(self, pdf: bytes) -> bytes:
        """An invisible PAdES B-B signature; the answer begins with `pdf`, byte by byte."""
        from tuntas.gateways.pades import sign  # noqa: PLC0415 -- see above

        return sign(pdf, signer=self._signer, reason=REASON)

    def validate(self, pdf: bytes) -> bool:
        """See Signer. False for anything unclear; no exception leaves, for its text could reach the public."""
        from tuntas.gateways.pades import holds  # noqa: PLC0415 -- see above

        if len(pdf) > LARGEST or not self.is_named_in(pdf):
            return False
        try:
            return holds(pdf, root_pem=self.certificates[1].public_bytes(Encoding.PEM))
        except Exception:  # a hostile file may raise anything at all
            return False

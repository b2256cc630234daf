"""PAdES signatures made and checked by pyHanko. Importing it takes half a second, so `esign` does it on first use."""

import asyncio
from io import BytesIO
from typing import Any

from asn1crypto import cms, keys, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "SegelElektronik"
RESERVED = 3072  # hex digits kept free for the CMS, which spares a trial run; ours takes 2,000 to 2,500


class SealSigner(SimpleSigner):
    """Encodes the signed attributes once: from one letter to the next only the 32 bytes of the digest differ.

    Left to itself asn1crypto encodes them anew, five times over, for every letter: 60 ms instead of 10.
    """

    _encoded: bytes | None = None

    async def signed_attrs(self, data_digest: bytes, *args: Any, **kwargs: Any) -> cms.CMSAttributes:
        blank = bytes(len(data_digest))
        if self._encoded is None:
            self._encoded = (await super().signed_attrs(blank, *args, **kwargs)).dump()
        if self._encoded.count(blank) != 1:
            return await super().signed_attrs(data_digest, *args, **kwargs)
        return cms.CMSAttributes.load(self._encoded.replace(blank, data_digest))


def make_signer(key_pem: bytes, certificate_pem: bytes) -> SimpleSigner:
    """The signer of one unencrypted PKCS#8 key and its certificate. The root stays out of the file: it is not news."""
    return SealSigner(
        signing_cert=x509.Certificate.load(pem.unarmor(certificate_pem)[2]),
        signing_key=keys.PrivateKeyInfo.load(pem.unarmor(key_pem)[2]),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )


def sign(pdf: bytes, *, signer: SimpleSigner, reason: str) -> bytes:
    """An invisible B-B signature as an incremental update: the answer begins with `pdf`, byte by byte."""
    return asyncio.run(_sign(pdf, signer=signer, reason=reason))


async def _sign(pdf: bytes, *, signer: SimpleSigner, reason: str) -> bytes:
    about = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason
    )
    signed = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    await PdfSigner(about, signer).async_sign_pdf(writer, bytes_reserved=RESERVED, output=signed)
    return signed.getvalue()


def holds(pdf: bytes, *, root_pem: bytes) -> bool:
    """pyHanko's `bottom_line` of the one signature in the file. May raise anything on a hostile file.

    Only `bottom_line` counts: `valid` stays true when an update paints over the page.
    """
    return asyncio.run(_holds(pdf, root=x509.Certificate.load(pem.unarmor(root_pem)[2])))


async def _holds(pdf: bytes, *, root: x509.Certificate) -> bool:
    [signature] = PdfFileReader(BytesIO(pdf)).embedded_signatures
    status = await async_validate_pdf_signature(signature, ValidationContext(trust_roots=[root], allow_fetching=False))
    return bool(status.bottom_line)

"""Approval: our templates as WhatsApp must know them before it sends one, handed in by a command."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tuntas.gateways.whatsapp_api import CloudApi
from tuntas.gateways.whatsapp_outgoing import Wording
from tuntas.notices import texts
from tuntas.notices.languages import list_installed
from tuntas.notices.wording import describe_template

# What the examples of a template say; WhatsApp's reviewers see them, so they name nobody.
EXAMPLES: Final = {
    "service": "SK Domisili",
    "whose": "Anda",
    "receipt": "2611-7K3F-9QXM",
    "office": "Kelurahan Sialang",
    "contact": "kami di 0711-5550-100",
    "reason": "Foto Kartu Keluarga kabur. Foto ulang di tempat terang.",
    "link": "https://loket.contoh.go.id/p/2611-7K3F-9QXM/",
    "name": "Ani Contoh",
}
BACK_SOON: Final = Wording(
    "pesan_tertunda",
    "UTILITY",
    "Ada jawaban dari {{1}} untuk Anda. Balas pesan ini untuk membacanya.",
    ("Kelurahan Sialang",),
)


@dataclass(frozen=True)
class Standing:
    """One template and what WhatsApp says of it: "" while it was never handed in."""

    wording: Wording
    status: str


def list_wordings() -> Iterator[Wording]:
    """Every template that may be sent, in every language of the installation."""
    for language in ["", *list_installed()]:
        for key in texts.TEMPLATES:
            yield describe_template(key, examples=EXAMPLES, language=language)
    body = str(texts.CODE) % {"code": "{{1}}"}
    yield Wording(texts.CODE_NAME, "AUTHENTICATION", body, ("482913",))
    yield BACK_SOON


def list_standings(api: CloudApi) -> list[Standing]:
    """Our templates beside what the account has. Raises the refusals of `gateways.refusals`."""
    known = api.list_templates()
    return [Standing(one, known.get((one.name, one.language), "")) for one in list_wordings()]


def submit_missing(api: CloudApi) -> list[Wording]:
    """Hands in what the account does not have, and returns that. Raises the refusals of `gateways.refusals`."""
    missing = [one.wording for one in list_standings(api) if not one.status]
    for wording in missing:
        api.submit_template(wording)
    return missing

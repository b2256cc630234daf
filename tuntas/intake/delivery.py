"""Delivery and helper: how the document shall reach the applicant, and who filled in the form for them."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from tuntas.intake.applicant import is_blank
from tuntas.intake.identity import clean_name, clean_phone, clean_text
from tuntas.intake.refusals import FieldError, InputRefused, ValueRefused, list_unknown
from tuntas.vault.fields import Json

METHODS = ("download", "pickup", "print_point", "courier")
_DELIVERY = ("method", "address", "note", "place")
_HELPER = ("name", "relation", "phone", "consent", "notify")


def check_delivery(raw: object) -> Json:
    """`method`, for a courier also `address`; `note` and `place` (of a print point) are free. Raises InputRefused."""
    fields = _read(raw, "delivery", _DELIVERY, message=_("Pilih cara menerima surat, contoh download."))
    method = fields.get("method")
    if method not in METHODS:
        message = _("Pilih salah satu: %(options)s.") % {"options": ", ".join(METHODS)}
        raise InputRefused([FieldError("delivery.method", message)])
    needed = ("address",) if method == "courier" else ()
    texts = {"address": _clean_address, "note": _clean_note, "place": _clean_note}
    clean = _clean(fields, texts, prefix="delivery", needed=needed)
    return {"method": method, **clean}


def check_helper(raw: object) -> Json:
    """Name, relation and phone of a helper, who needs the applicant's consent; {} when nobody helped.

    `notify` says whether news goes to the helper too; it does unless they say no. Raises InputRefused.
    """
    if raw in (None, {}):
        return {}
    message = _("Tulis nama, hubungan, dan nomor HP orang yang membantu.")
    fields = _read(raw, "helper", _HELPER, message=message)
    cleaners = {"name": clean_name, "relation": _clean_relation, "phone": clean_phone}
    errors: list[FieldError] = []
    clean: Json = {}
    try:
        clean = _clean(fields, cleaners, prefix="helper", needed=tuple(cleaners))
    except InputRefused as refusal:
        errors += refusal.errors
    if fields.get("consent") not in (True, "true", "ya", "on"):
        errors.append(FieldError("helper.consent", _("Minta persetujuan pemohon dulu, lalu tandai di sini.")))
    if errors:
        raise InputRefused(errors)
    return {**clean, "consent": True, "notify": fields.get("notify", True) not in (False, "false", "tidak", "off")}


def _read(raw: object, prefix: str, known: tuple[str, ...], *, message: str) -> Mapping[str, object]:
    if not isinstance(raw, Mapping):
        raise InputRefused([FieldError(prefix, message)])
    if errors := list_unknown(raw, known, prefix=prefix):
        raise InputRefused(errors)
    return raw


def _clean(
    fields: Mapping[str, object],
    cleaners: Mapping[str, Callable[[object], str]],
    *,
    prefix: str,
    needed: tuple[str, ...],
) -> Json:
    errors: list[FieldError] = []
    clean: Json = {}
    for name, cleaner in cleaners.items():
        if is_blank(fields.get(name)):
            if name in needed:
                errors.append(FieldError(f"{prefix}.{name}", _missing(name)))
            continue
        try:
            clean[name] = cleaner(fields[name])
        except ValueRefused as refusal:
            errors.append(FieldError(f"{prefix}.{name}", str(refusal)))
    if errors:
        raise InputRefused(errors)
    return clean


def _missing(name: str) -> str:
    return {
        "address": _("Tulis alamat tujuan kurir, contoh Jalan Siaran No. 18, RT 012 RW 004."),
        "name": _("Tulis nama orang yang membantu, contoh Lestari Wulandari."),
        "relation": _("Tulis hubungannya dengan pemohon, contoh anak."),
        "phone": _("Tulis nomor HP, contoh 0812-7100-0143."),
    }[name]


def _clean_address(value: object) -> str:
    return clean_text(value, longest=200, example="Jalan Siaran No. 18")


def _clean_note(value: object) -> str:
    return clean_text(value, longest=200, example=_("Pagar hijau"))


def _clean_relation(value: object) -> str:
    return clean_text(value, longest=40, example=_("anak"))

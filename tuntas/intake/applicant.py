"""The applicant: who asks, with every field in its one form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tuntas.intake.identity import clean_date, clean_kk, clean_name, clean_nik, clean_phone, clean_rt, clean_text
from tuntas.intake.refusals import FieldError, InputRefused, ValueRefused, list_unknown
from tuntas.people.codes import (
    EDUCATIONS,
    MARITAL_STATUSES,
    NATIONALITIES,
    OCCUPATIONS,
    RELIGIONS,
    SEXES,
    find_label,
)
from tuntas.vault.fields import Json

Cleaner = Callable[[object, date], str]


@dataclass(frozen=True)
class Field:
    """How one field is cleaned, and the sentence for one that is missing."""

    clean: Cleaner
    missing: Promise | str
    required: bool = True


def check_applicant(raw: object, *, on: date, also_required: Sequence[str] = ()) -> Json:
    """The applicant's fields, clean: what `check_applicant` returned passes again unchanged.

    `on` is today. `also_required` names optional fields a service cannot do without. Raises InputRefused with every
    field that needs work, as "applicant.<field>".
    """
    if not isinstance(raw, Mapping):
        raise InputRefused([FieldError("applicant", _("Isi data pemohon: nama, NIK, nomor KK, dan seterusnya."))])
    errors = list_unknown(raw, FIELDS, prefix="applicant")
    clean: Json = {}
    for name, field in FIELDS.items():
        value = raw.get(name)
        if is_blank(value):
            if field.required or name in also_required:
                errors.append(FieldError(f"applicant.{name}", str(field.missing)))
            continue
        try:
            clean[name] = field.clean(value, on)
        except ValueRefused as refusal:
            errors.append(FieldError(f"applicant.{name}", str(refusal)))
    if errors:
        raise InputRefused(errors)
    return clean


def is_blank(value: object) -> bool:
    """Whether nothing was answered."""
    return value is None or (isinstance(value, str) and not value.strip())


def _code(codes: Mapping[int, str]) -> Cleaner:
    def clean(value: object, _on: date) -> str:
        is_word = isinstance(value, str | int) and not isinstance(value, bool)
        label = find_label(codes, value) if is_word and len(str(value)) <= 60 else None  # type: ignore[arg-type]
        if label is None:
            message = _("Pilih salah satu dari daftar, contoh %(example)s.")
            raise ValueRefused(message % {"example": codes[min(codes)]})
        return label

    return clean


def _clean_sex(value: object, on: date) -> str:
    if isinstance(value, str) and value.strip().upper() in {"L", "P"}:
        return value.strip().upper()
    return _code(SEXES)(value, on)[0]


def _clean_birth_date(value: object, on: date) -> str:
    return clean_date(value, on=on, past=True)


def _clean_place(value: object, _on: date) -> str:
    return clean_text(value, longest=60)


def _clean_address(value: object, _on: date) -> str:
    return clean_text(value, longest=200, example="Jalan Siaran No. 18")


def _clean_email(value: object, _on: date) -> str:
    message = _("Tulis alamat email, contoh siti@contoh.id.")
    text = value.strip() if isinstance(value, str) else ""
    if len(text) > 254 or not text.isascii():
        raise ValueRefused(message)
    try:
        validate_email(text)
    except ValidationError:
        raise ValueRefused(message) from None
    return text


FIELDS: dict[str, Field] = {
    "name": Field(lambda value, _on: clean_name(value), _lazy("Tulis nama lengkap seperti di KTP.")),
    "nik": Field(lambda value, _on: clean_nik(value), _lazy("Tulis NIK 16 angka, contoh 1671085203900004.")),
    "kk": Field(lambda value, _on: clean_kk(value), _lazy("Tulis nomor KK 16 angka, contoh 1671081503210007.")),
    "phone": Field(lambda value, _on: clean_phone(value), _lazy("Tulis nomor HP Indonesia, contoh 0812-7100-0143.")),
    "email": Field(_clean_email, _lazy("Tulis alamat email, contoh siti@contoh.id."), required=False),
    "birth_place": Field(_clean_place, _lazy("Tulis kota atau kabupaten kelahiran, contoh Palembang.")),
    "birth_date": Field(_clean_birth_date, _lazy("Tulis tanggal lahir, contoh 12-03-1990.")),
    "sex": Field(_clean_sex, _lazy("Pilih laki-laki (L) atau perempuan (P).")),
    "religion": Field(_code(RELIGIONS), _lazy("Pilih agama, contoh ISLAM.")),
    "marital_status": Field(_code(MARITAL_STATUSES), _lazy("Pilih status kawin, contoh BELUM KAWIN.")),
    "occupation": Field(_code(OCCUPATIONS), _lazy("Pilih pekerjaan seperti di KTP, contoh WIRASWASTA.")),
    "education": Field(_code(EDUCATIONS), _lazy("Pilih pendidikan, contoh SLTA/SEDERAJAT."), required=False),
    "nationality": Field(_code(NATIONALITIES), _lazy("Pilih kewarganegaraan, contoh WNI.")),
    "address": Field(_clean_address, _lazy("Tulis alamat seperti di KTP, contoh Jalan Siaran No. 18.")),
    "rt": Field(lambda value, _on: clean_rt(value), _lazy("Tulis RT, contoh 012.")),
    "rw": Field(lambda value, _on: clean_rt(value), _lazy("Tulis RW, contoh 004.")),
}

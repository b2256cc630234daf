"""The questions about the person: the same for every service, in the words of the KTP."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from tuntas.catalog.definition import Choice, Kind, Page, Question, ServiceDefinition
from tuntas.letters.wording import say_label
from tuntas.people.codes import EDUCATIONS, MARITAL_STATUSES, NATIONALITIES, OCCUPATIONS, RELIGIONS


def list_person_pages(definition: ServiceDefinition) -> list[Page]:
    """Two screens: who the applicant is, and where they live. What a service needs beyond the usual is required."""
    sexes = (Choice("L", _("Laki-laki")), Choice("P", _("Perempuan")))
    who = [
        Question("name", _("Nama lengkap"), Kind.NAME, hint=_("Seperti tertulis di KTP."), example="Siti Rahmawati"),
        Question("nik", _("NIK"), Kind.NIK, hint=_("16 angka di KTP.")),
        Question("kk", _("Nomor Kartu Keluarga"), Kind.KK, hint=_("16 angka di bagian atas KK.")),
        Question("birth_place", _("Tempat lahir"), Kind.TEXT, example="Palembang", max=60),
        Question("birth_date", _("Tanggal lahir"), Kind.DATE, hint=_("Contoh: 12 3 1990")),
        Question("sex", _("Jenis kelamin"), Kind.CHOICE, choices=sexes),
    ]
    where = [
        Question("address", _("Alamat di KTP"), Kind.ADDRESS, hint=_("Nama jalan dan nomor rumah."), max=200),
        Question("rt", _("RT"), Kind.NUMBER, example="012"),
        Question("rw", _("RW"), Kind.NUMBER, example="004"),
        Question("religion", _("Agama"), Kind.CHOICE, choices=_list(RELIGIONS)),
        Question("marital_status", _("Status kawin"), Kind.CHOICE, choices=_list(MARITAL_STATUSES)),
        Question("occupation", _("Pekerjaan"), Kind.CHOICE, choices=_list(OCCUPATIONS)),
        Question("education", _("Pendidikan terakhir"), Kind.CHOICE, choices=_list(EDUCATIONS), required=False),
        Question("nationality", _("Kewarganegaraan"), Kind.CHOICE, choices=_list(NATIONALITIES)),
        Question("phone", _("Nomor HP"), Kind.PHONE, hint=_("Kabar kami kirim ke sini."), example="0812-7100-0143"),
        Question("email", _("Alamat email"), Kind.TEXT, required=False, max=100),
    ]
    needed = set(definition.applicant_fields)
    pages = (Page(_("Data pemohon"), tuple(who)), Page(_("Alamat dan kontak"), tuple(where)))
    return [Page(page.title, tuple(_require(one, needed) for one in page.questions)) for page in pages]


def list_helper_questions(*, at_counter: bool = False) -> list[Question]:
    """Who helps, when somebody fills the form in for the applicant or comes to the counter in their place."""
    own = _("Nama Anda"), _("Nomor HP Anda")
    name, phone = (_("Nama yang mewakili"), _("Nomor HP yang mewakili")) if at_counter else own
    return [
        Question("name", name, Kind.NAME),
        Question("relation", _("Hubungan dengan pemohon"), Kind.TEXT, example=_("anak, ketua RT, kader"), max=40),
        Question("phone", phone, Kind.PHONE, example="0812-7100-0143"),
    ]


def _list(codes: Mapping[int, str]) -> tuple[Choice, ...]:
    """SIAK's labels as values, shown as a sentence has them."""
    return tuple(Choice(label, say_label(label)) for label in codes.values())


def _require(question: Question, needed: set[str]) -> Question:
    if question.code not in needed or question.required:
        return question
    return replace(question, required=True)

"""Who works in the demo world: the posts of each kind of office, and the invented people who hold them."""

from collections.abc import Iterator
from dataclasses import dataclass

from tuntas.config.demo.office_places import PLACES, Place
from tuntas.offices.models import Assignment
from tuntas.offices.roles import Role

_RTS = 10  # RT 001 to 010 of Dabo, whose numbers are unique in the kelurahan


@dataclass(frozen=True)
class Seat:
    """A post and the account that holds it. A person may hold several; all but the first as Plt."""

    place: Place
    account: str
    role: Role
    title: str
    section: str = ""
    rt: str = ""
    kind: str = Assignment.Kind.DEFINITIVE


# account, role, title, section
_KELURAHAN = [
    ("operator", Role.OPERATOR, "Operator", ""),
    ("lapangan", Role.FIELD_OFFICER, "Petugas lapangan", ""),
    ("kasi", Role.SECTION_HEAD, "Kasi Pemerintahan", "pemerintahan"),
    ("kasi", Role.SECTION_HEAD, "Kasi Kesejahteraan Sosial", "kesra"),
    ("kasi", Role.SECTION_HEAD, "Kasi Ekonomi dan Pembangunan", "ekbang"),
    ("kasi", Role.SECTION_HEAD, "Kasi Ketenteraman dan Ketertiban", "trantib"),
    ("seklur", Role.SECRETARY, "Seklur", ""),
    ("lurah", Role.HEAD, "Lurah", ""),
    ("cetak", Role.PRINT_CLERK, "Petugas cetak", ""),
]
_DESA = [
    ("operator", Role.OPERATOR, "Operator", ""),
    ("lapangan", Role.FIELD_OFFICER, "Petugas lapangan", ""),
    ("kasi", Role.SECTION_HEAD, "Kasi Pemerintahan", "pemerintahan"),
    ("kasi", Role.SECTION_HEAD, "Kasi Kesejahteraan", "kesra"),
    ("kasi", Role.SECTION_HEAD, "Kasi Pelayanan", "ekbang"),
    ("sekdes", Role.SECRETARY, "Sekdes", ""),
    ("kades", Role.HEAD, "Kades", ""),
    ("cetak", Role.PRINT_CLERK, "Petugas cetak", ""),
]
_KECAMATAN = [
    ("operator", Role.OPERATOR, "Operator", ""),
    ("kasi", Role.SECTION_HEAD, "Kasi Pemerintahan", "pemerintahan"),
    ("kasi", Role.SECTION_HEAD, "Kasi Kesejahteraan Sosial", "kesra"),
    ("kasi", Role.SECTION_HEAD, "Kasi Ketenteraman dan Ketertiban", "trantib"),
    ("sekcam", Role.SECRETARY, "Sekcam", ""),
    ("camat", Role.HEAD, "Camat", ""),
    ("kurir", Role.COURIER, "Kurir", ""),
]
_DUKCAPIL = [
    ("operator", Role.OPERATOR, "Operator", ""),
    ("kasi", Role.SECTION_HEAD, "Subkoordinator Identitas Penduduk", "dafduk"),
    ("kasi", Role.SECTION_HEAD, "Subkoordinator Kelahiran dan Kematian", "capil"),
    ("kabid", Role.DIVISION_HEAD, "Kabid Pendaftaran Penduduk", "dafduk"),
    ("kabid", Role.DIVISION_HEAD, "Kabid Pencatatan Sipil", "capil"),
    ("kadis", Role.HEAD, "Kadis", ""),
    ("cetak", Role.PRINT_CLERK, "Petugas cetak", ""),
]

# In the order of PLACES and of the lists above; "+" marks a woman, for the numbers that tell it.
_NAMES: dict[str, str] = {
    "dukcapil-palembang": "M. Rizki Ramadhan, A.Md.; +Nyimas Yulia Safitri, S.IP.; Kgs. Ahmad Fauzan, S.Sos., M.Si.; "
    "Drs. H. Masagus Iskandar, M.Si.; +Msy. Rina Oktarina; Febri Sanjaya",
    "sako": "+Tri Wahyuni, A.Md.; Kms. Hendri Wijaya, S.E.; +Raden Ayu Nirmala, S.Sos.; H. Amrullah Yusuf, S.STP.; "
    "Deni Kurniawan",
    "sialang": "+Putri Amelia, A.Md.; Yoga Saputra; +Masayu Dewi Kartika, S.E.; Kgs. Taufik Hidayat, S.Sos.; "
    "+Hj. Nyimas Fatimah Azzahra, S.IP., M.Si.; Andika Pratama",
    "plaju": "+Sri Handayani, A.Md.; Ki Agus Sobri, S.H.; +Leni Marlina, S.Sos.; H. Darmawan Putra, S.STP., M.Si.; "
    "Rudi Hartono",
    "plaju-ulu": "Bayu Anggara, A.Md.; +Mega Lestari; Msg. Firmansyah, S.E.; +Nurbaiti Salim, S.Sos.; "
    "Zulkifli Effendi, S.IP.; +Dina Mariana",
    "dukcapil-lingga": "Raja Hafiz, A.Md.; +Encik Salmah, S.IP.; Tengku Azhar, S.Sos., M.Si.; Drs. Raja Mahmud, M.Si.; "
    "+Syarifah Aini; Said Nazri",
    "singkep": "+Wan Zaleha, A.Md.; Encik Ibrahim, S.Sos.; +Raja Khadijah, S.E.; Said Abdul Karim, S.IP.; Mat Rifai",
    "dabo": "+Siti Aisyah, A.Md.; Zainal Abidin; Wan Ahmad Ridwan, S.Sos.; +Raja Halimah, S.E.; "
    "Encik Mansur, S.IP., M.Si.; +Nurlela",
    "dukcapil-pali": "Agus Suprianto, A.Md.; +Eka Puspita, S.IP.; H. Marwansyah Rozak, S.Sos., M.Si.; "
    "Drs. H. Sudirman Baktiar, M.Si.; +Yeni Astuti; Iwan Setiawan",
    "talang-ubi": "+Rika Amelia, A.Md.; Suhardi, S.Sos.; +Maya Sari, S.E.; Emilson Hakim, S.STP., M.Si.; Joni Iskandar",
    "semangus": "Ari Wibowo; Sahrul Gunawan; +Lismawati; Herman Sawiran; Ibnu Hajar Mustofa; +Novita Sari",
    "dukcapil-oki": "Dedi Irawan, A.Md.; +Fitri Yanti, S.IP.; Hasbullah Umar, S.Sos., M.Si.; H. Junaidi Rahmat, S.IP.; "
    "+Siska Wulandari; Muhammad Fadli",
    "teluk-gelam": "+Anita Rahayu, A.Md.; Heriyanto, S.Sos.; +Yusnani, S.E.; Alamsyah Dulhadi, S.STP.; Ujang Sopian",
    "seriguna": "+Lena Kartini; Marwan Hadi; Suparno; +Rohani; Abdul Manan Saleh; Wahyu Hidayat",
    "dukcapil-kolaka-utara": "Andi Firman, A.Md.; +Hasnawati, S.IP.; Andi Baso Tenri, S.Sos., M.Si.; "
    "Drs. H. Muh. Yusran, M.Si.; +Nur Asia; Syamsul Bahri",
    "lasusua": "+Herlina, A.Md.; Abdul Rahman, S.Sos.; +Andi Tenri Sa'na, S.E.; Muh. Arsyad Lamba, S.STP.; Ruslan",
    "patowonua": "+Sitti Hajar; Lukman Nontji; +Darmawati; Arifin Lakaseng; Muh. Tahir Mallombasi; +Irmawati",
}
_RT_NAMES = (
    "Ramli Hasan; +Zuraidah; M. Saleh; Abu Bakar; Ismail Daud; +Rosnah; Jamaludin; Hasan Basri; +Maimunah; Kamarudin"
)
ADMIN_NAME = "Rizal Mahendra, S.Kom."


def list_seats() -> list[Seat]:
    """Every post of the demo world with the account that holds it."""
    return [seat for place in PLACES for seat in _seats_of(place)]


def name_of(account: str) -> tuple[str, bool]:
    """The invented name behind an account, and whether it is a woman's."""
    if account == "admin":
        return ADMIN_NAME, False
    name = _by_account()[account]
    return name.removeprefix("+"), name.startswith("+")


def _by_account() -> dict[str, str]:
    names: dict[str, str] = {}
    for place in PLACES:
        accounts = dict.fromkeys(seat.account for seat in _seats_of(place) if seat.account != "admin")
        given = _NAMES.get(place.slug, "") + ("; " + _RT_NAMES if place.slug == "dabo" else "")
        names |= dict(zip(accounts, (name.strip() for name in given.split(";")), strict=False))
    return names


def _seats_of(place: Place) -> Iterator[Seat]:
    if len(place.region) == len("16.71") and not place.is_civil_registry:
        yield Seat(place, "admin", Role.CHIEF_ADMIN, "Administrator")
        return
    held: set[str] = set()
    for prefix, role, title, section in _posts_of(place):
        account = f"{prefix}.{place.slug}"
        kind = Assignment.Kind.ACTING if account in held or account == "lurah.plaju-ulu" else Assignment.Kind.DEFINITIVE
        held.add(account)
        yield Seat(place, account, role, title, section, kind=kind)
    if place.is_civil_registry:
        yield Seat(place, f"jemput.{place.slug.removeprefix('dukcapil-')}", Role.OUTREACH, "Petugas jemput bola")
    if place.slug == "dabo":
        for number in range(1, _RTS + 1):
            yield Seat(place, f"rt{number:02}.dabo", Role.RT_HEAD, f"Ketua RT {number:03}", rt=f"{number:03}")


def _posts_of(place: Place) -> list[tuple[str, Role, str, str]]:
    if place.is_civil_registry:
        return _DUKCAPIL
    if len(place.region) == len("16.71.08"):
        return _KECAMATAN
    return _DESA if place.is_desa else _KELURAHAN

"""Titles: what a post is called where nobody wrote it down; offices write their own titles on their posts."""

from django.utils.translation import gettext as _

from tuntas.offices.models import Office
from tuntas.offices.roles import Role

# Who heads an office, by the first word of the office's name: regions have their own words for village and district.
_HEADS = {
    "Kelurahan": "Lurah",
    "Desa": "Kepala Desa",
    "Nagari": "Wali Nagari",
    "Gampong": "Keuchik",
    "Kampung": "Kepala Kampung",
    "Pekon": "Peratin",
    "Kecamatan": "Camat",
    "Distrik": "Kepala Distrik",
}
_BY_LEVEL = {
    Office.Level.VILLAGE: "Lurah",
    Office.Level.DISTRICT: "Camat",
    Office.Level.CIVIL_REGISTRY: "Kepala Dinas",
}


def name_post(office: Office, *, role: str) -> str:
    """The usual name of a post of this role in this office: "Camat" in Kecamatan Sako, "Wali Nagari" in a nagari."""
    if role == Role.HEAD:
        own = _HEADS.get(office.name.partition(" ")[0])
        return own or _BY_LEVEL.get(Office.Level(office.level), _("Kepala kantor"))
    return str(Role(role).label) if role in Role.values else role

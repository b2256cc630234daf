"""Whose residents an officer may see: those of the own office; a kecamatan also those of its kelurahan and desa."""

import uuid
from datetime import date

from django.utils.translation import gettext as _

from tuntas.offices.duty import list_posts
from tuntas.offices.models import Office, Officer
from tuntas.offices.roles import Right
from tuntas.people.models import Family, Import, Proposal, Resident, ResidentQuerySet


class ResidentUnknown(Exception):
    """There is no such resident, family, import or proposal for this officer."""


def list_seen(officer: Officer, *, on: date) -> list[Office]:
    """The village offices whose register the officer may read on a day, by code."""
    return _list_offices(officer, Right.SEE_RESIDENTS, on=on)


def list_kept(officer: Officer, *, on: date) -> list[Office]:
    """The village offices whose register the officer may change on a day, by code. A kecamatan only reads."""
    offices = _list_offices(officer, Right.KEEP_RESIDENTS, on=on)
    own = {post.office_id for post in list_posts(officer, on=on)}
    return [office for office in offices if office.pk in own]


def list_residents(officer: Officer, *, on: date) -> ResidentQuerySet:
    """The residents that exist for an officer."""
    offices = [office.pk for office in list_seen(officer, on=on)]
    found: ResidentQuerySet = Resident.objects.visible_to(offices)
    return found


def get_resident(officer: Officer, resident_id: uuid.UUID, *, on: date) -> Resident:
    """One resident with family and office. Raises ResidentUnknown, also for another office's resident."""
    found = list_residents(officer, on=on).select_related("family", "office").filter(pk=resident_id).first()
    if found is None:
        raise ResidentUnknown(_("Penduduk ini tidak ada dalam buku kantor Anda."))
    return found


def get_family(officer: Officer, family_id: uuid.UUID, *, on: date) -> Family:
    """One family with its office. Raises ResidentUnknown."""
    found = Family.objects.filter(office__in=list_seen(officer, on=on), pk=family_id).select_related("office").first()
    if found is None:
        raise ResidentUnknown(_("Keluarga ini tidak ada dalam buku kantor Anda."))
    return found


def get_import(officer: Officer, import_id: uuid.UUID, *, on: date) -> Import:
    """One import of an office whose register the officer keeps. Raises ResidentUnknown."""
    kept = list_kept(officer, on=on)
    found = Import.objects.filter(office__in=kept, pk=import_id).select_related("office", "by", "blob").first()
    if found is None:
        raise ResidentUnknown(_("Impor ini tidak ada di kantor Anda."))
    return found


def get_proposal(officer: Officer, proposal_id: uuid.UUID, *, on: date) -> Proposal:
    """One proposal to an office whose register the officer keeps. Raises ResidentUnknown."""
    kept = list_kept(officer, on=on)
    found = Proposal.objects.filter(office__in=kept, pk=proposal_id).select_related("office", "decided_by").first()
    if found is None:
        raise ResidentUnknown(_("Usulan ini tidak ada di kantor Anda."))
    return found


def _list_offices(officer: Officer, right: Right, *, on: date) -> list[Office]:
    here = [post.office for post in list_posts(officer, on=on) if right in post.rights]
    villages = {office.pk: office for office in here if office.level == Office.Level.VILLAGE}
    districts = [office for office in here if office.level == Office.Level.DISTRICT]
    below = Office.objects.filter(parent__in=districts, level=Office.Level.VILLAGE) if districts else []
    return sorted({**villages, **{office.pk: office for office in below}}.values(), key=lambda office: office.code)

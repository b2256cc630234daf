"""Switches: what an office decided for itself, as it holds for one applicant."""

from collections.abc import Mapping
from datetime import date

from tuntas.offices.models import Office
from tuntas.offices.roles import Role
from tuntas.offices.tree import PostMissing, get_post
from tuntas.vault.fields import Json


def switches_for(office: Office, *, applicant: Mapping[str, object], on: date) -> Json:
    """The office's switches; RT endorsement is off where nobody heads the applicant's RT on that day.

    Else a resident of an RT without a head in the system could not apply at all: the paper letter is asked instead.
    """
    switches: Json = dict(office.switches)
    if switches.get("rt_endorsement"):
        switches["rt_endorsement"] = _has_rt_head(office, applicant, on=on)
    return switches


def _has_rt_head(office: Office, applicant: Mapping[str, object], *, on: date) -> bool:
    rt, rw = str(applicant.get("rt", "")), str(applicant.get("rw", ""))
    try:
        get_post(office, role=Role.RT_HEAD, rt=rt, rw=rw, on=on)
    except PostMissing:
        return False
    return True

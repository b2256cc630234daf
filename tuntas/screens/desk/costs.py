"""Costs: what the messages of a month cost the offices that an officer answers for."""

import re
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tuntas.notices.showing import CHANNELS
from tuntas.offices.duty import list_overseen
from tuntas.offices.roles import Right
from tuntas.reports.costs import read_costs
from tuntas.screens.desk.queue import read_desk
from tuntas.screens.shared.access import needs, officer_of

KINDS: Final[dict[str, str | Promise]] = {
    "utility": _("kabar"),
    "service": _("percakapan"),
    "authentication": _("kode"),
    "marketing": _("pengumuman"),
    "sms": _("kabar"),
}


@needs(Right.SEE_COSTS)
def costs(request: HttpRequest) -> HttpResponse:
    """A month, this one unless `?bulan=2026-11` names another."""
    desk, today = read_desk(request), timezone.localdate()
    given = request.GET.get("bulan", "")
    month = given if re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", given) else f"{today:%Y-%m}"
    offices = list_overseen(officer_of(request), Right.SEE_COSTS, on=today)
    found = read_costs(month=month, offices=offices)
    rows = [(row, CHANNELS.get(row.channel, row.channel), KINDS.get(row.category, row.category)) for row in found.rows]
    page = {"desk": desk, "office": desk.office, "costs": found, "rows": rows, "is_now": month == f"{today:%Y-%m}"}
    return render(request, "desk/costs.html", page)

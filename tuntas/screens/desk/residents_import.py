"""Importing residents at the desk: choose a file, see what it holds, load it, take it back."""

import uuid

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuntas.flow.import_residents import load_import, start_import, undo_import
from tuntas.intake.refusals import FieldError, FileRefused
from tuntas.intake.uploads import check_size
from tuntas.offices.models import Office
from tuntas.offices.roles import Right
from tuntas.people.access import get_import, list_kept
from tuntas.people.imports import ImportMoved
from tuntas.people.models import Import
from tuntas.people.sheets import SheetRefused
from tuntas.screens.desk.csv_answer import answer_csv
from tuntas.screens.desk.residents import frame, load_or_404
from tuntas.screens.shared.access import needs, officer_of

_SHOWN = 100
_LISTED = 30
_RUNNING = (Import.State.CHECKING, Import.State.LOADING, Import.State.UNDOING)


@needs(Right.KEEP_RESIDENTS)
def residents_imports(request: HttpRequest) -> HttpResponse:
    """The files of before, and the form for a new one."""
    offices = list_kept(officer_of(request), on=timezone.localdate())
    errors: list[FieldError] = []
    if request.method == "POST":
        try:
            return redirect("desk:residents_import", _start(request, offices).pk)
        except (SheetRefused, FileRefused) as refusal:
            errors = [FieldError("berkas", str(refusal))]
    rows = Import.objects.filter(office__in=offices).select_related("office", "by").order_by("-started_at")
    context = frame(request, offices=offices, errors=errors, imports=list(rows[:_LISTED]))
    return render(request, "desk/residents_imports.html", context, status=422 if errors else 200)


def _start(request: HttpRequest, offices: list[Office]) -> Import:
    uploaded = request.FILES.get("berkas")
    chosen = request.POST.get("kantor", "")
    office = next((office for office in offices if office.code == chosen), offices[0] if offices else None)
    if not isinstance(uploaded, UploadedFile) or office is None:
        raise SheetRefused(_("Pilih berkas .xlsx atau .csv."))
    check_size(uploaded.size or 0)
    return start_import(uploaded.read(), office=office, by=officer_of(request))


@needs(Right.KEEP_RESIDENTS)
def residents_import(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """One file: its progress, what is wrong in it, and the next step."""
    origin = _load(request, import_id)
    problems = origin.problems.order_by("-refuses", "row", "pk")
    context = frame(
        request,
        origin=origin,
        is_running=origin.state in _RUNNING,
        problems=list(problems[:_SHOWN]),
        problems_total=problems.count(),
        looks=problems.filter(refuses=False).values("row").distinct().count(),
    )
    return render(request, "desk/residents_import.html", context)


@require_POST
@needs(Right.KEEP_RESIDENTS)
def residents_load(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Loads the good rows of a checked file, in the background."""
    origin = _load(request, import_id)
    try:
        load_import(origin, by=officer_of(request))
    except ImportMoved as refusal:
        messages.warning(request, str(refusal))
    return redirect("desk:residents_import", origin.pk)


@require_POST
@needs(Right.KEEP_RESIDENTS)
def residents_undo(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Takes a loaded file out of the register again, in the background."""
    origin = _load(request, import_id)
    try:
        undo_import(origin, by=officer_of(request))
    except ImportMoved as refusal:
        messages.warning(request, str(refusal))
    return redirect("desk:residents_import", origin.pk)


@needs(Right.KEEP_RESIDENTS)
def residents_errors(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """All that is wrong in a file, as a table that Excel opens; no value of the file is repeated in it."""
    origin = _load(request, import_id)
    rows = origin.problems.order_by("row", "pk").values_list("row", "column", "message")
    response = answer_csv([(_("Baris"), _("Kolom"), _("Penjelasan")), *rows], name="perlu-diperbaiki")
    response["Cache-Control"] = "private, no-store"
    return response


def _load(request: HttpRequest, import_id: uuid.UUID) -> Import:
    on = timezone.localdate()
    return load_or_404(lambda officer: get_import(officer, import_id, on=on), request)

"""Publishing a draft, and the history of what was published, from which an older version comes back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.catalog.differences import list_changes
from tuntas.catalog.editing import definition_of_edit, find_edit
from tuntas.catalog.finding import definition_of
from tuntas.catalog.models import ServiceVersion
from tuntas.flow.publish_service import EditOutdated, NothingToPublish, PublishRefused, publish_edit, restore_version
from tuntas.offices.roles import Right
from tuntas.reports.administration import list_history
from tuntas.reports.catalog_problems import examine
from tuntas.screens.admin.frame import frame, get_version_or_404
from tuntas.screens.shared.access import needs, officer_of

REFUSALS = (EditOutdated, NothingToPublish, PublishRefused)


@needs(Right.PUBLISH)
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """What the draft changes and what the linter says of it; POST publishes it as the next version."""
    version, _current = get_version_or_404(code)
    edit = find_edit(version.code, by=officer_of(request))
    if edit is None:
        messages.info(request, _("Belum ada draf untuk layanan ini."))
        return redirect("admin:service", code)
    is_refused = False
    if request.method == "POST":
        try:
            made = publish_edit(edit, by=officer_of(request), note=request.POST.get("note", ""))
        except REFUSALS as refusal:
            is_refused = True
            messages.warning(request, str(refusal))
            version, _current = get_version_or_404(code)
        else:
            messages.success(
                request, _("Versi %(n)d terbit. Berkas yang berjalan memakai versi lama.") % {"n": made.number}
            )
            return redirect("admin:service", code)
    definition = definition_of_edit(edit)
    context = frame(
        request,
        service=definition,
        version=version,
        edit=edit,
        is_behind=edit.base_id != version.pk,
        changes=list_changes(definition_of(edit.base), definition),
        examined=examine(definition, on=timezone.localdate()),
        note=request.POST.get("note", ""),
    )
    return render(request, "admin/publish.html", context, status=409 if is_refused else 200)


@needs(Right.ADMINISTER)
def history(request: HttpRequest, code: str) -> HttpResponse:
    """All versions: who published each, when, and what it changed."""
    version, definition = get_version_or_404(code)
    rows = list_history(version.code)
    return render(request, "admin/history.html", frame(request, service=definition, version=version, versions=rows))


@needs(Right.ADMINISTER)
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version beside the current one; POST publishes it again."""
    current, now = get_version_or_404(code)
    chosen = ServiceVersion.objects.filter(code=current.code, number=number).select_related("published_by").first()
    if chosen is None:
        raise Http404(_("Versi ini tidak ada."))
    context = frame(request)
    if request.method == "POST" and context["publishes"]:
        return _restore(request, chosen)
    shown = {"service": now, "version": current, "chosen": chosen}
    shown["changes"] = list_changes(now, definition_of(chosen))
    return render(request, "admin/version.html", context | shown)


def _restore(request: HttpRequest, chosen: ServiceVersion) -> HttpResponse:
    try:
        made = restore_version(chosen, by=officer_of(request), note=request.POST.get("note", ""))
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
    else:
        names = {"old": chosen.number, "new": made.number}
        messages.success(request, _("Versi %(old)d berlaku lagi, sebagai versi %(new)d.") % names)
    return redirect("admin:history", chosen.code.lower())

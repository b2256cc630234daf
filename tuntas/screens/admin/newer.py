"""A newer definition in the files, beside what was edited here: the administrator merges, takes over, or leaves it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tuntas.catalog.differences import list_changes
from tuntas.catalog.editing import find_waiting_file, get_file
from tuntas.catalog.merging import merge
from tuntas.catalog.stored import from_json
from tuntas.flow.publish_service import decline_file, merge_file, take_over_file
from tuntas.offices.roles import Right
from tuntas.screens.admin.frame import frame, get_version_or_404
from tuntas.screens.admin.publishing import REFUSALS
from tuntas.screens.shared.access import needs, officer_of


@needs(Right.PUBLISH)
def newer(request: HttpRequest, code: str) -> HttpResponse:
    """What the newer file changes, what was changed here, and where both meet; POST decides."""
    version, definition = get_version_or_404(code)
    file = find_waiting_file(version.code)
    if file is None:
        messages.info(request, _("Tidak ada definisi baru untuk layanan ini."))
        return redirect("admin:service", code)
    if request.method == "POST":
        return _decide(request, version.code)
    base, theirs = get_file(version), from_json(file.definition)
    context = frame(
        request,
        service=definition,
        version=version,
        file=file,
        theirs=list_changes(base, theirs),
        ours=list_changes(base, definition),
        merged=merge(base, ours=definition, theirs=theirs),
    )
    return render(request, "admin/newer.html", context)


def _decide(request: HttpRequest, code: str) -> HttpResponse:
    officer, do = officer_of(request), request.POST.get("do", "")
    back = redirect("admin:service", code.lower())
    try:
        if do == "merge":
            merge_file(code, by=officer)
            messages.success(request, _("Gabungannya tersimpan sebagai draf Anda. Periksa lalu terbitkan."))
            return redirect("admin:publish", code.lower())
        if do == "take":
            made = take_over_file(code, by=officer)
            messages.success(request, _("Versi %(n)d terbit dari definisi baru.") % {"n": made.number})
        elif do == "decline":
            decline_file(code, by=officer)
            messages.success(request, _("Definisi baru disisihkan. Versi yang berlaku tetap."))
    except REFUSALS as refusal:
        messages.warning(request, str(refusal))
    return back

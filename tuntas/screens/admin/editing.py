"""Changing a service: the saved draft of one administrator, part by part."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.differences import list_changes
from tuntas.catalog.editing import (
    TextsRefused,
    add_free,
    add_known,
    change_texts,
    definition_of_edit,
    find_edit,
    get_file,
    keep_edit,
    list_addable,
    list_local,
    open_edit,
    remove_local,
)
from tuntas.catalog.finding import definition_of
from tuntas.catalog.models import Edit
from tuntas.catalog.texts import PARTS, REQUIREMENTS, list_groups
from tuntas.flow.publish_service import NothingToPublish, bring_along
from tuntas.offices.roles import Right
from tuntas.screens.admin.frame import as_errors, frame, get_version_or_404
from tuntas.screens.admin.texts import shown_groups
from tuntas.screens.shared.access import needs, officer_of


@needs(Right.PUBLISH)
def edit(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """One part of the draft; POST keeps it. Opening the page makes no draft, the first saving does."""
    if part not in PARTS:
        raise Http404
    version, current = get_version_or_404(code)
    found = find_edit(version.code, by=officer_of(request))
    definition = definition_of_edit(found) if found else current
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            changed = change_texts(definition, request.POST.dict(), part=part)
        except TextsRefused as refused:
            problems = refused.problems
        else:
            return _keep(request, code, part, changed)
    return _show(request, definition, found, part=part, problems=problems)


def _keep(request: HttpRequest, code: str, part: str, changed: ServiceDefinition) -> HttpResponse:
    version, _current = get_version_or_404(code)
    keep_edit(open_edit(version, by=officer_of(request)), changed)
    messages.success(request, _("Draf tersimpan. Warga belum melihatnya."))
    return redirect("admin:edit", code, part)


def _show(
    request: HttpRequest, definition: ServiceDefinition, found: Edit | None, *, part: str, problems: dict[str, str]
) -> HttpResponse:
    version, current = get_version_or_404(definition.code)
    base = definition_of(found.base) if found else current
    context = frame(
        request,
        service=definition,
        version=version,
        part=part,
        edit=found,
        is_behind=bool(found and found.base_id != version.pk),
        changes=len(list_changes(base, definition)),
        groups=shown_groups(
            list_groups(definition, part), before=list_groups(base, part), posted=request.POST, problems=problems
        ),
        errors=as_errors(problems),
        addable=list_addable(definition) if part == REQUIREMENTS else {},
        local=list_local(definition, file=get_file(version)) if part == REQUIREMENTS else [],
        free=request.POST if "online_form" in problems or "name" in problems else {},
        problems=problems,
    )
    return render(request, "admin/edit.html", context, status=422 if problems else 200)


def _change(request: HttpRequest, code: str, change: Callable[[ServiceDefinition], ServiceDefinition]) -> HttpResponse:
    """Changes the requirements of the draft, or shows the page again with what is to be mended."""
    version, current = get_version_or_404(code)
    found = find_edit(version.code, by=officer_of(request))
    definition = definition_of_edit(found) if found else current
    try:
        return _keep(request, code, REQUIREMENTS, change(definition))
    except TextsRefused as refused:
        return _show(request, definition, found, part=REQUIREMENTS, problems=refused.problems)


@require_POST
@needs(Right.PUBLISH)
def add_requirement(request: HttpRequest, code: str) -> HttpResponse:
    """One more requirement: out of the dictionary, or in the office's own words."""
    if known := request.POST.get("code", ""):
        return _change(request, code, lambda definition: add_known(definition, known))
    return _change(request, code, lambda definition: add_free(definition, request.POST.dict()))


@require_POST
@needs(Right.PUBLISH)
def remove_requirement(request: HttpRequest, code: str) -> HttpResponse:
    """Takes away a requirement that was added here."""
    file = get_file(get_version_or_404(code)[0])
    return _change(request, code, lambda one: remove_local(one, request.POST.get("code", ""), file=file))


@require_POST
@needs(Right.PUBLISH)
def drop_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Throws the draft away; what is published stays."""
    version, _definition = get_version_or_404(code)
    if found := find_edit(version.code, by=officer_of(request)):
        found.delete()
        messages.success(request, _("Draf dibuang. Versi yang berlaku tidak berubah."))
    return redirect("admin:service", code)


@require_POST
@needs(Right.PUBLISH)
def catch_up(request: HttpRequest, code: str) -> HttpResponse:
    """Brings the draft over the version that somebody else published meanwhile."""
    version, _definition = get_version_or_404(code)
    found = find_edit(version.code, by=officer_of(request))
    if found is None:
        return redirect("admin:service", code)
    try:
        merged = bring_along(found, by=officer_of(request))
    except NothingToPublish as refusal:
        messages.warning(request, str(refusal))
        return redirect("admin:service", code)
    messages.success(request, _("Draf Anda digabung dengan versi yang berlaku. Periksa lalu terbitkan."))
    for clash in merged.clashes:
        names = {"where": clash.where, "theirs": clash.before, "ours": clash.after}
        messages.warning(request, _("%(where)s diubah keduanya: “%(theirs)s”. Draf Anda memakai “%(ours)s”.") % names)
    for lost in merged.lost:
        messages.warning(
            request,
            _("%(where)s sudah tidak ada. Perubahan Anda: “%(ours)s”.") % {"where": lost.where, "ours": lost.before},
        )
    return redirect("admin:publish", code)

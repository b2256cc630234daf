"""Offices: the list, and one office with its switches, hours, letterhead, posts and number series."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuntas.catalog.definition import SWITCHES
from tuntas.flow.administer import ChangeRefused
from tuntas.flow.keep_office import (
    add_closure,
    remove_closure,
    set_hours,
    set_letterhead,
    set_switches,
)
from tuntas.flow.open_office import open_office
from tuntas.letters.models import Series
from tuntas.letters.wording import DAYS
from tuntas.offices.administering import list_administered
from tuntas.offices.models import Assignment, Office, Post
from tuntas.offices.roles import Right, Role
from tuntas.screens.admin.frame import as_errors, frame, get_office_or_404, read_day
from tuntas.screens.shared.access import needs, officer_of

MOST_SHOWN = 200
HEAD_LINES = 4


@needs(Right.ADMINISTER)
def offices(request: HttpRequest) -> HttpResponse:
    """The offices that the administrator keeps; `?cari=` by name or code."""
    wanted = request.GET.get("cari", "").strip()[:80]
    kept = list_administered(officer_of(request), on=timezone.localdate())
    found = kept.filter(name__icontains=wanted) | kept.filter(code__startswith=wanted) if wanted else kept
    total, shown = found.count(), found.select_related("parent")[:MOST_SHOWN]
    return render(request, "admin/offices.html", frame(request, offices=shown, total=total, wanted=wanted))


@needs(Right.ADMINISTER)
def new_office(request: HttpRequest) -> HttpResponse:
    """A new office below one's own, from its region's code."""
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            is_registry = request.POST.get("kind") == "registry"
            made = open_office(request.POST.get("code", ""), is_registry=is_registry, by=officer_of(request))
        except ChangeRefused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("Kantor dibuka. Lengkapi alamat, jabatan, dan petugasnya."))
            return redirect("admin:office", made.code)
    context = frame(request, typed=request.POST, problems=problems, errors=as_errors(problems))
    return render(request, "admin/new_office.html", context, status=422 if problems else 200)


@needs(Right.ADMINISTER)
def office(request: HttpRequest, code: str) -> HttpResponse:
    """One office with everything that may be changed of it."""
    return show_office(request, get_office_or_404(request, code))


def show_office(request: HttpRequest, found: Office, *, problems: dict[str, str] | None = None) -> HttpResponse:
    """The page of an office; after a refused change with what was typed and what is to be mended."""
    typed = request.POST if problems else {}
    lines = request.POST.getlist("letterhead") if problems and "letterhead" in request.POST else found.letterhead
    context = frame(
        request,
        office=found,
        switches=[(name, sentence, bool(found.switches.get(name))) for name, sentence in SWITCHES.items()],
        days=[_day(found, day, typed) for day in range(7)],
        closures=found.closures.order_by("on").filter(on__gte=timezone.localdate()),
        lines=[*lines, *[""] * HEAD_LINES][:HEAD_LINES],
        posts=_list_posts(found),
        roles=[(role.value, role.label) for role in Role],
        series=Series.objects.filter(office=found).order_by("-year", "name"),
        problems=problems or {},
        errors=as_errors(problems or {}),
        typed=typed,
    )
    return render(request, "admin/office.html", context, status=422 if problems else 200)


def _day(found: Office, day: int, typed: dict[str, str]) -> tuple[int, str, str, str]:
    span = found.hours.get(str(day)) or ["", ""]
    opens = typed.get(f"opens.{day}", span[0].replace(":", "."))
    closes = typed.get(f"closes.{day}", span[-1].replace(":", "."))
    return day, DAYS[day], opens, closes


def _list_posts(found: Office) -> list[dict[str, object]]:
    held = Assignment.objects.valid_on(timezone.localdate()).filter(post__office=found).select_related("officer")
    by_post: dict[object, list[Assignment]] = {}
    for assignment in held:
        by_post.setdefault(assignment.post_id, []).append(assignment)
    posts = Post.objects.filter(office=found).order_by("role", "section", "rt", "title")
    return [{"post": post, "held": by_post.get(post.pk, [])} for post in posts]


def change_office(request: HttpRequest, code: str, change: Callable[[], object], *, done: str, at: str) -> HttpResponse:
    """Makes one change and comes back to its place on the page, or shows what is to be mended."""
    found = get_office_or_404(request, code)
    try:
        change()
    except ChangeRefused as refused:
        return show_office(request, found, problems=refused.problems)
    messages.success(request, done)
    return redirect(f"{redirect('admin:office', code).url}#{at}")


@require_POST
@needs(Right.ADMINISTER)
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """The office's switches, all at once."""
    wanted = {name: request.POST.get(name) == "on" for name in SWITCHES}
    text = _("Sakelar tersimpan. Berlaku untuk permohonan baru mulai sekarang.")
    return change_office(
        request, code, lambda: set_switches(code, wanted, by=officer_of(request)), done=text, at="sakelar"
    )


@require_POST
@needs(Right.ADMINISTER)
def keep_hours(request: HttpRequest, code: str) -> HttpResponse:
    """Working hours by weekday."""
    posted = request.POST
    hours = {str(day): (posted.get(f"opens.{day}", ""), posted.get(f"closes.{day}", "")) for day in range(7)}
    text = _("Jam kerja tersimpan.")
    return change_office(request, code, lambda: set_hours(code, hours, by=officer_of(request)), done=text, at="jam")


@require_POST
@needs(Right.ADMINISTER)
def keep_closures(request: HttpRequest, code: str) -> HttpResponse:
    """A day on which the office is closed: one more, or one less."""
    posted, officer = request.POST, officer_of(request)
    if (pk := posted.get("remove", "")).isdecimal():
        text = _("Hari tutup dihapus.")
        return change_office(request, code, lambda: remove_closure(code, int(pk), by=officer), done=text, at="libur")

    def change() -> None:
        on = read_day(posted.get("closure_on", ""))
        if on is None:
            raise ChangeRefused(closure_on=_("Pilih tanggal dari kalender."))
        add_closure(code, on=on, name=posted.get("closure_name", ""), by=officer)

    return change_office(request, code, change, done=_("Hari tutup ditambahkan."), at="libur")


@require_POST
@needs(Right.ADMINISTER)
def keep_letterhead(request: HttpRequest, code: str) -> HttpResponse:
    """Letterhead, address, and how people reach the office."""
    given, lines, officer = request.POST.dict(), request.POST.getlist("letterhead"), officer_of(request)
    text = _("Kop dan alamat tersimpan. Surat baru memakainya.")
    return change_office(request, code, lambda: set_letterhead(code, given, lines, by=officer), done=text, at="kop")

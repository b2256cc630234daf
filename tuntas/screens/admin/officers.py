"""Officers: who they are, which posts they hold from when to when, and their accounts."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from tuntas.flow import keep_officer
from tuntas.flow.administer import ChangeRefused
from tuntas.offices.administering import MayNotGive, list_administered, list_kept_officers, may_keep_account
from tuntas.offices.models import Assignment, Officer, Post
from tuntas.offices.roles import Right
from tuntas.screens.admin.frame import as_errors, frame, get_officer_or_404, read_day
from tuntas.screens.shared.access import needs, officer_of
from tuntas.screens.shared.caching import never_kept

MOST_SHOWN = 200


@needs(Right.ADMINISTER)
def officers(request: HttpRequest) -> HttpResponse:
    """The officers of the administered offices; `?cari=` by name, user name or office."""
    wanted, on = request.GET.get("cari", "").strip()[:80], timezone.localdate()
    kept = list_kept_officers(officer_of(request), on=on)
    if wanted:
        by_office = kept.filter(assignments__post__office__name__icontains=wanted)
        kept = kept.filter(name__icontains=wanted) | kept.filter(username__icontains=wanted.lower()) | by_office
    shown = kept.prefetch_related("assignments__post__office")[:MOST_SHOWN]
    rows = [{"officer": one, "held": [a for a in one.assignments.all() if _holds(a)]} for one in shown]
    return render(request, "admin/officers.html", frame(request, people=rows, total=kept.count(), wanted=wanted))


def _holds(assignment: Assignment) -> bool:
    today = timezone.localdate()
    return assignment.starts_on <= today and (assignment.ends_on is None or assignment.ends_on >= today)


def _list_posts(request: HttpRequest) -> list[Post]:
    kept = list_administered(officer_of(request), on=timezone.localdate())
    posts = Post.objects.filter(office__in=kept.values("pk")).select_related("office")
    return list(posts.order_by("office__name", "role", "title"))


def _get_post(request: HttpRequest) -> Post:
    wanted = request.POST.get("post", "")
    found = next((post for post in _list_posts(request) if str(post.pk) == wanted), None)
    if found is None:
        raise ChangeRefused(post=_("Pilih jabatan dari daftar."))
    return found


def _get_start(request: HttpRequest) -> date:
    starts_on = read_day(request.POST.get("starts_on", ""))
    if starts_on is None:
        raise ChangeRefused(starts_on=_("Pilih tanggal mulai dari kalender."))
    return starts_on


@never_kept
@sensitive_variables("password")
@needs(Right.ADMINISTER)
def new_officer(request: HttpRequest) -> HttpResponse:
    """A new account with its first post; the first password is shown on the answer, and nowhere again."""
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            post, starts_on, given = _get_post(request), _get_start(request), request.POST.dict()
            made, password = keep_officer.add_officer(given, post=post, starts_on=starts_on, by=officer_of(request))
            return _show_password(request, made, password)
        except (ChangeRefused, MayNotGive) as refused:
            problems = _problems_of(refused)
    context = frame(
        request,
        posts=_list_posts(request),
        typed=request.POST,
        problems=problems,
        errors=as_errors(problems),
        today=timezone.localdate(),
        chosen=request.POST.get("post") or request.GET.get("jabatan", ""),
    )
    return render(request, "admin/new_officer.html", context, status=422 if problems else 200)


def _problems_of(refused: ChangeRefused | MayNotGive) -> dict[str, str]:
    return refused.problems if isinstance(refused, ChangeRefused) else {"post": str(refused)}


@sensitive_variables("password")
def _show_password(request: HttpRequest, officer: Officer, password: str) -> HttpResponse:
    context = frame(request, officer=officer, password=password)
    return render(request, "admin/new_password.html", context)


@needs(Right.ADMINISTER)
def officer(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """One officer; POST changes name, NIP and rank."""
    found = get_officer_or_404(request, officer_id)
    if request.method == "POST":
        given = request.POST.dict()
        change = lambda: keep_officer.describe_officer(found, given, by=officer_of(request))  # noqa: E731
        return _change(request, found, change, done=_("Data petugas tersimpan."))
    return _show(request, found)


def _show(request: HttpRequest, found: Officer, *, problems: dict[str, str] | None = None) -> HttpResponse:
    on, by = timezone.localdate(), officer_of(request)
    found.refresh_from_db()
    held = found.assignments.select_related("post__office").order_by("-starts_on", "-id")
    kept = set(list_administered(by, on=on).values_list("pk", flat=True))
    rows = [{"assignment": one, "holds": _holds(one), "ours": one.post.office_id in kept} for one in held]
    context = frame(
        request,
        officer=found,
        tasks=rows,
        posts=_list_posts(request),
        kinds=Assignment.Kind.choices,
        modes=Assignment.Mode.choices,
        keeps_account=may_keep_account(by, found, on=on),
        is_self=found == by,
        typed=request.POST if problems else {},
        problems=problems or {},
        errors=as_errors(problems or {}),
        today=on,
    )
    return render(request, "admin/officer.html", context, status=422 if problems else 200)


def _change(request: HttpRequest, found: Officer, change: Callable[[], object], *, done: str) -> HttpResponse:
    try:
        change()
    except (ChangeRefused, MayNotGive) as refused:
        return _show(request, found, problems=_problems_of(refused))
    messages.success(request, done)
    return redirect("admin:officer", found.pk)


@require_POST
@needs(Right.ADMINISTER)
def assign(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Gives the officer a post from a day on."""
    found = get_officer_or_404(request, officer_id)

    def change() -> None:
        given, starts_on = request.POST.dict(), _get_start(request)
        keep_officer.assign(found, _get_post(request), given, starts_on=starts_on, by=officer_of(request))

    return _change(request, found, change, done=_("Penugasan dicatat."))


@require_POST
@needs(Right.ADMINISTER)
def end_assignment(request: HttpRequest, officer_id: UUID, assignment_id: UUID) -> HttpResponse:
    """The last day on which the officer holds a post."""
    found = get_officer_or_404(request, officer_id)
    kept = list_administered(officer_of(request), on=timezone.localdate())
    assignment = found.assignments.filter(pk=assignment_id, post__office__in=kept.values("pk")).first()
    if assignment is None:
        raise Http404(_("Penugasan ini tidak ada."))

    def change() -> None:
        last_on = read_day(request.POST.get("last_on", ""))
        if last_on is None:
            raise ChangeRefused(last_on=_("Pilih hari terakhir dari kalender."))
        keep_officer.end_assignment(assignment, last_on=last_on, by=officer_of(request))

    return _change(request, found, change, done=_("Penugasan diakhiri."))


@never_kept
@require_POST
@sensitive_variables("password")
@needs(Right.ADMINISTER)
def reset_password(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """A new first password, shown on this answer and nowhere again."""
    found = get_officer_or_404(request, officer_id)
    try:
        password = keep_officer.reset_password(found, by=officer_of(request))
    except ChangeRefused as refused:
        return _show(request, found, problems=refused.problems)
    return _show_password(request, found, password)


@require_POST
@needs(Right.ADMINISTER)
def lock(request: HttpRequest, officer_id: UUID) -> HttpResponse:
    """Locks the account, or opens it again."""
    found = get_officer_or_404(request, officer_id)
    is_active = request.POST.get("do") == "open"
    done = _("Akun dibuka lagi.") if is_active else _("Akun dikunci. Riwayatnya tetap ada.")
    return _change(
        request, found, lambda: keep_officer.set_active(found, is_active=is_active, by=officer_of(request)), done=done
    )

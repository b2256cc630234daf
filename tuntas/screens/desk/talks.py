"""Conversations that want a person: who waits, what was said, and the officer's answer, sent over WhatsApp."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tuntas.chat.models import Conversation
from tuntas.chat.talking import (
    TalkRefused,
    TalkUnknown,
    answer_talk,
    get_photo,
    get_talk,
    give_back_talk,
    invite_talk,
    is_window_open,
    list_talks,
    name_of,
    read_talk,
    take_talk,
)
from tuntas.offices.duty import list_posts
from tuntas.offices.models import Office
from tuntas.offices.roles import Right
from tuntas.screens.desk.queue import read_desk
from tuntas.screens.shared.access import needs, officer_of
from tuntas.screens.shared.caching import never_kept


def list_own(request: HttpRequest) -> list[Office]:
    """The offices whose conversations this officer answers today."""
    posts = list_posts(officer_of(request), on=timezone.localdate())
    return [post.office for post in posts if Right.TALK in post.rights]


def load_talk(request: HttpRequest, talk_id: uuid.UUID) -> Conversation:
    """The conversation if it wants an officer of this office, else 404."""
    try:
        return get_talk(talk_id, offices=list_own(request))
    except TalkUnknown as refusal:
        raise Http404(str(refusal)) from refusal


@never_kept
@require_safe
@needs(Right.TALK)
def talks(request: HttpRequest) -> HttpResponse:
    """Who waits, and who is being answered by whom."""
    desk = read_desk(request)
    context = {"desk": desk, "office": desk.office, "talks": list_talks(list_own(request)), "at": timezone.now()}
    return render(request, "desk/talks.html", context)


@never_kept
@require_safe
@needs(Right.TALK)
def talk(request: HttpRequest, talk_id: uuid.UUID) -> HttpResponse:
    """One conversation; the reading is noted."""
    return show_talk(request, load_talk(request, talk_id))


def show_talk(request: HttpRequest, conversation: Conversation, *, refused: str = "", typed: str = "") -> HttpResponse:
    """The transcript, and the answer that can be given; after a refusal with what was typed."""
    at, officer, desk = timezone.now(), officer_of(request), read_desk(request)
    context: dict[str, object] = {"desk": desk, "office": desk.office}
    context |= {"talk": conversation, "name": name_of(conversation)}
    context |= {"lines": read_talk(conversation, by=officer, at=at), "refused": refused, "typed": typed}
    context |= {"is_mine": conversation.taken_by_id == officer.pk, "is_open": is_window_open(conversation, at=at)}
    return render(request, "desk/talk.html", context, status=422 if refused else 200)


@never_kept
@require_safe
@needs(Right.TALK)
def talk_news(request: HttpRequest, talk_id: uuid.UUID) -> HttpResponse:
    """How many messages there are: enough for the page to know that there is something new, without reading it."""
    conversation = load_talk(request, talk_id)
    return JsonResponse({"messages": conversation.messages.count(), "replies": conversation.replies.count()})


@never_kept
@require_safe
@needs(Right.TALK)
def talk_photo(request: HttpRequest, talk_id: uuid.UUID, message_id: uuid.UUID) -> HttpResponse:
    """A photo that was sent in the conversation; the reading is noted."""
    try:
        picture = get_photo(load_talk(request, talk_id), message_id, by=officer_of(request), at=timezone.now())
    except TalkUnknown as refusal:
        raise Http404(str(refusal)) from refusal
    return HttpResponse(picture, content_type="image/jpeg")


@never_kept
@require_POST
@needs(Right.TALK)
def talk_take(request: HttpRequest, talk_id: uuid.UUID) -> HttpResponse:
    """This officer answers from now on."""
    return _act(request, talk_id, take_talk, onward="desk:talk")


@never_kept
@require_POST
@needs(Right.TALK)
def talk_answer(request: HttpRequest, talk_id: uuid.UUID) -> HttpResponse:
    """Queues the answer."""
    conversation, typed = load_talk(request, talk_id), request.POST.get("jawaban", "")
    try:
        answer_talk(conversation, typed, by=officer_of(request), at=timezone.now())
    except TalkRefused as refusal:
        return show_talk(request, conversation, refused=str(refusal), typed=typed)
    return redirect("desk:talk", talk_id)


@never_kept
@require_POST
@needs(Right.TALK)
def talk_invite(request: HttpRequest, talk_id: uuid.UUID) -> HttpResponse:
    """Asks the person to write again, with the approved template."""
    return _act(request, talk_id, invite_talk, onward="desk:talk", done=_("Undangan dikirim."))


@never_kept
@require_POST
@needs(Right.TALK)
def talk_give_back(request: HttpRequest, talk_id: uuid.UUID) -> HttpResponse:
    """The bot has the word again."""
    return _act(request, talk_id, give_back_talk, onward="desk:talks", done=_("Obrolan kembali ke layanan otomatis."))


def _act(
    request: HttpRequest, talk_id: uuid.UUID, act: Callable[..., object], *, onward: str, done: str = ""
) -> HttpResponse:
    conversation = load_talk(request, talk_id)
    try:
        act(conversation, by=officer_of(request), at=timezone.now())
    except TalkRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("desk:talk", talk_id)
    if done:
        messages.success(request, done)
    return redirect(onward) if onward == "desk:talks" else redirect(onward, talk_id)

"""The desk: what waits for this officer, soonest due first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuntas.chat.talking import count_waiting
from tuntas.offices.roles import Right
from tuntas.screens.desk.queue import read_desk
from tuntas.screens.desk.talks import list_own
from tuntas.screens.shared.access import needs


@needs(Right.SEE_QUEUE)
def start(request: HttpRequest) -> HttpResponse:
    """The queue, and a button that opens the most urgent case."""
    desk = read_desk(request)
    waiting = count_waiting(list_own(request)) if desk.can_talk else 0
    return render(request, "desk/start.html", {"desk": desk, "office": desk.office, "waiting": waiting})

"""Package: the documents of one application begin, wait for each other, and end together where they must."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.models import Application, Case, Event
from tuntas.cases.move import begin, lock_all, move
from tuntas.cases.opening import Ordered, list_ordered, open_case
from tuntas.cases.paper import leave_out_replaced, name_of
from tuntas.cases.states import CHANGEABLE, ISSUED, LOST, State, Verb
from tuntas.flow.rows import keep_numbers
from tuntas.notices.announcing import announce
from tuntas.offices.models import Officer


def begin_cases(
    application: Application, orders: Sequence[Ordered], *, at: datetime, by: Officer | None = None, actor: str
) -> list[Case]:
    """Opens the case of each document, in order; one notice tells of them all.

    Raises offices.tree.PostMissing or OfficeUnknown when nobody could handle one.
    """
    is_package = any(order.due for order in orders)
    done = {case.output for case in application.cases.filter(state__in=ISSUED)} if is_package else set()
    events = []
    for order in orders:
        waits = order.due is not None and not set(order.due.waits_for) <= done
        case = open_case(application, ordered=order, at=at, waits=waits)
        events.append(begin(case, at=at, by=by, actor=actor))
    for event in events[:1]:
        announce(event)
    return [event.case for event in events]


def follow_up(case: Case, *, at: datetime) -> None:
    """Within the transaction that made a case ready or lost: releases or ends whatever waited for it.

    The caller holds the lock of the application, so that of two that become ready at once the later one sees both.
    """
    if not case.output:
        return
    cases = lock_all(case.application)
    if case.state in ISSUED:
        release_waiting(cases, at=at)
    elif case.state in LOST:
        end_waiting(cases, at=at)


def release_waiting(cases: Sequence[Case], *, at: datetime) -> list[Event]:
    """Starts every waiting case whose forerunners are all ready; its promise runs from now."""
    done = {case.output for case in cases if case.state in ISSUED}
    free = [case for case in cases if case.state == State.WAITING and set(case.waits_for) <= done]
    return [move(case, Verb.RELEASE, at=at, actor="system") for case in free]


def end_waiting(cases: Sequence[Case], *, at: datetime) -> list[Event]:
    """Ends every waiting case that waits, however far around, for one that will never come."""
    stuck = _list_stuck(cases)
    sentence = _("%(name)s tidak terbit, jadi dokumen ini tidak dapat dibuat.")
    return _end({case: sentence % {"name": name_of(lost)} for case, lost in stuck}, at=at)


def _list_stuck(cases: Sequence[Case]) -> list[tuple[Case, Case]]:
    """Each case that is stuck, with what it waits for in vain."""
    lost = {case.output: case for case in leave_out_replaced(cases) if case.state in LOST}
    waiting = [case for case in cases if case.state == State.WAITING]
    stuck: list[tuple[Case, Case]] = []
    while found := next(((case, key) for case in waiting for key in case.waits_for if key in lost), None):
        case, key = found
        stuck.append((case, lost[key]))
        lost[case.output] = case
        waiting.remove(case)
    return stuck


def _end(reasons: dict[Case, str], *, at: datetime) -> list[Event]:
    """Ends these cases; one notice, of the first, speaks for all."""
    first, *others = reasons or [None]
    names = ", ".join(name_of(case) for case in others if case)
    if first and names:
        reasons[first] += " " + _("Ini juga berlaku untuk: %(others)s.") % {"others": names}
    events = [move(case, Verb.END, at=at, actor="system", note=note) for case, note in reasons.items()]
    for event in events[:1]:
        announce(event)
    return events


def refresh(application: Application, *, at: datetime) -> None:
    """After a correction: every unfinished case gets its part of the new answers, needless ones end, new ones begin.

    The caller holds the lock. Finished documents stay what they are, and each stays its person's. Raises like
    `begin_cases`.
    """
    if application.package_version_id is None:
        return
    cases = lock_all(application)
    orders = keep_numbers(list_ordered(application, on=timezone.localtime(at).date()), cases)
    wanted = {order.due.key: order for order in orders if order.due}
    _update(cases, wanted)
    needless = [case for case in cases if case.state in CHANGEABLE and case.output not in wanted]
    note = _("Menurut jawaban yang baru, dokumen ini tidak diperlukan.")
    _end(dict.fromkeys(needless, note), at=at)
    begin_cases(application, _list_missing(orders, cases), at=at, actor="applicant")
    cases = lock_all(application)
    release_waiting(cases, at=at)
    end_waiting(cases, at=at)


def _list_missing(orders: Sequence[Ordered], cases: Sequence[Case]) -> list[Ordered]:
    """What has no case yet, or only one that an earlier correction ended; not what would wait for a lost one again."""
    newest = {case.output: case for case in leave_out_replaced(cases)}
    ended = {key for key, case in newest.items() if _was_ended(case)}
    lost = {key for key, case in newest.items() if case.state in LOST} - ended
    wanted = {one.due.key: one for one in orders if one.due}
    while stuck := {key for key, one in wanted.items() if one.due and lost & set(one.due.waits_for)} - lost:
        lost |= stuck
    return [one for key, one in wanted.items() if key not in newest or (key in ended and key not in lost)]


def _was_ended(case: Case) -> bool:
    """Whether the system ended it, and not the applicant."""
    last = case.events.order_by("-seq").first()
    return case.state == State.WITHDRAWN and last is not None and last.verb == Verb.END


def _update(cases: Iterable[Case], wanted: dict[str, Ordered]) -> None:
    for case in cases:
        order = wanted.get(case.output)
        if order is None or order.due is None or case.state not in CHANGEABLE:
            continue
        case.filled, case.waits_for, case.label = order.due.filled, list(order.due.waits_for), order.due.label
        case.save(update_fields=["filled", "waits_for", "label"])

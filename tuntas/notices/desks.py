"""What waits for an officer today, counted: for digests and pushes, which name no case and no person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.models import Case, CaseQuerySet
from tuntas.cases.states import State
from tuntas.notices.calling import list_tasks
from tuntas.offices.duty import list_posts
from tuntas.offices.models import Officer, Post
from tuntas.offices.roles import Right, Role

SOON: Final = timedelta(minutes=30)  # before a promise ends, somebody should hear of it


@dataclass(frozen=True)
class Load:
    """Numbers only: cases on the desk, of these late and nearly late, documents to carry, people to ring up."""

    waiting: int = 0
    late: int = 0
    soon: int = 0
    carried: int = 0
    calls: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing waits."""
        return not (self.waiting or self.carried or self.calls)

    def say(self) -> list[str]:
        """A short sentence for each number that is not 0."""
        rows = (
            (self.waiting, _("%(n)d berkas menunggu Anda.")),
            (self.late, _("%(n)d di antaranya sudah lewat batas waktu.")),
            (self.soon, _("%(n)d mendekati batas waktu.")),
            (self.carried, _("%(n)d dokumen menunggu diantar.")),
            (self.calls, _("%(n)d orang perlu ditelepon.")),
        )
        return [text % {"n": count} for count, text in rows if count]


def count_load(officer: Officer, *, at: datetime) -> Load:
    """What waits for an officer in all their posts."""
    posts = list_posts(officer, on=timezone.localtime(at).date())
    desks = Case.objects.on_desks(posts)
    offices = [post.office_id for post in posts if post.role == Role.OPERATOR]
    return Load(
        waiting=desks.count(),
        late=desks.filter(due_at__lt=at).count(),
        soon=desks.filter(due_at__gte=at, due_at__lte=at + SOON).count(),
        carried=_carried(posts).count(),
        calls=len([task for task in list_tasks(offices, at=at) if task.is_due(at)]) if offices else 0,
    )


def _carried(posts: list[Post]) -> CaseQuerySet:
    """Documents of a courier's office and of the offices below it that go to a door."""
    here = [post.office_id for post in posts if post.role == Role.COURIER]
    ready = Case.objects.filter(state=State.READY, application__delivery_method="courier")
    return ready.filter(Q(application__office__in=here) | Q(application__office__parent__in=here))


def count_news(officer: Officer, *, since: datetime, at: datetime) -> int:
    """Cases that came to the officer's desks since a moment, or whose promise came near its end since then."""
    posts = list_posts(officer, on=timezone.localtime(at).date())
    came = Q(events__at__gt=since, events__target=State.IN_REVIEW)
    near = Q(due_at__gt=since + SOON, due_at__lte=at + SOON)
    return Case.objects.on_desks(posts).filter(came | near).order_by().values("pk").distinct().count()


def may_hear(post: Post) -> bool:
    """Whether the holder of a post works on a queue. An RT head hears of each case by itself."""
    return post.role != Role.RT_HEAD and bool({Right.SEE_QUEUE, Right.HAND_OVER} & post.rights)

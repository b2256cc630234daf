"""Tables of the cases: what a resident sent, the documents it leads to, their chain, verdicts and history."""

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from tuntas.cases.states import CLOSED, TURNS, Duty, State, Turn, Verb
from tuntas.catalog.finding import get_definition
from tuntas.catalog.models import ServiceVersion
from tuntas.intake.models import Upload
from tuntas.offices.models import Office, Officer, Post
from tuntas.vault.fields import EncryptedJSON, EncryptedText, Json
from tuntas.vault.keys import make_id


class Application(models.Model):
    """What a resident sent, once, by any channel. Yields one case for each document."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    receipt = models.CharField(max_length=16, unique=True)  # 2611-7K3F-9QXM
    month = models.CharField(max_length=4)  # "2611": for later partitions
    office = models.ForeignKey(Office, models.PROTECT, related_name="applications")  # where it came in
    region = models.CharField(max_length=13)  # the applicant's village
    channel = models.CharField(max_length=12, default="web")
    applicant = EncryptedJSON()
    helper = EncryptedJSON()  # empty: the applicant filled it in
    answers = EncryptedJSON()
    delivery = EncryptedJSON()
    delivery_method = models.CharField(max_length=12, default="download")
    nik_index = models.CharField(max_length=32, db_index=True)
    phone_index = models.CharField(max_length=32, default="", db_index=True)
    pin_hash = models.CharField(max_length=160)
    submitted_at = models.DateTimeField()
    entered_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")  # counter intake
    package_version = models.ForeignKey(ServiceVersion, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["office", "submitted_at"], name="application_by_office")]

    def __str__(self) -> str:
        return self.receipt


class ApplicationFile(models.Model):
    """A file given for a requirement; a better one replaces it and the old one stays for the record."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="files")
    requirement = models.CharField(max_length=20)
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="+")
    is_current = models.BooleanField(default=True)
    added_at = models.DateTimeField(auto_now_add=True)


class PaperShown(models.Model):
    """A fact that an officer states: the copy of a paper was handed in at the counter and its original was shown."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="papers_shown")
    requirement = models.CharField(max_length=20)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "requirement"], name="paper_shown_once")
        ]


class IdentityCheck(models.Model):
    """What the national population register said of the applicant: whether it agrees, never its own data."""

    class Says(models.TextChoices):
        AGREES = "agrees", _("Data pemohon cocok dengan data kependudukan nasional")
        NAME = "name", _("Nama berbeda dari data kependudukan nasional")
        BIRTH = "birth", _("Tanggal lahir berbeda dari data kependudukan nasional")
        BOTH = "both", _("Nama dan tanggal lahir berbeda dari data kependudukan nasional")
        UNKNOWN = "unknown", _("NIK tidak ada di data kependudukan nasional")
        DECEASED = "deceased", _("NIK tercatat meninggal di data kependudukan nasional")

    application = models.OneToOneField(
        Application, models.CASCADE, primary_key=True, related_name="identity_check", editable=False
    )
    identity_index = models.CharField(max_length=32)  # of whom it speaks: a mended NIK is another identity
    says = models.CharField(max_length=8, choices=Says)
    at = models.DateTimeField()


class CaseQuerySet(models.QuerySet["Case"]):
    def on_desks(self, posts: list[Post]) -> Self:
        """Cases whose current step waits for one of these posts, soonest due first."""
        return self.filter(state=State.IN_REVIEW, desk__in=posts).order_by("due_at", "id")

    def visible_to(self, *, offices: Sequence[uuid.UUID], posts: Sequence[Post | uuid.UUID]) -> Self:
        """Cases that pass through these offices or these posts; everything else does not exist for the reader.

        The office where a package came in follows all its documents, because it hands them over.
        """
        mine = Step.objects.filter(Q(office__in=offices) | Q(post__in=posts), case=OuterRef("pk"))
        return self.filter(Exists(mine) | (~Q(output="") & Q(application__office__in=offices)))


class Case(models.Model):
    """One document's way through its chain. Only `cases.move` writes `state`."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="cases")
    service_version = models.ForeignKey(ServiceVersion, models.PROTECT, related_name="+")
    service_code = models.CharField(max_length=20)
    office = models.ForeignKey(Office, models.PROTECT, related_name="cases")  # the office that issues
    state = models.CharField(max_length=12, choices=State)
    desk = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")  # whose turn, while IN_REVIEW
    due_at = models.DateTimeField(null=True)  # none while the clock stands still
    minutes_left = models.IntegerField(null=True)  # working minutes kept while RETURNED
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    # Of a package: which output this is, its name, what it waits for, and what it has instead of the common answers.
    output = models.CharField(max_length=44, default="", blank=True)  # "ktp", or "ktp.2" of several
    label = models.CharField(max_length=120, default="", blank=True)
    waits_for = models.JSONField(default=list, blank=True)  # outputs of the same application
    filled = EncryptedJSON(null=True, default=None)  # type: ignore[misc]  # none: not of a package

    objects: ClassVar = CaseQuerySet.as_manager()
    chain: "list[Step] | None" = None  # what `chain.list_steps` has read

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["desk", "due_at", "id"], name="case_queue", condition=Q(state=State.IN_REVIEW)),
            models.Index(fields=["office", "state"], name="case_by_office"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="case_known_state"),
            models.CheckConstraint(
                condition=~Q(state=State.IN_REVIEW) | Q(desk__isnull=False), name="case_in_review_has_desk"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_code} {self.application_id}"

    def refresh_from_db(self, *given: Any, **named: Any) -> None:
        """Also forgets the chain that was read."""
        self.chain = None
        super().refresh_from_db(*given, **named)

    @property
    def turn(self) -> Turn:
        return TURNS[State(self.state)]

    @property
    def is_closed(self) -> bool:
        return State(self.state) in CLOSED

    @property
    def applicant(self) -> Json:
        """Whose document this is: the applicant, or in a package whoever it is made for."""
        filled = (self.filled or {}).get("applicant", {})
        return _without_blanks({**self.application.applicant, **filled}) if filled else self.application.applicant

    @property
    def answers(self) -> Json:
        """The answers that this document needs: all of a service, of a package the service's own and what it fills."""
        if not self.output:
            return self.application.answers
        asked = {question.code for question in get_definition(self.service_version_id).questions}
        common = {code: value for code, value in self.application.answers.items() if code in asked}
        return _without_blanks({**common, **(self.filled or {}).get("answers", {})})


def _without_blanks(values: Json) -> Json:
    return {name: value for name, value in values.items() if value not in ("", None)}


class Step(models.Model):
    """One row of the chain, copied to the case when it was opened. The current step is the first undecided one."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    duty = models.CharField(max_length=12, choices=Duty)
    title = models.CharField(max_length=120)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=12, default="", blank=True)  # the assignment's kind at that moment

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "order"], name="step_order")]
        indexes: ClassVar = [models.Index(fields=["office", "case"], name="step_by_office")]


class Event(models.Model):
    """What happened to a case, by whom, when. Immutable; written only by `cases.move` and `cases.open`."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=16, choices=Verb)
    source = models.CharField(max_length=12, default="", blank=True)
    target = models.CharField(max_length=12)
    step = models.ForeignKey(Step, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")  # none: applicant or system
    actor = models.CharField(max_length=12, default="system")  # officer | applicant | helper | system
    note = EncryptedText(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "seq"], name="event_seq")]


class Verdict(models.Model):
    """What an officer said of one requirement or answer. The newest per item counts."""

    class Says(models.TextChoices):
        OK = "ok"
        UNCLEAR = "unclear"
        WRONG = "wrong"

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="verdicts")
    item = models.CharField(max_length=60)  # a requirement's code, or "answers.<question>", or "applicant.<field>"
    says = models.CharField(max_length=8, choices=Says)
    reason = models.CharField(max_length=24, default="", blank=True)
    note = EncryptedText(blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_open = models.BooleanField(default=False)  # the applicant still has to mend it

"""Tables of the register: families and residents, the words that find them, and what changed about them.

Names, numbers, dates and addresses are encrypted; what has to be found lies beside them as keyed hashes.
"""

import uuid
from collections.abc import Collection
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tuntas.offices.models import Office, Officer
from tuntas.vault.fields import EncryptedJSON, EncryptedText
from tuntas.vault.keys import make_id
from tuntas.vault.models import Blob


class Kind(models.TextChoices):
    """What may happen to a resident; the first four are LAMPID."""

    BIRTH = "birth", _("Lahir")
    DEATH = "death", _("Mati")
    MOVE_OUT = "move_out", _("Pindah")
    MOVE_IN = "move_in", _("Datang")
    MERGE = "merge", _("Data ganda digabung")
    CORRECTION = "correct", _("Data diperbaiki")


class Import(models.Model):
    """One file of residents on its way into the register; `done` rows of `total` are read, so that a killed job
    goes on where it stopped."""

    class State(models.TextChoices):
        CHECKING = "checking", _("Sedang diperiksa")
        CHECKED = "checked", _("Siap dimuat")
        LOADING = "loading", _("Sedang dimuat")
        LOADED = "loaded", _("Sudah dimuat")
        UNDOING = "undoing", _("Sedang dibatalkan")
        UNDONE = "undone", _("Dibatalkan")
        REFUSED = "refused", _("Tidak dapat dibaca")

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="imports")
    region = models.CharField(max_length=13)
    state = models.CharField(max_length=8, choices=State, default=State.CHECKING)
    blob = models.ForeignKey(Blob, models.SET_NULL, null=True, related_name="+")  # gone once it is loaded
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)  # rows that were loaded, or after the check alone: that can be
    bad = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)  # residents that an undo left, because more happened to them
    refusal = models.CharField(max_length=300, default="", blank=True)
    unused = models.JSONField(default=list)  # headings that the register has no place for
    by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")  # none: the command line
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["office", "started_at"], name="import_by_office")]


class ImportProblem(models.Model):
    """What is wrong in one cell of a file. The sentence never repeats the value."""

    origin = models.ForeignKey(Import, models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()  # as the spreadsheet counts, the heading included
    column = models.CharField(max_length=40)
    message = models.CharField(max_length=300)
    refuses = models.BooleanField(default=True)  # else the row was loaded, and somebody should look at it

    class Meta:
        indexes: ClassVar = [models.Index(fields=["origin", "refuses", "row"], name="problem_by_row")]


class Family(models.Model):
    """One family card (KK) in one office's register. `card` holds kk, address, rt, rw."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="families")
    region = models.CharField(max_length=13)  # the village
    kk_index = models.CharField(max_length=32)
    card = EncryptedJSON()
    imported = models.ForeignKey(Import, models.PROTECT, null=True, related_name="families")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kk_index", "office"], name="family_once")]


class ResidentQuerySet(models.QuerySet["Resident"]):
    def visible_to(self, offices: Collection[uuid.UUID]) -> Self:
        """Residents of these offices; everybody else does not exist for the reader."""
        return self.filter(office__in=offices)

    def present(self) -> Self:
        """Those who live here today."""
        return self.filter(status=Resident.Status.PRESENT)


class Resident(models.Model):
    """One person in one office's register.

    `person` holds name, nik, birth_place, birth_date, sex, religion, marital_status, occupation, education,
    nationality, relationship, phone, email, father, mother, as `intake.applicant` cleans them, as far as known.
    """

    class Status(models.TextChoices):
        PRESENT = "present", _("Penduduk")
        DEAD = "dead", _("Meninggal")
        MOVED = "moved", _("Pindah")
        MERGED = "merged", _("Data ganda")

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="residents")
    region = models.CharField(max_length=13)
    family = models.ForeignKey(Family, models.PROTECT, related_name="residents")
    status = models.CharField(max_length=8, choices=Status, default=Status.PRESENT)
    sex = models.CharField(max_length=1)  # L or P
    is_head = models.BooleanField(default=False)
    person = EncryptedJSON()
    nik_index = models.CharField(max_length=32, default="", blank=True)  # a newborn has none yet
    phone_index = models.CharField(max_length=32, default="", blank=True)
    born_index = models.CharField(max_length=32, default="", blank=True)
    imported = models.ForeignKey(Import, models.PROTECT, null=True, related_name="residents")
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = ResidentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nik_index", "office"], condition=~Q(nik_index=""), name="resident_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["phone_index", "office"], condition=~Q(phone_index=""), name="resident_by_phone"),
            models.Index(fields=["office", "status", "sex"], name="resident_by_office"),
            models.Index(fields=["office", "born_index"], condition=Q(status="present"), name="resident_by_birth"),
        ]


class NameWord(models.Model):
    """One word of a name as a keyed hash: as written, and as it sounds. See `people.names`."""

    resident = models.ForeignKey(Resident, models.CASCADE, related_name="words")
    office = models.ForeignKey(Office, models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=16)
    sound = models.CharField(max_length=16)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["word", "office", "resident"], name="name_word"),
            models.Index(fields=["sound", "office", "resident"], name="name_sound"),
        ]


class Apart(models.Model):
    """Two residents who look alike, and an officer found that they are two people."""

    first = models.ForeignKey(Resident, models.CASCADE, related_name="+")
    second = models.ForeignKey(Resident, models.CASCADE, related_name="+")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["first", "second"], name="apart_once")]


class Proposal(models.Model):
    """What a finished case says about the register; nothing changes before an officer confirms it.

    `data` holds `people` (fields as in Resident.person), `on` (the day it happened), `kk`, and for a move `where`.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Menunggu")
        CONFIRMED = "confirmed", _("Dicatat")
        DECLINED = "declined", _("Tidak dicatat")

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="proposals")
    region = models.CharField(max_length=13)
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    data = EncryptedJSON()
    case = models.UUIDField(null=True, unique=True)  # an id only: cases lie above this room
    receipt = models.CharField(max_length=16, default="", blank=True)
    subject_index = models.CharField(max_length=32)  # the same event told by two cases is one proposal
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    reason = EncryptedText(blank=True)  # why it was declined

    class Meta:
        indexes: ClassVar = [models.Index(fields=["office", "state", "proposed_at"], name="proposal_by_office")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_index", "office"], condition=Q(state="open"), name="proposal_once")
        ]


class Change(models.Model):
    """What happened to one resident: the history, and what LAMPID counts. Never edited."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    region = models.CharField(max_length=13)
    resident = models.ForeignKey(Resident, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind)
    sex = models.CharField(max_length=1)
    recorded_on = models.DateField()  # the month that counts it
    details = EncryptedJSON()  # on (when it happened), where, note
    before = EncryptedJSON()  # the row as it was: person, card, status
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="changes")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["office", "recorded_on", "kind"], name="change_by_month")]


class Document(models.Model):
    """A file that an officer judged good, so that its owner need not bring it again. Goes when its bytes go."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="documents")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    requirement = models.CharField(max_length=20)
    blob = models.ForeignKey(Blob, models.CASCADE, related_name="+")
    facts = models.JSONField(default=dict)  # media_type, pages, width, height: what an Upload needs to be made again
    verified_on = models.DateField()
    expires_on = models.DateField(null=True)
    case = models.UUIDField()  # where it was judged

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["resident", "requirement"], name="document_newest")]


class Count(models.Model):
    """How many residents share something, counted after every change: figures need no names to be opened."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    topic = models.CharField(max_length=16)  # age, religion, marital_status, education, occupation, nationality, rt
    label = models.CharField(max_length=60)
    sex = models.CharField(max_length=1)
    number = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["office", "topic", "label", "sex"], name="count_once")]


class ProofCode(models.Model):
    """A code sent to the phone that the register holds. Without a resident it answers like one that was never right."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    resident = models.ForeignKey(Resident, models.CASCADE, null=True, related_name="+")
    code = EncryptedText()
    created_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

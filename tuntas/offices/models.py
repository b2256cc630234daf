"""Tables of the offices: regions, offices, posts, officers, who holds which post from when to when."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tuntas.offices.roles import Right, Role, rights_of
from tuntas.vault.fields import EncryptedText
from tuntas.vault.keys import make_id
from tuntas.vault.prepared import prepared


class Region(models.Model):
    """A province, regency, district or village by its dotted Kemendagri code, e.g. 16.71.08.1006."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("Provinsi")
        REGENCY = "regency", _("Kabupaten/Kota")
        DISTRICT = "district", _("Kecamatan")
        VILLAGE = "village", _("Kelurahan/Desa")

    code = models.CharField(max_length=13, primary_key=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=10, choices=Level)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Office(models.Model):
    """One office of the administration. `code` is its region's code, with a suffix where a region has several."""

    class Level(models.TextChoices):
        VILLAGE = "village", _("Kelurahan/Desa")
        DISTRICT = "district", _("Kecamatan")
        CIVIL_REGISTRY = "civil_registry", _("Disdukcapil")
        REGENCY = "regency", _("Kabupaten/Kota")

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    code = models.CharField(max_length=24, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="offices")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    level = models.CharField(max_length=20, choices=Level)
    name = models.CharField(max_length=120)
    letterhead = models.JSONField(default=list)  # the lines above the name, e.g. ["PEMERINTAH KOTA PALEMBANG", ...]
    arms = models.TextField(default="", blank=True)  # SVG
    address = models.CharField(max_length=200, default="")
    place = models.CharField(max_length=80, default="")  # where letters are dated, e.g. "Palembang"
    postcode = models.CharField(max_length=5, default="", blank=True)
    phone = models.CharField(max_length=20, default="", blank=True)
    whatsapp = models.CharField(max_length=20, default="", blank=True)
    email = models.EmailField(default="", blank=True)
    timezone = models.CharField(max_length=40, default="Asia/Jakarta")
    hours = models.JSONField(default=dict)  # {"0": ["08:00", "16:00"], ...} by weekday, Monday is 0
    number_format = models.CharField(max_length=120, default="{archive}/{seq:03d}/{office}/{month}/{year}")
    number_code = models.CharField(max_length=40, default="")  # what {office} becomes, e.g. "Kel-Sialang"
    switches = models.JSONField(default=dict)  # {"rt_endorsement": true}
    services_off = models.JSONField(default=list)  # codes of services that it and the offices below do not offer now
    is_open = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name

    @cached_property
    def all_off(self) -> frozenset[str]:
        """The codes that this office or one above it (kecamatan, kota) does not offer, when first asked of this object.

        Offices lie three deep, so one query for these lists alone is enough; none where those above are at hand.
        """
        if self.parent_id is None:
            return frozenset(self.services_off)
        if "parent" in self._state.fields_cache and self.parent:
            return self.parent.all_off.union(self.services_off)
        above = _switched_off.all(self.parent_id)
        return frozenset(self.services_off).union(*(codes or () for row in above for codes in row))


@prepared
def _switched_off(office: UUID) -> models.QuerySet[Office, tuple[list[str], list[str] | None]]:
    """What an office and the one above it do not offer."""
    return Office.objects.filter(pk=office).values_list("services_off", "parent__services_off")


class Closure(models.Model):
    """A day on which offices are closed beyond the national holidays: one office, or all when `office` is empty."""

    office = models.ForeignKey(Office, models.CASCADE, null=True, related_name="closures")
    on = models.DateField()
    name = models.CharField(max_length=100)


class OfficerManager(BaseUserManager["Officer"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Officer":
        """An officer with a hashed password; user names are kept in small letters."""
        officer = self.model(username=username.strip().lower(), **fields)
        officer.set_password(password)
        officer.save()
        return officer


class Officer(AbstractBaseUser):
    """A person who works for an office. What they may do follows from the posts they hold today."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)  # with titles, as the letter prints it
    nip = models.CharField(max_length=18, default="", blank=True)
    rank = models.CharField(max_length=60, default="", blank=True)  # pangkat/golongan
    email = models.EmailField(default="", blank=True)
    phone = EncryptedText(blank=True)
    nik_index = models.CharField(max_length=32, default="", blank=True)
    signing_pin = models.CharField(max_length=128, default="", blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)  # the password was given by an administrator
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[OfficerManager] = OfficerManager()
    held: "dict[date, list[Assignment]] | None" = None  # what `duty.remember` has read for this request

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        """A password of one's own choice; whoever gives one to another officer sets `must_change_password` after."""
        super().set_password(raw_password)
        self.must_change_password = False


class Post(models.Model):
    """A position in an office ("Kasi Pemerintahan"), whoever holds it. An RT post names its RT and RW."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=Role)
    title = models.CharField(max_length=120)
    section = models.CharField(max_length=40, default="", blank=True)  # pemerintahan, kesra, ekbang, trantib
    rt = models.CharField(max_length=3, default="", blank=True)
    rw = models.CharField(max_length=3, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.title}, {self.office}"

    @property
    def rights(self) -> frozenset[Right]:
        return rights_of(self.role)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def valid_on(self, day: date) -> "AssignmentQuerySet":
        """Assignments in force on a day, of officers who may still log in."""
        ends = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        return self.filter(ends, starts_on__lte=day, officer__is_active=True)


class Assignment(models.Model):
    """Who holds a post from when to when, and in what capacity."""

    class Kind(models.TextChoices):
        DEFINITIVE = "definitive", _("Definitif")
        ACTING = "plt", _("Plt.")
        ACTING_DAILY = "plh", _("Plh.")

    class Mode(models.TextChoices):
        DIRECT = "direct", _("langsung")
        ON_BEHALF = "an", _("a.n.")
        THROUGH = "ub", _("u.b.")

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="assignments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="assignments")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DEFINITIVE)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.DIRECT)
    decree = models.CharField(max_length=80, default="", blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects: ClassVar = AssignmentQuerySet.as_manager()


class AccessToken(models.Model):
    """A bearer token of an officer's session over the API; only its hash is kept."""

    token_hash = models.CharField(max_length=64, primary_key=True)
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="tokens")
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    def is_valid(self, at: datetime) -> bool:
        return at < self.expires_at

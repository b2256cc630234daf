"""What a role may do at all: the one file an auditor reads."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Right(StrEnum):
    """Something an officer may do inside their own office."""

    ENDORSE = "endorse"
    CHECK = "check"
    INITIAL = "initial"
    SURVEY = "survey"
    SIGN = "sign"
    ATTACH = "attach"
    SEND_BACK = "send_back"
    REJECT = "reject"
    HAND_OVER = "hand_over"
    SEE_QUEUE = "see_queue"
    SEE_OFFICE_CASES = "see_office_cases"
    REVOKE = "revoke"
    SEE_RESIDENTS = "see_residents"
    KEEP_RESIDENTS = "keep_residents"
    TAKE_IN = "take_in"
    TALK = "talk"
    ADMINISTER = "administer"
    PUBLISH = "publish"
    SEE_COSTS = "see_costs"
    KEEP_REGISTER = "keep_register"


class Role(models.TextChoices):
    """A kind of post. The title people read ("Lurah", "Camat", "Kadis") belongs to the post."""

    RT_HEAD = "RT_HEAD", _("Ketua RT")
    OPERATOR = "OPERATOR", _("Operator")
    FIELD_OFFICER = "FIELD_OFFICER", _("Petugas lapangan")
    SECTION_HEAD = "SECTION_HEAD", _("Kepala seksi")
    SECRETARY = "SECRETARY", _("Sekretaris")
    DIVISION_HEAD = "DIVISION_HEAD", _("Kepala bidang")
    HEAD = "HEAD", _("Kepala kantor")
    COURIER = "COURIER", _("Kurir")
    PRINT_CLERK = "PRINT_CLERK", _("Petugas cetak")
    OUTREACH = "OUTREACH", _("Petugas jemput bola")
    ADMIN = "ADMIN", _("Administrator")
    CHIEF_ADMIN = "CHIEF_ADMIN", _("Administrator layanan")


_OFFICE = frozenset({Right.SEE_QUEUE, Right.SEE_OFFICE_CASES, Right.SEND_BACK, Right.REJECT, Right.SEE_RESIDENTS})

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.RT_HEAD: frozenset({Right.SEE_QUEUE, Right.ENDORSE, Right.SEND_BACK, Right.REJECT}),
    Role.OPERATOR: _OFFICE
    | {
        Right.CHECK,
        Right.ATTACH,
        Right.HAND_OVER,
        Right.KEEP_RESIDENTS,
        Right.KEEP_REGISTER,
        Right.TAKE_IN,
        Right.TALK,
    },
    Role.FIELD_OFFICER: frozenset({Right.SEE_QUEUE, Right.SURVEY, Right.SEND_BACK}),
    Role.SECTION_HEAD: _OFFICE | {Right.INITIAL, Right.KEEP_RESIDENTS},
    Role.SECRETARY: _OFFICE | {Right.INITIAL, Right.KEEP_RESIDENTS, Right.KEEP_REGISTER, Right.SEE_COSTS},
    Role.DIVISION_HEAD: _OFFICE | {Right.INITIAL, Right.CHECK},
    Role.HEAD: _OFFICE | {Right.SIGN, Right.REVOKE, Right.SEE_COSTS},
    Role.COURIER: frozenset({Right.HAND_OVER}),
    Role.PRINT_CLERK: frozenset({Right.SEE_QUEUE, Right.ATTACH, Right.SEND_BACK, Right.HAND_OVER}),
    Role.OUTREACH: frozenset({Right.CHECK, Right.TAKE_IN}),
    Role.ADMIN: frozenset({Right.ADMINISTER, Right.SEE_COSTS}),
    Role.CHIEF_ADMIN: frozenset({Right.ADMINISTER, Right.SEE_COSTS, Right.PUBLISH}),
}

DESCRIPTIONS: dict[Role, str] = {
    Role.RT_HEAD: "Endorses applications of residents of one RT; sees those only.",
    Role.OPERATOR: "Takes applications in at the counter, checks files, answers chats, hands documents over.",
    Role.FIELD_OFFICER: "Visits the place and reports before the section head decides.",
    Role.SECTION_HEAD: "Initials (paraf) what belongs to the section.",
    Role.SECRETARY: "Initials (paraf) before the head signs; keeps the register of letters.",
    Role.DIVISION_HEAD: "Validates and initials at an agency (Kabid).",
    Role.HEAD: "Signs the office's letters, and may revoke them.",
    Role.COURIER: "Carries documents to the door and records the hand-over.",
    Role.PRINT_CLERK: "Prints, at an agency or a village; attaches what the national system made; hands over.",
    Role.OUTREACH: "Takes applications in the field.",
    Role.ADMIN: "Keeps the offices and officers of one office and those below it; decides no case.",
    Role.CHIEF_ADMIN: "The same, and changes services for the whole installation.",
}


def rights_of(role: str) -> frozenset[Right]:
    """The rights that come with a role; an unknown role has none."""
    return RIGHTS.get(Role(role), frozenset()) if role in Role.values else frozenset()

"""The link in a reminder or a digest by which its reader ends them; it names nobody, and only a press does it."""

import uuid
from typing import Final

from django.conf import settings
from django.core import signing

from tuntas.notices.models import Notice
from tuntas.notices.reaching import OFFICER
from tuntas.offices.models import Officer

_SALT: Final = "notices.stop"


def stop_link(notice: Notice) -> str:
    """Ends reminders to the address of this one."""
    return _link(str(notice.pk))


def officer_stop_link(officer: Officer) -> str:
    """Ends the digests of an officer."""
    return _link(f"{OFFICER}{officer.pk}")


def find_address(token: str) -> tuple[str, str] | None:
    """The address and the channel that a token's messages go to; none for a token that is not ours."""
    try:
        value = str(signing.loads(token, salt=_SALT))
        pk = uuid.UUID(value.removeprefix(OFFICER))
    except (signing.BadSignature, ValueError):
        return None
    if value.startswith(OFFICER):
        officer = Officer.objects.filter(pk=pk).first()
        return (officer.email, "officer") if officer and officer.email else None
    notice = Notice.objects.filter(pk=pk).first()
    return (notice.address, notice.channel) if notice and notice.address else None


def _link(value: str) -> str:
    return f"{settings.PUBLIC_URL}/berhenti/{signing.dumps(value, salt=_SALT)}/"

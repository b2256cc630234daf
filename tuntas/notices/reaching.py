"""Who hears of an application, and by which ways each of them can be reached."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from tuntas.cases.models import Application, Event
from tuntas.cases.states import State
from tuntas.gateways.messages import Channel
from tuntas.offices.models import Assignment, Officer
from tuntas.offices.roles import Role

APPLICANT = "applicant"
HELPER = "helper"
OFFICER = "officer:"


@dataclass(frozen=True)
class Recipient:
    """One person; what they gave stays out of anything printed."""

    person: str  # as Notice.person
    name: str = field(repr=False)
    phone: str = field(repr=False)
    mail: str = field(repr=False)

    @property
    def addresses(self) -> dict[str, str]:
        """Where each channel would reach them; "" for one that does not."""
        return {Channel.WHATSAPP: self.phone, Channel.SMS: self.phone, Channel.MAIL: self.mail}


@dataclass(frozen=True)
class Route:
    """One way to one person."""

    channel: Channel
    address: str = field(repr=False)


def channel_urls() -> dict[Channel, str]:
    """The setting of each channel; an empty one is a channel that this installation does not have."""
    return {
        Channel.WHATSAPP: settings.WHATSAPP_URL,
        Channel.SMS: settings.SMS_URL,
        Channel.MAIL: settings.MAIL_URL,
    }


def list_channels() -> list[Channel]:
    """The channels that this installation has, in the order in which people are tried."""
    return [channel for channel, url in channel_urls().items() if url]


def list_recipients(application: Application) -> list[Recipient]:
    """The applicant, and the helper who wants to hear, unless both are reached at the same place."""
    applicant = _recipient(APPLICANT, application.applicant)
    helper = _recipient(HELPER, application.helper)
    is_apart = (helper.phone and helper.phone != applicant.phone) or (helper.mail and helper.mail != applicant.mail)
    return [applicant, helper] if is_apart and application.helper.get("notify", True) else [applicant]


def list_endorsers(event: Event) -> list[Recipient]:
    """The RT heads on whose desk the event put the case. An office's own officers get a digest instead."""
    case = event.case
    if event.target != State.IN_REVIEW or case.desk is None or case.desk.role != Role.RT_HEAD:
        return []
    held = (
        Assignment.objects.valid_on(timezone.localtime(event.at).date())
        .filter(post=case.desk)
        .select_related("officer")
    )
    reached = [_officer(one.officer) for one in held]
    return [one for one in reached if one.phone or one.mail]


def get_recipient(application: Application, *, person: str) -> Recipient:
    """The recipient of an existing notice, with the addresses known today."""
    if person.startswith(OFFICER):
        return _officer(Officer.objects.get(pk=person.removeprefix(OFFICER)))
    return _recipient(person, application.helper if person == HELPER else application.applicant)


def _recipient(person: str, given: dict[str, object]) -> Recipient:
    return Recipient(
        person=person,
        name=str(given.get("name") or ""),
        phone=str(given.get("phone") or ""),
        mail=str(given.get("email") or ""),
    )


def _officer(officer: Officer) -> Recipient:
    return Recipient(f"{OFFICER}{officer.pk}", officer.name, phone=officer.phone, mail=officer.email)


def list_routes(recipient: Recipient, *, channels: Collection[Channel]) -> list[Route]:
    """The ways to a person over the channels at hand, best first."""
    addresses = recipient.addresses
    return [Route(channel, addresses[channel]) for channel in Channel if channel in channels and addresses[channel]]


def find_next_route(recipient: Recipient, *, channels: Collection[Channel], after: str) -> Route | None:
    """The way to try when the channel `after` did not work."""
    order = [channel.value for channel in Channel]
    passed = order.index(after) if after in order else -1
    routes = list_routes(recipient, channels=channels)
    return next((route for route in routes if order.index(route.channel) > passed), None)

"""A service's chain as a drawn line: every step with its office, its title there, and when it is taken."""

from django.utils.translation import gettext as _

from tuntas.catalog.definition import SWITCHES, ChainStep, ServiceDefinition
from tuntas.offices.models import Office, Post
from tuntas.offices.roles import Role
from tuntas.offices.titles import name_post
from tuntas.offices.tree import OfficeUnknown, get_office_of_level
from tuntas.screens.shared.applying.needed import describe_condition
from tuntas.screens.shared.path import DUTY_ICONS, Station


def describe_chain(definition: ServiceDefinition, *, office: Office | None) -> list[Station]:
    """The line of a service as seen from one office: titles are those of its own posts, where it has them."""
    return [_describe(step, definition, office) for step in definition.chain]


def _describe(step: ChainStep, definition: ServiceDefinition, office: Office | None) -> Station:
    here = _find_office(step, definition, office)
    post = Post.objects.filter(office=here, role=step.role).order_by("section").first() if here else None
    title = post.title if post and step.role != Role.RT_HEAD else _name(step, here)
    when = _say_when(step, definition)
    text = ", ".join(part for part in (here.name if here else "", when) if part)
    return Station("past" if not when else "", DUTY_ICONS[step.duty], title, text)


def _find_office(step: ChainStep, definition: ServiceDefinition, office: Office | None) -> Office | None:
    if office is None:
        return None
    try:
        issuing = get_office_of_level(office, definition.level)
        return issuing if step.office == "own" else get_office_of_level(office, step.office)
    except OfficeUnknown:
        return None


def _name(step: ChainStep, office: Office | None) -> str:
    return name_post(office, role=step.role) if office else str(Role(step.role).label)


def _say_when(step: ChainStep, definition: ServiceDefinition) -> str:
    if step.when is None:
        return ""
    room, _dot, code = step.when.field.partition(".")
    if room != "office":
        return describe_condition(definition, step.when)
    sentence = SWITCHES.get(code, code).rstrip(".")
    is_on = "true" in step.when.values
    state = _("bila sakelar menyala: %(what)s") if is_on else _("bila sakelar mati: %(what)s")
    return state % {"what": sentence[:1].lower() + sentence[1:]}

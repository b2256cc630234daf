"""Template filters: a service in a few words."""

from django import template
from django.utils.translation import gettext as _

from tuntas.catalog.definition import ServiceDefinition
from tuntas.screens.shared.package_words import count_documents

register = template.Library()


@register.filter
def in_brief(service: ServiceDefinition) -> str:
    """ "3 syarat · gratis · 30 menit": what everybody must bring, what it costs, how long it takes."""
    number = sum(1 for requirement in service.requirements if requirement.required and requirement.when is None)
    needed = _("%(number)s syarat") % {"number": number} if number else _("tanpa syarat")
    return _("%(needed)s · gratis · %(time)s") % {"needed": needed, "time": service.promise.text}


@register.filter
def in_documents(package: ServiceDefinition) -> str:
    """ "2 sampai 4 dokumen · sekali kirim · gratis": what a package leads to."""
    return _("%(documents)s · sekali kirim · gratis") % {"documents": count_documents(package)}


@register.filter
def in_number(package: ServiceDefinition) -> str:
    """ "2 sampai 4 dokumen"."""
    return count_documents(package)

"""Template tags: the page's frame, icons, badges, and dates the Indonesian way."""

from datetime import datetime

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tuntas.screens.shared import sheet, wording
from tuntas.screens.shared.badges import badge_of
from tuntas.screens.shared.icons import SYMBOLS, symbols_in
from tuntas.screens.shared.qr import qr_path

register = template.Library()
_SHEET = SafeString("<!--sheet-->")
_SPRITE = SafeString("<!--sprite-->")

for _name in "day weekday month clock moment pin nik masked_nik phone size hours stamped".split():  # noqa: SIM905
    register.filter(_name, getattr(wording, _name))


@register.simple_block_tag(takes_context=True)
def dressed(context: Context, content: str) -> SafeString:
    """The whole page: puts the style sheet and the symbols it uses where {% sheet %} and {% sprite %} stand."""
    sprite = f'<svg class="sprite" aria-hidden="true" focusable="false">{symbols_in(content)}</svg>'
    page = content.replace(_SPRITE, sprite, 1)
    page = page.replace(_SHEET, sheet.style(context.get("request"), page), 1)
    return mark_safe(page)  # noqa: S308 -- rendered, escaped template output


@register.simple_tag(name="sheet")
def sheet_place() -> SafeString:
    """Where `dressed` puts the sheet."""
    return _SHEET


@register.simple_tag
def sheet_link() -> SafeString:
    """The linked sheet, for the page that must stand without a request."""
    return sheet.link()


@register.simple_tag(name="sprite")
def sprite_place() -> SafeString:
    """Where `dressed` puts the symbols."""
    return _SPRITE


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon beside its text; `extra` adds a class. Raises KeyError for a name without a drawing."""
    if f"i-{name}" not in SYMBOLS:
        raise KeyError(name)
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', f"i {extra}".strip(), name)


@register.simple_tag
def thumb(code: str) -> SafeString:
    """A small drawing of a document, by requirement code; a plain sheet of paper for those without their own."""
    name = code.lower() if f"t-{code.lower()}" in SYMBOLS else "paper"
    return format_html('<svg class="thumb" viewBox="0 0 64 64" aria-hidden="true"><use href="#t-{}"/></svg>', name)


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code with its text alternative."""
    width, path = qr_path(text)
    picture = '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}"><path d="{}"/></svg>'
    return format_html(picture, label, width, width, path)


@register.inclusion_tag("ui/badge.html")
def badge(state: str, word: str = "") -> dict[str, object]:
    """The badge of a state; `word` replaces its word."""
    shown = badge_of(state)
    return {"word": word or shown.word, "tone": shown.tone, "icon_name": shown.icon}


@register.filter
def near(value: datetime | None) -> str:
    """A time close to now in the fewest words: "hari ini, 10.11"."""
    return wording.near(value, now=timezone.now())

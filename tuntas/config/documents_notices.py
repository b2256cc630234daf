"""The parts of docs/notices.md: every template, whom it tells of what, and what it says."""

from typing import Final

from tuntas.cases.states import Verb
from tuntas.gateways.messages import Channel
from tuntas.gateways.sms import count_parts
from tuntas.notices.approval import EXAMPLES
from tuntas.notices.texts import CODE_NAME, TEMPLATES, TOLD
from tuntas.notices.wording import approved_name, write

_NOTE: Final = (
    "WhatsApp approves each template under its name, in the language `id`; `tuntas notices submit` hands them in. A "
    "changed text needs another version. A reminder is not repeated elsewhere when WhatsApp stays silent, and ends "
    "when somebody says so. Not told of, because the status page shows it and each message costs money: {silent}."
)
_HEAD: Final = "| template | approved as | category | kind | when and whom |\n| --- | --- | --- | --- | --- |"


def list_parts() -> list[str]:
    """The note, the table, and each template's words."""
    silent = ", ".join(f"`{verb.value}`" for verb in Verb if verb not in TOLD)
    rows = [
        f"| `{key}` | `{approved_name(key)}` | {one.category.lower()} | "
        f"{'news' if one.is_essential else 'reminder'} | {one.tells} |"
        for key, one in TEMPLATES.items()
    ]
    rows.append(f"| `code` | `{CODE_NAME}` | authentication | news | somebody proves that a phone is theirs |")
    return [_NOTE.format(silent=silent), "\n".join([_HEAD, *rows]), *(_say(key) for key in TEMPLATES)]


def _say(key: str) -> str:
    sms = write(key, channel=Channel.SMS, params=EXAMPLES).body
    mail = write(key, channel=Channel.MAIL, params=EXAMPLES)
    size = f"SMS, {len(sms)} characters, {count_parts(sms)} part:"
    return f"## {key}\n\nMail: **{mail.subject}**\n\n```text\n{mail.body}\n```\n\n{size}\n\n```text\n{sms}\n```"

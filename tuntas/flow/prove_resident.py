"""Prove a resident: a code goes to the phone that the register holds; whoever types it is that resident."""

import uuid
from datetime import datetime

import structlog
from django.utils import timezone

from tuntas.gateways.messages import Channel, Message
from tuntas.gateways.opening import open_gateways
from tuntas.gateways.refusals import GatewayDown, GatewayRefused, GatewayUnknown
from tuntas.gateways.whatsapp_outgoing import Template
from tuntas.intake.identity import clean_nik
from tuntas.jobs.queue import enqueue
from tuntas.notices.reaching import channel_urls
from tuntas.notices.texts import CODE, CODE_NAME
from tuntas.people import proof
from tuntas.people.models import ProofCode
from tuntas.people.prefill import Proof
from tuntas.vault import audit
from tuntas.vault.fields import Json
from tuntas.vault.tries import TooManyTries

log = structlog.get_logger("tuntas.people")

TRIES = 3  # of a gateway that is down: after that the code is nearly too old


def ask_code(nik: str, *, at: datetime | None = None) -> uuid.UUID:
    """Sends a code if the register knows this NIK with a phone, and answers alike if not: the id to prove with.

    Raises intake.refusals.ValueRefused for what is no NIK, vault.tries.TooManyTries. Call it outside a transaction.
    """
    code = proof.make_code(clean_nik(nik), at=at or timezone.now())
    enqueue("send_proof_code", payload={"code": str(code.pk)}, max_attempts=TRIES)
    return code.pk


def prove(code_id: uuid.UUID, *, code: str, at: datetime | None = None) -> Proof:
    """Who typed the right code. Raises people.proof.CodeRefused, TooManyTries. Call it outside a transaction."""
    at = at or timezone.now()
    proven = proof.check_code(code_id, code=code, at=at)
    office = proven.resident.office
    audit.record("resident.proven", subject=str(proven.resident.pk), actor=proven.actor, stream=office.code, at=at)
    return proven


def send_proof_code(payload: Json) -> None:
    """The job: {"code": id}. Over the first channel that takes it; raises GatewayDown to be tried again.

    An office that has paid for `proof.MOST_SENT` codes in a day sends no more.
    """
    at = timezone.now()
    found = ProofCode.objects.select_related("resident__office").filter(pk=payload["code"], used_at=None).first()
    if found is None or found.resident is None or found.created_at <= at - proof.VALID_FOR:
        return
    try:
        proof.check_may_send(found.resident.office, at=at)
    except TooManyTries:
        log.error("proof.ceiling", office=found.resident.office.code)  # noqa: TRY400 -- nothing is broken: it holds
        return
    message = Message(
        key=f"proof-{found.pk}",
        to=str(found.resident.person.get("phone", "")),
        text=CODE % {"code": found.code},
        sender_name=found.resident.office.name,
        template=Template(CODE_NAME, (found.code,)),
    )
    _send(message)


def _send(message: Message) -> None:
    down: GatewayDown | None = None
    for channel, gateway in open_gateways(channel_urls()).items():
        if channel == Channel.MAIL:
            continue
        try:
            gateway.send(message)
        except GatewayRefused:
            continue
        except GatewayUnknown:
            return  # it may have arrived; a second message with the same code helps nobody
        except GatewayDown as error:
            down = error
            continue
        return
    if down is not None:
        raise down

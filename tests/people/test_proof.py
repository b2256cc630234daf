"""Proof and prefill: only who holds the phone, or stands at the counter, has the register fill in the form."""

import time
from datetime import timedelta
from typing import Any

import pytest

from tests.make import MONDAY
from tests.people.neighbours import add_resident
from tests.vault.together import run_together
from tuntas.flow import prove_resident
from tuntas.flow.prove_resident import ask_code, prove, send_proof_code
from tuntas.gateways.messages import Channel, Message, Sent, Status
from tuntas.gateways.refusals import GatewayDown, GatewayRefused
from tuntas.intake.applicant import check_applicant
from tuntas.intake.refusals import ValueRefused
from tuntas.jobs.models import Job
from tuntas.people import proof
from tuntas.people.models import ProofCode
from tuntas.people.prefill import find_applicant, prove_at_counter
from tuntas.people.proof import MOST_ASKED, MOST_GUESSED, CodeRefused, forget_old_codes
from tuntas.vault.models import AuditEntry
from tuntas.vault.tries import TooManyTries

pytestmark = pytest.mark.django_db(transaction=True)
NIK = "1671085204900001"


def code_of(code_id: Any) -> str:
    return ProofCode.objects.get(pk=code_id).code


def test_the_right_code_fills_in_the_form(cast):
    add_resident(cast.office, email="ani@contoh.id")

    code_id = ask_code(NIK, at=MONDAY)
    proof = prove(code_id, code=code_of(code_id), at=MONDAY)
    applicant = find_applicant(proof, at=MONDAY)

    assert applicant == check_applicant(applicant, on=MONDAY.date())
    assert (applicant["name"], applicant["kk"], applicant["rt"]) == ("Ani Contoh", "1671081201100001", "003")
    assert [entry.action for entry in AuditEntry.objects.filter(actor="applicant").order_by("seq")] == [
        "resident.proven",
        "resident.prefilled",
    ]


def test_a_stranger_gets_the_same_answer_as_a_resident(cast):
    add_resident(cast.office)

    known, unknown = ask_code(NIK, at=MONDAY), ask_code("1671085204909999", at=MONDAY)

    assert type(known) is type(unknown)
    with pytest.raises(CodeRefused) as of_known:
        prove(known, code="000001" if code_of(known) != "000001" else "000002", at=MONDAY)
    with pytest.raises(CodeRefused) as of_unknown:
        prove(unknown, code=code_of(unknown), at=MONDAY)
    assert str(of_known.value) == str(of_unknown.value)
    assert Job.objects.filter(kind="send_proof_code").count() == 2


def test_who_left_or_gave_no_phone_gets_no_code_that_opens(cast):
    add_resident(cast.office, status="moved")
    add_resident(cast.office, nik="1671085204900002", phone="")

    for nik in (NIK, "1671085204900002"):
        code_id = ask_code(nik, at=MONDAY)
        with pytest.raises(CodeRefused):
            prove(code_id, code=code_of(code_id), at=MONDAY)


def test_a_code_opens_once(cast):
    add_resident(cast.office)
    code_id = ask_code(NIK, at=MONDAY)
    prove(code_id, code=code_of(code_id), at=MONDAY)

    with pytest.raises(CodeRefused):
        prove(code_id, code=code_of(code_id), at=MONDAY)


def test_a_code_opens_for_ten_minutes(cast):
    add_resident(cast.office)
    code_id = ask_code(NIK, at=MONDAY)

    with pytest.raises(CodeRefused):
        prove(code_id, code=code_of(code_id), at=MONDAY + timedelta(minutes=10))


def test_wrong_codes_are_counted_and_close_the_way(cast):
    add_resident(cast.office)
    code_id = ask_code(NIK, at=MONDAY)
    wrong = "111111" if code_of(code_id) != "111111" else "222222"

    for _again in range(MOST_GUESSED):
        with pytest.raises(CodeRefused):
            prove(code_id, code=wrong, at=MONDAY)
    with pytest.raises(TooManyTries):
        prove(code_id, code=code_of(code_id), at=MONDAY)


def test_nobody_is_flooded_with_codes(cast):
    add_resident(cast.office)
    for _again in range(MOST_ASKED):
        ask_code(NIK, at=MONDAY)

    with pytest.raises(TooManyTries):
        ask_code(NIK, at=MONDAY)
    ask_code(NIK, at=MONDAY + timedelta(hours=1))


def test_codes_asked_for_at_the_same_moment_are_no_more_than_one_after_another(cast):
    add_resident(cast.office)

    run_together(*[lambda: ask_code(NIK, at=MONDAY)] * 8)

    assert ProofCode.objects.count() <= MOST_ASKED


def test_of_guesses_at_the_same_moment_only_the_first_few_are_looked_at(cast, monkeypatch):
    add_resident(cast.office)
    code_id = ask_code(NIK, at=MONDAY)
    looked = []
    monkeypatch.setattr(proof.hmac, "compare_digest", lambda known, given: looked.append(given) or time.sleep(0.2))

    run_together(*[lambda: prove(code_id, code="000000", at=MONDAY)] * 3 * MOST_GUESSED)

    assert len(looked) <= MOST_GUESSED


def test_what_is_no_nik_is_refused():
    with pytest.raises(ValueRefused):
        ask_code("12345", at=MONDAY)


def test_old_codes_are_forgotten(cast):
    ask_code(NIK, at=MONDAY)

    assert forget_old_codes(MONDAY + timedelta(minutes=30)) == 0
    assert forget_old_codes(MONDAY + timedelta(hours=2)) == 1


class Phone:
    """A gateway that remembers, or refuses as told."""

    drops_doubles = True

    def __init__(self, refusal: Exception | None = None) -> None:
        self.refusal = refusal
        self.took: list[Message] = []

    def send(self, message: Message) -> Sent:
        if self.refusal:
            raise self.refusal
        self.took.append(message)
        return Sent("1", Status.SENT)


@pytest.fixture
def send(monkeypatch, cast):
    """Sends the code of a resident through the given gateways, as the worker would right away."""

    def run(**gateways: Phone) -> str:
        opened = {Channel(name): gateway for name, gateway in gateways.items()}
        monkeypatch.setattr(prove_resident, "open_gateways", lambda _urls: opened)
        code_id = ask_code(NIK)
        send_proof_code({"code": str(code_id)})
        return code_of(code_id)

    add_resident(cast.office)
    return run


def test_the_code_goes_to_the_phone_of_the_register(send):
    phone = Phone()

    code = send(whatsapp=phone, mail=Phone())

    assert phone.took[0].to == "+6281234567800"
    assert code in phone.took[0].text


def test_the_next_channel_is_tried_when_one_refuses_or_is_down(send):
    sms = Phone()

    send(whatsapp=Phone(GatewayRefused("x", code="131026")), sms=sms)

    assert len(sms.took) == 1


def test_a_code_is_tried_again_when_every_channel_is_down(send):
    with pytest.raises(GatewayDown):
        send(whatsapp=Phone(GatewayDown("x")), sms=Phone(GatewayDown("y")))


def test_a_code_is_never_sent_by_mail(send):
    mail = Phone()

    send(mail=mail)

    assert mail.took == []


def test_an_office_pays_for_no_more_than_so_many_codes_a_day(send, monkeypatch):
    monkeypatch.setattr(proof, "MOST_SENT", 2)
    phone = Phone()

    for _again in range(MOST_ASKED):
        send(whatsapp=phone)

    assert len(phone.took) == 2


def test_no_job_holds_a_number_of_anybody(cast):
    add_resident(cast.office)
    ask_code(NIK, at=MONDAY)

    payloads = list(Job.objects.values_list("payload", flat=True))
    assert [set(payload) for payload in payloads] == [{"code"}]


def test_an_officer_fills_in_for_who_stands_at_the_counter(cast):
    ani = add_resident(cast.office)

    proof = prove_at_counter(ani, officer=cast.budi, on=MONDAY.date())

    assert proof is not None
    assert find_applicant(proof, at=MONDAY)["nik"] == NIK
    assert AuditEntry.objects.get(action="resident.prefilled").actor == f"officer:{cast.budi.pk}"


def test_an_officer_elsewhere_fills_in_nothing(cast):
    ani = add_resident(cast.office)

    assert prove_at_counter(ani, officer=cast.eko, on=MONDAY.date()) is None

"""Mutations: a finished case proposes, an officer confirms, and the register remembers what was."""

from datetime import timedelta
from typing import Any

import pytest

from tests.make import MONDAY, Cast, make_applicant, make_application, make_case
from tests.people.neighbours import KK, add_resident
from tuntas.cases.models import Case
from tuntas.cases.states import State
from tuntas.flow.correct_resident import correct_resident
from tuntas.flow.mutate import confirm_mutation, decline_mutation, merge_residents
from tuntas.flow.propose_mutation import KINDS, propose_mutation
from tuntas.intake.refusals import InputRefused
from tuntas.jobs.models import Job
from tuntas.people.changing import CannotChange
from tuntas.people.finding import find_by_nik, find_residents
from tuntas.people.models import Change, Document, Family, Kind, Proposal, Resident
from tuntas.reports.lampid import read_lampid
from tuntas.vault import files
from tuntas.vault.models import AuditEntry

pytestmark = pytest.mark.django_db
BABY = {
    "baby_name": "Arka Pratama",
    "baby_sex": "L",
    "baby_birth_place": "Palembang",
    "baby_birth_date": "2026-11-10",
    "mother_name": "Ani Contoh",
    "mother_nik": "1671085204900001",
    "father_name": "Budi Contoh",
}
DEATH = {
    "deceased_name": "Ani Contoh",
    "deceased_nik": "1671085204900001",
    "deceased_sex": "P",
    "death_date": "2026-11-20",
    "death_place": "Rumah sendiri, Palembang",
}
MOVE = {
    "dest_village": "Talang Ubi Timur",
    "dest_regency": "Penukal Abab Lematang Ilir",
    "move_date": "2026-12-01",
    "move_kind": "2",
}
ARRIVAL = {
    "origin_regency": "Kabupaten Ogan Komering Ilir",
    "arrived_on": "2026-11-18",
    "dest_address": "Jalan Baru 7",
    "dest_rt_rw": "002/005",
    "members": [
        {"name": "Hadi Baru", "nik": "1602051203850001", "sex": "L", "relationship": "KEPALA KELUARGA"},
        {"name": "Intan Baru", "nik": "1602055505880002", "relationship": "ISTRI"},
    ],
}


def finish(cast: Cast, service: str, answers: dict[str, Any], *, receipt: str = "2611-7K3F-9QXM", **who: Any) -> Case:
    """A case of a service whose document is out."""
    application = make_application(
        cast.office, receipt=receipt, answers=answers, applicant=make_applicant(**who) if who else None
    )
    return make_case(cast.office, state=State.READY, application=application, service=service)


def propose(cast: Cast, service: str, answers: dict[str, Any], **more: Any) -> Proposal:
    found = propose_mutation(finish(cast, service, answers, **more), at=MONDAY)
    assert found is not None
    return found


def test_a_birth_comes_into_the_mothers_family(cast):
    mother = add_resident(cast.office)

    [change] = confirm_mutation(propose(cast, "SKLH", BABY), by=cast.citra, at=MONDAY)

    child = change.resident
    assert (child.family, child.sex, child.nik_index) == (mother.family, "L", "")
    assert child.person["mother"] == "Ani Contoh"
    assert find_residents("arka pratama", offices=[cast.office.pk]).residents == [child]


def test_a_newborns_nik_may_be_written_down_at_once(cast):
    add_resident(cast.office)

    confirm_mutation(propose(cast, "AKL", BABY), by=cast.citra, niks={0: "1671081011260001"}, at=MONDAY)

    assert find_by_nik("1671081011260001", offices=[cast.office.pk]) is not None


def test_a_nik_that_is_none_is_refused_and_nothing_written(cast):
    proposal = propose(cast, "SKLH", BABY)

    with pytest.raises(InputRefused) as refusal:
        confirm_mutation(proposal, by=cast.citra, niks={0: "12"}, at=MONDAY)

    assert refusal.value.errors[0].field == "nik.0"
    assert not Resident.objects.exists()


def test_a_birth_reported_by_a_neighbour_without_a_known_mother_takes_the_reporters_card(cast):
    [change] = confirm_mutation(propose(cast, "SKLH", BABY), by=cast.citra, at=MONDAY)

    assert change.resident.family.card["kk"] == KK


def test_a_death_leaves_the_row_and_what_was_before(cast):
    resident = add_resident(cast.office, relationship="KEPALA KELUARGA")

    [change] = confirm_mutation(propose(cast, "SKK", DEATH), by=cast.citra, at=MONDAY)

    resident.refresh_from_db()
    assert (resident.status, resident.is_head) == (Resident.Status.DEAD, False)
    assert change.before["status"] == "present"
    assert change.before["person"]["name"] == "Ani Contoh"
    assert change.details == {"on": "2026-11-20", "where": "Rumah sendiri, Palembang"}
    assert change.by == cast.citra


def test_a_family_that_moves_leaves_as_a_whole(cast):
    add_resident(cast.office)
    add_resident(cast.office, name="Arka Contoh", nik="1671081005150002", sex="L", relationship="ANAK")

    changes = confirm_mutation(propose(cast, "PPIN", MOVE), by=cast.citra, at=MONDAY)

    assert len(changes) == 2
    assert not Resident.objects.present().exists()
    assert changes[0].details["where"] == "Talang Ubi Timur, Penukal Abab Lematang Ilir"


def test_an_officer_may_take_one_out_of_those_who_were_said_to_move(cast):
    add_resident(cast.office)
    add_resident(cast.office, name="Arka Contoh", nik="1671081005150002", sex="L", relationship="ANAK")

    confirm_mutation(propose(cast, "PPIN", MOVE), by=cast.citra, people=[1], at=MONDAY)

    assert Resident.objects.present().get().person["name"] == "Ani Contoh"


def test_members_alone_move_without_the_applicant(cast):
    followers = [{"name": "Arka Contoh", "nik": "1671081005150002", "relationship": "ANAK"}]

    proposal = propose(cast, "SKPWNI", {**MOVE, "move_kind": "4", "followers": followers})

    assert [person["name"] for person in proposal.data["people"]] == ["Arka Contoh"]


def test_a_family_that_arrives_gets_its_card_address_and_missing_facts(cast):
    proposal = propose(cast, "DATANG", ARRIVAL, name="Hadi Baru", nik="1602051203850001", sex="L", kk=KK)

    changes = confirm_mutation(proposal, by=cast.citra, kk="1671082011260001", at=MONDAY)

    family = Family.objects.get()
    assert family.card == {"kk": "1671082011260001", "address": "Jalan Baru 7", "rt": "002", "rw": "005"}
    wife = changes[1].resident
    assert (wife.sex, wife.person["birth_date"]) == ("P", "1988-05-15")
    assert changes[0].resident.is_head


def test_who_had_moved_away_and_returns_is_the_same_row_with_both_moves_in_its_history(cast):
    resident = add_resident(cast.office, name="Hadi Baru", nik="1602051203850001", sex="L", birth_date="1985-03-12")
    confirm_mutation(
        propose(cast, "PPIN", {**MOVE, "move_kind": "1"}, name="Hadi Baru", nik="1602051203850001"),
        by=cast.citra,
        at=MONDAY,
    )

    arrival = propose(cast, "DATANG", ARRIVAL, receipt="2611-8K3F-9QXN", name="Hadi Baru", nik="1602051203850001")
    confirm_mutation(arrival, by=cast.citra, people=[0], kk="1671082011260001", at=MONDAY + timedelta(days=1))

    back = Resident.objects.present().get()
    assert back.pk == resident.pk
    assert back.family.card["kk"] == "1671082011260001"
    assert [change.kind for change in back.changes.all()] == [Kind.MOVE_OUT, Kind.MOVE_IN]


def test_who_lives_here_already_does_not_arrive(cast):
    add_resident(cast.office, nik="1602051203850001")

    with pytest.raises(CannotChange, match="sudah ada"):
        confirm_mutation(propose(cast, "DATANG", ARRIVAL), by=cast.citra, kk=KK, at=MONDAY)

    assert not Change.objects.exists()


def test_whom_the_register_does_not_know_cannot_leave_it(cast):
    with pytest.raises(CannotChange, match="belum ada dalam buku"):
        confirm_mutation(propose(cast, "SKK", DEATH), by=cast.citra, at=MONDAY)

    assert Proposal.objects.get().state == Proposal.State.OPEN


def test_nobody_chosen_is_refused(cast):
    with pytest.raises(InputRefused):
        confirm_mutation(propose(cast, "SKK", DEATH), by=cast.citra, people=[], at=MONDAY)


def test_a_proposal_is_decided_once(cast):
    add_resident(cast.office)
    proposal = propose(cast, "SKK", DEATH)
    confirm_mutation(proposal, by=cast.citra, at=MONDAY)

    with pytest.raises(CannotChange, match="sudah diputus"):
        confirm_mutation(proposal, by=cast.budi, at=MONDAY)
    with pytest.raises(CannotChange, match="sudah diputus"):
        decline_mutation(proposal, by=cast.budi, reason="x", at=MONDAY)
    assert Change.objects.count() == 1


def test_one_case_proposes_once(cast):
    case = finish(cast, "SKK", DEATH)

    assert propose_mutation(case, at=MONDAY) is not None
    assert propose_mutation(case, at=MONDAY) is None


def test_the_letter_of_the_kelurahan_and_the_certificate_tell_one_event(cast):
    propose(cast, "SKK", DEATH)

    assert propose_mutation(finish(cast, "AKM", DEATH, receipt="2611-8K3F-9QXN"), at=MONDAY) is None
    assert Proposal.objects.count() == 1


def test_twins_are_two_births(cast):
    propose(cast, "SKLH", BABY)
    other = finish(cast, "SKLH", {**BABY, "baby_name": "Arvi Pratama"}, receipt="2611-8K3F-9QXN")

    assert propose_mutation(other, at=MONDAY) is not None


def test_what_was_declined_may_be_proposed_again(cast):
    decline_mutation(propose(cast, "SKK", DEATH), by=cast.citra, reason="Salah orang", at=MONDAY)

    assert propose_mutation(finish(cast, "AKM", DEATH, receipt="2611-8K3F-9QXN"), at=MONDAY) is not None


@pytest.mark.parametrize("service", ["SKD", "SKU", "PKTP"])
def test_other_services_say_nothing_about_the_register(cast, service):
    assert propose_mutation(finish(cast, service, {}), at=MONDAY) is None


@pytest.mark.parametrize("service", KINDS)
def test_a_case_with_few_answers_proposes_what_it_knows_or_nothing(cast, service):
    proposal = propose_mutation(finish(cast, service, {}), at=MONDAY)

    assert proposal is None or proposal.data["people"]


def test_a_mutation_stands_in_the_audit_chain_and_has_the_figures_counted_anew(cast):
    add_resident(cast.office)
    proposal = propose(cast, "SKK", DEATH)

    confirm_mutation(proposal, by=cast.citra, at=MONDAY)

    assert AuditEntry.objects.get(subject=str(proposal.pk)).action == "mutation.confirmed"
    assert Job.objects.filter(kind="count_residents").exists()


def test_a_changed_family_has_no_valid_copy_of_its_card_on_file(cast):
    resident = add_resident(cast.office)
    child = add_resident(cast.office, name="Arka Contoh", nik="1671081005150002", sex="L", relationship="ANAK")
    for requirement in ("KK", "KTP"):
        Document.objects.create(
            resident=child,
            office=cast.office,
            requirement=requirement,
            blob=files.store(b"x", media_type="image/jpeg"),
            verified_on=MONDAY.date(),
            case=resident.pk,
        )

    confirm_mutation(propose(cast, "SKK", DEATH), by=cast.citra, at=MONDAY)

    assert list(Document.objects.values_list("requirement", flat=True)) == ["KTP"]


def test_merging_keeps_one_row_and_the_others_history(cast):
    keep, drop = add_resident(cast.office), add_resident(cast.office, nik="1671085204900002")

    merge_residents(keep, drop=drop, by=cast.citra, at=MONDAY)

    drop.refresh_from_db()
    assert drop.status == Resident.Status.MERGED
    assert drop.changes.get().details == {"into": str(keep.pk)}
    with pytest.raises(CannotChange):
        merge_residents(keep, drop=drop, by=cast.citra, at=MONDAY)


def test_nobody_is_merged_into_a_row_that_gave_way_itself(cast):
    one, two = add_resident(cast.office), add_resident(cast.office, nik="1671085204900002")
    merge_residents(one, drop=two, by=cast.citra, at=MONDAY)

    with pytest.raises(CannotChange):
        merge_residents(two, drop=one, by=cast.citra, at=MONDAY)

    assert list(Resident.objects.present()) == [one]


def test_nobody_is_merged_with_themselves_or_over_the_border(cast):
    here, there = add_resident(cast.office), add_resident(cast.elsewhere)

    for other in (here, there):
        with pytest.raises(CannotChange):
            merge_residents(here, drop=other, by=cast.citra, at=MONDAY)


def test_a_correction_writes_what_differs_and_remembers_the_rest(cast):
    resident = add_resident(cast.office)

    change = correct_resident(resident, {"name": "Ani Contoh Baru", "phone": "0812-7100-0143"}, by=cast.budi, at=MONDAY)

    assert change is not None
    resident.refresh_from_db()
    assert resident.person["name"] == "Ani Contoh Baru"
    assert resident.person["phone"] == "+6281271000143"
    assert resident.person["religion"] == "ISLAM"
    assert change.before["person"]["name"] == "Ani Contoh"
    assert find_residents("baru contoh", offices=[cast.office.pk]).residents == [resident]
    assert AuditEntry.objects.get(subject=str(resident.pk)).action == "resident.corrected"


def test_a_correction_that_changes_nothing_leaves_no_trace(cast):
    resident = add_resident(cast.office)

    assert correct_resident(resident, {"name": " ani  Contoh ".replace("ani", "Ani")}, by=cast.budi, at=MONDAY) is None
    assert not Change.objects.exists()


def test_an_emptied_field_is_empty_unless_it_is_needed(cast):
    resident = add_resident(cast.office)

    correct_resident(resident, {"phone": ""}, by=cast.budi, at=MONDAY)
    with pytest.raises(InputRefused) as refusal:
        correct_resident(resident, {"name": "", "nik": "12", "relationship": "TETANGGA"}, by=cast.budi, at=MONDAY)

    resident.refresh_from_db()
    assert "phone" not in resident.person
    assert resident.phone_index == ""
    assert [error.field for error in refusal.value.errors] == ["name", "nik", "relationship"]


def test_nobody_gets_the_nik_of_somebody_else(cast):
    resident = add_resident(cast.office)
    add_resident(cast.office, nik="1671085204900002")

    with pytest.raises(CannotChange, match="orang lain"):
        correct_resident(resident, {"nik": "1671085204900002"}, by=cast.budi, at=MONDAY)


def test_a_correction_is_no_lampid(cast):
    resident = add_resident(cast.office)
    correct_resident(resident, {"name": "Ani Lain"}, by=cast.budi, at=MONDAY)

    assert {line.total for line in read_lampid([cast.office], month=MONDAY.date()).lines} == {0}

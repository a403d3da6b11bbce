"""The shipped agendas, and what an edited one may not do (design, section 8)."""

from datetime import timedelta

import pytest

from dialogs.sparring import agenda as rules
from dialogs.sparring.agenda import MINUTE, PRINCIPLE, SHORT, SINGLE_CASE, TOPIC, PhaseName


@pytest.mark.parametrize(
    ("agenda", "length", "spare"),
    [(SINGLE_CASE, 55, 5), (SHORT, 30, 0), (PRINCIPLE, 55, 5), (TOPIC, 45, 0)],
    ids=lambda value: getattr(value, "name", value),
)
def test_the_shipped_agendas_add_up(agenda, length, spare):
    assert (agenda.length, agenda.spare) == (length * MINUTE, spare * MINUTE)


def minutes_of(agenda):
    return {phase.name: phase.timebox // MINUTE for phase in agenda.phases}


def test_a_leader_edits_the_minutes_and_leaves_an_optional_phase_out():
    minutes = minutes_of(SINGLE_CASE) | {PhaseName.FRAME: 0, PhaseName.REFLECTION: 23}

    edited = rules.edited(SINGLE_CASE, minutes, spare=5)

    assert PhaseName.FRAME not in edited.names
    assert edited.total == 60 * MINUTE


@pytest.mark.parametrize(
    ("change", "spare", "refusal"),
    [
        pytest.param({PhaseName.REFLECTION: 21}, 5, rules.AgendaTooLong, id="61 minutes"),
        pytest.param({}, 6, rules.AgendaTooLong, id="61 with the spare time"),
        pytest.param({PhaseName.CLOSING: 2}, 5, rules.PhaseTooShort, id="closing under 3"),
        pytest.param({PhaseName.PRESENTATION: 0}, 5, rules.PhaseTooShort, id="mandatory"),
    ],
)
def test_an_agenda_that_breaks_a_rule_is_refused(change, spare, refusal):
    with pytest.raises(refusal):
        rules.edited(SINGLE_CASE, minutes_of(SINGLE_CASE) | change, spare=spare)


def test_a_phase_twice_is_refused():
    with pytest.raises(rules.PhaseRepeated):
        rules.Agenda(
            name=SINGLE_CASE.name, phases=(SINGLE_CASE.phases[1],) * 2 + SINGLE_CASE.phases[2:]
        )


def test_a_missing_mandatory_phase_is_named():
    with pytest.raises(rules.PhaseMissing) as refused:
        rules.Agenda(name=SINGLE_CASE.name, phases=SINGLE_CASE.phases[-1:])
    assert refused.value.phase in rules.MANDATORY


@pytest.mark.parametrize(
    ("timebox", "before"), [(8, 2), (7, 1), (4, 1), (3, None)], ids=lambda n: str(n)
)
def test_warnings_by_length(timebox, before):
    expected = None if before is None else timedelta(minutes=before)
    assert rules.warning_before(timebox * MINUTE) == expected


def test_a_leader_may_lower_the_cap_and_it_holds():
    minutes = minutes_of(SHORT)

    assert rules.edited(SHORT, minutes, spare=0, cap=30).cap == 30 * MINUTE
    with pytest.raises(rules.AgendaTooLong) as refused:
        rules.edited(SHORT, minutes, spare=1, cap=30)
    assert refused.value.cap == 30 * MINUTE


def test_no_cap_is_above_an_hour():
    with pytest.raises(rules.AgendaTooLong):
        rules.edited(SHORT, minutes_of(SHORT), spare=0, cap=61)

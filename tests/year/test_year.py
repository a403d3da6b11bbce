"""The first week of it; a whole year is `make year`."""

from dataclasses import replace
from datetime import date, timedelta

from tests.year import account
from tests.year.account import Fate
from tests.year.proof import played
from tests.year.report import report

UNTIL = date(2026, 8, 8)  # a Saturday


async def test_every_prompt_comes_once_on_a_day_of_work_and_is_accounted_for(tmp_path):
    proof = await played(7, UNTIL, tmp_path)
    year, ledger = proof.year, proof.year.ledger
    fates = {each.fate for each in proof.lines}

    assert proof.wrong == []
    assert year.meetings + year.cancelled == 4  # one of each team
    assert len(proof.lines) >= 5
    assert {Fate.ANSWERED, Fate.READ} <= fates
    assert max(ledger.days().values()) == 1
    printed = "\n".join(
        report(year, proof.course, proof.everybody, proof.seen, proof.lines, proof.kinds)
    )
    assert "højst 1 til en person på en dag" in printed

    # and the ledger sees what is wrong: a second copy, a night, a Sunday, one without a fate
    prompt = next(each for each in ledger.prompts.values() if each.came)
    came = prompt.came[0]
    night = replace(came, at=came.at - timedelta(hours=7))
    sunday = replace(came, at=came.at - timedelta(days=came.at.weekday() + 1))
    ledger.came += [came, night, sunday]
    prompt.came.append(came)
    wrong = "\n".join(ledger.wrong(year.now, year.here.calendars))
    assert f"{prompt.kind} {prompt.entity} was sent 2 times" in wrong
    assert "3 unasked messages to" in wrong
    assert "outside working hours" in wrong
    assert "a closed day" in wrong
    lost = account.Line(prompt, Fate.LOST)
    assert len(list(account.wrong([lost]))) == 1

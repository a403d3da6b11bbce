"""The sparring: its commands, buttons, forms, messages and occasions, in one table."""

from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Command, Dialog, Where
from bot.outbox import Kind
from bot.sparring import (
    after,
    clarity,
    coming,
    drawing,
    messages,
    names,
    queue,
    running,
    season,
)
from bot.sparring.running import been_away, time_passes
from bot.switchboard import Area
from dialogs.sparring import refusals, words
from storage import sparring

__all__ = ["area", "been_away", "time_passes"]


def area(zone: ZoneInfo) -> Area:
    return Area(
        commands={
            "sag": Command(queue.bring_typed, takes_text=True),
            "kø": Command(queue.queue),
            "start": Command(coming.start_now, Where.GROUP),
            "næste": Command(running.next_phase, Where.GROUP),
            "fortryd": Command(running.undo, Where.GROUP),
            "pause": Command(running.pause, Where.GROUP),
            "fortsæt": Command(running.resume, Where.GROUP),
            "+2": Command(running.extend, Where.GROUP),
            "afslut": Command(running.close, Where.GROUP),
            "udskyd": Command(running.ask_postpone, Where.GROUP),
            "tavle": Command(drawing.offer, Where.GROUP),
            "genogram": Command(drawing.offer, Where.GROUP),
        },
        presses={
            "sparring.how": queue.how,
            "sparring.queue": queue.queue,
            "sparring.bring_to": queue.bring_to,
            "sparring.withdraw": queue.withdraw,
            "sparring.accept": queue.accept,
            "sparring.as_case": queue.as_case,
            "sparring.pass": queue.pass_turn,
            "sparring.swap_answer": queue.answer_swap,
            "sparring.start": coming.start,
            "sparring.start_short": coming.start_short,
            "sparring.start_now": coming.start_now,
            "sparring.lead_today": coming.lead_today,
            "sparring.agree_today": coming.agree_today,
            "sparring.consent": coming.consent,
            "sparring.second": coming.second,
            "sparring.keep": coming.keep,
            "sparring.next": running.next_phase,
            "sparring.extend": running.extend,
            "sparring.pause": running.pause,
            "sparring.resume": running.resume,
            "sparring.undo": running.undo,
            "sparring.reflect": running.reflect,
            "sparring.word": running.pass_word,
            "sparring.take_over": running.take_over,
            "sparring.agree": running.agree,
            "sparring.give_back": running.give_back,
            "sparring.proposals": running.hear_proposals,
            "sparring.close": running.close,
            "sparring.go_on": running.go_on,
            "sparring.clarity": clarity.say,
            "sparring.note": after.note,
            "sparring.reached": after.reached,
        },
        dialogs={
            "sparring.bring": Dialog(
                open=queue.open_bring, hand_in=queue.hand_in_bring, texts=("question",)
            ),
            "sparring.decline": Dialog(
                open=queue.open_decline, hand_in=queue.hand_in_decline, texts=("text",)
            ),
            "sparring.ask_back": Dialog(
                open=queue.open_ask_back, hand_in=queue.hand_in_ask_back, texts=("text",)
            ),
            "sparring.answer": Dialog(
                open=queue.open_answer, hand_in=queue.hand_in_answer, texts=("text",)
            ),
            "sparring.question": Dialog(
                open=queue.open_question, hand_in=queue.hand_in_question, texts=("question",)
            ),
            "sparring.swap": Dialog(open=queue.open_swap, hand_in=queue.hand_in_swap),
            "sparring.prepare": Dialog(
                open=coming.open_prepare, hand_in=coming.hand_in_prepare, naming=("guest",)
            ),
            "sparring.cancel": Dialog(open=coming.open_cancel, hand_in=coming.hand_in_cancel),
            "sparring.park": Dialog(
                open=running.open_park, hand_in=running.hand_in_park, texts=("proposal",)
            ),
            "sparring.drawings": Dialog(
                open=drawing.open_overview, hand_in=drawing.hand_in_overview
            ),
            "sparring.timeline": Dialog(
                open=drawing.open_timeline, hand_in=drawing.hand_in_timeline, texts=("text",)
            ),
            "sparring.genogram": Dialog(
                open=drawing.open_genogram, hand_in=drawing.hand_in_genogram, texts=("text",)
            ),
            "sparring.genogram_step": Dialog(
                open=drawing.open_step, hand_in=drawing.hand_in_step, texts=("age", "letter")
            ),
            "sparring.postpone": Dialog(
                open=running.open_postpone, hand_in=running.hand_in_postpone
            ),
            "sparring.checklist": Dialog(
                open=after.open_checklist, hand_in=after.hand_in_checklist
            ),
            "sparring.evaluate": Dialog(
                open=after.open_evaluation, hand_in=after.hand_in_evaluation
            ),
        },
        kinds={
            names.PLAN: Kind(
                title="Startkort",
                private=False,
                harmless=True,
                build=partial(messages.the_plan, zone=zone),
            ),
            names.PHASE: Kind(
                title="Mødets kort",
                private=False,
                harmless=True,
                build=partial(messages.phase, zone=zone),
            ),
            names.POSTPONE: Kind(
                title="Skal sagen udskydes?", private=False, build=messages.postpone
            ),
            names.CLOSED_DAY: Kind(
                title="Besked om en dag uden sparring",
                private=False,
                build=partial(messages.closed_day, zone=zone),
            ),
            names.TURN: Kind(
                title="Påmindelse om tur",
                private=False,
                build=partial(messages.turn, zone=zone),
            ),
            names.OWN_CASE: Kind(
                title="Hvem der leder sparringen",
                private=False,
                build=partial(messages.own_case, zone=zone),
            ),
            names.GUEST: Kind(
                title="Kommer der en gæst?", build=partial(messages.guest, zone=zone)
            ),
            names.PRINCIPLE: Kind(
                title="En principiel sag", build=partial(messages.principle, zone=zone)
            ),
            names.PRINCIPLE_ANSWER: Kind(
                title="Svar på en principiel sag",
                build=partial(messages.principle_answer, zone=zone),
            ),
            names.PARKED: Kind(
                title="Et parkeret forslag",
                build=partial(messages.parked, zone=zone),
                sent=messages.parked_done,
                undeliverable=messages.parked_undeliverable,
                lasting=True,
            ),
            names.CLARITY: Kind(title="Hvor klart er næste skridt?", build=clarity.message),
            names.NOTE: Kind(title="Skal noget noteres?", build=partial(messages.note, zone=zone)),
            names.MINUTES: Kind(
                title="Sådan gik tiden",
                private=False,
                build=partial(messages.minutes, zone=zone),
            ),
            names.SECOND: Kind(title="En sag mere?", build=partial(messages.second, zone=zone)),
            names.REACHED: Kind(
                title="Nåede I rundt?", build=partial(messages.reached, zone=zone)
            ),
            names.AGAIN: Kind(
                title="En sag tages op igen", build=partial(messages.again, zone=zone)
            ),
            names.LEARNED: Kind(title="Noget, der ligner sagen", build=messages.learned),
            names.SWAP: Kind(title="Byt tur?", build=partial(messages.swap, zone=zone)),
            names.SWAP_ANSWER: Kind(
                title="Svar om at bytte tur", build=partial(messages.swap_answer, zone=zone)
            ),
        },
        refusal=refusals.refusal,
        titles={words.QUEUE: "sparring.queue", words.HOW: "sparring.how"},
        foresees=partial(season.foresees, zone=zone),
        dated=partial(season.dated, zone=zone),
        occasions={
            sparring.START: partial(coming.start_due, zone=zone),
            sparring.CLOSED_DAY: coming.closed_day,
            sparring.TURN: partial(queue.turn_due, zone=zone),
            sparring.ABSENCE: partial(queue.absence_noted, zone=zone),
            sparring.CASE_GONE: partial(queue.case_gone, zone=zone),
            names.WINDOW_DUE: after.window_due,
            names.NOTE_DUE: partial(after.note_due, zone=zone),
        },
        series={
            sparring.START: "Startkort",
            sparring.CLOSED_DAY: "Besked om en dag uden sparring",
            sparring.TURN: "Påmindelse om tur",
        },
    )

"""Every Danish text about the tavle: told in sentences, what is in the way."""

from dialogs.sparring import timeline as rules

TITLE = "Tavle"
EMPTY = "Tavlen er tom."
HOW = (
    "Skriv en hændelse på hver linje, den ældste først: hvornår, kolon, og hvad der skete. "
    "Skriv alder eller hvor længe siden, aldrig datoer eller navne."
)
EXAMPLE = "for 2 år siden: mor og far går fra hinanden"
MORE_EXAMPLES = ("9 år: begynder i specialklasse", "nu: går ikke i skole")


def told(timeline: rules.Timeline) -> list[str]:
    """The same as the drawing, a line for each event."""
    return [_sentence(each) for each in timeline.events] or [EMPTY]


def _sentence(event: rules.Event) -> str:
    match event.when:
        case rules.When.AGE:
            when = f"Barnet er {event.count} år"
        case rules.When.BIRTH:
            when = "Ved fødslen"
        case _:
            when = rules.when_words(event)
    return f"{when[:1].upper()}{when[1:]}: {event.text}"


def refused(error: rules.TimelineRefusal) -> str:
    match error:
        case rules.TooManyEvents():
            return (
                f"Der er plads til {rules.EVENTS_AT_MOST} hændelser på tavlen. "
                "Tag dem med, der betyder mest for spørgsmålet."
            )
        case rules.EventTooLong():
            return (
                f"En af hændelserne er på {error.length} tegn. "
                f"Skriv den på højst {rules.EVENT_AT_MOST}."
            )
        case rules.DateWritten():
            return (
                f"Linje {error.line}: “{error.word}” ligner en dato. "
                "Skriv barnets alder eller fx “for 2 år siden”."
            )
        case rules.NothingHappened():
            return f"Linje {error.line}: Skriv efter kolon, hvad der skete."
        case rules.NoTimeTold():
            return (
                f"Linje {error.line}: Jeg kan ikke læse “{error.word}” som et tidspunkt. Begynd "
                "linjen med fx “6 år:”, “for 2 år siden:”, “fødslen:” eller “nu:”."
            )
        case _:
            return "Tavlen kan ikke se sådan ud."

"""Sentences that open a reflection, and the anchors that hold it (inventory rows 13, 21, 36, 47).

Data, in packs: a team that works by a method gets that method's questions as well.
"""

from collections.abc import Iterable, Mapping

# The dots stay with the word before them, where a phone would wrap them alone.
REFLECTION = tuple(
    each.replace(" …", "\N{NO-BREAK SPACE}…")
    for each in (
        "Jeg bliver optaget af …",
        "Jeg bliver nysgerrig på …",
        "Mens jeg lyttede, kom jeg til at tænke på …",
        "Det, der gør indtryk på mig, er …",
        "Hvis jeg var barnet, ville jeg lægge mærke til …",
        "Set fra fars side kunne det handle om …",
        "En anden måde at forstå det på kunne være …",
        "Jeg hører en styrke i …",
        "Jeg kommer i tvivl om, hvad vi ved, og hvad vi tror, om …",
        "Noget, vi ikke har talt om endnu, er …",
    )
)
CLARIFYING = (
    "Hvem er vigtige voksne for barnet lige nu?",
    "Hvornår begyndte det, og hvornår blev I inddraget?",
    "Hvad har barnet selv sagt, og hvem sagde det det til?",
    "Hvordan ser en helt almindelig dag ud hjemme?",
    "Hvad er allerede prøvet, og hvad kom der ud af det?",
    "Hvor ved du det fra: har du set det, hørt det eller læst det?",
)
BACK_TO_REFLECTION = (
    "Vi er på vej over i løsninger. Hvad har vi endnu ikke undret os over?",
    "Vi gemmer løsningerne lidt endnu. Hvad fik historien jer til at tænke på?",
    "Lad os blive i det åbne lidt endnu. Hvem har vi ikke set det fra?",
)
ANCHORS: Mapping[str, str] = {
    "Metode": "Hvad ville vores metode få os til at se efter her?",
    "Lov": "Hvad skal være oplyst, før nogen kan træffe en afgørelse? "
    "Hvem er part, og er de hørt?",
    "Politik": "Hvis nogen lagde vores egen børne- og ungepolitik ved siden af sagen, "
    "hvad ville de så spørge os om?",
    "Barnet": "Hvad ville barnet sige, at vi har misforstået?",
}
BY_METHOD: Mapping[str, tuple[str, ...]] = {
    "ICS": (
        "Hvilken side af trekanten taler vi mest om, og hvilken har vi slet ikke rørt?",
        "Hvilke ressourcer har barnet, og hvilke behov er ikke dækket?",
    ),
    "Signs of Safety": (
        "Hvor trygt er barnet fra 0 til 10, og hvad ligger der i tallet?",
        "Hvad bekymrer os, hvad fungerer, og hvad skal ske?",
    ),
}
THE_CHILD = "Hvad betyder det for barnets trivsel, sundhed og udvikling?"
TOPICS = (
    "Hvornår er en sag klar til at slutte?",
    "Hvornår er der grund til bekymring?",
    "Hvordan får vi barnets stemme med i den børnefaglige undersøgelse?",
    "Hvordan følger vi op på barnets plan, så familien kan mærke det?",
    "Hvad gør vi, når forældre og skole ser hver sit barn?",
)


def one_of(sentences: tuple[str, ...], number: int) -> str:
    """The sentence for this number: they take turns, and a redrawn card shows the same."""
    return sentences[number % len(sentences)]


def anchors(methods: Iterable[str], number: int) -> dict[str, str]:
    """The four anchors; the method's is its own question where there is a pack for it."""
    packs = [pack for name, pack in BY_METHOD.items() if name in methods]
    questions = tuple(question for pack in packs for question in pack)
    method = {"Metode": one_of(questions, number)} if questions else {}
    return {**ANCHORS, **method}

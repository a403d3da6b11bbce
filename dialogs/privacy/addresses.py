"""Where somebody lives: a street with its number, or a postcode with its town."""

import re
from collections.abc import Iterator, Sequence

from dialogs.privacy.finding import Span
from dialogs.privacy.reading import Word
from dialogs.privacy.vocabulary import Vocabulary, is_ordinary, word_set

_ROADS = tuple(
    word_set("""
alle allé alléen boulevard boulevarden boulevarderne gade gaden stræde strædet vej vejen vænge
vænget
""")
)
# After these, only a number makes an address of it.
_FIELDS = tuple(
    word_set("""
ager bakke bakken bakker banke banken bjerg bjerget brink brinken bro broen bugt bugten bæk bækken
center centeret centret dal dalen dam dammen dige diget eje eng enge engen gyde gyden gård gårde
gården have haven havn havnen hegn hegnet holm holmen hus husene huset høj højen kaj kajen kilde
kilden klit klitten kollegiet kollegium kolonien krog krogen kvarter kvarteret kær kæret landevej
led leddet leje lejet lien lund lunden lykke lykken løb løbet løkke løkken mark marken marker
minde mose mosen mølle møllen næs odde park parken passage plads pladsen plænen ring ringen skel
skellet skov skoven skrænt skrænten slippen smøge smøgen sti stien strand sving svinget sø søen
terrasse terrassen terrasserne toft tofte toften torv torvet tværvej vang vange vangen vold volden
vænge ås åsen øen
""")
)
_STREET_WORDS = word_set("""
alle allé boulevard gade landevej park plads stræde torv vej vænge
""")
_NO_ROADS = word_set("""
adgangsvej cykelsti cykelstien gaden genvej genvejen gågade gågaden halvvej halvvejen hovedgade
hovedgaden hovedvej hovedvejen karrierevej kommandovej landevej landevejen livsvej motorvej
motorvejen mælkevejen omvej omvejen sagsvej sidegade sidegaden sidevej skolevej skolevejen
tilkørselsvej udvej udvejen vejen villavej villavejen
""")
_HOUSE = re.compile(
    r",? ?(?:nr\.? ?|nummer )?\d{1,3}(?: ?[A-Za-zÆØÅæøå](?![\w.]))?(?!\d|[.:/]\d| ?%|"
    r" (?:år|uge|måned|dag|time|gang|kr|børn|barn|minut|elev|klasse|pct|halv|voksne|møde))"
)
_FLOOR = re.compile(
    r",? ?(?:(?:st|kl|kld|\d{1,2})\.?,? ?(?:sal\.?,? ?)?"
    r"(?:th|tv|mf|dør \d+|lejl\.? ?\d+|nr\. ?\d+|sal)\b\.?"
    r"|lejl(?:ighed|\.)? ?\d+|st\b\.?|\d{1,2}\. sal\b)",
    re.I,
)
_SIDE = r"(?:C|N|S|V|K|M|F|J|NV|SV|SØ|NØ|Ø|Øst|Vest|Syd|Nord|By)"
_POSTCODE = re.compile(
    r",?[ \n]{1,2}(?:DK-?)?\d{4} (?:\w{2,3}\. ?)?[^\W\d_]\w+(?:[ -][A-ZÆØÅ]\w*)?"
    rf"(?: {_SIDE}\b)?"
)
_PLACE = re.compile(
    rf"(?<![\w./-])(?:DK-?)?(?P<code>\d{{4}}) (?P<town>[A-ZÆØÅa-zæøå][a-zæøåé]+)(?: {_SIDE}\b)?"
)
_SMALL = word_set("""
fra i og på til ved
""")


def addresses(text: str, read: Sequence[Word], known: Vocabulary) -> Iterator[Span]:
    for place, word in enumerate(read):
        if not (word.capital or word.low.endswith((*_ROADS, *_FIELDS))):
            continue
        found = _address(text, read, place, word, known)
        if found:
            yield found
    for match in _PLACE.finditer(text):
        if match["town"].lower() in known.towns and not _is_year(match["code"]):
            yield Span(*match.span())


def _is_year(code: str) -> bool:
    return 1950 <= int(code) <= 2035


def _address(
    text: str, read: Sequence[Word], place: int, word: Word, known: Vocabulary
) -> Span | None:
    low = word.low
    road, field = low.endswith(_ROADS), low.endswith(_FIELDS)
    house = _HOUSE.match(text, word.end)
    alone = low in _STREET_WORDS or low in ("vejen", "gaden")
    start = word.start
    if road or field:
        first = _first_of_street(read, place)
        start = read[first].start
        if alone and first == place:
            return None
        if not house:
            numberless = (
                road
                and (first < place or not word.begins)
                and word.capital
                and low not in _NO_ROADS
                and low not in known.towns
                and not word.big
                and not (low.endswith("alle") or low in known.given)
            )
            if not (numberless and (first < place or not alone)):
                return None
            return Span(start, word.end)
        named = word.capital or first < place or (road and low not in _NO_ROADS)
        if not named and _HOUSE.match(text, word.end):
            end = house.end()
            led = _lives(read, place) and not is_ordinary(low, known)
            named = bool(led or _FLOOR.match(text, end) or _POSTCODE.match(text, end))
        bare = low in (*_ROADS, *_FIELDS) and first == place
        there = _FLOOR.match(text, house.end()) or _POSTCODE.match(text, house.end())
        if not named or (bare and not (word.capital and (there or _lives(read, place)))):
            return None
        if (
            low in known.words
            and first == place
            and not road
            and not _POSTCODE.match(text, house.end())
        ):
            return None
    elif word.capital and house and not word.big:
        after = _FLOOR.match(text, house.end())
        if not (after or _POSTCODE.match(text, house.end()) or _lives(read, place)):
            return None
        start = read[_first_of_street(read, place)].start
    else:
        return None
    return Span(start, _end_of_address(text, house.end()))


def _lives(read: Sequence[Word], place: int) -> bool:
    """ "bor på Solbakke 3", "adressen er Solbakke 3"."""
    before = [each.low for each in read[max(0, place - 3) : place]]
    return any(each.startswith(("bor", "boede", "adresse", "bopæl", "flytte")) for each in before)


def _first_of_street(read: Sequence[Word], place: int) -> int:
    """ "Peter Bangs Vej" begins with Peter, "Gl. Viborgvej" with Gl."""
    first = place
    while first > 0 and place - first < 3:
        before = read[first - 1]
        here = read[first]
        if here.begins and here.gap.strip() not in (".", ""):
            break
        if here.gap not in (" ", ". ", ".") or not before.capital:
            break
        if here.gap != " " and len(before.text) > 4:
            break
        if before.begins and first - 1 != 0 and before.low in _SMALL:
            break
        if before.low in _NO_STREET:
            break
        first -= 1
    return first


_NO_STREET = word_set("""
adresse adressen bor de efter er familien far farmor fra han hun hvis i mor naboen når
plejefamilien på sammen til ved vi
""")


def _end_of_address(text: str, end: int) -> int:
    floor = _FLOOR.match(text, end)
    if floor:
        end = floor.end()
    town = _POSTCODE.match(text, end)
    return town.end() if town else end

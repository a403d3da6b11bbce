"""Where somebody lives, and the schools, day care and homes that point at a child."""

import re
from collections.abc import Iterator, Sequence

from dialogs.privacy.finding import Span
from dialogs.privacy.reading import Word
from dialogs.privacy.vocabulary import Vocabulary, word_set

# --- Addresses -----------------------------------------------------------------------------------

_ROAD = re.compile(
    r"(?:vej|vejen|gade|gaden|alle|allé|alléen|stræde|strædet|vænge|vænget|boulevard|boulevarden|"
    r"boulevarderne)\Z"
)
_FIELD = re.compile(
    r"(?:plads|pladsen|torv|torvet|sti|stien|park|parken|have|haven|toft|toften|tofte|bakke|bakken|"
    r"bakker|eng|engen|enge|mark|marken|marker|ager|lund|lunden|vang|vangen|vange|gård|gården|"
    r"gårde|dal|dalen|høj|højen|kær|kæret|skov|skoven|krog|krogen|sving|svinget|brink|brinken|"
    r"skrænt|skrænten|kaj|kajen|havn|havnen|strand|bro|broen|led|leddet|løkke|løkken|bugt|bugten|"
    r"næs|ås|åsen|mose|mosen|eje|kvarter|kvarteret|hus|huset|husene|holm|holmen|passage|kolonien|"
    r"vej|gade|kilde|kilden|bæk|bækken|mølle|møllen|dam|dammen|sø|søen|odde|kollegiet|kollegium|"
    r"terrasse|terrassen|terrasserne|øen|landevej|plænen|center|centret|centeret)\Z"
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
    r"|lejl(?:ighed|\.)? ?\d+|st\b\.|\d{1,2}\. sal\b)",
    re.I,
)
_SIDE = r"(?:C|N|S|V|K|M|F|J|NV|SV|SØ|NØ|Ø|Øst|Vest|Syd|Nord|By)"
_POSTCODE = re.compile(
    rf",?[ \n]{{1,2}}(?:DK-?)?\d{{4}} [A-ZÆØÅ][\w.]*(?:[ -][A-ZÆØÅ]\w*)?(?: {_SIDE}\b)?"
)
_PLACE = re.compile(
    rf"(?<![\w./-])(?:DK-?)?(?P<code>\d{{4}}) (?P<town>[A-ZÆØÅ][a-zæøåé]+)(?: {_SIDE}\b)?"
)
_SMALL = word_set("""
fra i og på til ved
""")


def addresses(text: str, read: Sequence[Word], known: Vocabulary) -> Iterator[Span]:
    for place, word in enumerate(read):
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
    road, field = _ROAD.search(low), _FIELD.search(low)
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
        stem = road or field
        named = word.capital or first < place or (road and low not in _NO_ROADS)
        if not named or (stem and stem.start() == 0 and first == place):
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


# --- Institutions --------------------------------------------------------------------------------

_KINDS = (
    "skole|skolen|skoles|skolens|friskole|friskolen|landsbyskole|landsbyskolen|privatskole|"
    "privatskolen|specialskole|specialskolen|efterskole|efterskolen|gymnasium|gymnasiet|"
    "børnehave|børnehaven|børnehus|børnehuset|vuggestue|vuggestuen|dagpleje|dagplejen|"
    "dagtilbud|dagtilbuddet|daginstitution|daginstitutionen|institution|institutionen|"
    "fritidshjem|fritidshjemmet|fritidsklub|fritidsklubben|ungdomsklub|ungdomsklubben|"
    "juniorklub|juniorklubben|klub|klubben|sfo|sfo'en|sfoen|opholdssted|opholdsstedet|bosted|"
    "bostedet|botilbud|botilbuddet|døgninstitution|døgninstitutionen|behandlingshjem|"
    "behandlingshjemmet|børnehjem|børnehjemmet|plejehjem|plejehjemmet|familiehus|familiehuset|"
    "familiecenter|familiecentret|familiecenteret|krisecenter|krisecentret|krisecenteret|"
    "døgncenter|døgncentret|ungdomspension|ungdomspensionen|ungdomscenter|"
    "ungdomscentret|sygehus|sygehuset|hospital|hospitalet|universitetshospital|kollegium|kollegiet|"
    "heldagsskole|heldagsskolen|naturbørnehave|naturbørnehaven|skovbørnehave|skovbørnehaven|"
    "behandlingsskole|behandlingsskolen|dagbehandling|dagbehandlingen|dagskole|dagskolen|"
    "dagbehandlingstilbud|dagbehandlingstilbuddet|aflastningshjem|aflastningshjemmet|"
    "ungehus|ungehuset|ungecenter|ungecentret|værested|værestedet|produktionsskole|"
    "produktionsskolen|realskole|realskolen|kostskole|kostskolen|legestue|legestuen|"
    "børnegård|børnegården|børneby|børnebyen|psykiatrisk|afsnit|afdeling|bofællesskab|"
    "bofællesskabet|vuggestueafdelingen|integrerede|børneinstitution|børneinstitutionen|"
    "sikrede|ungdomsskole|ungdomsskolen|musikskole|musikskolen|lægehus|lægehuset|lægeklinik|"
    "klinik|klinikken|fodboldklub|idrætsforening|boldklub|højskole|højskolen|tandklinik|sportsklub"
)
_KIND = frozenset(_KINDS.split("|")) - {
    "afdeling",
    "afsnit",
    "psykiatrisk",
    "sikrede",
    "integrerede",
}
# Kinds that are also an authority, or that a name follows for other reasons.
_SCHOOL = re.compile(
    r"(?P<stem>[\w.'-]{2,}?)(?:s)?(?P<kind>skolens?|skoles?|børnehavens?|børnehaves?|vuggestuens?|gymnasium|"
    r"gymnasiets?|friskolens?|børnehusets?|børnehus|fritidsklub(?:ben)?s?|hallens|sygehus|"
    r"sygehusets?|hospital|hospitalets?|sfo|legestuens?|børnehavernes?|efterskoles?|kollegiets?|kollegium|"
    r"hjemmets?|institutionens?)\Z"
)
_ORDINARY_STEMS = word_set("""
aflastnings aften aftens amts arbejds barndoms basis behandling behandlings billed bo by børne
børne- børnehave central central- dag daginstitution danse distrikt distrikts drenge døgn døgn-
efter erhvervs fag familie ferie folke folkehøj forældre fri frie fritids grund grundskole
gymnasie handels have heldags hjemme hoved høj idræts idrætsbørne indskolings integrerede
international jeres kerne kolonihave kombi kombinations kommunale kommune kommune- koran kost
krise kultur kunst køre land lands landsby lille lilleskole lokal lærer mellem mellemtrins mini
moder modtage moske musik nabo natur naturbørne over overbygnings pige pleje privat privat-
privatbørne privatpleje produktions profil psykiatri pædagog real ride skole skov skovbørne små
social sommer sommer- special special- sports sprog start stor svømme syge sygepleje søndags tegne
u ude udeskole udskolings ung ungdoms ungdoms- ungdomshøj ungdomskost unge univers universitets
universitets- vinter vores
""")
_WORDS_BETWEEN = word_set("""
af de den det for i og på under ved
""")
_NO_SCHOOL_NAME = word_set("""
barn barnets dansk den denne det drengens en er far har hver hvilken hvordan i ingen jeres kan
kommunens lederen mor nævn og pigens ppr på sfo ssp team vores
""")


def institutions(read: Sequence[Word], known: Vocabulary) -> Iterator[Span]:
    place = 0
    while place < len(read):
        found = _institution(read, place, known)
        if found is None:
            place += 1
        else:
            first, last = found
            yield Span(read[first].start, read[last].end)
            place = last + 1


def _institution(read: Sequence[Word], place: int, known: Vocabulary) -> tuple[int, int] | None:
    word = read[place]
    low = word.low
    if low in _KIND or _bare(low) in _KIND:
        last = _named_after(read, place, known) if low in _KIND else None
        if last is not None:
            return place, last
        return _named_before(read, place, known)
    named = _SCHOOL.match(low)
    if not named or not word.capital or word.big:
        return None
    if _is_ordinary(named["stem"], known):
        return None
    first = place
    while first and read[first].gap in (" ", ". ") and _part_of_name(read, first - 1, known):
        first -= 1
    last = place
    if named["kind"] == "hallens" and place + 1 < len(read) and read[place + 1].low in _KIND:
        last = place + 1
    return first, last


def _is_ordinary(stem: str, known: Vocabulary) -> bool:
    if stem in _ORDINARY_STEMS or f"{stem}s" in _ORDINARY_STEMS:
        return True
    return stem.endswith("s") and stem[:-1] in _ORDINARY_STEMS


def _bare(low: str) -> str:
    """Without the s of the possessive."""
    return low[:-1] if low.endswith("s") else low


def _part_of_name(read: Sequence[Word], place: int, known: Vocabulary) -> bool:
    """ "Sdr. Omme Landsbyskole", "Sct. Knuds Skole"."""
    word = read[place]
    if not word.capital or word.big or word.low in _NO_SCHOOL_NAME:
        return False
    if word.begins and word.low in known.words and word.low not in known.given:
        return False
    return word.low not in ("kommune", "kommunes")


def _named_after(read: Sequence[Word], place: int, known: Vocabulary) -> int | None:
    """ "Børnehaven Solsikken", "opholdsstedet \"Ny Start\""."""
    last = place
    while last + 1 < len(read) and last - place < 4:
        after = read[last + 1]
        if after.gap.strip(" \"“”„»«'") or "\n" in after.gap or len(after.gap) > 3:
            break
        joins = (
            last > place
            and after.low in ("og", "ved", "på", "i", "under", "den", "det", "lille")
            and last + 2 < len(read)
            and read[last + 2].capital
            and read[last + 2].gap == " "
            and after.low not in ("og", "i", "på")
        )
        if not (after.capital or joins) or after.low in ("i", "ppr", "ssp"):
            break
        last += 1
    if last == place:
        return None
    names = read[place + 1 : last + 1]
    if len(names) == 1 and (names[0].low in known.towns or names[0].low in _NOT_A_PLACE_NAME):
        return None
    return last


_NOT_A_PLACE_NAME = word_set("""
aula barn far kommune midt mor nord ppr ssp syd teams vest øst
""")


def _named_before(read: Sequence[Word], place: int, known: Vocabulary) -> tuple[int, int] | None:
    """ "Nordre Skole", "Kolding Sygehus": the kind has a capital letter too."""
    word = read[place]
    first = place
    if not word.capital and word.low not in ("sfo",):
        return None
    while first and read[first].gap in (" ", ". ", "-") and _part_of_name(read, first - 1, known):
        if place - first >= 3:
            break
        first -= 1
    if first == place or word.begins:
        return None
    return first, place

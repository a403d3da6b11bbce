"""Schools, day care, homes and hospitals by name: where a child goes points at the child.

A kind alone ("skolen", "specialskolen") is nobody's name. It becomes one with a name after it
("børnehaven Solsikken"), a name before it ("Nordre Skole"), or grown together with one
("Skovbakkeskolen").
"""

import re
from collections.abc import Iterator, Sequence

from dialogs.privacy.finding import Span
from dialogs.privacy.reading import Word
from dialogs.privacy.vocabulary import (
    Vocabulary,
    is_listed,
    is_ordinary,
    is_place,
    word_set,
)

_KIND = re.compile(
    r"(?P<stem>[\w.'-]*?)-?(?P<kind>"
    r"skole(?:n|r|rne)?|børnehave(?:n|r|rne)?|børneh|bhv|vuggestue(?:n|r)?|gymnasi(?:um|et)|"
    r"dagpleje(?:n)?|dagtilbud(?:det)?|institution(?:en)?|hjem(?:met)?|klub(?:ben)?|"
    r"sfo(?:'?en)?|sfh|dus|opholdssted(?:et)?|bosted(?:et)?|værested(?:et)?|botilbud(?:det)?|"
    r"børnehus(?:et)?|familiehus(?:et)?|ungehus(?:et)?|lægehus(?:et)?|"
    r"(?:krise|familie|døgn|ungdoms|unge|behandlings)cent(?:er|ret|eret)|pension(?:en)?|"
    r"sygehus(?:et)?|hospital(?:et)?|kollegi(?:um|et)|dagbehandling(?:en)?|"
    r"dagbehandlingstilbud(?:det)?|legestue(?:n)?|børnegård(?:en)?|børneby(?:en)?|"
    r"(?:behandlings|pleje|aflastnings)sted(?:et)?|skolehjem(?:met)?|ungdomsbolig(?:en|erne)?|"
    r"(?:fritids|sprog|pleje|klassec|aktivitets|dag)cent(?:er|ret|eret)|døgntilbud(?:det)?|"
    r"fritidsordning(?:en)?|fritter(?:en)?|vugger(?:en)?|"
    r"bofællesskab(?:et)?|klinik(?:ken)?|idrætsforening(?:en)?)s?\Z"
)
# Cheaper than the pattern itself, which would be tried on every word.
_MAY_BE_KIND = re.compile(
    r"skole|have|børne|bhv|stue|gymnasi|pleje|tilbud|instit|hjem|klub|bolig|fritids|fritter|vugger|sf[oh]|dus|sted|hus|cent|"
    r"pension|hospital|kolleg|dagbeh|fællesskab|klinik|idræts"
)
# Before a kind these make no name of it: "specialskolen", "fritidshjemmet".
_STEMS = word_set("""
aflastnings aften alle amts arbejds asyl autisme barndoms basis behandlings billed bo bold boldt
bolig by både børne børnehave børneheldags central dag daginstitutions danse distrikts drenge døgn
efter egen enkeltmands erhvervs ferie flygtninge fodbold folke folkehøj for forældre fri frie
friplejen fritids fælles grund gymnastik handels hav have heldags heltids hoved hver hånd håndbold
høj højere idræts indskolings integrerede junior kerne kolonihave kombi kost krise kultur kunst
køre lands landsby lille lilleskole lokal læge lærer mellemtrins mini moder modtage musik nabo
natur naturbørne over overbygnings pige pleje privat privatpleje produktions profil psykiatri
pædagog real ride skov skovbørne social sommer special sports sprog start stats stor svømme syge
sygepleje søndags tand tegne teknisk u ude udskolings ungdoms ungdomshøj ungdomskost
ungdomspensions unge univers universitets vandre voksen vore vuggestue være ældre
""")
_UNNAMED_KINDS = word_set("""
hjem hjemmet klinik klinikken klub klubben pension pensionen
""")
# A stem that ends like this is the name of a place, with or without a capital letter.
_LIKE_A_PLACE = re.compile(
    r".{2,}(?:bakke|bakken|lund|lunden|vang|vangen|mark|marken|høj|høje|dal|dals|skov|gård|gårds|"
    r"gaard|å|sø|eng|kær|holm|bjerg|borg|mose|by|strand|toft|tofte|rup|sted|vig|næs|bro|kirke|vej|"
    r"vejs|park|parken|parks|ager|hede|løkke|kilde|bæk|torp|vænge|vængets|haven|havn|fjord|lev|"
    r"løse|um|inge|ballen?|ris|rød|ø|østre|vestre|nordre|søndre|købing|stien|væld)s?\Z"
)
_SITE = re.compile(
    r".{2,}(?:gården|gaarden|gård|huset|hytten|bakken|lunden|skoven|haven|tuen|reden|buen|hjemmet|"
    r"højen|hulen|slottet|borgen|ly|bo|lund|høj|stuen|skibet|møllen|kilden|dalen|engen|stjernen|"
    r"blomsten|solen|broen|stubben|rødderne)\Z"
)
_THERE = word_set("""
af fra i på til ved
""")
_COMPASS = word_set("""
gamle gl lille ndr nordre ny nye nørre sankt sct sdr skt store sønder søndre vester vestre øster
østre
""")
_NO_NAMES = word_set("""
aula barn den denne der det er far han har hun i kommune kommunen kommunes midt mor nord og ppr
ssp syd teams vest vi øst
""")
_STAFF = word_set("""
forældre ledelse leder ledere lærer lærere personale pædagog pædagoger pædagogerne skoleleder
souschef viceinspektør
""")
_BETWEEN = word_set("""
den det lille på under ved
""")
_LABELS = word_set("""
bosted børnehave daginstitution dagtilbud institution opholdssted skole skolen vuggestue
""")
_MOST_WORDS = 4


def institutions(text: str, read: Sequence[Word], known: Vocabulary) -> Iterator[Span]:
    place = 0
    while place < len(read):
        found = _institution(text, read, place, known)
        if found is None:
            place += 1
        else:
            first, last = found
            yield Span(read[first].start, read[last].end)
            place = last + 1


def _institution(
    text: str, read: Sequence[Word], place: int, known: Vocabulary
) -> tuple[int, int] | None:
    word = read[place]
    kind = _KIND.match(word.low) if _MAY_BE_KIND.search(word.low) else None
    if kind is None:
        return _site(text, read, place, known)
    if not _is_named(word, kind, known):
        last = _named_after(read, place, known)
        return _named_before(read, place, known) if last is None else (place, last)
    first = place
    while place - first < _MOST_WORDS and _is_part(read, first, known):
        first -= 1
    after = read[place + 1] if place + 1 < len(read) else None
    grown = after is not None and after.gap == " " and after.capital and _KIND.match(after.low)
    return first, place + 1 if grown else place


def _is_named(word: Word, kind: re.Match[str], known: Vocabulary) -> bool:
    """The kind has grown together with a name: "Skovbakkeskolen"."""
    stem = kind["stem"].strip("-'.")
    if len(stem) < 2 or stem in _STEMS or stem.removesuffix("s") in _STEMS:
        return False
    if kind["kind"] in _UNNAMED_KINDS:
        return False
    if word.capital and not word.big:
        return not word.begins or not is_ordinary(stem, known)
    return bool(_LIKE_A_PLACE.match(stem))


def _is_part(read: Sequence[Word], place: int, known: Vocabulary) -> bool:
    """The word before this one belongs to the name: "Sdr. Omme Landsbyskole"."""
    if place == 0 or read[place].gap not in (" ", ". ", "-"):
        return False
    word = read[place - 1]
    if word.low in _COMPASS:
        return word.capital or read[place].gap == " "
    if not word.capital or word.big or word.low in _NO_NAMES or _KIND.match(word.low):
        return False
    if read[place].gap == ". " and len(word.text) > 4:
        return False
    if not word.begins or word.low in known.given or is_place(word.low, known):
        return True
    return not is_ordinary(word.low, known)


def _named_after(read: Sequence[Word], place: int, known: Vocabulary) -> int | None:
    """ "Børnehaven Solsikken", "opholdsstedet "Ny Start"", "Skole: Skovbakken"."""
    if read[place].low.endswith("s") and read[place].low != "dus":
        return None
    last = place
    while last + 1 < len(read) and last - place < _MOST_WORDS:
        after = read[last + 1]
        label = last == place and after.gap == ": " and read[place].low in _LABELS
        short = last == place and after.gap == ". " and len(read[place].text) < 7
        if not (after.gap.strip("\"“”„»«'") in (" ", "") or label or short):
            break
        if after.low in _BETWEEN and last > place and last + 2 < len(read):
            if not (read[last + 2].capital and read[last + 2].gap == " "):
                break
        elif (
            not after.capital
            or after.low in _NO_NAMES
            or after.big
            or (after.begins and (not label and not set(after.gap) & set('"“”„»«')))
            or (label and is_ordinary(after.low, known))
        ):
            break
        last += 1
    if last == place:
        return _small_after(read, place, known)
    return None if last == place + 1 and is_place(read[last].low, known) else last


def _small_after(read: Sequence[Word], place: int, known: Vocabulary) -> int | None:
    """ "børnehaven solsikken": no word that we know, and a definite one."""
    after = read[place + 1] if place + 1 < len(read) and read[place + 1].gap == " " else None
    definite = read[place].low.endswith(("en", "et", "sfo"))
    if after is None or after.capital or not definite or len(after.text) < 6:
        return None
    if not (_SITE.match(after.low) or after.low.endswith(("en", "et", "erne"))):
        return None
    return None if is_ordinary(after.low, known) else place + 1


def _named_before(read: Sequence[Word], place: int, known: Vocabulary) -> tuple[int, int] | None:
    """ "Nordre Skole", "Kolding Sygehus": the kind has a capital letter too."""
    word = read[place]
    before = read[place - 1] if place else None
    if before is None or word.begins or word.gap not in (" ", "-", ". "):
        return None
    if word.capital or before.low in _COMPASS:
        first = place
        while place - first < _MOST_WORDS - 1 and _is_part(read, first, known):
            first -= 1
        return None if first == place else (first, place)
    return _small_before(read, place, known)


def _small_before(read: Sequence[Word], place: int, known: Vocabulary) -> tuple[int, int] | None:
    """ "på tofthøj skole": a word that we do not know, before a kind without an article."""
    word, before = read[place], read[place - 1]
    if word.gap != " " or word.low not in _WITHOUT_ARTICLE or len(before.text) < 4:
        return None
    if before.low in _NO_NAMES or not (
        is_place(before.low, known) or not is_ordinary(before.low, known)
    ):
        return None
    inflected = not before.capital and before.low.endswith(("e", "t", "er", "s"))
    return None if inflected and not is_place(before.low, known) else (place - 1, place)


_WITHOUT_ARTICLE = word_set("""
børnehave børnehus efterskole friskole gymnasium hospital landsbyskole privatskole realskole skole
skoles sygehus vuggestue
""")


def _site(
    text: str, read: Sequence[Word], place: int, known: Vocabulary
) -> tuple[int, int] | None:
    """ "på Bakkegården", "i Solsikken", "Solsikkens pædagoger"."""
    word = read[place]
    if not word.capital or word.big or len(word.text) < 5 or word.low in known.given:
        return None
    after = read[place + 1] if place + 1 < len(read) else None
    led = after is not None and after.gap == " " and after.low in _STAFF
    if led and word.low.endswith(("ens", "ets", "ernes")) and not is_listed(word.low, known):
        return None if is_ordinary(word.low[:-1], known) else (place, place)
    if is_place(word.low, known) or is_ordinary(word.low, known) or is_listed(word.low, known):
        return None
    if text[word.end : word.end + 2].strip().isdigit():
        return None
    before = "" if word.begins or not place else read[place - 1].low
    if _SITE.match(word.low):
        known_end = word.low.endswith(_SITES_BY_THEMSELVES)
        return (place, place) if before in _THERE or known_end else None
    if before not in _THERE or word.low.endswith("sen"):
        return None
    return (
        (place, place) if word.low.endswith(("en", "et", "erne")) and len(word.text) > 6 else None
    )


_SITES_BY_THEMSELVES = tuple(
    word_set("""
bakken blomsten borgen broen buen dalen engen gaarden gården haven hulen huset hytten højen kilden
lunden møllen reden skibet skoven slottet solen stjernen stubben stuen tuen
""")
)

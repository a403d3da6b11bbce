"""What is told by its digits or its shape: mail addresses, telephones, dates of birth, cases."""

import re
from collections.abc import Container, Iterator

from dialogs.privacy.finding import Span

# "@" in words, too; a full stop may be one where it is.
_AT = r"(?: ?@ ?| ?[(\[{] ?(?:at|a|@|snabel-?a) ?[)\]}] ?| snabel-?a )"
_DOT = r"(?:\.| ?[(\[{] ?(?:dot|punktum|prik) ?[)\]}] ?)"
_MAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}(?:{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{1,4}}"
    r"|(?: at | snabel-?a )[\w-]{1,63}(?: (?:dot|punktum|prik) [\w-]{1,63}){1,3})",
    re.I,
)

_EIGHT = (
    r"[2-9]\d(?:(?P<gap>[ ./-]?)\d\d(?:(?P=gap)\d\d){2}|\d\d[ -]?\d{4}"
    r"| \d\d \d{4}|\d\d \d\d \d\d| \d{6}"
    r"|\d \d{3} \d\d|\d \d\d \d{3}| \d{3} \d{3})"
)
_PHONE = re.compile(
    r"(?<![\d+.,/-])(?<!\d )(?=[\d+])"
    rf"(?:(?P<land>(?:\+|00)45[ -]?)?(?P<number>{_EIGHT})"
    r"|(?P<abroad>(?:\+|00)(?!45)[1-9]\d{0,2}(?:[ -]?\d){6,11}))"
    r"(?! ?\d|[-.]\d|/(?!\d{8})\d|[.,]\d{3}| ?(?:kr|kroner)\b)"
)
_PHONE_NAMED = re.compile(
    r"\b(?=[tmsrk])(?:tlf|telefon\w*|mobil\w*|sms\w*|ringe?(?: \w+)? på|(?:kontaktes|træffes) på)"
    r"(?:nr|nummer(?:et)?)?\W{0,4}(?:nr\W{1,2}|nummer(?:et)? )?(?:er |på )?"
    r"(?P<number>\d(?:[ .-]?\d){7})(?![\d-])",
    re.I,
)
_NO_PHONE = re.compile(
    r"(?:\bcvr|\bse-?n|faktura\w*|konto\w*|\bean\b|ordre\w*|journal\w*|\bsag\w*|\bdubu\w*|\bid\b|"
    r"\b(?:kode\w*|\w*kode\w*|pin|kunde\w*|serie\w*|licens\w*|medlem\w*|rekvisition\w*|bilag\w*|"
    r"isbn|version|ordre\w*|lokale\w*|dok\w*|ref|gln|konto\w*|akt\w*|udbud\w*|sags\w*|link\w*|"
    r"p-?nummer|bib\w*|registrering\w*)|\bvare\w*|bestilling\w*|kvittering\w*|"
    r"stregkode\w*|\bmøde\w*|\breg\b|\bp-?n|\bkle\b)"
    r"[^\d\n]{0,20}\Z",
    re.I,
)
_TWO_YEARS = re.compile(r"(?:19|20)\d\d[ /-](?:19|20)\d\d\Z")

_MONTH = (
    r"(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?"
)
_ORDINAL = (
    r"(?:første|anden|tredje|fjerde|femte|sjette|syvende|ottende|niende|tiende|el(?:le)?vte|tolvte|"
    r"trettende|fjortende|femtende|sekstende|syttende|attende|nittende|tyvende|tredivte|"
    r"(?:en|to|tre|fire|fem|seks|syv|otte|ni)og(?:tyvende|tredivte))"
)
_YEAR = r"(?: ?(?:\d{4}|'?\d\d)\b)?"
_DATE = re.compile(
    r"(?<![\d./-])(?=\d)(?:"
    rf"\d{{1,2}}\.? ?{_MONTH},?{_YEAR}"
    r"|\d{1,2} ?[./-] ?\d{1,2}(?: ?[./ -] ?(?:\d{4}|\d\d))?(?!\d)"
    r"|\d{4}-\d\d-\d\d(?!\d)"
    r"|\d{1,2} \d{1,2} (?:\d{4}|\d\d)(?! ?\d)"
    r"|\d{8}(?!\d)|\d{6}(?!\d)(?:[- ]?(?:[xX*#_?]{2,4}|\.{4}|…))?)",
    re.I,
)
_DATE_IN_WORDS = re.compile(
    rf"(?<![\d.] )\b(?:{_ORDINAL} {_MONTH},?{_YEAR}"
    rf"|(?<!\d )(?<!\d\. ){_MONTH},? ?\d{{4}}\b)",
    re.I,
)
_MASKED = re.compile(r"(?<!\d)\d{6}[- ]?(?:[xX*#_?]{2,4})(?!\w)")
_BORN = re.compile(
    r"\b(?=[ftbr])(?:f(?:\.? ?d)?(?=\.? ?\d)|fødes|fdt|født\w*|fødsels?\w*|fødslen|fødedag\w*|"
    r"fyld(?:er|te) (?:snart |nu |også )?(?:år|\d{1,2}|atten)|"
    r"(?:bliver|runder) (?:snart )?(?:\d{1,2}|atten)|fødsdag\w*|til verden|foedt|foedsels\w*)\b",
    re.I,
)
_BORN_AFTER = re.compile(
    r"\W{0,3}(?:er|var|blev|som) (?:\w+ ){0,2}(?:fødsels|født|fødedag)|\W{0,3}\(?fødsels?", re.I
)
_AFTER_SOMEBODY = re.compile(
    r"(?P<child>\b(?:barn \d|barnet|dreng(?:en)?|pigen?|søn(?:nen)?|"
    r"datter(?:en)?|\w*bror|\w*søster|mor|far))?"
    r" ?[(,] ?\Z",
    re.I,
)
_FARTHEST = 36
_ENDS = re.compile(r"[!?\n]|(?-i:\w\. [A-ZÆØÅ])|\b(?:møde\w*|frist\w*|samtale\w*|kl|uge)\b", re.I)

_NUMBERED = re.compile(
    r"\b(?=[jsdeairbkn])(?:j[.-]? ?nr|journal-?(?:nr|nummer(?:et)?|numre)?|"
    r"sags?[- ]?(?:nr|nummer(?:et)?|numre|id)|"
    r"\bsag(?:en)?(?: nr| nummer| med nummer)?|\bdubu(?:[- ]?(?:nr|nummer|sag|id))?"
    r"(?: (?:under |sag ?)?(?:nummer|nr))?|\besdh(?:-?(?:nr|nummer|sag))?|\bakt(?:nr|nummer)?|"
    r"\bdok(?:ument)?\.?-?(?:nr|nummer|id)|\bid-?(?:nr|nummer)|\bref\.? ?(?:nr)?|"
    r"\bsbsys|\bacadre|\bemn|\bkmd|\bnexus|\bsensum)"
    r"(?:\.? ?(?:nr|nummer(?:et)?))?[.:#)]{0,2} ?(?:er |lyder )?[:#]? ?"
    r"(?P<number>(?:[A-ZÆØÅ]{1,4}[- ]?)?\d[\d./-]*(?:[A-ZÆØÅ]\d+[\d./-]*)?\d)"
    r"(?:(?:,|,? og| samt| eller|/) ?"
    r"(?P<second>(?:[A-Z]{1,4}-?)?\d[\d./-]*(?:[A-Z]\d+[\d./-]*)?\d))?",
    re.I,
)
_SHAPED = re.compile(
    r"(?<![\w./-])(?=[A-ZÆØÅ\d])(?:"
    r"\d{4}-\d{3}-\d{4}"
    r"|\d\d\.\d\d\.\d\d-[A-ZÆØÅ]\d\d-\d{1,5}-\d\d(?:\d\d)?"
    r"|(?:19|20)\d\d[-/]\d{4,7}"
    r"|[12]\d/(?!(?:19|20)\d\d(?!\d))\d{4,6}"
    r"|[A-ZÆØÅ]{1,4}-?(?:19|20)\d\d[-/]\d{2,7}"
    r")(?![\w]|[./-]\d)"
)
_SAYS_NUMBER = re.compile(r"nr|nummer|numre|id\b", re.I)
_VERSION = re.compile(r"\d{1,4}(?:\.\d{1,3}){1,3}\Z")
_LAW = re.compile(
    r"(?:\b(?:reg|vej|lbk|lov|bek|fob|ken|skm|cir|§|stk|kle|iso|isbn|version|model|uge)\b|"
    r"under kle|"
    r"faktura\w*|ordre\w*|bestilling\w*|kvittering\w*|\bvare\w*|rekvisition\w*|bilag\w*|kursus\w*|"
    r"principmeddelelse\w*|bekendtgørelse\w*|vejledning\w*|udbud\w*|kontrakt\w*|budget\w*|"
    r"licens\w*|skoleår\w*|sæson\w*|perioden?|årene?|konto\w*|møde\w*|lokale\w*)"
    r"[^\d\n]{0,12}[A-ZÆØÅ]{0,4}-?\Z",
    re.I,
)
_LOOK_BACK = 48


def mails(text: str) -> Iterator[Span]:
    for match in _MAIL.finditer(text):
        yield Span(*match.span())


def phones(text: str) -> Iterator[Span]:
    for match in _PHONE.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        number = match["number"] or match["abroad"]
        if _NO_PHONE.search(before) or _TWO_YEARS.match(number):
            continue
        digits = re.sub(r"\D", "", number)
        if len(digits) == 8 and not match["land"] and _is_day(digits) and not _called(before):
            continue
        yield Span(*match.span())
    for match in _PHONE_NAMED.finditer(text):
        yield Span(*match.span("number"))


def _called(before: str) -> bool:
    return bool(re.search(r"(?:tlf|telefon|mobil|ring|sms)\w*[^\d\n]{0,20}\Z", before, re.I))


def _is_day(number: str) -> bool:
    """20260803: a day, the year first or last."""
    for year, month, day in (
        (number[:4], number[4:6], number[6:]),
        (number[4:], number[2:4], number[:2]),
    ):
        if year[:2] in ("19", "20") and 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            return True
    return False


def birth_dates(text: str, names: Container[int]) -> Iterator[Span]:
    """A date is somebody's birthday only where the words around it say so, or right after a name:
    `names` are the places where one ends."""
    told_until = None
    for match in _dates(text):
        if not _is_date(match[0]):
            continue
        if (
            _MASKED.fullmatch(match[0])
            or _is_born(text, match.start())
            or _BORN_AFTER.match(text, match.end())
            or _is_of_somebody(text, match.start(), names)
            or (told_until and _AND_ANOTHER.fullmatch(text[told_until : match.start()]))
        ):
            told_until = match.end()
            yield Span(*match.span())


def _dates(text: str) -> list[re.Match[str]]:
    found = list(_DATE.finditer(text))
    if _BORN.search(text):
        found += _DATE_IN_WORDS.finditer(text)
    return sorted(found, key=re.Match.start)


_AND_ANOTHER = re.compile(r"(?:, | og | samt | / |/)(?:\w+ )?(?:den |d\. ?)?")


def _is_born(text: str, start: int) -> bool:
    before = text[max(0, start - _LOOK_BACK) : start]
    cues = list(_BORN.finditer(before + "0"))
    if not cues:
        return False
    between = before[cues[-1].end() :]
    if not between.strip(" .:\n"):
        return True
    return len(between) <= _FARTHEST and not _ENDS.search(between)


def _is_of_somebody(text: str, start: int, names: Container[int]) -> bool:
    """ "Emil (03.05.2012)", "barn 1, 030512"."""
    before = text[max(0, start - _LOOK_BACK) : start]
    led = _AFTER_SOMEBODY.search(before)
    if led is None:
        return False
    return bool(led["child"]) or start - len(led[0]) in names


def _is_date(written: str) -> bool:
    numbers = [int(each) for each in re.findall(r"\d+", written)]
    digits = re.sub(r"\D", "", written)
    if len(numbers) == 1 and len(digits) in (6, 8):
        if len(digits) == 8:
            return _is_day(digits)
        return _day_and_month(int(digits[:2]), int(digits[2:4]))
    if re.search(r"[a-zæøå]", written, re.I):
        return not numbers or 1 <= numbers[0] <= 31 or len(digits) == 4
    if len(digits) == 8 and numbers[0] > 31:
        return _day_and_month(numbers[2], numbers[1])
    return len(numbers) >= 2 and _day_and_month(numbers[0], numbers[1])


def _day_and_month(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12


def cases(text: str) -> Iterator[Span]:
    for match in _NUMBERED.finditer(text):
        label = text[match.start() : match.start("number")].strip(" .:#")
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        number = match["number"]
        digits = sum(char.isdigit() for char in number)
        if digits < 4 or (not _SAYS_NUMBER.search(label) and _LAW.search(before)):
            continue
        if not _SAYS_NUMBER.search(label) and (
            len(number) < 5
            or (not number.isdigit() and _is_date(number))
            or _VERSION.match(number)
        ):
            continue
        yield Span(*match.span("number"))
        if match["second"] and sum(char.isdigit() for char in match["second"]) >= 4:
            yield Span(*match.span("second"))
    for match in _SHAPED.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if not _LAW.search(before) and not _TWO_YEARS.match(match[0]):
            yield Span(*match.span())

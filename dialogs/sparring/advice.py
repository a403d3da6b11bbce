"""Does a text handed in during the reflection sound like advice? A hint only: nothing is blocked.

Single words mislead ("skal", "prøvet", "hvis jeg var"), so every form below asks for a subject and
a verb together, often in a certain place in the sentence. What somebody else has said is taken
away first, then the look-alikes; what is left is held against the forms of advice, one sentence
at a time. Patterns are written in ordinary Danish and folded like the text, so ``prøv``, ``proev``
and ``PRØV`` are one word. Every inner gap is bounded, so no text can make the search run away.
"""

import re
import unicodedata
from functools import cache

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})

# As it is typed in a hurry.
_HURRIED = {
    "ska": "skal",
    "sku": "skulle",
    "ku": "kunne",
    "ik": "ikke",
    "ikk": "ikke",
    "hva": "hvad",
    "ta": "tage",
}
_HURRIED_WORD = re.compile(rf"\b(?:{'|'.join(_HURRIED)})\b")


def _spelled_plainly(text: str) -> str:
    """The three Danish letters as two each, other accents gone (``idé`` is ``ide``)."""
    letters = unicodedata.normalize("NFC", text).translate(_LETTERS)
    return "".join(
        char for char in unicodedata.normalize("NFD", letters) if not unicodedata.combining(char)
    )


def _pattern(danish: str) -> re.Pattern[str]:
    return re.compile(_spelled_plainly(danish))


def _one_of(words: str) -> str:
    return rf"(?:{'|'.join(words.split())})\b"


# --- Words that the forms share ------------------------------------------------------------------

# Those who can be told to do something; "i" is also a preposition: "skal i retten".
_YOU = (
    r"(?:du|vi|man|"
    r"i(?! (?:skole|retten|behandling|dag|morgen|børnehave|fængsel|gang|alt|går)\b))"
)

# Small words that may stand between subject and verb.
_SMALL = (
    r"(?:(?:altid|aldrig|altså|absolut|bare|blot|da|dog|egentlig|endelig|evt\.?|eventuelt|faktisk|"
    r"først|godt|hellere|helst|helt|i hvert fald|i stedet|jo|klart|kun|lidt|lige|måske|nok|nu|"
    r"også|selvfølgelig|sikkert|simpelthen|snarest|så|vel|virkelig|som udgangspunkt) ){0,4}"
)

# Verbs of thinking, sensing and being: with these "man kunne …" is wonder, not a proposal.
_WONDER = (
    r"(?:ikke|selv|gerne|være|blive|komme|lide|have(?! fat\b| gang\b)|handle om|hænge|skyldes|"
    r"betyde|ligne|rammes|forestille|tænke|tro|synes|mene|forstå\w*|vide|undre|føle|mærke|fornemme|"
    r"opleve|se|høre|sige|gætte|håbe|ønske|frygte|leve|rumme|erkende|lære|kende|miste|huske|"
    r"få (?:den tanke|det indtryk|indtryk\w*|ondt|lyst|kvalme)|"
    r"spørge (?:os|sig|mig|hinanden))\b"
)

# An infinitive. Danish ones end in -e, but for the short ones.
_DO = rf"(?!{_WONDER})(?:\w{{2,}}e|få|gå|stå)\b"

# Where a new clause begins.
_CLAUSE = r"(?:^|, |\b(?:og|men|så|eller|tænker) )"

# --- What is taken away first --------------------------------------------------------------------

_QUOTED = re.compile(
    r"""
      "[^"\n]*"                                # "du skal holde op"
    | [“”„][^“”„\n]*[“”]                       # “du skal holde op”
    | »[^«»\n]*« | «[^«»\n]*»                  # »du skal holde op«
    | (?<!\w)['‘’‚](?=\w)[^'‘’‚\n]*['‘’](?!\w)  # 'du skal holde op', but not the one in "CPR'et"
    | (?<=:\ )["“”„»«'‘][^\n]*                 # begun after a colon and never ended
    """,
    re.VERBOSE,
)

_SAYS = (
    r"(?:sagde|siger|sige|sagt|mente|mener|skrev|skriver|skrevet|fortalte|fortæller|fortalt|råbte|"
    r"råber|svarede|svarer|spurgte|spørger|nævnte|nævner|ønskede|ønsker|krævede|kræver|forlanger|"
    r"foreslog|anbefalede|beder|bad|vil have)"
)

# Mor sagde: du skal holde op. Never one's own words ("jeg siger: …").
_SAID_AFTER_COLON = _pattern(rf"(?<!jeg )\b{_SAYS}\b[^.:!?\n]{{0,40}}:[^.!?;\n]*")

_LOOK_ALIKES = (
    # Far siger, at vi skal prøve; du fortalte, at …: somebody else's words, up to a "men" or "så"
    (
        rf"(?<!jeg )(?<!vi )\b{_SAYS}(?:(?: (?!du\b|i\b)\w+){{0,3}},? (?:at|om)\b|,(?= {_YOU} ))"
        r"[^,]*(?:,(?! (?:men|så)\b)[^,]*)*"
    ),
    # Du skal holde op, sagde far
    rf"^.*, {_SAYS} (?!jeg\b)\w+",
    # Vi skulle have set det; I burde have spurgt: hindsight
    (
        rf"\b(?:skulle|burde|kunne) (?:{_YOU} )?(?:ikke )?{_SMALL}have "
        rf"{_SMALL}(?!noget\b|lidt\b)\w{{2,}}t\b"
    ),
    # Hvad vi skal tro; når vi bevilger; hvordan man kan forstå det: it hangs on another clause
    (
        r"(?:^hvis|\b(?:hvad|hvem|hvordan|hvorfor|hvornår|hvor|hvilke\w*|om|når|da|fordi|mens|før|"
        r"inden|indtil|hver gang|som|selvom|selv om))"
        rf"(?: (?!at\b|{_YOU}\b)\w+){{0,2}} {_YOU} {_SMALL}"
        r"(?:skal|bør|burde|må|kan|kunne|skulle|er nødt|bliver nødt|bevilger|giver|sætter)\b"
    ),
    # … så vi kan forstå ham: a purpose
    rf"\bså {_YOU} (?:kan|kunne)\b",
    # Det er interessant, at I skal starte forfra; jeg er bange for, at vi skal …
    (
        r"\b(?:interessant|svært|hårdt|underligt|mærkeligt|ærgerligt|tankevækkende|synd|tungt|"
        r"bange for|ked af|træt af)(?: for \w+)?,? at\b[^,]*"
    ),
    # Man skal have prøvet det for at forstå det; man skulle tro
    rf"\bman skal {_SMALL}have \w{{2,}}t\b|\bman skulle {_SMALL}(?:tro|tænke|synes)\b",
    # Du skal have ros; vi skal passe på ikke at tro …; det skal nok gå
    rf"\b{_YOU} skal {_SMALL}(?:vide|passe på|have (?:tak|ros|stor))\b",
    r"\bskal nok (?:være|gå|blive)\b",
    # Hvis jeg var barnet, ville jeg …; jeg ville … hvis jeg boede der: in somebody else's place
    r"\bhvis jeg (?!var (?:dig|jer)\b|sad med (?:den|sagen)|havde sagen).*",
    r"\bjeg ville\b.{0,80}\bhvis jeg (?!var (?:dig|jer)\b)",
    # Lad os blive ved barnet; prøv at forestille jer; læg mærke til: invitations to wonder
    rf"\blad (?:mig|os {_SMALL}(?:blive|dvæle|tænke|undre|forestille|prøve at forstå))\b",
    r"\b(?:prøv at (?:forestil\w*|tænk\w*|høre?|se det)|læg mærke|sæt,? at)\b",
    # Så laver vi igen en plan: a habit, looked at
    r"\bså \w+ vi (?:jo|igen|hele tiden|altid)\b",
)

# --- The forms of advice -------------------------------------------------------------------------

# Words that are nothing but an imperative where a clause begins.
_ORDER = _one_of(
    "afklar afprøv aftal anbring anerkend ansøg arbejd bed begynd beskriv bestil bevilg book "
    "dokumenter drop evaluer fasthold find flyt foreslå forklar fortsæt fortæl genoptag giv "
    "henvis husk inddrag indhent indkald indstil informer insister inviter involver iværksæt "
    "konfronter køb kør lad lyt læs mød noter opret opsøg overvej partshør planlæg pres "
    "prioriter prøv ring saml send skab skriv spørg støt sæt søg sørg tag tilbyd tjek træf "
    "udarbejd udfordr udred underret undersøg undgå vent visiter vurder vælg ændr"
)

_THEM = r"(?:mor|far|ham|hende|dem|barnet|drengen|pigen|familien|skolen)\b"

# Words that are something else too; they need what follows.
_ORDER_IN_CONTEXT = (
    rf"(?:(?:besøg|hjælp|mind|ros|stil|vis) {_THEM}|"
    r"bliv ved\b|"
    r"brug (?!af\b)|"
    r"forsøg (?:at|med|lige)\b|"
    r"følg (?:op|med|lige)\b|"
    r"få (?!(?:af|på|er|har|ved|kender|gange|børn|dage|uger|år|timer|venner|ting|voksne)\b)|"
    r"gå (?!ud fra\b)|"
    r"gør (?:det )?(?:bare|klart|tydeligt|brug)\b|"
    r"træk (?!fra\b|i\b)|"
    r"hold (?!(?:da|nu) op\b)|"
    rf"hør (?:lige|om|hos|{_THEM})|"
    r"kom (?:i gang|ud|tilbage)\b|"
    r"kontakt (?!med\b|til\b|mellem\b|og\b|har\b|er\b|hver\b)|"
    r"lav (?:lige|nu|så|en|et|den|det|de|nogle|noget|din|jeres|aftale\w*)\b|"
    r"luk (?:sagen|den)\b|"
    r"pas på (?:med|ikke)\b|"
    r"se (?:at|lige|om (?:du|i))\b|"
    r"sig (?:til|det|nej|ja|at)\b|"
    r"snak (?:med|lige|nu)\b|"
    r"start (?:med|op|ud|lige|nu|hos|i det)\b|"
    r"stil (?:krav|en|et)\b|"
    r"stop (?!for\b)|"
    r"tal (?:med|lige|nu)\b|"
    r"tænk (?:på at få|(?:\w+ ){1,3}ind)\b|"
    r"vær (?:nu |lige )?(?:ærlig|tydelig|konkret|klar))"
)

_GOOD_IDEA = (
    r"(?:godt|fint|bedre|bedst|oplagt|smart|klogt|klogest|smartest|relevant|vigtigt|nødvendigt|afgørende|rart|"
    r"hjælpsomt|en fordel|en hjælp|på sin plads|på tide|(?:måske )?(?:en )?(?:\w+ )?ide)"
)

_ADVICE = (
    # Du skal holde et møde; I bør skrive; I skal høre parterne; du må tale med ham
    rf"\b{_YOU} {_SMALL}(?:skal|bør|burde)\b",
    (
        rf"\b(?:du|man|i) {_SMALL}må {_SMALL}"
        r"(?!(?:gerne|være|have|føle|blive|sidde|leve|undre)\b)\w+"
    ),
    rf"\bvi {_SMALL}må {_SMALL}(?:få|tage|gøre|sætte|handle|se at|have (?:fat|gang|lavet))\b",
    # Du må gerne være mere tydelig
    r"\b(?:du|i) må gerne (?:\w+ ){1,2}mere\b",
    # Så skal du …; her bør vi …; måske kunne I …; før I gør andet, skal I …
    (
        rf"(?:\b(?:så|her|nu|derfor|først|bagefter|i stedet|måske|mon ikke)|,) "
        rf"(?:skal|bør|burde|må|skulle|kan|kunne) {_YOU} {_SMALL}(?!{_WONDER})\w+"
    ),
    # Måske man kunne …; mon ikke du skulle …; vi skulle hellere …
    rf"\b(?:måske|mon ikke) {_YOU} (?:kan|kunne|skulle|skal|burde) {_SMALL}(?!{_WONDER})\w+",
    rf"\b{_YOU} skulle (?:måske|hellere|nok|lige|da|vel|prøve|tage) {_SMALL}(?!{_WONDER})\w+",
    # Kunne man ikke flytte samværet? Skal vi ikke …? Kunne du ikke bare …?
    (
        rf"{_CLAUSE}(?:kunne|kan|skulle|skal|burde|bør|vil|ville) {_YOU} ikke\b"
        rf"(?! {_SMALL}(?:forestille|tænke|tro|forstå\w*|se|vide|mærke)\b)"
    ),
    rf"\b(?:kunne|kan) {_YOU} ikke bare\b",
    # Burde vi underrette? Skulle vi prøve …? Kan vi bruge …?
    rf"{_CLAUSE}(?:burde|skulle|bør) {_YOU} {_SMALL}{_DO}",
    rf"{_CLAUSE}(?:skal|kan|kunne) (?:vi|man) {_SMALL}{_DO}",
    # Du kunne prøve …; I kan bruge PPR; man kunne godt bevilge …
    rf"\b{_YOU} {_SMALL}(?:kan|kunne) {_SMALL}{_DO}",
    # Hvad med at …; hvad med en mentor, but not "hvad med barnet"
    r"\bhvad (?:så )?(?:(?:med|om) at|med (?:en|et|noget|nogle) \w+)\b",
    # Hvad om I holdt mødet der; hvad hvis vi bad …, but not "hvad hvis vi tager fejl"
    (
        rf"\bhvad (?:nu,? )?(?:om|hvis) {_YOU} "
        r"(?!(?:ikke|tager fejl|har|er|slet|aldrig|bliver|ser)\b)"
    ),
    # Tænker du ikke, at …; hvad tænker I om at prøve …; hvad siger I til, at vi …
    r"\bhvad (?:tænker|siger|synes|mener) (?:du|i) (?:om|til),? at\b",
    r"^(?:tænker|synes|mener) (?:du|i) ikke\b",
    # Har du prøvet at …, but not "hvad har I prøvet"; er det overvejet at …
    (
        rf"{_CLAUSE}(?:har|havde) {_YOU} {_SMALL}"
        r"(?:(?:prøvet|forsøgt|tænkt på),? at\b|overvejet(?!,? hv))"
    ),
    r"\ber det (?:blevet )?overvejet at\b",
    rf"{_CLAUSE}har {_YOU} {_SMALL}været inde på\b",
    # Kunne det ikke være noget med en mentor? Kunne mormor ikke hente dem?
    r"\b(?:kunne det (?:ikke )?være|var det(?: ikke)?|er det ikke) noget (?:med|for)\b",
    rf"{_CLAUSE}kunne (?!han|hun|de|det|den)\w+ ikke {_DO}",
    r"\bkunne (?:en|et) (?:\w+ ){1,4}være (?:noget|en hjælp)\b",
    # Vi bevilger 10 timer; vi sætter en kontaktperson på; så giver vi …: a decision handed down
    rf"(?:{_CLAUSE}|\bat )vi {_SMALL}(?:bevilger|iværksætter|indkalder|indstiller|anbringer)\b",
    (
        rf"(?:{_CLAUSE}|\bat )vi {_SMALL}sætter (?:en|et|noget|nogle|\d+) (?:\w+ ){{1,3}}"
        r"(?:på|ind|i gang)\b"
    ),
    (
        rf"(?:{_CLAUSE}|\bat )vi {_SMALL}giver (?:\w+ ){{1,4}}\w*"
        r"(?:timer|støtte|aflastning|kontaktperson|behandling)\b"
    ),
    r"\bså (?:bevilger|sætter|giver|laver|indkalder|holder|sender) vi\b",
    # Send en underretning; så ring dog; få nu lavet …
    rf"{_CLAUSE}(?:(?:så|og|men|bare|lige|nu) ){{0,2}}(?:{_ORDER}(?!-)|{_ORDER_IN_CONTEXT})",
    # Jeg ville nok ringe, but not "jeg ville være bange"; her ville jeg …; den ville jeg tage op
    rf"\bjeg ville {_SMALL}(?:{_DO}|have (?!svært|ondt|lyst|brug|det\b|fået|\w+t\b)\w+)",
    rf"(?:\b(?:her|så|først|derfor|nu)|^(?:den|det)) ville jeg {_SMALL}{_DO}",
    # Jeg havde nok ringet; jeg kunne godt tænke mig, at I …
    (
        r"\bjeg havde (?:nok|helt klart|hellere|i hvert fald) "
        r"(?!troet|tænkt|ventet|forventet|følt|været|blevet|haft|håbet|ikke)\w+(?:et|t)\b"
    ),
    r"\bjeg kunne godt tænke mig,? at (?:du|i|vi)\b",
    # Hvis jeg var dig; i dit sted; hvis det var min sag
    r"\bhvis jeg (?:var (?:dig|jer)|havde sagen|sad med (?:den|sagen))\b",
    r"\bi (?:dit|jeres) sted\b|\bhvis det var (?:mig(?!,? der)|min sag)\b",
    # Jeg foreslår …; jeg vil anbefale …; mit råd …; forslag: …; det kan anbefales
    (
        rf"\bjeg (?:(?:vil|ville|kan|kunne|må) )?{_SMALL}"
        r"(?:foreslår?|anbefaler?|råder?|opfordrer?)\b"
    ),
    r"\b(?:mit|vores) (?:råd|forslag)\b|\bmin anbefaling\b|\bkan anbefales\b",
    r"^(?:forslag|råd)\b",
    # En løsning kunne være …; næste skridt er …; but not "en mulighed er, at mor er bange"
    (
        r"\b(?:et forslag|en (?:\w+ )?(?:løsning|mulighed)|løsningen|næste skridt|mit bud|"
        r"et godt sted at (?:starte|begynde)) (?:er|var|må være|kunne være|ville være|kan være)\b"
        r"(?! ikke\b|,? at (?:mor|far|han|hun|de|det|barnet|drengen|pigen|skolen)\b)"
    ),
    # Et opholdssted ville være det rigtige; det ville hjælpe med …; der er mulighed for at søge …
    (
        rf"\b(?:kunne|ville|må) {_SMALL}være {_SMALL}(?:løsningen|vejen frem|"
        r"en (?:god )?(?:løsning|mulighed|hjælp)|det (?:rette|rigtige|bedste))\b"
    ),
    r"\b(?:kunne|ville) (?:hjælpe|gavne)\b(?! mig\b)",
    r"\bmulighed for at søge\b|\bkan (?:godt )?betale sig at\b",
    # Det bedste er at …
    (
        r"\bdet (?:bedste|letteste|nemmeste|klogeste|smarteste|sikreste|enkleste|rigtige|oplagte) "
        r"(?:er|var|må være|ville være|vil være|kunne være),? (?:at|hvis|en|et)\b"
    ),
    # Det ville være godt at …; var det ikke bedre at …; det giver mening at …; måske en idé
    (
        rf"\b(?:ville|vil|kunne|kan) (?:det )?(?:ikke )?{_SMALL}være {_SMALL}{_GOOD_IDEA},? "
        rf"(?:at (?:{_YOU}|{_DO})|hvis {_YOU}|med\b)"
    ),
    (
        r"\b(?:er|var) (?:det ikke (?:bedre|bedst|oplagt|smartere|nemmere)|"
        rf"(?:vigtigt|nødvendigt|afgørende|på tide)),? at (?:{_YOU}|{_DO})"
    ),
    rf"^(?:nok |måske )?(?:godt|bedst|vigtigt|oplagt|smart|klogt),? at {_DO}",
    rf"\bgive mening,? (?:at {_DO}|hvis {_YOU})",
    r"\bmåske en ide\b|\b(?:en|god|bedre) ide,? (?:at|med|hvis)\b",
    r"\b(?:det gælder om at|lad os)\b",
    # Du er nødt til at …; du behøver bare …; I kommer ikke uden om …
    (
        rf"\b(?:{_YOU} (?:er|bliver)|(?:er|bliver) {_YOU}) {_SMALL}nødt til at "
        r"(?!(?:forstå|leve|tro|tænke|erkende|spørge os)\b)"
    ),
    (
        r"\b(?:du|i|vi) (?:behøver bare|har brug for at få|kan ikke nøjes|slipper ikke for|"
        r"kommer ikke uden ?om)\b|\bikke andet for end at\b"
    ),
    # Der skal laves en undersøgelse; der bør en psykolog på: nobody named, but a thing to do
    (
        r"(?:^|\b(?:at|så|men|og) )der (?:skal|bør|burde|må|kan|kunne) "
        rf"{_SMALL}(?!være\b|have\b|ikke\b|meget\b|mere til)(?:\w+es\b|en |et |noget |nogle )"
    ),
    # Drengen bør udredes; det her skal anmeldes; jeg mener, at barnet skal …
    rf"\b(?:bør|det her skal) {_SMALL}\w+es\b",
    r"\bjeg (?:synes|mener)\b.{0,40}\b(?:skal|bør|burde)\b|\bskal i hvert fald\b",
    # Hvorfor ikke bare spørge ham? Hvorfor ringer du ikke?
    rf"\bhvorfor ikke (?:bare|lige|{_DO})|\bhvorfor \w+ {_YOU} ikke bare\b",
    (
        r"\bhvorfor (?:ringer|laver|spørger|skriver|sender|holder|tager|bruger|bevilger) "
        rf"{_YOU} ikke\b"
    ),
)

_SENTENCE_ENDS = re.compile(r"[.!?;:…]+(?=\s|$)|\n")
_BEFORE_FIRST_WORD = re.compile(r"^[\W_]+")


def sounds_like_advice(text: str) -> bool:
    """Whether any sentence of the text sounds like advice, a solution or an instruction."""
    return any(_advises(sentence) for sentence in _sentences_in_own_words(text))


def _sentences_in_own_words(text: str) -> list[str]:
    plain = _spelled_plainly(_QUOTED.sub(" citat ", text).casefold())
    whole = _HURRIED_WORD.sub(lambda word: _HURRIED[word[0]], plain)
    own = _SAID_AFTER_COLON.sub(" citat ", whole)
    return [" ".join(sentence.split()) for sentence in _SENTENCE_ENDS.split(own)]


def _advises(sentence: str) -> bool:
    rest = _BEFORE_FIRST_WORD.sub("", sentence)
    for look_alike in _compiled(_LOOK_ALIKES):
        rest = look_alike.sub("…", rest)
    return any(form.search(rest) for form in _compiled(_ADVICE))


@cache
def _compiled(forms: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """When they are first asked for, see app.py, `warm`."""
    return tuple(_pattern(form) for form in forms)

"""What is stored, why, about whom and for how long: the one place that knows.

A test holds it against the tables, `docs/data.md` is written from it, and retention deletes by it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class Whose(StrEnum):
    NOBODY = "ingen"
    COLLEAGUE = "en kollega"
    CASE = "en sag"


@dataclass(frozen=True, slots=True)
class Period:
    """How long, in words; `days` where it is counted, and then from what the words name."""

    words: str
    days: int | None = None

    @property
    def length(self) -> timedelta:
        assert self.days is not None  # noqa: S101
        return timedelta(days=self.days)

    def __str__(self) -> str:
        return self.words.format(days=self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    why: str
    whose: Whose | None = None  # None: as its table
    until: Period | None = None
    written: bool = False  # people write it freely


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    title: str
    whose: Whose
    until: Period
    columns: Mapping[str, Column | str] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """Complete, with what it has from its table."""
        known = self.columns[name]
        of = known if isinstance(known, Column) else Column(why=known)
        return Column(
            why=of.why,
            whose=of.whose or self.whose,
            until=of.until or self.until,
            written=of.written,
        )


# --- how long --------------------------------------------------------------------------------

ALWAYS = Period("så længe Sparringsrum kører")
OVERWRITTEN = Period("til næste nat, hvor det bliver skrevet over")
WHILE_VALID = Period("så længe den fælles praksis gælder")
IN_MEETING = Period("til sparringen er lukket, eller sagen er trukket tilbage")
# Somebody may be on leave, or come back from another team; a quarter covers most of it.
IN_TEAM = Period("så længe personen er i et team eller har en rolle, og {days} dage efter", 90)
TEAM_HAS_CHAT = Period("så længe teamet har en chat med mig, og {days} dage efter", 90)
IN_CHAT = Period("så længe jeg er i chatten, og {days} dage efter", 90)
MEMBER = Period("så længe personen står på teamets liste")
ROLE = Period("så længe personen har rollen")
GUEST = Period("så længe gæsten står på chattens liste")
ABSENT = Period("{days} dage efter sidste dag", 30)
QUIET = Period("til dagen er kommet; højst et halvt år")
# Teams sends again within minutes; a form may stay open longer.
TAKEN = Period("{days} dage", 30)
SAID = Period("{days} dage efter, at den er sendt eller opgivet", 90)
TURN = Period("{days} dage efter den sparring, det gjaldt", 90)
ASKED = Period("{days} dage efter, at der blev spurgt", 90)
# So that a quarter can be seen beside the one before it, and beside the same a year ago.
ANSWERED = Period("{days} dage efter kvartalet", 500)
# So that a year can be held against the one before it.
APPROVED = Period("{days} dage efter året", 500)
INVITED = Period("{days} dage efter måneden", 365)
# What follows a meeting (to be noted, taken again, heard about) is over long before.
WHO_MET = Period("{days} dage efter sparringen", 90)
# A yearly key could come again for more than a year; and the year is looked back upon once.
HELD = Period("{days} dage efter sparringen", 500)
HAPPENED = Period("{days} dage efter, at det er sket", 500)
# A case that has waited for half a year is another one by now; its owner is told.
BROUGHT = Period("{days} dage efter, at den er taget med, dog til 90 dage efter sparringen", 180)
# Two rounds of the year: what nobody has made shared practice by then will not become it.
PROPOSED = Period("{days} dage, hvis det ikke er blevet fælles praksis", 730)
WROTE_IT = Period("{days} dage", 365)
# Two quarters: what has not been told by then is no news any more.
SHARED = Period("til den er delt, dog højst {days} dage", 180)
ASKED_COLLEAGUE = Period("til der er svaret på, om det blev til noget, dog højst {days} dage", 14)
WITH_WISH = Period("så længe kursusønsket")
THEME = Period("til to år efter det år, de er til")
ROUTINE = Period("{days} dage efter dagen", 500)
AID = Period("til førstehjælpen er fornyet, og {days} dage efter dagen", 500)
HEARD_BACK = Period("til kollegaen har fået svar")
# Three rounds of MUS.
LOGGED = Period("til kollegaen selv sletter den, dog højst {days} dage", 1096)
# The sources' history over the years (section 4.7), and no longer.
BUDGETED = Period("{days} dage efter budgetåret (tre budgetår)", 1096)
THIS_ROUND = Period("til budgetåret er slut")
ARRIVED = Period("til beskeden er kommet frem")
IN_QUARTER = Period("til kvartalet er slut")
# Held, moved or not: an hour that was two weeks ago needs its themes no more.
UNTIL_HELD = Period("til supervisionen er holdt, dog højst {days} dage efter dens dag", 14)
SUPERVISED = Period("{days} dage efter kvartalet", 500)
ASKED_SUPERVISION = Period("til et nej er hørt, dog højst {days} dage", 90)
# The last dialogues of a period are held in the next.
REVIEWED = Period("{days} dage efter perioden", 90)
AGREED = Period("{days} dage efter opfølgningen", 30)
LEADS_TEAM = Period("så længe personen er teamets leder")
COUNTED = Period("{days} dage efter perioden; under tre kun til perioden er rundet af", 500)
SHOWED = Period("{days} dage", 1096)
# So that it can still be looked into when somebody complains, or asks for damages.
TRAILED = Period("{days} dage (fem år)", 1826)
# The municipality's own job: the bot cannot reach its backups (docs/data.md says how).
BACKED_UP = Period("højst {days} dage", 30)

_ID = "mit eget nummer på rækken"
_VERSION = "at en gammel knap ikke gør noget"


# --- what ------------------------------------------------------------------------------------

TABLES: Mapping[str, Table] = {
    "person": Table(
        title="Kolleger, jeg har mødt i en chat",
        whose=Whose.COLLEAGUE,
        until=IN_TEAM,
        columns={
            "id": _ID,
            "aad_id": "at kende kollegaen igen (organisationens id)",
            "teams_id": "at kunne skrive privat (Teams' id)",
            "name": "at kalde kollegaen ved navn",
            "unreachable_since": "at vise, at private beskeder ikke kommer frem",
            "pseudonym": "at sporet kan holde uden at nævne nogen",
            "apart_since": "at vide, hvornår kollegaen skal slettes",
        },
    ),
    "team": Table(
        title="Teams og deres indstillinger",
        whose=Whose.NOBODY,
        until=TEAM_HAS_CHAT,
        columns={
            "id": _ID,
            "name": Column(why="at kalde teamet ved navn", written=True),
            "conversation_id": "hvor teamets møder holdes",
            "coordinator_id": Column(why="hvem der leder", whose=Whose.COLLEAGUE, until=IN_TEAM),
            "deputy_id": Column(
                why="hvem der leder i stedet", whose=Whose.COLLEAGUE, until=IN_TEAM
            ),
            "leader_id": Column(why="hvem der er teamleder", whose=Whose.COLLEAGUE, until=IN_TEAM),
            "weekday": "hvilken dag der er sparring",
            "starts_at": "hvornår den begynder",
            "booked": "hvor længe der er booket",
            "agenda": "hvilken mødeform teamet bruger",
            "edits": "lederens egne tider i faserne",
            "focus": Column(why="teamets fokus", written=True),
            "tools": Column(why="teamets redskaber", written=True),
            "methods": Column(why="teamets metoder", written=True),
            "topics": Column(why="emner til dage uden en sag", written=True),
            "closed_weeks": "uger uden sparring",
            "changed_by": Column(
                why="at teamet kan se, hvem der ændrede indstillingerne",
                whose=Whose.COLLEAGUE,
                until=IN_TEAM,
            ),
        },
    ),
    "department_calendar": Table(
        title="Afdelingens kalender",
        whose=Whose.NOBODY,
        until=ALWAYS,
        columns={
            "id": _ID,
            "rule": "lukkedage og arbejdstid",
            "municipality": "hvilken kommunes skoler der bliver vist",
            "school_weeks": "skolernes ferier",
        },
    ),
    "season_approval": Table(
        title="At et årshjul er godkendt",
        whose=Whose.NOBODY,
        until=APPROVED,
        columns={
            "year": "hvilket år",
            "at": "hvornår",
            "person_id": Column(
                why="at årshjulet kan sige, hvem der godkendte det",
                whose=Whose.COLLEAGUE,
                until=APPROVED,
            ),
            "seen": "at se, hvad der er ændret siden (aftryk, ingen tekst)",
        },
    ),
    "calendar_link": Table(
        title="Links til egne datoer i en kalender",
        whose=Whose.COLLEAGUE,
        until=IN_TEAM,
        columns={"person_id": "hvem", "number": "hvilket link der gælder"},
    ),
    "conversation": Table(
        title="Chatter, jeg er i",
        whose=Whose.NOBODY,
        until=IN_CHAT,
        columns={
            "id": "chattens id i Teams",
            "kind": "om den er privat eller teamets",
            "service_url": "hvor jeg skriver til den",
            "tenant_id": "at den er organisationens egen",
            "bot_id": "hvad jeg selv hedder i den",
            "name": "hvad et nyt team skal hedde",
            "team_id": "hvilket team den hører til",
            "person_id": Column(
                why="hvis private chat det er", whose=Whose.COLLEAGUE, until=IN_TEAM
            ),
            "added_by": Column(
                why="hvem der svarer på, hvilket team det er",
                whose=Whose.COLLEAGUE,
                until=IN_TEAM,
            ),
            "left": "at jeg er fjernet fra den",
            "left_at": "at vide, hvornår den skal slettes",
            "offered_save": "ikke at spørge om det samme to gange",
        },
    ),
    "member": Table(
        title="Hvem der er i et team",
        whose=Whose.COLLEAGUE,
        until=MEMBER,
        columns={
            "team_id": "hvilket team",
            "person_id": "hvem",
            "position": "pladsen på turlisten",
        },
    ),
    "department_role": Table(
        title="Roller i afdelingen",
        whose=Whose.COLLEAGUE,
        until=ROLE,
        columns={
            "person_id": "hvem",
            "role": "ledergruppe eller chef",
            "since": "siden hvornår",
        },
    ),
    "guest": Table(
        title="Konti, der er gæster i en chat",
        whose=Whose.COLLEAGUE,
        until=GUEST,
        columns={
            "conversation_id": "hvilken chat",
            "aad_id": "kontoen, så gæsten får et venligt nej",
        },
    ),
    "absence": Table(
        title="Fravær (aldrig hvorfor)",
        whose=Whose.COLLEAGUE,
        until=ABSENT,
        columns={
            "id": _ID,
            "person_id": "hvem der er væk",
            "first": "første dag",
            "last": "sidste dag",
        },
    ),
    "quiet": Table(
        title="Ro for påmindelser (aldrig hvorfor)",
        whose=Whose.COLLEAGUE,
        until=QUIET,
        columns={
            "person_id": "hvem der har bedt om ro",
            "until": "den første dag, jeg må skrive igen",
        },
    ),
    "pass": Table(
        title="Ture, nogen sprang over",
        whose=Whose.COLLEAGUE,
        until=TURN,
        columns={
            "team_id": "hvilket team",
            "person_id": "hvem der beholder sin tur",
            "at": "hvilken sparring",
        },
    ),
    "swap": Table(
        title="Spørgsmål om at bytte tur",
        whose=Whose.COLLEAGUE,
        until=ASKED,
        columns={
            "id": _ID,
            "team_id": "hvilket team",
            "asker_id": "hvem der spørger",
            "other_id": "hvem der bliver spurgt",
            "answer": "ja eller nej",
            "at": "hvornår der blev spurgt",
        },
    ),
    "sparring_case": Table(
        title="At nogen tager en sag med (ikke hvad den handler om)",
        whose=Whose.COLLEAGUE,
        until=BROUGHT,
        columns={
            "id": _ID,
            "team_id": "hvilket team",
            "owner_id": "hvem der er sagsejer",
            "kind": "hvilken slags sparring",
            "state": "om den venter, er i gang eller er holdt",
            "first": "at den kommer først næste gang",
            "brought_at": "rækkefølgen i køen",
        },
    ),
    "case_content": Table(
        title="Alt, der er skrevet om en sag",
        whose=Whose.CASE,
        until=IN_MEETING,
        columns={
            "id": _ID,
            "case_id": "hvilken sag",
            "meeting_id": "hvilket møde",
            "kind": "om det er spørgsmålet, en gæst, et forslag, tavlen eller genogrammet",
            "text": Column(why="det, der er skrevet", written=True),
            "delete_by": "hvornår det senest slettes, når det er på vej til sagsejer",
        },
    ),
    "meeting": Table(
        title="At en sparring er planlagt og holdt",
        whose=Whose.NOBODY,
        until=HELD,
        columns={
            "id": _ID,
            "team_id": "hvilket team",
            "conversation_id": "hvilken chat",
            "state": "om den er planlagt, i gang eller slut",
            "planned_at": "hvornår den skulle være",
            "case_id": Column(why="hvilken sag", until=BROUGHT),
            "topic": Column(why="teamets eget emne, når der ingen sag er", until=IN_MEETING),
            "agenda": "mødeformen",
            "present": "hvor mange der var med",
            "consent": "om en gæst må høre om sagen",
            "late": "at startkortet kom for sent",
            **{
                name: Column(why=why, whose=Whose.COLLEAGUE, until=WHO_MET)
                for name, why in {
                    "timekeeper_id": "hvem der trykker i stedet for koordinatoren",
                    "offer_id": "hvem der har tilbudt at lede",
                    "stand_in_id": "hvem der leder den ene gang",
                    "absent_owner_id": "at en sagsejer ikke var der, og beholder sin tur",
                    "chair_id": "hvem der leder mødet",
                    "coordinator_id": "hvem der er koordinator den dag",
                    "deputy_id": "hvem der kan tage over",
                    "case_owner_id": "hvem der hører forslag og får dem bagefter",
                }.items()
            },
            "started_at": "hvornår den begyndte",
            "phase": "hvor langt den er",
            "furthest": "hvor langt den har været",
            "spare": "hvor meget ekstra tid der er",
            "planned_spare": "hvor meget ekstra tid der var",
            "cap": "hvor længe den højst varer",
            "since": "hvornår fasen gik i gang",
            "ends_at": "hvornår fasen slutter",
            "left": "hvor meget tid der er tilbage, når der er pause",
            "warned": "at der er mindet om tiden",
            "up": "at tiden er gået",
            "hour_over": "at timen er gået",
            "remark": "hvilken bemærkning der står på kortet",
            "remark_number": "hvilken bemærkning der er den næste",
            "word": "hvor mange gange ordet er givet videre i runden",
            "before_move": "at et tryk kan fortrydes",
            "before_phase": "at et tryk kan fortrydes",
            "before_left": "at et tryk kan fortrydes",
            "closed_at": "hvornår den sluttede",
            "closed_by_itself": "om den lukkede sig selv",
            "turn": _VERSION,
            "version": _VERSION,
            "due_at": "hvornår uret skal se til den",
            "write_until": "hvor længe der kan skrives læringspunkter",
            "summed_up": "at læringspunkterne er samlet",
            "note": "om noget skal i fagsystemet: ja, nej eller gjort",
            "second_case_id": "at der er spurgt om en sag mere",
            "principle": "om en principiel sag endte i et Sådan gør vi",
        },
    ),
    "meeting_phase": Table(
        title="Hvor længe hver fase varede",
        whose=Whose.NOBODY,
        until=HELD,
        columns={
            "meeting_id": "hvilket møde",
            "phase": "hvilken fase",
            "position": "fasernes rækkefølge",
            "planned": "hvor længe den skulle vare",
            "box": "hvor lang tid den fik",
            "held": "hvor længe den varede",
            "over_at": "hvornår den var slut",
        },
    ),
    "learning_point": Table(
        title="Læringspunkter",
        whose=Whose.NOBODY,
        until=PROPOSED,
        columns={
            "id": _ID,
            "team_id": "hvilket team",
            "meeting_id": Column(why="hvilket møde det kom af", until=HELD),
            "author_id": Column(
                why="at den, der skrev, kan få svar; vises aldrig",
                whose=Whose.COLLEAGUE,
                until=WROTE_IT,
            ),
            "text": Column(why="det, teamet kan bruge i andre sager", written=True),
            "digest": "ikke at tage det samme to gange",
            "at": "hvornår det blev skrevet",
            "state": "om det er et forslag eller fælles praksis",
            "kind": "om noget virkede, vakte tvivl eller gik galt",
            "method": "hvilken metode det handler om",
            "anchor": "om det hviler på metode, lov eller politisk mål",
            "guideline": "om en retningslinje mangler, er uklar, ikke følges eller er god",
            "prevents": Column(why="hvad der forebygger det næste gang", written=True),
            "prevented_by": "hvilken rolle der sørger for det",
            "practice_id": "hvilken fælles praksis det blev til",
            "reason": Column(
                why="hvorfor det ikke blev til noget, eller hvad der er uklart", written=True
            ),
            "answer": Column(why="hvad der blev svaret, da nogen spurgte", written=True),
            "decided_at": "hvornår det blev afgjort",
            "decided_by": Column(
                why="at den, der skrev, kan høre, hvem svaret er fra",
                whose=Whose.COLLEAGUE,
                until=WROTE_IT,
            ),
        },
    ),
    "practice": Table(
        title="Fælles praksis og Sådan gør vi",
        whose=Whose.NOBODY,
        until=ALWAYS,
        columns={
            "id": _ID,
            "kind": "om det er fælles praksis eller Sådan gør vi",
            "state": "om det gælder",
            "team_id": "hvilket team",
            "text": Column(why="det, teamet gør", written=True),
            "method": "hvilken metode det handler om",
            "anchor": "om det hviler på metode, lov eller politisk mål",
            "guideline": "om en retningslinje mangler, er uklar, ikke følges eller er god",
            "owner_id": Column(
                why="hvem der ser på det igen", whose=Whose.COLLEAGUE, until=IN_TEAM
            ),
            "valid_from": "hvornår det gælder fra",
            "review_on": "hvornår det skal ses på igen",
            "meeting_id": Column(why="hvilket møde det kom af", until=HELD),
        },
    ),
    "practice_event": Table(
        title="Hvad der er sket med fælles praksis, uden hvem",
        whose=Whose.NOBODY,
        until=ALWAYS,
        columns={
            "id": _ID,
            "practice_id": "hvilken fælles praksis",
            "at": "hvornår",
            "what": "hvad der skete",
            "reason": Column(why="begrundelsen", written=True),
            "text": Column(why="hvordan det lød fra da af", written=True),
        },
    ),
    "practice_search": Table(
        title="Ordene, som fælles praksis findes på",
        whose=Whose.NOBODY,
        until=WHILE_VALID,
        columns={
            "practice_id": "hvilken fælles praksis",
            "words": Column(why="dens ord uden endelser", written=True),
        },
    ),
    "search_word": Table(
        title="Hvert ord i fælles praksis, så slåfejl og sammensatte ord kan findes",
        whose=Whose.NOBODY,
        until=WHILE_VALID,
        columns={
            "word": Column(why="ordet uden endelse", written=True),
            "backwards": Column(why="det samme bagfra", written=True),
            "texts": "hvor mange tekster det står i",
        },
    ),
    "search_stand": Table(
        title="Hvor meget der kan søges i",
        whose=Whose.NOBODY,
        until=ALWAYS,
        columns={
            "id": _ID,
            "rules": "hvilke regler ordene er skåret til efter",
            "texts": "hvor mange tekster",
            "words": "hvor mange ord i alt",
        },
    ),
    "improvement": Table(
        title="Forbedringer, teamet arbejder på",
        whose=Whose.NOBODY,
        until=ALWAYS,
        columns={
            "id": _ID,
            "team_id": "hvilket team",
            "practice_id": "hvilken fælles praksis den kommer af",
            "kind": "om den gælder en metode, en retningslinje, it-systemet eller praksis",
            "text": Column(why="hvad der skal ændres", written=True),
            "owner_id": Column(
                why="hvem der tager sig af det", whose=Whose.COLLEAGUE, until=IN_TEAM
            ),
            "due_on": "hvornår det senest skal være gjort",
            "at": "hvornår den blev sat på listen",
            "done_at": "hvornår den var gjort",
        },
    ),
    "trial": Table(
        title="Hvad der skete, da nogen prøvede det, uden hvem",
        whose=Whose.NOBODY,
        until=PROPOSED,
        columns={
            "id": _ID,
            "point_id": "hvilket læringspunkt",
            "way": "om der har været brug for det",
            "text": Column(why="hvad der skete", written=True),
            "at": "hvornår der blev svaret",
        },
    ),
    "evaluation": Table(
        title="Tre tryk om et møde, uden hvem",
        whose=Whose.NOBODY,
        until=HELD,
        columns={
            "id": _ID,
            "meeting_id": "hvilket møde",
            "useful": "om det var til nytte",
            "reflective": "om der blev reflekteret",
            "safe": "om det var trygt",
        },
    ),
    "clarity": Table(
        title="Hvor klart næste skridt var for sagsejer før og efter et møde, fra 0 til 10",
        whose=Whose.NOBODY,
        until=HELD,
        columns={
            "meeting_id": "hvilket møde",
            "before": "tallet før refleksionsrunden",
            "after": "tallet, da mødet rundede af",
        },
    ),
    "pulse": Table(
        title="Svar på Hvordan lærer vi?, uden hvem",
        whose=Whose.NOBODY,
        until=ANSWERED,
        columns={
            "id": _ID,
            "team_id": "hvilket team",
            "quarter": "hvilket kvartal",
            "sharing": "om teamet deler det, de lærer",
            "doubt": "om man kan sige, at man er i tvivl",
            "mistakes": "om teamet lærer af det, der går galt",
            "methods": "om teamet bruger de samme ord og metoder",
            "practice": "om teamet bruger sin fælles praksis",
        },
    ),
    "invitation": Table(
        title="Teamlederens ord om en fælles praksis",
        whose=Whose.NOBODY,
        until=INVITED,
        columns={
            "team_id": "hvilket team",
            "month": "hvilken måned",
            "practice_id": "hvilken fælles praksis",
            "leader_id": Column(why="hvem der svarede", whose=Whose.COLLEAGUE, until=INVITED),
            "reply": "om lederen skrev noget",
            "text": Column(why="det, lederen skrev til teamet", written=True),
        },
    ),
    "share": Table(
        title="Viden, nogen vil dele på et møde",
        whose=Whose.COLLEAGUE,
        until=SHARED,
        columns={
            "id": _ID,
            "team_id": "hvilket team",
            "person_id": "hvem der vil dele",
            "text": Column(why="hvad det handler om", written=True),
            "held_on": "hvilken dag personalemødet er",
            "at": "hvornår den blev skrevet",
        },
    ),
    "course_sharing": Table(
        title="Om et kursus er gennemført og delt med kolleger",
        whose=Whose.COLLEAGUE,
        until=WITH_WISH,
        columns={
            "wish_id": "hvilket kursusønske",
            "how": "om det deles som oplæg eller i en sag",
            "stand": "om det er delt eller ikke skal deles",
            "share_id": "hvor det står på listen til et møde",
            "reason": Column(why="hvorfor det ikke skal deles", written=True),
            "at": "hvornår kurset blev gennemført",
        },
    ),
    "course_theme": Table(
        title="Temaer til personalemøder og temadage",
        whose=Whose.NOBODY,
        until=THEME,
        columns={
            "id": _ID,
            "year": "hvilket år",
            "title": Column(why="hvad temaet er", written=True),
            "place": "om det er et personalemøde, en temadag eller teammøder",
            "partner": "om det er med et andet fagcenter eller en anden myndighed",
            "owner_id": Column(why="hvem der er ansvarlig", whose=Whose.COLLEAGUE, until=THEME),
            "held_on": "hvilken dag",
        },
    ),
    "routine": Table(
        title="Afdelingens faste datoer",
        whose=Whose.NOBODY,
        until=ALWAYS,
        columns={
            "kind": "hvilken fast dato",
            "is_on": "om den er slået til",
            "every": "hvor tit den kommer",
            "month": "hvilken måned den kommer første gang",
            "day": "hvilken dag i måneden",
            "owner_id": Column(why="hvem der er ansvarlig", whose=Whose.COLLEAGUE, until=IN_TEAM),
            "topics": Column(why="emnerne, der skiftes mellem", written=True),
        },
    ),
    "routine_round": Table(
        title="De enkelte gange af en fast dato, og datoer for førstehjælp",
        whose=Whose.NOBODY,
        until=ROUTINE,
        columns={
            "id": _ID,
            "kind": "hvilken fast dato",
            "key": "hvilken gang",
            "day": "hvilken dag",
            "state": "om den er gjort eller sprunget over",
            "topic": Column(why="emnet den gang", written=True),
            "taker_id": Column(
                why="hvem der tager den den gang", whose=Whose.COLLEAGUE, until=ROUTINE
            ),
            "about_id": Column(
                why="hvis førstehjælp der skal fornyes", whose=Whose.COLLEAGUE, until=AID
            ),
        },
    ),
    "colleague_request": Table(
        title="Spørgsmål til en kollega om sparring eller feedback",
        whose=Whose.COLLEAGUE,
        until=ASKED_COLLEAGUE,
        columns={
            "id": _ID,
            "team_id": "hvilket team det tælles i",
            "kind": "om det er sparring eller feedback",
            "asker_id": "hvem der spørger",
            "asked_id": "hvem der bliver spurgt",
            "reason": Column(why="hvad det handler om, hvis spørgeren skriver det", written=True),
            "state": "hvad der er svaret",
            "at": "hvornår der blev spurgt",
        },
    ),
    "colleague_held": Table(
        title="Hvor mange gange et team har holdt sparring to og to, uden hvem",
        whose=Whose.NOBODY,
        until=ALWAYS,
        columns={
            "team_id": "hvilket team",
            "quarter": "hvilket kvartal",
            "kind": "om det er sparring eller feedback",
            "held": "hvor mange gange",
        },
    ),
    "directory_entry": Table(
        title="Hvem der ved noget om hvad",
        whose=Whose.COLLEAGUE,
        until=ROLE,
        columns={
            "id": _ID,
            "team_id": "hvilket teams leder der holder listen",
            "role": "om det er en superbruger, en videnperson, den faglige leder eller andet",
            "topics": Column(why="hvilke emner", written=True),
            "person_id": "hvem",
            "function": Column(why="hvilken funktion, når det ikke er en person", written=True),
            "reach": Column(why="hvordan man får fat i dem", written=True),
        },
    ),
    "log_entry": Table(
        title="Egen læringslog, som ingen andre ser",
        whose=Whose.COLLEAGUE,
        until=LOGGED,
        columns={
            "id": _ID,
            "person_id": "hvis log det er",
            "text": Column(why="det, kollegaen har lært", written=True),
            "at": "hvornår det blev skrevet",
        },
    ),
    "course_area": Table(
        title="Kompetenceområder, som lederne har ændret",
        whose=Whose.NOBODY,
        until=ALWAYS,
        columns={
            "key": "hvilket område",
            "group": "hvis liste det står på",
            "title": Column(why="hvad det hedder", written=True),
            "position": "hvor på listen",
            "retired": "om det er taget af listen",
        },
    ),
    "course_wish": Table(
        title="Kursusønsker",
        whose=Whose.COLLEAGUE,
        until=BUDGETED,
        columns={
            "id": _ID,
            "person_id": "hvem der ønsker; tomt, når der kun er beløbet tilbage",
            "team_id": "hvilket teams leder der svarer",
            "year": "hvilket budgetår",
            "kind": "hvad slags",
            "track": "om det afgøres i kursusrunden, med det samme eller ad hoc",
            "title": Column(why="hvad der ønskes", written=True),
            "why": Column(why="hvorfor", written=True),
            "area": "hvilket kompetenceområde det styrker",
            "outside": Column(why="hvorfor, når det falder uden for områderne", written=True),
            "task": Column(why="hvordan personlig udvikling støtter opgaven", written=True),
            "ground": "om det er et specialistområde, en reform eller et særligt behov",
            "partner": "sammen med hvem: os selv, et andet fagcenter eller en anden myndighed",
            "price": "hvad det koster",
            "half_days": "hvor mange halve dage",
            "heavy": "om det er en uddannelse af en vis tyngde",
            "tenure": "hvor mange års ansættelse, hvis kollegaen har skrevet det",
            "temporary": "om kollegaen er vikar i et kortere forløb",
            "state": "hvor langt det er",
            "decision": "hvad der er besluttet",
            "reason": Column(why="hvorfor", written=True),
            "need": Column(why="ledergruppens overvejelse: behovet for viden", written=True),
            "motivation": Column(why="ledergruppens overvejelse: motivationen", written=True),
            "retention": Column(why="ledergruppens overvejelse: fastholdelsen", written=True),
            "starts_on": "hvornår kurset begynder",
            "ends_on": "hvornår det slutter",
            "at": "hvornår ønsket blev skrevet",
        },
    ),
    "course_wish_event": Table(
        title="Hvornår et kursusønske kom videre, uden hvad det handler om",
        whose=Whose.COLLEAGUE,
        until=BUDGETED,
        columns={
            "id": _ID,
            "wish_id": "hvilket ønske",
            "at": "hvornår",
            "move": "hvad der skete",
            "actor": "om det var medarbejderen, lederen, ledergruppen eller mig",
            "state": "hvor langt det var derefter",
        },
    ),
    "course_year": Table(
        title="Budget og reserve til kurser, år for år",
        whose=Whose.NOBODY,
        until=ALWAYS,
        columns={
            "year": "hvilket budgetår",
            "budget": "hvor stort budgettet er",
            "reserve": "hvor meget der gemmes til behov hen over året",
            "small_price": "hvilken pris der afgøres med det samme",
            "small_half_days": "hvor mange halve dage der afgøres med det samme",
            "tenure": "hvor mange års ansættelse der er udgangspunktet ved tung uddannelse",
            "frozen_at": "hvornår ønskerne blev samlet",
            "told_at": "hvornår afdelingen blev orienteret",
            "evaluated_at": "hvornår kursusrunden blev evalueret",
        },
    ),
    "course_talk": Table(
        title="At MUS er booket, forberedt og har en plan; aldrig hvad der blev sagt",
        whose=Whose.COLLEAGUE,
        until=THIS_ROUND,
        columns={
            "person_id": "hvis MUS",
            "year": "hvilket budgetår ønskerne gælder",
            "booked_at": "hvornår den blev booket",
            "ready_at": "hvornår kollegaen sagde, at der ikke er flere ønsker",
            "planned_at": "hvornår planen blev lavet",
        },
    ),
    "course_feedback": Table(
        title="Lederens svar til den enkelte efter kursusrunden",
        whose=Whose.COLLEAGUE,
        until=THIS_ROUND,
        columns={
            "person_id": "hvem der får svar",
            "year": "hvilket budgetår",
            "text": Column(why="lederens ord", until=ARRIVED, written=True),
            "given_at": "hvornår svaret blev givet",
            "postponed_until": "hvornår svaret gives, hvis kollegaen er fraværende",
        },
    ),
    "term": Table(
        title="Fælles sprog: ord, og hvad de betyder",
        whose=Whose.NOBODY,
        until=ALWAYS,
        columns={
            "id": _ID,
            "team_id": "hvilket team ordet kommer fra",
            "word": Column(why="ordet", written=True),
            "key": Column(why="at det samme ord kun er der én gang", written=True),
            "meaning": Column(why="hvad det betyder", written=True),
            "state": "om ordet er foreslået eller taget med",
            "proposer_id": Column(
                why="at den, der foreslog det, kan få svar; vises aldrig",
                whose=Whose.COLLEAGUE,
                until=HEARD_BACK,
            ),
        },
    ),
    "supervision": Table(
        title="Teamets supervision",
        whose=Whose.NOBODY,
        until=SUPERVISED,
        columns={
            "id": _ID,
            "team_id": "hvilket team",
            "quarter": "hvilket kvartal",
            "at": "hvornår den er",
            "supervisor": Column(
                why="hvem der er supervisor, som et navn",
                whose=Whose.COLLEAGUE,
                until=IN_QUARTER,
                written=True,
            ),
            "state": "om den er aftalt, holdt, aflyst eller sprunget over",
            "extra": "om den er ud over kvartalets",
            "version": "hvor mange gange den er flyttet",
        },
    ),
    "supervision_theme": Table(
        title="Temaer til supervisionen (ikke hvem de kommer fra)",
        whose=Whose.NOBODY,
        until=UNTIL_HELD,
        columns={
            "id": _ID,
            "supervision_id": "hvilken supervision",
            "text": Column(why="temaet", written=True),
        },
    ),
    "supervision_request": Table(
        title="Ønsker om supervision ud over kvartalets",
        whose=Whose.COLLEAGUE,
        until=ASKED_SUPERVISION,
        columns={
            "id": _ID,
            "team_id": "hvilket team",
            "asker_id": "hvem der spørger",
            "reason": Column(why="det, kollegaen selv vil sige om det", written=True),
            "whole": "om den er til hele teamet",
            "state": "om der er svaret",
            "at": "hvornår der blev spurgt",
            "held_at": "hvornår supervisionen er",
            "reply": Column(why="svaret, eller hvem der er supervisor", written=True),
        },
    ),
    "tilsyn_plan": Table(
        title="Hvordan teamets leder holder ledelsestilsyn",
        whose=Whose.NOBODY,
        until=TEAM_HAS_CHAT,
        columns={
            "team_id": "hvilket team",
            "every": "hvor tit",
            "cases": "hvor mange sager fra hver",
            "talk_within": "hvor hurtigt samtalen skal følge",
            "theme": Column(why="temaet, hvis der er et", written=True),
            "link": Column(why="kommunens egen vejledning", written=True),
            "themes": Column(why="punkter at vælge imellem", written=True),
        },
    ),
    "tilsyn_round": Table(
        title="Ledelsestilsyn i tal (ikke hos hvem, og ikke hvilke sager)",
        whose=Whose.NOBODY,
        until=COUNTED,
        columns={
            "id": _ID,
            "team_id": "hvilket team",
            "period": "hvilket kvartal eller hvilken måned",
            "cases": "hvor mange sager fra hver",
            "theme": Column(why="temaet, hvis der er et", written=True),
            "reviewed": "hos hvor mange det er holdt",
            "seen": "hvor mange sager i alt",
            "talked": "hvor mange samtaler der er holdt",
            "closed": "at der er svaret på, hvad det viste",
        },
    ),
    "tilsyn_review": Table(
        title="At en leder har holdt ledelsestilsyn hos en kollega; kun de to ser det",
        whose=Whose.COLLEAGUE,
        until=REVIEWED,
        columns={
            "id": _ID,
            "round_id": "hvilken gang",
            "person_id": "hos hvem",
            "leader_id": "hvem der holdt det, så en ny leder ikke får det",
            "held_on": "hvilken dag",
            "cases": "hvor mange sager",
            "talk_at": "hvornår de to taler sammen",
            "way": "om de taler sammen alene eller i en gruppe",
            "talked_on": "hvornår de talte sammen",
        },
    ),
    "tilsyn_agreement": Table(
        title="Aftaler efter ledelsestilsyn; kun de to ser dem",
        whose=Whose.COLLEAGUE,
        until=AGREED,
        columns={
            "id": _ID,
            "team_id": "hvilket team",
            "person_id": "hvis aftale det er",
            "leader_id": Column(why="hvem den er med", until=LEADS_TEAM),
            "text": Column(why="det, de to har aftalt", written=True),
            "follow_up": "hvornår de følger op",
            "done": "at den er fulgt op",
        },
    ),
    "tilsyn_point": Table(
        title="Opmærksomhedspunkter, og hos hvor mange (ikke hos hvem)",
        whose=Whose.NOBODY,
        until=COUNTED,
        columns={
            "id": _ID,
            "round_id": "hvilken gang",
            "theme": Column(why="punktet fra listen", written=True),
            "caseworkers": "hos hvor mange, som et tal",
            "settled": "hvad lederen gjorde ved det",
        },
    ),
    "tilsyn_need": Table(
        title="Udviklingsbehov, som ledelsestilsyn har vist",
        whose=Whose.NOBODY,
        until=SHOWED,
        columns={
            "id": _ID,
            "team_id": "hvilket team",
            "period": "hvilket kvartal eller hvilken måned",
            "text": Column(why="behovet", written=True),
            "at": "hvornår det blev skrevet",
        },
    ),
    "occurrence": Table(
        title="Hvad der er sket, eller skal ske",
        whose=Whose.NOBODY,
        until=HAPPENED,
        columns={
            "id": _ID,
            "series": "hvad det er",
            "entity": "hvem eller hvad det gælder, som et nummer",
            "key": "at det sker én gang",
            "due_at": "hvornår",
            "late_until": "hvor længe det kan indhentes",
            "done_at": "at det er sket",
            "missed_at": "at det ikke nåede at ske",
        },
    ),
    "schedule": Table(
        title="Det, der kommer igen",
        whose=Whose.NOBODY,
        until=TEAM_HAS_CHAT,
        columns={
            "id": _ID,
            "series": "hvad det er",
            "entity": "hvilket team, som et nummer",
            "rule": "hvornår det kommer igen",
            "late": "hvor længe det kan indhentes",
            "only_newest": "om kun det seneste indhentes",
            "planned_until": "hvor langt frem der er planlagt",
        },
    ),
    "inbox": Table(
        title="At et tryk eller en besked er taget imod",
        whose=Whose.COLLEAGUE,
        until=TAKEN,
        columns={
            "key": "at det samme kun tæller én gang",
            "outcome": "hvad der kom ud af det, som en kode",
            "at": "hvornår",
        },
    ),
    "outbox": Table(
        title="Beskeder, der skal sendes eller er sendt (ikke hvad der står i dem)",
        whose=Whose.COLLEAGUE,
        until=SAID,
        columns={
            "id": _ID,
            "kind": "hvilken slags besked",
            "entity": "hvad den handler om, som et nummer",
            "address": "hvilken chat eller kollega",
            "priority": "hvad der skal først",
            "wanted": "at den skal vise det nyeste",
            "shown": "hvad den viser",
            "claimed": "at den er ved at blive sendt",
            "claims": "hvor mange gange den er taget",
            "owner": "hvilken proces der sender den",
            "leased_until": "hvor længe processen har den",
            "attempts": "hvor mange gange der er prøvet",
            "doubts": "at ingen ved, om den kom frem",
            "due_at": "hvornår den skal sendes",
            "state": "om den venter, er sendt eller opgivet",
            "reason": "hvorfor den ikke kunne sendes, som en kode",
            "changed_at": "hvornår den sidst blev ændret",
            "ended_at": "hvornår den blev sendt eller opgivet",
            "held_until": "hvornår den tidligst må forstyrre",
            "useful_until": "hvornår det er for sent",
            "letter": "dagens besked, som den er en del af",
        },
    ),
    "posted": Table(
        title="Hvor en besked står i Teams",
        whose=Whose.COLLEAGUE,
        until=SAID,
        columns={
            "kind": "hvilken slags besked",
            "entity": "hvad den handler om, som et nummer",
            "conversation_id": "hvilken chat",
            "activity_id": "at den kan rettes i stedet for at komme igen",
        },
    ),
    "clock": Table(
        title="Uret",
        whose=Whose.NOBODY,
        until=ALWAYS,
        columns={
            "id": _ID,
            "real": "at uret går videre efter en genstart",
            "domain": "at uret går videre efter en genstart",
            "speed": "hvor hurtigt uret går i en prøve",
            "beat_at": "at vide, hvor længe jeg var væk",
            "wipes_owed": "at det slettede også skal væk fra filerne",
            "rewrites_owed": "at det slettede også skal væk fra filerne",
        },
    ),
    "audit": Table(
        title="Sporet: hvad der er gjort med roller, indstillinger og oplysninger, uden indhold",
        whose=Whose.COLLEAGUE,
        until=TRAILED,
        columns={
            "id": _ID,
            "at": "hvornår",
            "action": "hvad der blev gjort",
            "by": "hvem, som et pseudonym, der ikke fører til nogen, når kollegaen er slettet",
            "about": "hvad det gjaldt, som et nummer eller et pseudonym",
            "previous": "at en ændring i sporet kan ses",
            "hash": "at en ændring i sporet kan ses",
        },
    ),
    "audit_end": Table(
        title="Hvor sporet begynder og slutter",
        whose=Whose.NOBODY,
        until=ALWAYS,
        columns={
            "id": _ID,
            "last": "at det ses, hvis det nyeste mangler",
            "newest": "at det ses, hvis det nyeste mangler",
            "before": "at det ældste kan slettes, uden at sporet går i stykker",
        },
    ),
    "night": Table(
        title="Hvad nattens oprydning og gennemsyn fandt, som tal",
        whose=Whose.NOBODY,
        until=OVERWRITTEN,
        columns={
            "job": "hvilken opgave",
            "night": "at den gøres én gang hver nat",
            "done_at": "hvornår den var færdig",
            "found": "hvor mange rækker",
        },
    ),
}


def unexplained(live: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What does not agree with the tables as they are: `table.column`, `table` …"""
    for name in sorted({*live, *TABLES}):
        there = set(live.get(name, ()))
        known = set(TABLES[name].columns) if name in TABLES else set()
        yield from sorted(f"{name}.{column}" for column in there ^ known)


def written(table: str) -> frozenset[str]:
    """The columns that people write freely."""
    known = TABLES[table]
    return frozenset(name for name in known.columns if known.column(name).written)

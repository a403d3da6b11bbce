"""Cards and forms about the team: welcome, help, settings, absence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogs import cards
from dialogs.board import way as board_way
from dialogs.calendar.words import CALENDAR, SEASON, WEEKDAYS
from dialogs.cards import Button, Card, Form, Option, Part
from dialogs.learning.words import MENU
from dialogs.people import words
from dialogs.people.person import Person
from dialogs.people.rights import Role
from dialogs.people.team import Absence, Right, Team
from dialogs.sparring.agenda import MINUTE, SHIPPED, AgendaName
from dialogs.sparring.words import AGENDAS, HOW, PHASES, QUEUE

UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody asks for help, and what they may do there."""

    group: bool
    has_team: bool
    starts: bool = False
    without_team: bool = False  # they have something to do here all the same
    status: bool = False
    trends: bool = False
    courses: bool = False  # also without a team
    tilsyn: bool = False
    season: bool = False
    searches: bool = False
    learns: bool = True
    meeting: int | None = None  # the one that runs here
    runs: bool = False
    closes: bool = False  # whoever only keeps the time does not


@dataclass(frozen=True, slots=True, kw_only=True)
class OfDepartment:
    """What somebody may set that holds for all teams."""

    names_roles: bool = False
    sets_calendar: bool = False
    keeps_dates: bool = False

    @property
    def has_any(self) -> bool:
        return self.names_roles or self.sets_calendar or self.keeps_dates


NOTHING_OF_DEPARTMENT = OfDepartment()


def welcome(coordinator: Person | None, leader: Person | None) -> Card:
    return cards.card(
        [cards.line(words.welcome(coordinator, leader))],
        [
            cards.opens("Tag en sag med", "sparring.bring"),
            cards.opens("Vælg dag og tid", "people.settings") if coordinator else None,
            cards.press(HOW, "sparring.how"),
        ],
    )


def hello(name: str, *, has_team: bool = True) -> Card:
    place = Place(group=False, has_team=has_team, learns=has_team)
    return cards.card([cards.line(words.hello(name, has_team=has_team))], _help_buttons(place))


def which_team(adder: Person | None, teams: Sequence[Team]) -> Card:
    return cards.card(
        [cards.line(words.which_team(adder))],
        [
            *(
                cards.press(f"Brug {team.name}", "people.use_team", id=team.id)
                for team in teams[: cards.ACTIONS_AT_MOST - 1]
            ),
            cards.press("Nyt team", "people.new_team"),
        ],
    )


def help_card(place: Place, *, unclear: bool = False) -> Card:
    if not place.has_team and not place.group and not place.without_team:
        return cards.card([cards.line(words.NO_TEAM)], [cards.press(HOW, "sparring.how")])
    said = words.UNCLEAR if unclear else words.HELP
    runs = words.meeting_runs(runs=place.runs, closes=place.closes)
    running = None if place.meeting is None else cards.line(runs)
    return cards.card([running, cards.line(said)], _help_buttons(place))


def _help_buttons(place: Place) -> list[Button | None]:
    return [
        cards.press("Start sparringen", "sparring.start_now", strong=True)
        if place.starts
        else None,
        None if place.meeting is None else board_way.button(place.meeting),
        cards.opens("Tag en sag med", "sparring.bring") if place.has_team else None,
        cards.press(QUEUE, "sparring.queue") if place.has_team else None,
        cards.opens("Skriv læringspunkt", "learning.write") if place.learns else None,
        cards.opens("Meld fravær", "people.absence") if place.has_team else None,
        cards.press("Indstillinger", "people.show_settings"),
        cards.press("Status", "status.show") if place.status else None,
        cards.press(MENU, "learning.menu", overflow=True) if place.has_team else None,
        cards.press("Tendenser", "trends.show", overflow=True) if place.trends else None,
        cards.press("Mellem møderne", "between.show", overflow=True) if place.has_team else None,
        cards.press(words.YEAR_MENU, "people.year", overflow=True)
        if any(_year_buttons(place))
        else None,
        cards.press(HOW, "sparring.how", overflow=True),
        cards.opens("Søg i fælles praksis", "finding.search", overflow=True)
        if place.searches and not place.has_team
        else None,
        cards.press("Mine oplysninger", "privacy.mine", overflow=True),
    ]


def year_menu(place: Place) -> Card:
    return cards.card([cards.line(words.YEAR_MENU_IS)], _year_buttons(place))


def _year_buttons(place: Place) -> list[Button | None]:
    """What comes by the year."""
    return [
        cards.press(SEASON, "calendar.season") if place.season else None,
        cards.press("Kursusønsker", "courses.menu") if place.has_team or place.courses else None,
        cards.press("Supervision", "supervision.show") if place.has_team else None,
        cards.press("Ledelsestilsyn", "tilsyn.show") if place.tilsyn else None,
    ]


def only_totals(*, group: bool) -> Card:
    """Numbers are shown in private alone."""
    return cards.card(
        [cards.line(words.ONLY_TOTALS)],
        [
            None if group else cards.press("Tendenser", "trends.show"),
            None if group else cards.press("Kursusønsker", "courses.menu"),
            None if group else cards.press("Ledelsestilsyn", "tilsyn.show"),
            cards.opens("Søg i fælles praksis", "finding.search"),
            cards.press(HOW, "sparring.how"),
            cards.press("Mine oplysninger", "privacy.mine", overflow=True),
        ],
    )


def settings_card(
    team: Team,
    right: Right,
    unreached: Sequence[str],
    heading: str = "",
    *,
    members: int = 0,
    department: OfDepartment = NOTHING_OF_DEPARTMENT,
) -> Card:
    parts: list[Part | None] = [
        cards.heading(team.name),
        cards.line(heading) if heading else None,
        cards.facts(
            {
                "Sparring": words.when(team),
                "Booket": f"{team.booked} min.",
                "Mødeform": AGENDAS[team.agenda],
                "Koordinator": words.name_of(team.coordinator),
                "Stedfortræder": words.name_of(team.deputy),
                "Teamleder": words.name_of(team.leader),
                **({"Lukkede uger": words.weeks(team.own_weeks)} if team.own_weeks else {}),
                **({"Fokus": team.focus} if team.focus else {}),
            }
        ),
        cards.small(words.unreached(unreached, members)),
    ]
    return cards.card(parts, [*_settings_buttons(team, right), *_department_buttons(department)])


def _settings_buttons(team: Team, right: Right) -> list[Button | None]:
    if right is Right.NOTHING:
        return []
    leader = right is Right.FRAME
    return [
        cards.opens("Ret indstillinger", "people.settings", id=team.id),
        cards.opens("Ret faser og tider", "people.phases", id=team.id) if leader else None,
        cards.opens("Ret lister", "people.lists", id=team.id) if leader else None,
    ]


def _department_buttons(of: OfDepartment) -> list[Button | None]:
    return [
        cards.opens(words.DEPARTMENT_ROLES, "people.roles") if of.names_roles else None,
        cards.press(words.YEARLY, "yearly.show") if of.keeps_dates else None,
        cards.opens(CALENDAR, "calendar.settings") if of.sets_calendar else None,
    ]


def settings_choice(
    teams: Sequence[Team], department: OfDepartment = NOTHING_OF_DEPARTMENT
) -> Card:
    """For who has several teams, and for administrators, who may have none."""
    buttons = [each for each in _department_buttons(department) if each]
    shown = teams[: cards.ACTIONS_AT_MOST - len(buttons)]
    more = len(teams) > len(shown)
    return cards.card(
        [
            cards.line(words.WHICH_TEAM_IS_MEANT if teams else words.NO_TEAMS_YET),
            cards.small(words.more_teams(len(shown))) if more else None,
        ],
        [
            *(cards.press(team.name, "people.show_settings", id=team.id) for team in shown),
            *buttons,
        ],
    )


def roles_form(nonce: str, held: Mapping[Role, Sequence[Person]], known: Sequence[Person]) -> Form:
    options = [Option(str(person.id), person.name) for person in known]
    return cards.form(
        words.DEPARTMENT_ROLES,
        [
            cards.small(words.WHO_CAN_BE_NAMED),
            *(
                cards.choose(
                    role,
                    words.DEPARTMENT_ROLE_IS[role],
                    options,
                    value=",".join(str(person.id) for person in holders),
                    several=True,
                )
                for role, holders in held.items()
            ),
        ],
        verb="people.roles",
        submit="Gem",
        nonce=nonce,
    )


def team_choice(nonce: str, verb: str, text: str, teams: Sequence[Team]) -> Card:
    """Somebody in several teams wrote something: which one is it for?"""
    return cards.card(
        [cards.line(words.WHICH_TEAM_IS_MEANT), cards.quote(f"“{text}”")],
        [
            cards.press(team.name, verb, id=team.id, text=text, nonce=nonce)
            for team in teams[: cards.ACTIONS_AT_MOST]
        ],
    )


def settings_form(
    nonce: str, team: Team, right: Right, members: Sequence[Person], leaders: Sequence[Person]
) -> Form:
    nobody = Option(cards.NO_CHOICE, "Ingen endnu")
    people = [nobody, *(Option(str(person.id), person.name) for person in members)]
    frame = right is Right.FRAME
    return cards.form(
        "Indstillinger",
        [
            cards.write("name", "Teamets navn", value=team.name, required=True),
            cards.choose(
                "weekday",
                "Sparringens dag",
                [
                    Option(cards.NO_CHOICE, "Ingen fast dag"),
                    *(Option(str(n), WEEKDAYS[n].capitalize()) for n in range(5)),
                ],
                value=cards.NO_CHOICE if team.weekday is None else str(team.weekday),
            ),
            cards.pick_time(
                "starts_at",
                "Klokkeslæt",
                value=team.starts_at.isoformat("minutes") if team.starts_at else "",
            ),
            cards.choose(
                "booked",
                "Hvor længe har I booket?",
                [Option(str(n), f"{n} min.") for n in (30, 45, 60, 75, 90, 120, 150, 180)],
                value=str(team.booked),
            ),
            cards.choose(
                "agenda",
                "Mødeform",
                [Option(name, title) for name, title in AGENDAS.items()],
                value=team.agenda,
            ),
            cards.choose("coordinator", "Koordinator", people, value=_value(team.coordinator))
            if frame
            else None,
            cards.choose("deputy", "Stedfortræder", people, value=_value(team.deputy)),
            cards.choose(
                "leader",
                "Teamleder",
                [nobody, *(Option(str(person.id), person.name) for person in leaders)],
                value=_value(team.leader),
            )
            if frame
            else None,
            cards.small(words.SOMEBODY_MISSING) if frame else None,
            cards.write(
                "closed_weeks",
                "Uger uden sparring (fx 7, 29-31, 42)",
                value=words.weeks(team.own_weeks),
            ),
        ],
        verb="people.settings",
        submit="Gem",
        nonce=nonce,
        id=team.id,
    )


def _value(person: Person | None) -> str:
    return str(person.id) if person else cards.NO_CHOICE


def phases_form(nonce: str, team: Team, agenda: AgendaName) -> Form:
    """The leader's own timeboxes; the shipped ones are a proposal (inventory row 23)."""
    own = team.agenda_of(agenda)
    boxes = {phase.name: phase.timebox for phase in own.phases}
    return cards.form(
        f"Faser og tider: {AGENDAS[agenda]}",
        [
            cards.small("0 minutter slår en fase fra. Med ekstra tid højst 60 minutter i alt."),
            *(
                cards.count(
                    phase.value,
                    PHASES[phase],
                    value=boxes[phase] // MINUTE if phase in boxes else 0,
                    least=0,
                    most=60,
                )
                for phase in SHIPPED[agenda].names
            ),
            cards.count("spare", "Ekstra tid", value=own.spare // MINUTE, least=0, most=30),
            cards.count("cap", "Højst i alt", value=own.cap // MINUTE, least=15, most=60),
        ],
        verb="people.phases",
        submit="Gem",
        nonce=nonce,
        id=f"{team.id}:{agenda}",
    )


def lists_form(nonce: str, team: Team, topics: Sequence[str]) -> Form:
    return cards.form(
        "Fokus og lister",
        [
            cards.write("focus", "Teamets fokus lige nu", value=team.focus),
            cards.write(
                "tools", "Redskaber, ét på hver linje", value=_rows(team.tools), lines=True
            ),
            cards.write(
                "methods", "Metoder, én på hver linje", value=_rows(team.methods), lines=True
            ),
            cards.write(
                "topics", "Generelle emner, ét på hver linje", value=_rows(topics), lines=True
            ),
        ],
        verb="people.lists",
        submit="Gem",
        nonce=nonce,
        id=team.id,
    )


def _rows(items: Sequence[str]) -> str:
    return "\n".join(items)


def absence_form(
    nonce: str, who: Person, others: Sequence[Person], noted: Sequence[Absence]
) -> Form:
    return cards.form(
        "Meld fravær",
        [
            cards.choose(
                "who",
                "Hvem?",
                [
                    Option(str(who.id), "Mig selv"),
                    *(Option(str(other.id), other.name) for other in others),
                ],
                value=str(who.id),
            )
            if others
            else None,
            cards.pick_date("first", "Første dag"),
            cards.pick_date("last", "Sidste dag (lad feltet stå tomt, hvis det kun er én dag)"),
            cards.small("Ingen behøver at vide hvorfor. Turen går ikke tabt."),
            cards.small(words.noted(noted)) if noted else None,
        ],
        verb="people.absence",
        submit="Meld fravær",
        nonce=nonce,
        others=(("Ophæv fravær", UNDO),) if noted or others else (),
    )


def absence_card() -> Card:
    return cards.card(
        [cards.line("Er du væk på en dag med sparring, beholder du din tur.")],
        [cards.opens("Meld fravær", "people.absence")],
    )


said = cards.said


def private_message_waits(name: str, deep_link: str) -> Card:
    return cards.card(
        [cards.line(words.has_private_message(name))],
        [cards.link("Åbn Sparringsrum", deep_link)] if deep_link else [],
    )

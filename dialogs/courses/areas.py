"""The competence areas that a wish serves (rows 164-192): shipped here, edited by a leader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from dialogs.refusal import Refusal
from dialogs.text import Empty, folded, one_line

TITLE_AT_MOST = 100  # characters


class Group(StrEnum):
    """Whose list an area stands on; anybody may choose from any."""

    ALL = "all"
    CASEWORK = "casework"
    ADMINISTRATION = "administration"
    JURISTS = "jurists"
    LEADERS = "leaders"


class NoSuchArea(Refusal):
    """It has been retired meanwhile, or never was."""


class NoTitle(Refusal):
    """An area is called something."""


class AreaKnown(Refusal):
    """Another one is called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    key: str
    group: Group
    title: str
    position: int = 0
    retired: bool = False


_SHIPPED: Mapping[Group, tuple[tuple[str, str], ...]] = {
    Group.CASEWORK: (
        ("talks", "Samtaleteknik, fx børnesamtaler og forældresamtaler"),
        ("conflict", "Konflikthåndtering i samtalen med borgeren"),
        ("ics", "ICS, og hvordan vi bruger det"),
        ("dubu", "DUBU, og hvordan vi bruger det"),
        ("assessment", "Undersøgelser og barnets plan (barnets lov §§ 18-20)"),
        ("offers", "Kommunens tilbudsvifte"),
        ("school", "Samarbejde og fælles ansvar med Dagtilbud og Skole"),
        ("disability", "Samarbejde og fælles ansvar med Social og Handicap"),
        ("jobs", "Samarbejde og fælles ansvar med Jobcenter og UU"),
        ("special", "Et særligt udviklings- eller videnbehov"),
        ("diploma", "Diplomforløb eller udvalgte moduler"),
    ),
    Group.ALL: (
        ("law", "Ny lovgivning"),
        ("brush_up", "Tavshedspligt, forvaltningsret, aktindsigt og principmeddelelser"),
        ("policies", "Politikker og retningslinjer"),
        ("first_aid", "Førstehjælp"),
        ("networks", "Faglige netværk på tværs af kommuner"),
        ("conferences", "Konferencer og temadage"),
        ("personal", "Personlig udvikling, der støtter opgaven"),
        ("representatives", "TR og AMR"),
    ),
    Group.ADMINISTRATION: (
        ("systems", "It-systemer (KMD, DUBU, Schultz mv.)"),
        ("superuser", "Superbrugerfunktionen"),
        ("hk", "HK's kompetenceudviklingsprojekt"),
    ),
    Group.JURISTS: (("jurists", "Netværk for jurister"),),
    Group.LEADERS: (
        ("dol", "Den offentlige lederuddannelse (DOL)"),
        ("master", "Masteruddannelse for afdelingsledere"),
    ),
}
SHIPPED: tuple[Area, ...] = tuple(
    Area(key=key, group=group, title=title, position=position)
    for position, (group, key, title) in enumerate(
        (group, key, title) for group, areas in _SHIPPED.items() for key, title in areas
    )
)


def with_changes(changed: Iterable[Area]) -> dict[str, Area]:
    """All areas by their keys, the retired ones among them: an old wish still names its own."""
    found = {area.key: area for area in SHIPPED} | {area.key: area for area in changed}
    order = list(Group)
    ordered = sorted(found.values(), key=lambda area: (order.index(area.group), area.position))
    return {area.key: area for area in ordered}


def in_force(changed: Iterable[Area]) -> dict[str, Area]:
    return {key: area for key, area in with_changes(changed).items() if not area.retired}


def renamed(was: Area | None, title: str, group: Group, areas: Mapping[str, Area]) -> Area:
    """The area as a leader writes it; None: a new one. Raises NoTitle, TooLong or AreaKnown."""
    try:
        written = one_line(title, most=TITLE_AT_MOST)
    except Empty:
        raise NoTitle from None
    same = next((each for each in areas.values() if folded(each.title) == folded(written)), None)
    if same is not None and not same.retired and (was is None or same.key != was.key):
        raise AreaKnown
    if was is not None:
        return replace(was, title=written, group=group, retired=False)
    position = max(each.position for each in areas.values()) + 1
    return Area(key=f"own-{position}", group=group, title=written, position=position)

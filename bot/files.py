"""What a link leads to: made when it is asked for, beside the event loop, and stored nowhere."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.links import File, Links, NotNow, Ticket
from bot.sending import Accepted, FetchRoster, Sender, within
from storage import audit, inbox, people
from storage.people import Contact, Conversation
from storage.store import Session, Store

PATIENCE = 10.0  # seconds, for Teams to tell who is in a team
Make = Callable[[], File]
# In one unit of work: what is in it, for this person and now. None: not for them any more.
Maker = Callable[[Session, int, Ticket, datetime, ZoneInfo], Make | None]
RosterFetched = Callable[[Session, str, Sequence[Contact], datetime], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One kind of file. `team`: whose members may have it, so that its roster is read first."""

    maker: Maker
    team: Callable[[Ticket], int | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    links: Links
    store: Store
    sender: Sender
    offered: Mapping[str, Offered]  # by the name of the file
    roster_fetched: RosterFetched
    now: Callable[[], datetime]
    zone: ZoneInfo

    async def open(self, token: str) -> File | None:
        """None: the link is over, or is not theirs. Raises NotNow."""
        ticket = self.links.read(token)
        offered = self.offered.get(ticket.file) if ticket else None
        if ticket is None or offered is None:
            return None
        if offered.team is not None and not await self._is_read(ticket, offered.team(ticket)):
            return None
        make = await self.store.write(self._taken, ticket, offered)
        return await asyncio.to_thread(make) if make is not None else None

    async def _is_read(self, ticket: Ticket, team_id: int | None) -> bool:
        """Who has left the team since its roster was read is handed nothing (reliability,
        section 1). False: there is no such team, or the link was used."""
        place = await self.store.read(_team_chat, ticket, team_id)
        if place is None:
            return False
        outcome = await within(PATIENCE, self.sender.send(FetchRoster(conversation=place)))
        if not isinstance(outcome, Accepted):
            raise NotNow
        await self.store.write(self.roster_fetched, place.id, outcome.roster, self.now())
        return True

    def _taken(self, session: Session, ticket: Ticket, offered: Offered) -> Make | None:
        now = self.now()
        person_id = audit.who(session, ticket.pseudonym)
        if person_id is None:
            return None
        if not inbox.first_time(session, _key(person_id, ticket), now):
            return None
        return offered.maker(session, person_id, ticket, now, self.zone)


def _key(person_id: int, ticket: Ticket) -> str:
    return f"file:{person_id}:{ticket.number}"


def _team_chat(session: Session, ticket: Ticket, team_id: int | None) -> Conversation | None:
    person_id = audit.who(session, ticket.pseudonym)
    team = people.find_team(session, team_id) if team_id is not None else None
    if person_id is None or team is None:
        return None
    if inbox.outcome(session, _key(person_id, ticket)) is not None:
        return None
    place = people.conversation(session, people.home(session, team.id))
    return place if place is not None and not place.left else None

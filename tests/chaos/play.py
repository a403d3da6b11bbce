"""What a team asks of the bot while it is killed again and again, and what the client knows of it.

It goes through one short sparring after another, parks proposals, and asks each other to swap
turns. So three sorts of messages are under way: cards that begin as a heading, prompts with
buttons, and plain lines.
"""

import json
import random
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from bot.rehearsal.connector import Chat, Message, Person
from bot.rehearsal.shown import actions
from bot.sparring import names
from bot.sparring.queue import entity as turn_of
from dialogs.people import person as people
from dialogs.people.words import SAVED
from dialogs.sparring.words import SWAP_ASKED, parked
from tests.chaos.stage import Stage
from tests.house import MONDAY

TUESDAY = MONDAY + timedelta(days=1, hours=1)  # when the team meets
Key = tuple[str, str]  # kind and entity of a message

# One sparring after the other; the first has begun.
MOVES = ("næste",) * 6 + ("afslut", "sag Hvad overser vi hos far?", "start kort")
OWNER = people.Person(0, "Ole")  # who brings the case
TURNS = 8  # of a meeting: its beginning, six phases more, and its end


@dataclass
class Wish:
    """Something asked of the bot, until it is acknowledged: again and again the same activity."""

    activity: dict[str, Any]
    is_right: Callable[[str], bool]
    acknowledged: Callable[[], None] = lambda: None
    tries: int = 0


@dataclass
class Play:
    """What the team does, and what the client knows of it."""

    stage: Stage
    rng: random.Random
    ids: Mapping[str, int]  # people's, by name
    counts: Counter[str] = field(default_factory=Counter)
    pending: deque[Wish] = field(default_factory=deque)
    move: Wish | None = None
    moves: int = 0
    proposals: list[str] = field(default_factory=list)
    swaps: Counter[tuple[int, int]] = field(default_factory=Counter)
    to_answer: deque[tuple[Chat, Message, int]] = field(default_factory=deque)
    answered: set[int] = field(default_factory=set)
    doubts: Counter[Key] = field(default_factory=Counter)
    claims: dict[Key, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)  # of proposals, see `proposals_there`

    @property
    def is_open(self) -> bool:
        """A meeting runs, and no move that would end or begin one is under way."""
        return self.moves % len(MOVES) < 6 or (self.moves % len(MOVES) == 6 and self.move is None)

    @property
    def may_move_first(self) -> bool:
        """Within a meeting; what is asked of it must come before its end."""
        return self.moves % len(MOVES) < 6

    @property
    def is_done(self) -> bool:
        """Nothing is left to be asked of the bot."""
        return self.is_over and not self.pending and not self.to_answer

    @property
    def is_over(self) -> bool:
        """The meeting, with everything that was parked in it on its way."""
        return self.moves % len(MOVES) == 7 and self.move is None

    def round(self) -> list[Wish]:
        """What is asked of the bot next, side by side."""
        for ask in self.rng.choices((self._park, self._swap), k=self.rng.randint(0, 3)):
            if ask != self._park or self.is_open:
                self.pending.append(ask())
        return self.left_over()

    def left_over(self) -> list[Wish]:
        """What was not acknowledged, and the prompts that came meanwhile."""
        while self.to_answer:
            self.pending.append(self._answer(*self.to_answer.popleft()))
        wishes, self.pending = list(self.pending), deque()
        return wishes

    def next_move(self) -> Wish:
        if self.move is None:
            text = MOVES[self.moves % len(MOVES)]
            alone = text.startswith("sag")
            person = self.stage.named("Ole" if alone else "Karen")
            place = self.stage.teams.personal(person) if alone else self.stage.chat
            said = {"text": text, "textFormat": "plain"}
            activity = person.activity(
                place, "message", activity_id=self.stage.teams.next_id(), **said
            )
            self.move = Wish(activity, lambda body: not body, self._moved)
        return self.move

    def _moved(self) -> None:
        self.move = None
        self.moves += 1

    def _park(self) -> Wish:
        proposal = f"Forslag nr. {len(self.proposals)}: ring til farmor."
        self.proposals.append(proposal)
        data = {"verb": "sparring.park", "proposal": proposal}
        who, thanks = self.rng.choice(self.stage.people), parked(OWNER)
        return self._form(who, self.stage.chat, data, thanks)

    def _swap(self) -> Wish:
        asker, other = self.rng.sample(self.stage.people, 2)
        asker_id, other_id = self.ids[asker.name], self.ids[other.name]
        self.swaps[asker_id, other_id] += 1
        turn = turn_of(1, asker_id, TUESDAY)
        data = {"verb": "sparring.swap", "id": turn, "with": str(other_id)}
        return self._form(asker, self.stage.teams.personal(asker), data, SWAP_ASKED)

    def _form(self, person: Person, place: Chat, data: dict[str, str], thanks: str) -> Wish:
        value = {"data": {**data, "nonce": f"{self.rng.getrandbits(64):x}"}}
        activity = self._invoke(person, place, "task/submit", value)

        def is_right(body: str) -> bool:
            said = json.loads(body)["task"]["value"]
            return said == thanks or (wish.tries > 1 and said == SAVED)

        wish = Wish(activity, is_right)
        return wish

    def _answer(self, chat: Chat, message: Message, swap_id: int) -> Wish:
        """Presses "Ikke denne gang" on this copy; there may be another."""
        data = {"id": swap_id, "way": "no"}
        action = {"type": "Action.Execute", "verb": "sparring.swap_answer", "data": data}
        value = {"action": action, "trigger": "manual"}
        activity = self._invoke(chat.members[0], chat, "adaptiveCard/action", value)
        activity["replyToId"] = message.activity_id

        def is_right(body: str) -> bool:
            return "AdaptiveCard" in json.loads(body)["value"]["type"]

        return Wish(activity, is_right, partial(self.answered.add, swap_id))

    def _invoke(self, person: Person, place: Chat, name: str, value: Any) -> dict[str, Any]:
        activity_id = f"f:{UUID(int=self.rng.getrandbits(128))}"
        return person.activity(place, "invoke", activity_id=activity_id, name=name, value=value)

    def came(self, event: Any) -> None:
        """A listener of the stand-in: a request to swap has come, and is answered soon."""
        message = getattr(event, "message", None)
        if message is None or len(message.versions) > 1:
            return
        for key in keys_of(message, names.SWAP, "sparring.swap_answer"):
            self.to_answer.append((event.chat, message, int(key[1])))


def keys_of(message: Message, kind: str, verb: str) -> set[Key]:
    """Which prompts this is a copy of, by the buttons that it came with: several in a letter."""
    return {
        (kind, str(action["data"]["id"]))
        for card in message.versions[0].cards
        for action in actions(card)
        if action.get("verb") == verb
    }

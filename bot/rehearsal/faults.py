"""What goes wrong on the way to Teams: errors, lost connections, long waits, too many requests."""

import math
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Literal

from bot.rehearsal.shown import Json

# Documented figures: how many requests one bot may send to one conversation in so many seconds
# (roster reads: twice as many), and to everything in one tenant.
PER_CONVERSATION = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
PER_ROSTER = tuple((2 * most, length) for most, length in PER_CONVERSATION)
PER_TENANT = ((50, 1.0),)

ERRORS = {
    400: ("Bad Argument", "The request is not valid."),
    401: ("BotNotRegistered", "No registration found for this bot."),
    403: ("BotNotInConversationRoster", "The bot is not part of the conversation roster."),
    404: ("ConversationNotFound", "Conversation not found."),
    412: ("PreconditionFailed", "Precondition failed, please try again."),
    413: ("MessageSizeTooBig", "Message size too large."),
    429: ("Throttled", "Too many requests."),
}


class Refusal(Exception):
    """An error answer, in the service's own shape."""

    def __init__(
        self, status: int, code: str = "", message: str = "", *, retry_after: float | None = None
    ) -> None:
        usual_code, usual_message = ERRORS.get(status, ("ServiceError", "Unknown"))
        super().__init__(status, code or usual_code)
        self.status = status
        self.body = {
            "error": {"code": code or usual_code, "message": message or usual_message},
        }
        self.headers = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}


@dataclass(kw_only=True, eq=False)
class Request:
    """A line of the ledger. `accepted` says whether the request had its effect.

    `status` is None while it hangs, and for good if the connection was cut. `second` is the real,
    monotonic clock, `at` the clock that Teams was given. `size` is in bytes of UTF-16, as Teams
    counts it.
    """

    at: datetime
    second: float
    method: str
    path: str
    conversation: str
    activity: str
    authorization: str | None = field(repr=False)
    body: Json = field(repr=False)
    size: int = 0
    status: int | None = None
    accepted: bool = False


@dataclass(kw_only=True)
class Fault:
    """What happens to the next `times` requests that match.

    `match` is a pattern for "METHOD /path" with the ids decoded ("POST *", "PUT */activities/*"),
    or a function of the request. `hang` comes first, in real seconds. Then `drop="before"` cuts
    the connection without an effect, and `drop="after"` once the request had its effect; a
    `status` answers with that error (`code`, where another than the usual one is meant) and
    without an effect. After a `hang` alone the request goes through, even if nobody waits for it.
    """

    match: str | Callable[[Request], bool] = "*"
    times: int = 1
    status: int | None = None
    code: str = ""
    retry_after: float | None = None
    drop: Literal["before", "after"] | None = None
    hang: float = 0

    def meets(self, request: Request) -> bool:
        if self.times < 1:
            return False
        if isinstance(self.match, str):
            return fnmatchcase(f"{request.method} {request.path}", self.match)
        return self.match(request)


class Throttle:
    """Sliding windows over what was admitted, in real seconds."""

    def __init__(self) -> None:
        self._admitted: dict[str, deque[float]] = defaultdict(deque)

    def admit(self, request: Request, second: float) -> None:
        """Raises Refusal with a whole number of seconds to wait, as Teams gives it."""
        counted: list[tuple[str, Sequence[tuple[int, float]]]] = [("everything", PER_TENANT)]
        if chat := request.conversation.partition(";")[0]:
            reads = request.method == "GET"
            counted.append((f"{reads} {chat}", PER_ROSTER if reads else PER_CONVERSATION))
        wait = max(self._wait(key, windows, second) for key, windows in counted)
        if wait > 0:
            raise Refusal(429, retry_after=math.ceil(wait))
        for key, _ in counted:
            self._admitted[key].append(second)

    def _wait(self, key: str, windows: Sequence[tuple[int, float]], second: float) -> float:
        admitted = self._admitted[key]
        while admitted and admitted[0] <= second - windows[-1][1]:
            admitted.popleft()
        full = [(most, length) for most, length in windows if len(admitted) >= most]
        return max((admitted[-most] + length - second for most, length in full), default=0)

"""botbuilder's adapter, with a gate before it and a sender of our own behind it.

The SDK's own authentication and connector clients are not used: the gate has checked the token,
and turns never send (platform, section 2: a client and a token fetched per turn cost 18 ms).
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import Activity
from botframework.connector.auth import AuthenticateRequestResult, ClaimsIdentity

from bot.call import Answer, Turn, TurnKind
from bot.teams import activities
from bot.teams.reading import read

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
WORD = "application/vnd.microsoft.activity.message"
DONE = "Det er noteret."
SAID = "Svaret står nederst i chatten."

Take = Callable[[Turn], Awaitable[Answer]]
Say = Callable[[Turn, Answer], None]


class _NoAuthentication:
    """Stands where the SDK looks for a token client; nobody signs in through this bot."""

    async def create_user_token_client(self, _claims: ClaimsIdentity) -> None:
        return None


class _NoConnector:
    """Stands where the SDK makes a connector client on every turn; turns never send."""

    async def create(self, _service_url: str, _audience: str) -> object:
        return self


class Adapter(CloudAdapterBase):  # type: ignore[misc]
    """Activities in, answers out. `say` is called for what is to be said in the chat."""

    def __init__(self, take: Take, say: Say) -> None:
        super().__init__(_NoAuthentication())
        self._take = take
        self._say = say

    async def receive(
        self, body: Mapping[str, Any], claims: Mapping[str, Any], *, from_elsewhere: bool = False
    ) -> Any:
        """The JSON that answers this activity; None for none. Raises what the turn raises.

        `from_elsewhere`: whoever it is from is a guest, whatever else it says."""
        heard = activities.activity(body)
        turn = partial(self._turn, from_elsewhere=from_elsewhere)
        response = await self.process_activity(_admitted(claims), heard, turn)
        return response.body if response is not None else None

    async def _turn(self, context: TurnContext, *, from_elsewhere: bool) -> None:
        turn = read(context.activity)
        if from_elsewhere and turn.contact is not None:
            turn = replace(turn, contact=replace(turn.contact, guest=True, foreign=True))
        answer = await self._take(turn)
        if context.activity.type == "invoke":
            if answer.anew and not answer.again:
                self._say(turn, answer)
            body = invoke_body(turn, answer)
            response = Activity(type="invokeResponse", value=InvokeResponse(status=200, body=body))
            context.turn_state[self._INVOKE_RESPONSE_KEY] = response
        elif not answer.again and (answer.card is not None or answer.text):
            self._say(turn, answer)


def _admitted(claims: Mapping[str, Any]) -> AuthenticateRequestResult:
    result = AuthenticateRequestResult()
    result.claims_identity = ClaimsIdentity(dict(claims), is_authenticated=True)
    result.audience = str(claims.get("aud", ""))
    result.connector_factory = _NoConnector()
    return result


def invoke_body(turn: Turn, answer: Answer) -> dict[str, Any]:
    """A press is answered with a card or a line for the presser; a form with a form or a line."""
    if turn.kind is TurnKind.PRESS:
        if answer.anew:
            return {"statusCode": 200, "type": WORD, "value": answer.text or SAID}
        if answer.card is not None:
            return {"statusCode": 200, "type": ADAPTIVE, "value": answer.card}
        return {"statusCode": 200, "type": WORD, "value": answer.text or DONE}
    if answer.form is not None:
        attachment = {"contentType": ADAPTIVE, "content": answer.form.card}
        size = {"title": answer.form.title, "height": "medium", "width": "medium"}
        return {"task": {"type": "continue", "value": {**size, "card": attachment}}}
    return {"task": {"type": "message", "value": answer.text or DONE}}

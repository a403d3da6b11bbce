"""Our own client of the connector service: one attempt, and a typed outcome.

The SDK's sender is synchronous, builds a client on every turn, and repeats by itself; retries are
the outbox's, which knows what may be repeated.
"""

import asyncio
import logging
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, assert_never
from urllib.parse import quote

import aiohttp

from bot.gate import is_service
from bot.sending import (
    Accepted,
    FetchRoster,
    Message,
    Never,
    OpenChat,
    Outcome,
    Post,
    Request,
    TryAgain,
    Unsure,
    Update,
    within,
)
from bot.teams.adapter import ADAPTIVE
from bot.teams.credentials import Credentials, NoToken
from dialogs.text import on_one_line
from storage.people import Contact, Conversation

log = logging.getLogger(__name__)

DEADLINE = 20.0  # seconds for one request to be answered
CONNECTING = aiohttp.ClientTimeout(total=None, connect=5)
TOKEN_SECONDS = 15.0  # the directory's own client knows no limit
SECONDS = re.compile("[0-9]{1,5}")
PAGE = 200
PAGES_AT_MOST = 50
GUEST_ROLES = ("guest", "anonymous")
Json = dict[str, Any]


class Sender:
    """`hosts` None: local mode, loopback only and without a token."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        *,
        hosts: frozenset[str] | None,
        credentials: Credentials | None,
    ) -> None:
        self._http = http
        self._hosts = hosts
        self._credentials = credentials

    async def send(self, request: Request) -> Outcome:
        match request:
            case Post(conversation=chat, message=message):
                path = f"v3/conversations/{_quoted(chat.id)}/activities"
                return await self._call("POST", chat, path, _activity(chat, message))
            case Update(conversation=chat, activity_id=activity_id, message=message):
                path = f"v3/conversations/{_quoted(chat.id)}/activities/{_quoted(activity_id)}"
                body = {**_activity(chat, message), "id": activity_id}
                return await self._call("PUT", chat, path, body)
            case OpenChat(contact=contact, via=via):
                return await self._call("POST", via, "v3/conversations", _opening(contact, via))
            case FetchRoster(conversation=chat):
                return await self._roster(chat)
            case _ as never:
                assert_never(never)

    async def _roster(self, chat: Conversation) -> Outcome:
        """Every page; a roster that is cut short would take people out of their team."""
        members: list[Contact] = []
        token = ""
        for _ in range(PAGES_AT_MOST):
            path = f"v3/conversations/{_quoted(chat.id)}/pagedmembers?pageSize={PAGE}"
            if token:
                path += f"&continuationToken={_quoted(token)}"
            outcome, body = await self._asked("GET", chat, path, None)
            if not isinstance(outcome, Accepted):
                return _harmless(outcome)
            found = (_met(each, chat.tenant_id) for each in body.get("members") or [])
            members += [contact for contact in found if contact is not None]
            token = body.get("continuationToken") or ""
            if not token:
                return Accepted(roster=members)
        return Never(reason="roster_too_long")

    async def _call(self, method: str, chat: Conversation, path: str, body: Json) -> Outcome:
        outcome, _ = await self._asked(method, chat, path, body)
        return outcome

    async def _asked(
        self, method: str, chat: Conversation, path: str, body: Json | None
    ) -> tuple[Outcome, Json]:
        if not is_service(chat.service_url, self._hosts):
            return Never(reason="service_url"), {}
        url = f"{chat.service_url.rstrip('/')}/{path}"
        outcome, answer = await self._once(method, url, body, renew=False)
        if outcome == UNAUTHORIZED and self._credentials is not None:
            outcome, answer = await self._once(method, url, body, renew=True)
        return outcome, answer

    async def _once(
        self, method: str, url: str, body: Json | None, *, renew: bool
    ) -> tuple[Outcome, Json]:
        try:
            async with asyncio.timeout(TOKEN_SECONDS):
                headers = await self._headers(renew=renew)
        except (NoToken, TimeoutError) as missing:
            return TryAgain(reason=f"token:{type(missing).__name__}"), {}
        exchanged = await within(DEADLINE, self._exchange(method, url, body, headers))
        return exchanged or (Unsure(reason="TimeoutError"), {})

    async def _exchange(
        self, method: str, url: str, body: Json | None, headers: Mapping[str, str]
    ) -> tuple[Outcome, Json]:
        try:
            async with self._http.request(
                method,
                url,
                json=body,
                headers=headers,
                allow_redirects=False,
                timeout=CONNECTING,
            ) as response:
                answer = await _json(response)
                return _outcome(method, response, answer), answer
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            return TryAgain(reason="no_connection"), {}
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            return Unsure(reason=type(error).__name__), {}

    async def _headers(self, *, renew: bool) -> Mapping[str, str]:
        if self._credentials is None:
            return {}
        return {"Authorization": f"Bearer {await self._credentials.token(renew=renew)}"}


UNAUTHORIZED = Never(reason="401")


def _outcome(method: str, response: aiohttp.ClientResponse, answer: Json) -> Outcome:
    status = response.status
    if 200 <= status < 300:
        return Accepted(id=str(answer.get("id") or ""))
    error = answer.get("error")
    code = str(error.get("code") or "") if isinstance(error, dict) else ""
    reason = f"{status}:{code}" if code else str(status)
    if status in (412, 429):
        return TryAgain(reason=reason, after=_after(response))
    if status == 404 and code == "ConversationNotFound":
        return TryAgain(reason=reason)
    if status >= 500 or status == 408:
        return Unsure(reason=reason)
    if status == 401:
        return UNAUTHORIZED
    return Never(reason=reason, gone=method == "PUT" and status in (403, 404))


def _after(response: aiohttp.ClientResponse) -> timedelta | None:
    """Whole seconds, as Teams gives them; a date, or more than a day, is nobody's wish here."""
    seconds = response.headers.get("Retry-After", "")
    return timedelta(seconds=int(seconds)) if SECONDS.fullmatch(seconds) else None


def _harmless(outcome: Outcome) -> Outcome:
    """A read that ended in doubt did nothing."""
    return TryAgain(reason=outcome.reason) if isinstance(outcome, Unsure) else outcome


async def _json(response: aiohttp.ClientResponse) -> Json:
    try:
        answer = await response.json(content_type=None)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _activity(chat: Conversation, message: Message) -> Json:
    activity: Json = {
        "type": "message",
        "from": {"id": chat.bot_id},
        "conversation": {"id": chat.id},
    }
    if message.summary:
        activity["summary"] = message.summary
    if message.card is not None:
        activity["attachments"] = [{"contentType": ADAPTIVE, "content": message.card}]
    else:
        activity |= {"text": message.text, "textFormat": "plain"}
    return activity


def _opening(contact: Contact, via: Conversation) -> Json:
    return {
        "isGroup": False,
        "bot": {"id": via.bot_id},
        "members": [{"id": contact.teams_id}],
        "tenantId": via.tenant_id,
        "channelData": {"tenant": {"id": via.tenant_id}},
    }


def _met(member: Any, tenant: str) -> Contact | None:
    if not isinstance(member, dict) or not member.get("id"):
        return None
    aad_id = member.get("aadObjectId") or member.get("objectId")
    theirs = str(member.get("tenantId") or tenant)
    foreign = not aad_id or theirs.lower() != tenant.lower()
    return Contact(
        aad_id=str(aad_id or member["id"]),
        teams_id=str(member["id"]),
        name=on_one_line(str(member.get("name") or "")),
        guest=foreign or str(member.get("userRole")).lower() in GUEST_ROLES,
        foreign=foreign,
    )


def _quoted(name: str) -> str:
    return quote(name, safe="")

"""The connector service that a bot calls: its HTTP API, version 3, as Teams answers it."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import struct
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from bot.rehearsal.chats import ADAPTIVE, Chat, Deleted, Message, Posted, Updated, Version
from bot.rehearsal.faults import Fault, Refusal, Request, Throttle
from bot.rehearsal.shown import Json

if TYPE_CHECKING:
    from bot.rehearsal.connector import Teams
    from bot.rehearsal.people import Person

# A page of a roster, as documented: what is asked for is brought between the two.
SMALLEST_PAGE, USUAL_PAGE, LARGEST_PAGE = 50, 200, 500

Work = Callable[[web.Request, Request], web.Response]


class _CutOff(Exception):
    """The connection goes, and no answer."""


class Service:
    """Listens on loopback and answers the bot out of the chats of one `Teams`."""

    def __init__(self, teams: Teams) -> None:
        self._teams = teams
        self._throttle = Throttle()
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        """Returns the service URL; like Teams' own it ends in a slash."""
        app = web.Application(client_max_size=4 * 1024**2)
        chat = "/v3/conversations/{conversation}"
        for method, path, work in (
            ("POST", "/v3/conversations", self._open),
            ("POST", chat + "/activities", self._post),
            ("POST", chat + "/activities/{activity}", self._post),
            ("PUT", chat + "/activities/{activity}", self._update),
            ("DELETE", chat + "/activities/{activity}", self._delete),
            ("GET", chat + "/pagedmembers", self._members),
            ("GET", chat + "/members/{member}", self._member),
        ):
            app.router.add_route(method, path, self._serves(work))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}/"

    async def stop(self) -> None:
        self._closing.set()
        if self._runner:
            await self._runner.cleanup()

    def _serves(self, work: Work) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def serve(http: web.Request) -> web.Response:
            request = await self._note(http)
            try:
                response = await self._answer(http, request, work)
                request.status = response.status
            except Refusal as refusal:
                request.status = refusal.status
                response = web.json_response(
                    refusal.body, status=refusal.status, headers=refusal.headers
                )
            except _CutOff:
                _reset(http)
                response = web.Response()  # for the framework; it reaches nobody
            self._teams.notice()
            return response

        return serve

    async def _note(self, http: web.Request) -> Request:
        content = await http.text()
        request = Request(
            at=self._teams.now(),
            second=time.monotonic(),
            method=http.method,
            path=http.path,
            conversation=http.match_info.get("conversation", ""),
            activity=http.match_info.get("activity", ""),
            authorization=http.headers.get("Authorization"),
            body=_object(content),
            size=len(content.encode("utf-16-le")),
        )
        self._teams.ledger.append(request)
        self._teams.notice()
        return request

    async def _answer(self, http: web.Request, request: Request, work: Work) -> web.Response:
        fault = next((each for each in self._teams.faults if each.meets(request)), Fault())
        fault.times -= 1
        if fault.hang:
            await self._hang(fault.hang)
        if fault.drop == "before":
            raise _CutOff
        if fault.status:
            raise Refusal(fault.status, fault.code, retry_after=fault.retry_after)
        if self._teams.limits:
            self._throttle.admit(request, time.monotonic())
        response = work(http, request)
        request.accepted = True
        if fault.drop == "after":
            raise _CutOff
        return response

    async def _hang(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        except TimeoutError:
            return
        raise _CutOff

    def _open(self, http: web.Request, request: Request) -> web.Response:
        """Create a conversation. A bot opens only the 1:1 with somebody in the tenant."""
        asked = request.body
        members = asked.get("members") or []
        if asked.get("isGroup") or len(members) != 1 or _tenant(asked) != self._teams.tenant:
            raise Refusal(400)
        person = self._teams.known(members[0].get("id"))
        if person is None:
            raise Refusal(400, "BadSyntax", "Failed to decrypt pairwise id")
        chat = self._teams.personal(person)
        if not self._teams.reaches(chat):
            message = "Bot is not installed in user's personal scope"
            raise Refusal(403, "ForbiddenOperationException", message)
        request.conversation = chat.id
        return web.json_response({"id": chat.id}, status=201)

    def _post(self, http: web.Request, request: Request) -> web.Response:
        """Send to the conversation, or reply to one of its activities."""
        chat, thread = self._chat(request)
        self._check(request)
        replied_to = request.activity
        if replied_to and replied_to not in chat.threads:
            raise Refusal(404, "ActivityNotFoundInConversation")
        request.activity = new_id = self._teams.next_id()
        if request.body["type"] == "message":
            chat.threads[new_id] = chat.threads.get(replied_to) or thread or new_id
            message = Message(
                activity_id=new_id,
                thread=chat.threads[new_id],
                versions=[self._version(request)],
            )
            chat.posted[new_id] = message
            self._teams.tell(Posted(at=request.at, chat=chat, message=message))
        return web.json_response({"id": new_id}, status=201)

    def _update(self, http: web.Request, request: Request) -> web.Response:
        chat, _ = self._chat(request)
        message = _message(chat, request)
        self._check(request)
        message.update(self._version(request))
        self._teams.tell(Updated(at=request.at, chat=chat, message=message))
        return web.json_response({"id": message.activity_id})

    def _delete(self, http: web.Request, request: Request) -> web.Response:
        chat, _ = self._chat(request)
        message = _message(chat, request)
        message.deleted = True
        self._teams.tell(Deleted(at=request.at, chat=chat, message=message))
        return web.Response()

    def _members(self, http: web.Request, request: Request) -> web.Response:
        chat, _ = self._chat(request)
        try:
            wished = int(http.query.get("pageSize", USUAL_PAGE))
            start = int(base64.b64decode(http.query.get("continuationToken", "")) or 0)
        except ValueError as fault:
            raise Refusal(400) from fault
        end = start + min(max(wished, SMALLEST_PAGE), LARGEST_PAGE)
        page: Json = {"members": [self._account(each) for each in chat.members[start:end]]}
        if end < len(chat.members):
            page["continuationToken"] = base64.b64encode(str(end).encode()).decode()
        return web.json_response(page)

    def _member(self, http: web.Request, request: Request) -> web.Response:
        chat, _ = self._chat(request)
        wanted = http.match_info["member"]
        for person in chat.members:
            if wanted in (person.id, person.aad_id, person.email):
                return web.json_response(self._account(person))
        raise Refusal(404, "MemberNotFoundInConversation", "Member not found in conversation.")

    def _chat(self, request: Request) -> tuple[Chat, str | None]:
        base, _, thread = request.conversation.partition(";messageid=")
        chat = self._teams.chats.get(base)
        if chat is None or (thread and thread not in chat.threads):
            raise Refusal(404)
        if not self._teams.reaches(chat):
            raise Refusal(403)
        return chat, thread or None

    def _check(self, request: Request) -> None:
        if request.size > self._teams.max_bytes:
            raise Refusal(413)
        if not _is_activity(request.body):
            raise Refusal(400)

    def _version(self, request: Request) -> Version:
        return Version(request.at, {**request.body, "id": request.activity})

    def _account(self, person: Person) -> Json:
        given, _, surname = person.name.rpartition(" ")
        return {
            "id": person.id,
            "name": person.name,
            **({"objectId": person.aad_id, "aadObjectId": person.aad_id} if person.aad_id else {}),
            "givenName": given,
            "surname": surname,
            "email": person.email,
            "userPrincipalName": person.email,
            "tenantId": person.tenant or self._teams.tenant,
            "userRole": person.role,
        }


def _object(content: str) -> Json:
    try:
        read = json.loads(content)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _tenant(asked: Json) -> object:
    """Teams does not mind the case of a key, and the SDK writes tenantID."""
    in_channel_data = asked.get("channelData", {}).get("tenant", {}).get("id")
    return asked.get("tenantId") or asked.get("tenantID") or in_channel_data


def _message(chat: Chat, request: Request) -> Message:
    message = chat.posted.get(request.activity)
    if message is None and request.activity in chat.threads:
        raise Refusal(403, "NotEnoughPermissions", "The bot may only change its own messages.")
    if message is None or message.deleted:
        raise Refusal(404, "ActivityNotFoundInConversation")
    return message


def _is_activity(body: Json) -> bool:
    attachments = body.get("attachments") or []
    if body.get("type") == "typing":
        return True
    says_something = bool(body.get("text") or attachments)
    return body.get("type") == "message" and says_something and all(map(_is_sound, attachments))


def _is_sound(attachment: object) -> bool:
    match attachment:
        case {"contentType": kind} if kind != ADAPTIVE:
            return True
        case {"content": {"type": "AdaptiveCard", "version": str()}}:
            return True
    return False


def _reset(http: web.Request) -> None:
    """Cut the connection with a reset; a mere close could pass for an orderly end."""
    if http.transport is not None:
        connection = http.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        http.transport.abort()

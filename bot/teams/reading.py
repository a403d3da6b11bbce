"""An activity of the SDK's becomes a plain Turn. Nothing of the SDK goes further than this."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from botbuilder.schema import Activity, ChannelAccount, ConversationAccount

from bot.call import Turn, TurnKind
from dialogs.privacy.finder import without_cpr
from dialogs.text import on_one_line
from storage.people import Contact, Conversation

THREAD = ";messageid="
_MENTION = re.compile(r"<at[^>]*>.*?</at>", re.DOTALL)


def read(activity: Activity) -> Turn:
    kind, more = _kind(activity)
    conversation = _conversation(activity)
    return Turn(
        kind=kind,
        activity_id=activity.id or "",
        conversation=conversation,
        reply_to=activity.conversation.id,
        contact=_contact(activity),
        **more,
    )


def _kind(activity: Activity) -> tuple[TurnKind, dict[str, Any]]:
    match activity.type:
        case "message":
            return _message(activity)
        case "invoke":
            return _invoke(activity)
        case "conversationUpdate":
            return _update(activity)
        case "installationUpdate":
            return _installation(activity), {}
        case _:
            return TurnKind.NOTHING, {}


def _message(activity: Activity) -> tuple[TurnKind, dict[str, Any]]:
    """A card's plain submit comes as a message with a value and no text."""
    if isinstance(activity.value, dict) and "verb" in activity.value:
        data = _plain(activity.value)
        return TurnKind.PRESS, _press(activity, data.get("verb", ""), data)
    return TurnKind.MESSAGE, {"text": _said(activity)}


def _said(activity: Activity) -> str:
    """Without mentions, whoever is meant: the bot was, or the text would not be here."""
    return _MENTION.sub("", activity.text or "").replace("\xa0", " ").strip()


def _invoke(activity: Activity) -> tuple[TurnKind, dict[str, Any]]:
    value = activity.value if isinstance(activity.value, dict) else {}
    if activity.name == "adaptiveCard/action":
        action = value.get("action")
        action = action if isinstance(action, dict) else {}
        data = _plain(action.get("data"))
        return TurnKind.PRESS, _press(activity, str(action.get("verb", "")), data)
    kinds = {"task/fetch": TurnKind.OPEN_FORM, "task/submit": TurnKind.HAND_IN}
    data = _plain(value.get("data"))
    kind = kinds.get(activity.name or "", TurnKind.UNKNOWN_INVOKE)
    return kind, {"verb": data.get("verb", ""), "data": data}


def _press(activity: Activity, verb: str, data: Mapping[str, str]) -> dict[str, Any]:
    return {"verb": verb, "data": data, "pressed_on": activity.reply_to_id or ""}


def _plain(data: Any) -> Mapping[str, str]:
    """What a client sent, as text: nothing untyped goes deeper."""
    if not isinstance(data, dict):
        return {}
    return {
        key: str(value).lower() if isinstance(value, bool) else str(value)
        for key, value in data.items()
        if isinstance(value, (str, int, float))
    }


def _update(activity: Activity) -> tuple[TurnKind, dict[str, Any]]:
    bot = activity.recipient.id if activity.recipient else ""
    added = activity.members_added or []
    removed = activity.members_removed or []
    if any(member.id == bot for member in added):
        return TurnKind.BOT_ADDED, {}
    if any(member.id == bot for member in removed):
        return TurnKind.BOT_REMOVED, {}
    if added or removed:
        return TurnKind.MEMBERS_CHANGED, {}
    return TurnKind.NOTHING, {}


def _installation(activity: Activity) -> TurnKind:
    kinds = {"add": TurnKind.BOT_ADDED, "remove": TurnKind.BOT_REMOVED}
    return kinds.get(activity.action or "", TurnKind.NOTHING)


def _conversation(activity: Activity) -> Conversation:
    """The chat itself: a thread of a channel is a place in it, not a chat of its own."""
    account = activity.conversation
    data = activity.channel_data if isinstance(activity.channel_data, dict) else {}
    team, tenant = _part(data, "team"), _part(data, "tenant")
    return Conversation(
        id=account.id.partition(THREAD)[0],
        kind=account.conversation_type or ("groupChat" if account.is_group else "personal"),
        service_url=activity.service_url,
        tenant_id=_tenant(account) or str(tenant.get("id", "")),
        bot_id=activity.recipient.id if activity.recipient else "",
        name=_chat_name(str(team.get("name") or account.name or "")),
    )


@lru_cache(maxsize=1000)
def _chat_name(name: str) -> str:
    """Kept: it comes with every activity, and to look through it takes longer than the rest."""
    return on_one_line(without_cpr(name))


def _part(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = data.get(name)
    return part if isinstance(part, dict) else {}


def _contact(activity: Activity) -> Contact | None:
    """Who did it; the bot itself is nobody."""
    account, bot = activity.from_property, activity.recipient
    if account is None or not account.id or (bot is not None and account.id == bot.id):
        return None
    foreign = not account.aad_object_id or _is_from_elsewhere(activity, account)
    return Contact(
        aad_id=account.aad_object_id or account.id,
        teams_id=account.id,
        name=on_one_line(account.name or ""),
        guest=foreign,
        foreign=foreign,
    )


def _is_from_elsewhere(activity: Activity, account: ChannelAccount) -> bool:
    """A federated guest writes in a chat of ours: Teams names two tenants then."""
    data = activity.channel_data if isinstance(activity.channel_data, dict) else {}
    named = {_tenant(activity.conversation), _tenant(account), _part(data, "tenant").get("id")}
    return len({str(tenant).lower() for tenant in named if tenant}) > 1


def _tenant(account: ConversationAccount | ChannelAccount) -> str:
    """The SDK knows none of a person, and that of a chat in another spelling than Teams'."""
    more = account.additional_properties or {}
    return str(getattr(account, "tenant_id", None) or more.get("tenantId") or "")

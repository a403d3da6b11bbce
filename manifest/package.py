"""The Teams app package: the zip that an administrator uploads to the app catalogue.

The same settings give the same bytes on every machine, so that a package can be compared with the
one that is installed. `color.png` and `outline.png` are drawn from the `.svg` beside them, at
192 and 32 pixels.
"""

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from manifest import words

MANIFEST_VERSION = "1.24"
"""The newest version in which a bot may join teams without vouching for shared channels as well.

From 1.25 on Teams refuses a `team` bot without `supportsChannelFeatures`, whose only value says
that shared channels, with people from other organisations, are looked after. Cases about children
are not discussed there. `meetingSurfaces`, which the board needs, is known since 1.9.
"""

PACKAGE_VERSION = "1.1.0"
"""To be raised with every change of the manifest: Teams takes no update with the same number."""

LOCAL_APP_ID = "00000000-0000-4000-8000-000000000001"
LOCAL_PUBLIC_URL = "https://localhost"

ACCENT_COLOR = "#1F5F6B"

_FOLDER = Path(__file__).parent
_SCHEMAS = f"https://developer.microsoft.com/json-schemas/teams/v{MANIFEST_VERSION}"
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class Setting(StrEnum):
    """What a package cannot do without, by the name that it has in the environment."""

    APP_ID = "MicrosoftAppId"
    PUBLIC_URL = "SPARRINGSRUM_PUBLIC_URL"


class PackageRefused(Exception):
    """The setting is missing, or it is not what it must be: a GUID, or an https address."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting.value)
        self.setting = setting


def write_package(
    target: Path, *, app_id: str | None, public_url: str | None, local: bool
) -> Path:
    """Writes the zip to `target` and returns it; `local` overrides both settings.

    Raises `PackageRefused` before anything is written, and `OSError` if it cannot be.
    """
    if local:
        app_id, public_url = LOCAL_APP_ID, LOCAL_PUBLIC_URL
    if app_id is None or not _GUID.fullmatch(app_id):
        raise PackageRefused(Setting.APP_ID)
    if public_url is None or not _host(public_url):
        raise PackageRefused(Setting.PUBLIC_URL)
    files = {
        "manifest.json": _json(manifest(app_id, public_url)),
        "en.json": _json(english()),
        "color.png": (_FOLDER / "color.png").read_bytes(),
        "outline.png": (_FOLDER / "outline.png").read_bytes(),
    }
    with ZipFile(target, "w") as package:
        for name, content in sorted(files.items()):
            package.writestr(_entry(name), content)
    return target


def manifest(app_id: str, public_url: str) -> dict[str, Any]:
    """The manifest, with the Danish texts in place.

    The app's own id is that of the bot: there is one registration, one bot and one app, and
    whoever looks for it in the app catalogue or in Graph finds it under the id that they know.

    No consent to read anything is asked for: the bot reads only what is said to it, and a meeting
    is started by hand. `MeetingStage.Write.Chat` lets somebody share the board to the stage of
    their own meeting, and nothing else. The board is a tab that is added to a chat, a channel or a
    meeting, and one of everybody's own; who looks is known by single sign-on.
    """
    return {
        "$schema": f"{_SCHEMAS}/MicrosoftTeams.schema.json",
        "manifestVersion": MANIFEST_VERSION,
        "version": PACKAGE_VERSION,
        "id": app_id,
        "localizationInfo": {
            "defaultLanguageTag": "da",
            "additionalLanguages": [{"languageTag": "en", "file": "en.json"}],
        },
        # Teams demands three addresses; the app's own front page stands for all of them.
        "developer": {
            "name": words.NAME,
            "websiteUrl": public_url,
            "privacyUrl": public_url,
            "termsOfUseUrl": public_url,
        },
        "name": {"short": words.NAME, "full": words.FULL_NAME.da},
        "description": {
            "short": words.SHORT_DESCRIPTION.da,
            "full": words.FULL_DESCRIPTION.da,
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT_COLOR,
        "bots": [
            {
                "botId": app_id,
                "scopes": ["personal", "team", "groupChat"],
                "supportsFiles": False,
                "isNotificationOnly": False,
                "commandLists": [
                    {"scopes": ["personal"], "commands": _commands(words.PERSONAL)},
                    {"scopes": ["team", "groupChat"], "commands": _commands(words.TOGETHER)},
                ],
            }
        ],
        "configurableTabs": [
            {
                "configurationUrl": f"{public_url}/board/config",
                "canUpdateConfiguration": False,
                "scopes": ["team", "groupChat"],
                "context": [
                    *("channelTab", "privateChatTab", "meetingChatTab"),
                    *("meetingDetailsTab", "meetingSidePanel", "meetingStage"),
                ],
                "meetingSurfaces": ["sidePanel", "stage"],
            }
        ],
        "staticTabs": [
            {"entityId": "conversations", "scopes": ["personal"]},  # the chat comes first
            {
                "entityId": "board",
                "name": words.BOARD.da,
                "contentUrl": f"{public_url}/board/",
                "websiteUrl": f"{public_url}/board/",
                "scopes": ["personal"],
            },
            {"entityId": "about", "scopes": ["personal"]},
        ],
        "validDomains": [_host(public_url)],
        "authorization": {
            "permissions": {
                "resourceSpecific": [{"name": "MeetingStage.Write.Chat", "type": "Delegated"}]
            }
        },
        "webApplicationInfo": {
            "id": app_id,
            "resource": f"api://{_host(public_url)}/botid-{app_id}",
        },
    }


def english() -> dict[str, str]:
    """The English texts, by their place in the manifest."""
    return {
        "$schema": f"{_SCHEMAS}/MicrosoftTeams.Localization.schema.json",
        "name.short": words.NAME,
        "name.full": words.FULL_NAME.en,
        "description.short": words.SHORT_DESCRIPTION.en,
        "description.full": words.FULL_DESCRIPTION.en,
        "staticTabs[1].name": words.BOARD.en,
        **dict(_english_commands()),
    }


def _commands(listed: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"title": word, "description": words.COMMANDS[word].da} for word in listed]


def _english_commands() -> Iterator[tuple[str, str]]:
    """Titles stay Danish: Teams sends them as they stand, and those are the words of the bot."""
    for nth_list, listed in enumerate((words.PERSONAL, words.TOGETHER)):
        for nth, word in enumerate(listed):
            place = f"bots[0].commandLists[{nth_list}].commands[{nth}]"
            yield f"{place}.title", word
            yield f"{place}.description", words.COMMANDS[word].en


def _host(url: str) -> str | None:
    """The host of an https address, with its port if it has one; nothing for any other text."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        return None
    return parts.hostname + port


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _entry(name: str) -> ZipInfo:
    """Stored, not compressed: compressed bytes differ from one zlib to the next."""
    entry = ZipInfo(name, _ZIP_EPOCH)
    entry.create_system = 3  # Python writes the machine's own system here, unless it is told.
    entry.external_attr = 0o644 << 16
    entry.compress_type = ZIP_STORED
    return entry

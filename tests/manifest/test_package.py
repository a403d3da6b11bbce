import json
import re
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest
from jsonschema import Draft4Validator

from manifest import words
from manifest.package import (
    LOCAL_APP_ID,
    MANIFEST_VERSION,
    PackageRefused,
    Setting,
    english,
    manifest,
    write_package,
)
from tests.manifest import png

APP_ID = "6f1d2c3b-4a59-4687-9e0d-1c2b3a495867"
PUBLIC_URL = "https://sparring.kommune.example"
SCHEMAS = (
    Path(__file__).parent
    / "node_modules/@microsoft/app-manifest/build/json-schemas/teams"
    / f"v{MANIFEST_VERSION}"
)
DANISH_PLACE = re.compile(
    r"(name|description)\.(short|full)"
    r"|staticTabs\[\d+\]\.name"
    r"|bots\[0\]\.commandLists\[\d+\]\.commands\[\d+\]\.(title|description)"
)


@cache
def microsofts_schema(name):
    path = SCHEMAS / name
    if not path.is_file():
        pytest.fail(
            "Microsoft's manifest schema is not installed: "
            "run `npm ci --ignore-scripts` in tests/manifest.",
            pytrace=False,
        )
    return json.loads(path.read_text(encoding="utf-8"))


def complaints(content, schema):
    return [
        f"{error.json_path}: {error.message}"
        for error in Draft4Validator(schema).iter_errors(content)
    ]


def packed(target, **settings):
    write_package(
        target, **{"app_id": APP_ID, "public_url": PUBLIC_URL, "local": False} | settings
    )
    with ZipFile(target) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture
def files(tmp_path):
    return packed(tmp_path / "sparringsrum.zip")


def leaves(value, place=""):
    """Every text in a JSON value, by its place as Teams' localization files write it."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from leaves(inner, f"{place}.{key}" if place else key)
        case list():
            for nth, inner in enumerate(value):
                yield from leaves(inner, f"{place}[{nth}]")
        case str():
            yield place, value


def test_the_manifest_is_valid_against_microsofts_own_schema(files):
    schema = microsofts_schema("MicrosoftTeams.schema.json")
    assert complaints(json.loads(files["manifest.json"]), schema) == []


def test_the_english_texts_are_valid_against_microsofts_own_schema(files):
    schema = microsofts_schema("MicrosoftTeams.Localization.schema.json")
    assert complaints(json.loads(files["en.json"]), schema) == []


def test_the_schema_refuses_a_manifest_with_a_thirteenth_command():
    too_much = manifest(APP_ID, PUBLIC_URL)
    too_much["bots"][0]["commandLists"][1]["commands"] *= 2
    assert complaints(too_much, microsofts_schema("MicrosoftTeams.schema.json"))


def test_the_named_version_knows_the_meeting_surfaces_of_a_board():
    schema = microsofts_schema("MicrosoftTeams.schema.json")
    assert "meetingSurfaces" in schema["properties"]["configurableTabs"]["items"]["properties"]


def test_the_package_holds_what_it_names_and_nothing_else(files):
    named = json.loads(files["manifest.json"])
    languages = {each["file"] for each in named["localizationInfo"]["additionalLanguages"]}
    assert set(files) == {"manifest.json", *named["icons"].values(), *languages}


def test_the_bot_is_offered_in_private_in_teams_and_in_chats_with_one_list_of_commands_each():
    bot = manifest(APP_ID, PUBLIC_URL)["bots"][0]
    listed = [scope for each in bot["commandLists"] for scope in each["scopes"]]
    assert sorted(listed) == sorted(bot["scopes"]) == ["groupChat", "personal", "team"]


def test_the_app_and_its_bot_go_by_the_registered_id():
    written = manifest(APP_ID, PUBLIC_URL)
    assert (written["id"], written["bots"][0]["botId"]) == (APP_ID, APP_ID)


@pytest.mark.parametrize(
    ("public_url", "host"),
    [
        (PUBLIC_URL, "sparring.kommune.example"),
        ("https://sparring.kommune.example/bot/", "sparring.kommune.example"),
        ("https://sparring.kommune.example:8443", "sparring.kommune.example:8443"),
    ],
)
def test_only_the_host_of_the_public_address_is_a_valid_domain(public_url, host):
    assert manifest(APP_ID, public_url)["validDomains"] == [host]


def test_the_english_name_and_descriptions_keep_the_limits_of_the_danish_ones():
    """Draft 4 ignores a length that stands beside a `$ref`, as these do in the English schema."""
    limits = microsofts_schema("MicrosoftTeams.schema.json")["properties"]
    texts = english()
    for group in ("name", "description"):
        for size in ("short", "full"):
            assert len(texts[f"{group}.{size}"]) <= limits[group]["properties"][size]["maxLength"]


@pytest.mark.parametrize("listed", [words.PERSONAL, words.TOGETHER])
def test_a_list_has_at_most_twelve_commands_and_none_of_them_twice(listed):
    assert len(listed) == len(set(listed)) <= 12


@pytest.mark.parametrize("word", words.COMMANDS)
def test_a_command_is_listed_and_short_enough_to_be_read_in_the_menu(word):
    text = words.COMMANDS[word]
    assert word in words.PERSONAL + words.TOGETHER
    assert len(word) <= 32
    assert max(len(text.da), len(text.en)) <= 128


def test_every_danish_text_has_an_english_one_in_the_same_place_and_no_other():
    danish = {
        place for place, _ in leaves(manifest(APP_ID, PUBLIC_URL)) if DANISH_PLACE.fullmatch(place)
    }
    assert danish == set(english()) - {"$schema"}


def test_a_command_is_the_same_word_in_both_languages():
    danish = dict(leaves(manifest(APP_ID, PUBLIC_URL)))
    titles = {place: word for place, word in english().items() if place.endswith(".title")}
    assert titles == {place: danish[place] for place in titles}


def test_the_color_icon_is_opaque_and_192_pixels_wide(files):
    icon = png.read(files["color.png"])
    assert (icon.width, icon.height) == (192, 192)
    assert {alpha for *_, alpha in icon.pixels} == {255}


def test_the_outline_icon_is_32_pixels_wide_and_only_white_on_transparent(files):
    icon = png.read(files["outline.png"])
    assert (icon.width, icon.height) == (32, 32)
    assert {pixel[:3] for pixel in icon.pixels if pixel[3]} == {(255, 255, 255)}
    assert {0, 255} <= {alpha for *_, alpha in icon.pixels}


def test_the_same_settings_give_the_same_bytes(tmp_path):
    packed(tmp_path / "one.zip")
    packed(tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_nothing_of_the_machine_or_the_day_is_in_the_package(tmp_path):
    packed(tmp_path / "one.zip")
    with ZipFile(tmp_path / "one.zip") as package:
        entries = package.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.compress_type) for entry in entries} == {(3, 0)}


def test_writing_returns_the_file_written(tmp_path):
    target = tmp_path / "local.zip"
    assert write_package(target, app_id=None, public_url=None, local=True) == target


@pytest.mark.parametrize("app_id", [None, "", "sparringsrum", "{" + APP_ID + "}", APP_ID + "\n"])
def test_a_package_without_a_proper_app_id_is_refused(tmp_path, app_id):
    with pytest.raises(PackageRefused) as refusal:
        packed(tmp_path / "refused.zip", app_id=app_id)
    assert refusal.value.setting is Setting.APP_ID
    assert not (tmp_path / "refused.zip").exists()


@pytest.mark.parametrize(
    "public_url",
    [
        None,
        "",
        "sparring.kommune.example",
        "http://sparring.kommune.example",
        "https://",
        "https://[half",
        "https://sparring.kommune.example:none",
        "https://karen:1234@sparring.kommune.example",
    ],
)
def test_a_package_without_a_public_https_address_is_refused(tmp_path, public_url):
    with pytest.raises(PackageRefused) as refusal:
        packed(tmp_path / "refused.zip", public_url=public_url)
    assert refusal.value.setting is Setting.PUBLIC_URL
    assert not (tmp_path / "refused.zip").exists()


def test_a_local_package_needs_no_settings_and_is_never_mistaken_for_the_real_one(tmp_path):
    bare = packed(tmp_path / "bare.zip", app_id=None, public_url=None, local=True)
    configured = packed(tmp_path / "configured.zip", local=True)
    written = json.loads(bare["manifest.json"])
    assert bare == configured
    assert (written["id"], written["validDomains"]) == (LOCAL_APP_ID, ["localhost"])
    schema = microsofts_schema("MicrosoftTeams.schema.json")
    assert complaints(written, schema) == []


def test_the_board_is_a_tab_of_meetings_channels_and_chats_and_of_everybodys_own():
    written = manifest(APP_ID, PUBLIC_URL)
    (tab,) = written["configurableTabs"]
    personal = [each.get("contentUrl") for each in written["staticTabs"]]
    contexts = {"channelTab", "privateChatTab", "meetingChatTab", "meetingDetailsTab"}

    assert set(tab["context"]) == contexts | {"meetingSidePanel", "meetingStage"}
    assert tab["configurationUrl"] == f"{PUBLIC_URL}/board/config"
    assert f"{PUBLIC_URL}/board/" in personal
    assert written["staticTabs"][0] == {"entityId": "conversations", "scopes": ["personal"]}


def test_whoever_opens_the_tab_is_signed_in_to_the_apps_own_registration():
    written = manifest(APP_ID, PUBLIC_URL)["webApplicationInfo"]

    assert written == {
        "id": APP_ID,
        "resource": f"api://sparring.kommune.example/botid-{APP_ID}",
    }

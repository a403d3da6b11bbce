"""The list of what the app is made of: complete, licensed, and silent about who wrote it."""

import json
import re
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from manifest.sbom import ROOT, NoLicence, licence_of, pinned, written

REQUIREMENTS = (ROOT / "requirements.txt").read_text()
SBOM = written(REQUIREMENTS)


def test_every_pinned_package_is_listed_with_version_licence_and_hashes():
    listed = {each["name"]: each for each in json.loads(SBOM)["components"]}
    lines = [line for line in REQUIREMENTS.splitlines() if re.match(r"\S+==", line)]

    assert len(listed) == len(lines) > 40
    for package in pinned(REQUIREMENTS):
        entry = listed[package.name]
        assert entry["version"] == package.version
        assert entry["licenses"]
        assert len(entry["hashes"]) == len(set(package.hashes)) > 0


def test_it_is_what_the_standard_says():
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(SBOM) is None


def test_it_says_nothing_of_the_machine_and_is_the_same_each_time():
    assert written(REQUIREMENTS) == SBOM
    assert str(Path.home()) not in SBOM
    assert str(ROOT) not in SBOM
    assert "timestamp" not in SBOM
    assert "serialNumber" not in SBOM
    assert not re.search(r"https?://(?!cyclonedx\.org)", SBOM)


def test_a_package_that_nobody_knows_the_licence_of_is_not_listed_in_silence():
    with pytest.raises(NoLicence):
        licence_of("no-such-package-at-all")


@pytest.mark.parametrize("copyleft", ["AGPL", "SSPL", "BUSL"])
def test_no_licence_asks_for_what_a_municipality_cannot_give(copyleft):
    assert copyleft not in SBOM

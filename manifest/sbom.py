"""`python -m manifest.sbom [FILE]`: what the app is made of, as a CycloneDX list in JSON.

From requirements.txt, and the licences that the installed packages state. The same every time:
no date, no serial number, and nothing about the machine that wrote it.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).parent.parent
PINNED = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
SHA256 = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# Where the package's own words are no name of a licence; read in its licence file.
READ = {
    "aiosignal": "Apache-2.0",
    "isodate": "BSD-3-Clause",
    "jsonpickle": "BSD-3-Clause",
    "msrest": "MIT",
    "pysqlite3": "Zlib",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
}
CLASSIFIED = {"License :: OSI Approved :: MIT License": "MIT"}


class NoLicence(Exception):
    """Nobody knows under which licence a package comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    name: str
    version: str
    hashes: list[str]
    direct: bool  # named in requirements.in


def pinned(requirements: str) -> Iterator[Pinned]:
    for entry in re.split(r"\n(?=\S)", requirements):
        if found := PINNED.match(entry):
            yield Pinned(
                name=found[1],
                version=found[2],
                hashes=SHA256.findall(entry),
                direct="-r requirements.in" in entry,
            )


def licence_of(name: str) -> str:
    """Raises NoLicence."""
    if name in READ:
        return READ[name]
    try:
        said = metadata(name)
    except PackageNotFoundError:
        raise NoLicence(name) from None
    stated = [*(said.get_all("License-Expression") or ()), *(said.get_all("License") or ())]
    if stated:
        return str(stated[0])
    classified = [CLASSIFIED[c] for c in said.get_all("Classifier") or () if c in CLASSIFIED]
    if not classified:
        raise NoLicence(name)
    return classified[0]


def written(requirements: str) -> str:
    bom = Bom()
    app = Component(name="sparringsrum", type=ComponentType.APPLICATION, bom_ref="sparringsrum")
    bom.metadata.component = app
    for package in pinned(requirements):
        component = _component(package)
        bom.components.add(component)
        if package.direct:
            bom.register_dependency(app, [component])
    told: dict[str, Any] = json.loads(JsonV1Dot6(bom).output_as_string())
    told.pop("serialNumber", None)
    told["metadata"].pop("timestamp", None)
    return json.dumps(told, indent=2, sort_keys=True) + "\n"


def _component(package: Pinned) -> Component:
    address = PackageURL("pypi", None, package.name, package.version)
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        purl=address,
        bom_ref=address.to_string(),
        licenses=[LicenseFactory().make_from_string(licence_of(package.name))],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha) for sha in package.hashes],
    )


def main() -> int:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "sbom.json")
    target.write_text(written((ROOT / "requirements.txt").read_text()))
    print(f"Skrevet: {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What the guard makes of a text before it is taken: a CPR number stops it, and about what else
looks personal its writer is asked, who knows the case and decides.

(domain, sections 2.1 and 2.2; reliability, section 1.)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from dialogs.privacy.finder import findings, has_cpr, reworded
from dialogs.privacy.finding import Finding, Sort
from dialogs.refusal import Refusal


class CprWritten(Refusal):
    """There is what looks like a CPR number in a text. Knows where, never what."""

    def __init__(self, found: tuple[Finding, ...]) -> None:
        super().__init__(*((each.line, each.column) for each in found))
        self.found = found


class Way(StrEnum):
    """What the writer says of a text that was asked about."""

    REWORD = "reword"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A text in which something looks personal."""

    text: str
    found: tuple[Finding, ...]

    @property
    def reworded(self) -> str:
        return reworded(self.text, self.found)


def stop_cpr(texts: Iterable[str]) -> None:
    """Raises CprWritten for the first text that holds one."""
    for text in filter(has_cpr, texts):
        raise CprWritten(tuple(each for each in findings(text) if each.sort is Sort.CPR))


def together(asked: Iterable[Asked]) -> Asked:
    """To ask about several texts at once."""
    text = "\n".join(each.text for each in asked)
    return Asked(text=text, found=findings(text))


def in_question(texts: Mapping[str, str]) -> dict[str, Asked]:
    """Those of the texts that are asked about; none of them holds a CPR number."""
    found = {name: Asked(text=text, found=findings(text)) for name, text in texts.items()}
    return {name: asked for name, asked in found.items() if asked.found}


def mark(texts: Iterable[str]) -> str:
    """Tells these texts from others: a decision is about the text as it stood."""
    kept = (" ".join(text.split()) for text in texts)
    return sha256("\0".join(sorted(filter(None, kept))).encode()).hexdigest()[:32]

"""A thousand texts that want to be more than text: rule families, and always the same choices.

Each ends in a word of its own, by which it is found wherever it is shown.
"""

import random
from collections.abc import Callable
from functools import partial

SEED = 20
EACH = 50
MARKUP = ("*", "_", "**", "__", "***", "~~", "`", "``", "***_")
ADDRESSES = (
    "https://evil.example/",
    "http://evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example",
    "msteams://teams.microsoft.com/l/chat/0/0?users=x@evil.example",
    "file://evil.example/x",
)
# Of the text's direction, and what cannot be seen.
DIRECTIONS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u2061\u206a"
WORDS = ("far", "skolen", "netværket", "tirsdag", "moren", "barn 1", "aftalen")

Choice = random.Random


def word(c: Choice) -> str:
    return c.choice(WORDS)


def emphasis(c: Choice) -> str:
    mark = c.choice(MARKUP)
    return f"{c.choice(['', word(c) + ' '])}{mark}{word(c)}{mark[::-1]}"


def emphasis_in_a_word(c: Choice) -> str:
    mark = c.choice(MARKUP)
    return f"{word(c)}{mark}{word(c)}{mark}{word(c)}"


def half_escaped(c: Choice) -> str:
    slashes = "\\" * c.randint(1, 4)
    return f"{slashes}{c.choice(MARKUP)}{word(c)}{c.choice(MARKUP)}\\"


def link(c: Choice) -> str:
    return f"[{word(c)}]({c.choice(ADDRESSES)})"


def odd_link(c: Choice) -> str:
    where = c.choice(ADDRESSES)
    return c.choice(
        [
            f"[{word(c)}]( <{where}> 'titel')",
            f"[{word(c)}\\]({where})",
            f"\\[{word(c)}]({where})",
            f"[a][b] [b]: {where}",
            f"[[{word(c)}]({where})]({where})",
            f"[{word(c)}] ({where})",
            f"[]({where})",
        ]
    )


def address(c: Choice) -> str:
    return c.choice([f"<{c.choice(ADDRESSES)}>", f"{word(c)} {c.choice(ADDRESSES)}", "<a@b.dk>"])


def image(c: Choice) -> str:
    more = c.choice(["", ' "t"', " =1x1"])
    return f"![{word(c)}]({c.choice(ADDRESSES)}x.png{more})"


def beginning_of_a_line(c: Choice) -> str:
    """A heading, a list, a quotation, code."""
    marks = [
        "# ",
        "### ",
        "- ",
        "+ ",
        "* ",
        "1. ",
        "9) ",
        "> ",
        "    ",
        "```",
        "--- ",
        "=== ",
        ": ",
    ]
    return f"{c.choice(marks)}{word(c)}"


def table(c: Choice) -> str:
    return c.choice(
        [f"|{word(c)}|b| |-|-| |c|d|", f"{word(c)} | b\n--|--\nc | d", "---\n***\n___"]
    )


def html(c: Choice) -> str:
    return c.choice(
        [
            f"<b>{word(c)}</b>",
            "<script>alert(1)</script>",
            f"<img src={c.choice(ADDRESSES)} onerror=alert(1)>",
            f'<a href="{c.choice(ADDRESSES)}">{word(c)}</a>',
            "<!-- x -->",
            "<![CDATA[x]]>",
            "<svg/onload=alert(1)>",
            "</div></p><hr>",
            "<?php x ?>",
            f"<u>{word(c)}<br/>",
        ]
    )


def entity(c: Choice) -> str:
    return f"{c.choice(['&lt;', '&#60;', '&#x3c;', '&amp;lt;', '&nbsp;', '&copy;'])}b>{word(c)}"


def mention(c: Choice) -> str:
    return c.choice(
        [
            f"<at>{word(c)}</at",
            f"<AT>{word(c)}</AT>",
            "@Karen @alle @general",
            "@[Karen](29:karen)",
            "&lt;at&gt;Karen&lt;/at&gt;",
            '<at id="0>Karen',
            "<@29:karen>",
        ]
    )


def direction(c: Choice) -> str:
    return f"{word(c)}{c.choice(DIRECTIONS)}{word(c)[::-1]}{c.choice(DIRECTIONS)}"


def unseen(c: Choice) -> str:
    return "".join(f"{letter}{c.choice(UNSEEN)}" for letter in word(c))


def control(c: Choice) -> str:
    kept_out = [chr(n) for n in (*range(1, 32), 127, 128, 133, 144, 155, 159)]
    return f"{word(c)}{c.choice(kept_out)}{word(c)}{c.choice(kept_out)}{c.choice(kept_out)}"


def our_own_mark(c: Choice) -> str:
    """As if it were one of our calls."""
    return f"\x02{c.choice(['TIME', 'DATE'])}(1999-12-31T23:59:00Z)\x03"


def date_call(c: Choice) -> str:
    what = c.choice(
        [
            "DATE(1999-12-31T23:59:00Z)",
            "TIME(1999-12-31T23:59:00Z)",
            "DATE(1999-12-31T23:59:00Z, LONG)",
            "DATE(1999-12-31T23:59:00+01:00,SHORT)",
        ]
    )
    return c.choice(["{{%s}}", "{{{%s}}}", "{{{{%s}}}}", "\\{{%s}}", "{{%s}}{{%s}}"]).replace(
        "%s", what
    )


def template(c: Choice) -> str:
    inner = c.choice(["$root", "user.name", "json('{}')", "if(true, 'a', 'b')", "$host"])
    return c.choice(["${%s}", "{%s}", "$${%s}", "{{%s}}", "#{%s}", "<%% %s %%>", "%%{%s}"]) % inner


def emoji(c: Choice) -> str:
    some = ["👨‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇩🇰", "☠️", "1️⃣", "🙂"]
    return "".join(c.choice(some) for _ in range(c.randint(5, 20))) + ":smile:(like)"


def marks_upon_marks(c: Choice) -> str:
    return "".join(
        letter + "".join(c.choices("\u0300\u0316\u0338\u20dd", k=4)) for letter in word(c)
    )


def long_word(c: Choice) -> str:
    return c.choice(["æ", "W", "ﷺ", "字", "a_", "9"]) * c.randint(15, 55)


def formula(c: Choice) -> str:
    return c.choice(
        [
            "=1+1",
            '=HYPERLINK("https://evil.example";"x")',
            "+45 12 34 56 78",
            "-2+3",
            "@SUM(A1:A9)",
            "=cmd|' /C calc'!A0",
            "\t=1+1",
            "\r=1+1",
            "＝1+1",
        ]
    )


def json_of_a_card(c: Choice) -> str:
    return c.choice(
        [
            '"},{"type":"Image","url":"https://evil.example/x"}',
            '{"type":"AdaptiveCard"}',
            '\\"}]',
            "\\u0022}",
            '","verb":"sparring.close","x":"',
        ]
    )


FAMILIES: tuple[Callable[[Choice], str], ...] = (
    emphasis,
    emphasis_in_a_word,
    half_escaped,
    link,
    odd_link,
    address,
    image,
    beginning_of_a_line,
    table,
    html,
    entity,
    mention,
    direction,
    unseen,
    control,
    our_own_mark,
    date_call,
    template,
    emoji,
    formula,
)
RARER: tuple[Callable[[Choice], str], ...] = (long_word, marks_upon_marks, json_of_a_card)


def corpus() -> list[str]:
    """A thousand, fifty of each family; in the last ones, two families meet."""
    choice = random.Random(SEED)
    made = []
    for family in FAMILIES:
        pure = [partial(family, choice)] * (EACH - 10)
        mixed = [lambda f=family: f"{f(choice)} {choice.choice(RARER)(choice)}"] * 5
        met = [lambda f=family: f"{f(choice)}{choice.choice(FAMILIES)(choice)}"] * 5
        made += [make() for make in (*pure, *mixed, *met)]
    return [f"{text} {marker(n)}" for n, text in enumerate(made)]


def marker(number: int) -> str:
    return f"kx{number:04}k"

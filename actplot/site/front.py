"""The front page of a site, on which entries are searched and filtered, and the files that all pages share."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from .pages import colours, rendered, text_of
from .selection import Family

ASSETS, ICON = "assets", "icon.svg"
STYLES = ("page.css", "plot.css", "site.css")
SCRIPTS = {"site.js": ("copying.js", "site.js"), "plot.js": ("kernels.js", "functions.js", "plot.js")}
PLURALS = {"activation": "Activations", "loss": "Losses", "vector function": "Functions of vectors"}
PLURALS |= {"random layer": "Random layers", "vector loss": "Losses on vectors"}
PLURALS |= {"formula": "Formulas of the project", "function of a file": "Functions of files"}
FOUND = ("name", "title", "description", "aliases", "traits", "frameworks", "codes")  # of a record, for a search


def assets(*names: str) -> dict[str, bytes]:
    """The icon and the style sheet of all pages and scripts by name, each by its path."""
    scripts = {name: "\n".join(map(text_of, SCRIPTS[name])) for name in names}
    style = "\n".join([colours(), *map(text_of, STYLES)])
    return {
        f"{ASSETS}/{name}": text.encode() for name, text in {ICON: text_of(ICON), "site.css": style, **scripts}.items()
    }


def front_page(families: Sequence[Family], told: Mapping[str, Mapping[str, Any]]) -> bytes:
    """All entries under their kinds and families."""
    members = [(family, one) for family in families for one in family.members]
    records = [told[one.name] for _, one in members]
    index = [
        {
            **{key: record[key] for key in FOUND},
            **{"kind": family.kind, "family": family.title, "topics": list(one.topics)},
        }
        for (family, one), record in zip(members, records, strict=True)
    ]
    kinds: dict[str, list[Family]] = {}
    for family in families:
        kinds.setdefault(family.kind, []).append(family)
    return rendered(
        "index.html",
        root="",
        title="Activation and loss functions",
        description="Figures, derivations and facts of activation and loss functions.",
        kinds=[(kind, plural_of(kind), related) for kind, related in kinds.items()],
        told=told,
        index=index,
        counts={
            "traits": counted_words(record["traits"] for record in records),
            "frameworks": counted_words(record["frameworks"] for record in records),
        },
    )


def plural_of(kind: str) -> str:
    """What all entries of a kind are called."""
    return PLURALS[kind]


def counted_words(groups: Any) -> list[tuple[str, int]]:
    """Words and how often there are, the most frequent first."""
    counts = Counter(word for group in groups for word in group)
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))

"""A walk over the pages of a site: what they ask for, whether links lead somewhere, and whether ids stand once."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

ADDRESSES = ("src", "href", "srcset", "action", "poster")
NAMED = ("for", "aria-labelledby", "aria-describedby", "aria-controls")


@dataclass
class Seen:
    """What stands in a page."""

    addresses: list = field(default_factory=list)
    ids: list = field(default_factory=list)
    named: list = field(default_factory=list)  # ids that others refer to
    headings: list = field(default_factory=list)  # their levels
    tags: list = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = Seen()

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.seen.tags.append((tag, told))
        self.seen.addresses += [told[name] for name in ADDRESSES if name in told]
        self.seen.ids += [told["id"]] if "id" in told else []
        self.seen.named += [word for name in NAMED if name in told for word in told[name].split()]
        if tag in ("h1", "h2", "h3", "h4"):
            self.seen.headings.append(int(tag[1]))


def seen(page) -> Seen:
    reader = _Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    reader.close()
    return reader.seen


def check(folder):
    """Hold all pages of a folder to what a reader needs; gives them by their paths."""
    pages = {path.resolve(): seen(path) for path in folder.rglob("*.html")}
    reached = set()
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        assert set(page.named) <= set(page.ids), path
        assert page.headings[0] == 1, path
        assert page.headings.count(1) == 1, path
        assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False)), path
        assert dict(page.tags)["html"] == {"lang": "en"}, path
        assert all("alt" in told and told["width"] and told["height"] for tag, told in page.tags if tag == "img"), path
        for address in page.addresses:
            parts = urlsplit(address)
            if parts.scheme == "data":
                continue
            assert not parts.scheme, f"{path}: {address}"
            assert not parts.netloc, f"{path}: {address}"
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert there.is_relative_to(folder.resolve()), f"{path}: {address}"
            assert there.is_file(), f"{path}: {address}"
            assert not parts.fragment or unquote(parts.fragment) in pages[there].ids, f"{path}: {address}"
            reached.add(there)
    files = {path.resolve() for path in folder.rglob("*") if path.is_file() and ".actplot" not in path.parts}
    assert files - reached <= {folder.resolve() / "index.html"}
    return {path.relative_to(folder.resolve()).as_posix(): page for path, page in pages.items()}

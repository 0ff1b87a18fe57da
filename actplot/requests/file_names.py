"""Names the file of a request: its command and functions in letters, digits and hyphens."""

import re
from collections import Counter
from collections.abc import Sequence

from .command_line import line_for_readers
from .request import Request

LONGEST = 100


def file_stem(request: Request) -> str:
    """Such as `compare-sigmoid-tanh-relu`; a long one is cut and told apart by a short hash."""
    stem = _slug(request)
    return stem if len(stem) <= LONGEST else _hashed(stem, request)


def file_stems(requests: Sequence[Request]) -> list[str]:
    """A different name for each of some different requests."""
    stems = [file_stem(request) for request in requests]
    taken = Counter(map(str.lower, stems))  # which many systems do not tell apart
    return [
        _hashed(stem, request) if taken[stem.lower()] > 1 else stem
        for stem, request in zip(stems, requests, strict=True)
    ]


def _slug(request: Request) -> str:
    words = " ".join([request.command_name, *request.specs])
    return re.sub(r"[^A-Za-z0-9]+", "-", words).strip("-")


def _hashed(stem: str, request: Request) -> str:
    from hashlib import blake2b  # late: it loads a library of secrets, and few names are so long

    digest = blake2b(line_for_readers(request).encode(), digest_size=4).hexdigest()
    return f"{stem[:LONGEST].strip('-')}-{digest}"

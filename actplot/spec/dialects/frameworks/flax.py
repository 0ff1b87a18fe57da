"""Flax' names, most of which are JAX' own."""

from dataclasses import replace

from ..spelling import REQUIRED, Spelling
from . import jax

TITLE = "Flax"
VERSION = "0.12.8"

_FROM_JAX = {
    "jax.nn.log1mexp",
    "jax.nn.logmeanexp",
    "jax.nn.mish",
    "jax.nn.sparse_plus",
    "jax.nn.sparse_sigmoid",
    "jax.nn.squareplus",
}


def _paths(spelling: Spelling) -> tuple[str, ...]:
    """The names under which Flax passes a function of JAX on."""
    names = [p.removeprefix("jax.nn.") for p in spelling.paths if p.startswith("jax.nn.") and p not in _FROM_JAX]
    modules = ("nnx",) if "identity" in names else ("linen", "nnx")
    return tuple(f"flax.{module}.{name}" for module in modules for name in names)


SPELLINGS = (
    *(replace(spelling, paths=paths) for spelling in jax.SPELLINGS if (paths := _paths(spelling))),
    Spelling(
        ("flax.linen.PReLU", "flax.nnx.PReLU"),
        "prelu",
        {"negative_slope_init": 0.01},
        {"negative_slope_init": "negative_slope"},
        kinks={0: 1},
        note="The slope is kept in float32 unless param_dtype says otherwise.",
    ),
    Spelling(
        ("flax.linen.Dropout", "flax.nnx.Dropout"),
        "dropout",
        {"rate": REQUIRED},
        note="Equal seeds draw other numbers there. broadcast_dims=(-1,) makes it channel_dropout.",
    ),
)

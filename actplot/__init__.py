"""Draws, derives, checks and tabulates neural-network activation and loss functions.

Pictures
    compare, plot, sweep, grid, diff, propagate, jacobian, surface and landscape draw functions, which are named as on
    the command line or given as they are; draw takes a whole line. `actplot.compare("gelu", "silu", theme="dark")` is
    the picture: it shows itself in a notebook, and has `figure()`, `save("x.svg")`, `command`, `alt` and `facts`.
Derivations
    `actplot.derive("sigmoid")` has `text()`, `latex()`, `markdown()` and `lines`, and shows as mathematics.
Answers
    check, eval, identify, show and table give records with `text()` and `to_dict()`, which show as tables.
Pages
    explore gives a page with sliders, and has `html()` and `save("x.html")`.
Functions
    `actplot.get("leaky_relu:0.2")` has `value`, `derivative` and `second_derivative`; names lists the catalogue;
    register and param add to it.

`help(actplot.compare)` tells the options of a command. Whatever cannot be done raises an `ActplotError`.
"""

__version__ = "0.1.0"

_PICTURES = ("compare", "plot", "sweep", "grid", "diff", "propagate", "jacobian", "surface", "landscape", "derive")
_HOMES = {  # public name → the module that holds it, loaded on first use
    **dict.fromkeys((*_PICTURES, "draw"), "python.pictures"),
    **dict.fromkeys(("check", "eval", "identify", "show", "table"), "python.knowing"),
    "explore": "python.exploring",
    "get": "spec.specs",
    "names": "catalogue.registry",
    "register": "spec.projects.adding",
    "param": "catalogue.parameter",
    "Function": "catalogue.kinds.functions",
    "Activation": "catalogue.kinds.functions",
    "Interval": "catalogue.kinds.functions",
    "Asymptote": "catalogue.kinds.functions",
    "Loss": "catalogue.kinds.losses",
    "VectorFunction": "catalogue.kinds.vector_functions",
    "RandomLayer": "catalogue.kinds.random_layers",
    "VectorLoss": "catalogue.kinds.vector_losses",
    "ActplotError": "errors",
    "ActplotWarning": "errors",
    "UnknownName": "errors",
    "BadParameter": "errors",
    "BadSpec": "errors",
    "BadInput": "errors",
    "BadOption": "errors",
    "OutputError": "errors",
    "FormulaError": "errors",
    "SuppliedError": "errors",
}
__all__ = sorted(_HOMES.keys() - {"eval"})  # of which `from actplot import *` hides no word of Python


def __getattr__(name: str):
    if name not in _HOMES:
        raise AttributeError(f"module 'actplot' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"actplot.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*globals(), *_HOMES]

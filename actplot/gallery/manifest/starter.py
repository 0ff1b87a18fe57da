"""The manifest that a new gallery starts from."""

STARTER = """\
# A gallery: many figures from one file. 'actplot gallery build' draws the ones that changed,
# 'actplot gallery check' says whether the committed images are still what this file asks for.

[gallery]
title = "Activation functions"
output = "images"              # folder of the images, seen from this file
formats = ["svg"]              # of every figure: png, svg, pdf
defaults = "--range -5 5"      # options that every figure gets; its own ones win

# One table for each figure. 'draw' is an actplot command line without 'actplot' and without -o;
# the image is <output>/<name>.<format>.
[[figure]]
name = "rectifiers"
draw = "compare relu leaky_relu:0.1 elu softplus"
title = "Rectifiers"
caption = "Four ways to let positive inputs through."
alt = "relu, leaky relu, elu and softplus beside their derivatives"
tags = ["comparison"]

[[figure]]
name = "gelu"
draw = "plot gelu --mark extrema"
# formats = ["svg", "png"]     # of this figure alone

# Figures that come with actplot: PRESETS.
# [[preset]]
# name = "activations"
"""


def starter() -> str:
    """The text of a commented manifest."""
    from .presets import names

    return STARTER.replace("PRESETS", ", ".join(names()))

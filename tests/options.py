"""Values that are not the default, for every option of every figure: what tests that walk all options ask for."""

from actplot.requests.grammar.options import Option

WORDS = {  # of each option that has neither choices nor is a switch
    "--range": "-3 2", "--ylim": "-1 3", "--points": "64", "--size": "5 4", "--dpi": "72", "--title": "Title",
    "--caption": "Caption", "--alt-text": "Words",
    "--xlabel": "across", "--ylabel": "up", "--ylabel-derivative": "slope", "--ylim-derivative": "-2 2",
    "--style": "classic", "--vary": "1", "--at": "0,3,1", "--target": "1,0,0",
    "--data": "moons:n=10", "--x": "x1", "--y": "y", "--weights": "w2,w1", "--fix": "b=1", "--start": "0,1",
    "--learning-rate": "0.1,0.3", "--steps": "3", "--momentum": "0.5", "--route": "rules",
    "--where": "odd,smooth", "--kind": "loss", "--family": "steps", "--framework": "optax",
    "--across": "1", "--page": "2", "--tangent": "1", "--seed": "5",
    "--zoom": "0 1", "--behind": "normal",
    "--blank": "1", "--layers": "7", "--width": "12", "--seeds": "2", "--frame": "1", "--param": "a=2", "--var": "z",
}  # fmt: skip


def unusual(option: Option) -> list[list[str]]:
    """The words of each such value."""
    choices = option.kind.choices if option.kind.count == 1 else ()
    if option.kind.count and not choices and option.flag not in WORDS:
        raise LookupError(f"{option.flag} has no choices: add a value other than its default to WORDS")
    words = [[one] for one in choices] or [WORDS[option.flag].split() if option.kind.count else []]
    return [one for one in words if option.read(one) != option.default]

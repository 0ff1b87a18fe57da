"""Lines that once ended in a traceback: whatever is typed has an answer, or an error that says what is wrong."""

import shlex

import pytest
from click.testing import CliRunner

from actplot.cli import main

NESTED = "where(where(3 >= 1, x, 2) <= x, 1-2, min(x, 1)) + arcsinh(x) - x*x"
ANSWERED = (
    ("show '(x/((0.5)^x*(3+x)))'", "vertical: x = −3"),
    ("show 'elu(soft_root_sign(x*2))'", "y = 2 as x → ∞"),
    ("show 'expm1(log1mexp(softplus(x)))'", "y = 0 as x → ∞"),
    (f"derive -o o.png '{NESTED}'", "wrote o.png"),
    (f"compare --formula -o o.png '{NESTED}'", "wrote o.png"),
    ("check 'min((((1e300)*(1e10))^100)-1e10, 1)'", "all agree"),
    ("show --format markdown 'b^(min(a-3, (1e-300/1e10)^pi))' --param a=2 --param b=2", "10^{-300}"),
    ("eval '2*1e308*x' --at 2", "inf"),
    ("eval 'x/1e308/1e308' --at 2", "nearer to 0 than every other float"),
    ("eval 'elu(x, alpha=1e308*10)' --at -2", "exceeds every float"),
    ("plot '|mish(where(10 <= 100, a, 1.702) - x)|' --formula --param a=0.5 -o o.png", "wrote o.png"),
    ("plot 'exp(where(x>0,x,2))' --formula -o o.svg", "wrote o.svg"),
    ("derive '|where(x>0,x,2)|' -o o.png", "wrote o.png"),
    ("compare '-√x' --range -1e-290 1e-290 --mark extrema -o o.png", "wrote o.png"),
    ("compare 'sqrt(x)' --range 0 1e-290 -o o.png", "wrote o.png"),
    ("compare relu --style default --axes origin -o o.png", "wrote o.png"),
)
REFUSED = (
    ("compare relu --range 1e308 -1e308", "--range: each of the two numbers must be from"),
    ("compare relu --range 1 1.0000000000000002", "is too narrow"),
    ("compare relu --range -5e-324 5e-324", "is too narrow"),
    ("compare relu --ylim 1 1.0000000000000002", "is too narrow"),
    ("compare relu --ylim nan 1", "takes finite numbers"),
)


def run(line: str, folder, monkeypatch):
    monkeypatch.chdir(folder)
    return CliRunner().invoke(main, shlex.split(line), prog_name="actplot")


@pytest.mark.exhaustive(keep=0.08, thorough=0.29)
@pytest.mark.parametrize(("line", "said"), ANSWERED, ids=[line for line, _ in ANSWERED])
def test_what_is_typed_has_an_answer(line, said, tmp_path, monkeypatch):
    result = run(line, tmp_path, monkeypatch)
    assert result.exit_code == 0, result.output
    assert said in " ".join(result.output.split())


@pytest.mark.parametrize(("line", "said"), REFUSED, ids=[line for line, _ in REFUSED])
def test_what_cannot_be_drawn_is_refused(line, said, tmp_path, monkeypatch):
    result = run(line, tmp_path, monkeypatch)
    assert result.exit_code == 2
    assert said in result.output
    assert not list(tmp_path.iterdir())

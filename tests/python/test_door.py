"""What the package offers at its door: help, names, and nothing loaded before it is used."""

import pydoc
import subprocess
import sys

import actplot

WITHOUT = ("numpy", "matplotlib", "click", "actplot.python", "actplot.requests", "IPython")


def test_help_lists_what_a_user_calls():
    told = pydoc.plain(pydoc.render_doc(actplot))
    called = [*actplot._PICTURES, "draw", "explore", "check", "identify", "show", "table"]
    assert all(f"\n    {name}(" in told for name in called)
    first = actplot.__doc__.partition("\n\n")[2]
    assert all(name in first for name in (*called, "eval", "get", "names", "register", "param"))
    assert {*called, "eval"} <= set(dir(actplot))


def test_help_of_a_command_tells_its_options():
    told = pydoc.plain(pydoc.render_doc(actplot.compare))
    assert "compare(*names, param=(), var=None, range=None" in told
    assert "        points : int. Points per curve, and more where it needs them." in told
    assert '        theme : Literal["light", "dark", "auto"]. Colours for a light or a dark page' in told


def test_the_package_loads_nothing_before_it_is_asked():
    loaded = f"[name for name in sys.modules if name.startswith({WITHOUT!r})]"
    code = f"import sys, actplot; dir(actplot); print(*{loaded})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert not run.stdout.strip()


def test_drawing_in_a_program_leaves_pyplot_alone():
    code = (
        "import sys, actplot; actplot.compare('relu').figure()._repr_mimebundle_(); "
        "actplot.get('relu')._repr_mimebundle_(); "
        "print('matplotlib.pyplot' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert run.stdout.strip() == "False"
    assert not run.stderr

"""What every process that checks needs; imported once by the server that the workers are forked from."""

import scipy.differentiate
import scipy.special  # noqa: F401

from ...calculus import subjects, tables  # noqa: F401
from ...calculus.checks import accuracy, of_arrays, of_functions, of_layers, of_losses, of_vectors  # noqa: F401
from ...calculus.facts import counterexamples, facts  # noqa: F401
from . import many_checked  # noqa: F401

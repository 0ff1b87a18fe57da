"""Losses that are negative log-likelihoods of a normal, a Poisson or a gamma distribution, up to constants."""

import numpy as np

from ...errors import BadParameter
from ...numerics import jets, wide
from ...numerics.arrays import either
from ..entry import Sentences, Text
from ..kinds.functions import LINE, Asymptote, Interval, Line, param
from ..kinds.losses import ResidualLoss, TargetLoss
from ..registry import register

FAR = 1000.0  # an argument beyond which exp is infinite
LOG_2PI = "1.8378770664093454835606594728112352797227949472755668256343030809655"
STIRLING = "where(target > 1, target*log(target) - target + log(2*pi*target)/2, 0)"
_IN_JAX = (
    " + jax.numpy.where(target > 1, target * jax.numpy.log(target) - target + jax.numpy.log(2 * jax.numpy.pi * target)"
    " / 2, 0)"
)


def full_parameter(added: str):
    return param(0, f"true to add {added}", symbol="F", one_of=(0, 1), words={"false": 0.0, "true": 1.0})


def stirling(target) -> wide.Wide:
    """Stirling's approximation of log t! for counts above 1, and 0 for others, as PyTorch and TensorFlow have it."""
    above = wide.widened(np.maximum(target, 1.0))
    log = wide.log(above)
    added = above * (log - 1.0) + (log + wide.constant(LOG_2PI)) * 0.5
    return wide.where(np.greater(target, 1), added, 0.0)


class RateLoss(TargetLoss):
    """A loss of a predicted positive number p: a rate or a mean."""

    variable = "rate"
    letter = "p"
    domain = (0.0, np.inf)

    @property
    def interval(self):
        return (0.0, max(5.0, 2 * self.target))


@register
class GaussianNll(ResidualLoss):
    """How surprising a residual is under a normal distribution with a given variance."""

    variance: float = param(1, "variance of the errors", symbol="v", above=0, aliases=("var",))
    full: float = full_parameter("½·log 2π")

    name = "gaussian_nll"
    display = "Gaussian NLL"
    aliases = ("GaussianNLLLoss", "gaussian_nll_loss", "normal_nll")
    formula = "(log(variance) + x^2/variance)/2"
    formulas_given = {"full": "(log(variance) + x^2/variance + full*log(2*pi))/2"}
    routes = {
        "power": (
            Line("definition", "D((log(variance) + x^2/variance)/2)"),
            Line("constant factor", "D(x^2)/variance/2", "The logarithm of the variance does not depend on r."),
            Line("power rule", "2*x/variance/2"),
            Line("cancel", "x/variance"),
        ),
        "likelihood": (
            Line("let", "p = exp(-x^2/(2*variance))/sqrt(2*pi*variance)", "The normal density of the residual."),
            Line(
                "minus its logarithm",
                "f(x) = -log(p) - log(2*pi)/2",
                "The constant ½·ln 2π is left out, as frameworks do by default.",
            ),
            Line("ln of the density", "x^2/(2*variance) + log(2*pi*variance)/2 - log(2*pi)/2"),
            Line("ln of a product", "x^2/(2*variance) + log(variance)/2"),
            Line("collected form", "D(f(x)) = D(x^2/(2*variance) + log(variance)/2)", "The form from above."),
            Line("power rule", "2*x/(2*variance)"),
            Line("cancel", "x/variance"),
        ),
    }
    note = Text(
        ("Without the constant ½·log 2π, which full=true adds.", lambda self: not self.full),
        ("With the constant ½·log 2π.", lambda self: self.full),
        "PyTorch takes variances below eps = 1e-6 for eps.",
        ("With variance = 1 it is half_squared_error.", lambda self: not self.full),
    )
    strengths = ("Lets a model learn how large its errors are, along with its predictions: noisy examples count less.",)
    weaknesses = ("Where the variance is learned too, a small one makes gradients huge, and fits can become unstable.",)
    sources = (
        "Nix and Weigend 1994, Estimating the mean and variance of the target probability distribution, "
        "doi:10.1109/ICNN.1994.374138",
    )
    equivalents_of_defaults = {"TensorFlow": "r**2 / 2", "JAX": "r**2 / 2"}

    @property
    def equivalents(self):
        constant = " + math.log(2 * math.pi)" if self.full else ""
        code = f"(math.log({{variance}}) + r**2 / {{variance}}{constant}) / 2"
        return {"TensorFlow": code, "JAX": code}

    @property
    def bounds(self):
        return Interval(float(self._constant.rounded()), ends="[)")

    @property
    def _constant(self):
        return (wide.log(wide.widened(self.variance)) + wide.constant(LOG_2PI) * self.full) * 0.5

    def compose(self, x):
        return x * x / self.variance * 0.5 + self._constant

    def derivative(self, x):
        return x / self.variance

    def second_derivative(self, x):
        return np.full_like(x, 1 / self.variance)


def _least(loss) -> float:
    """What a Poisson loss comes to where the rate is the count."""
    t = loss.target
    if t == 0:
        return 0.0
    exact = wide.widened(t)
    log = wide.log(exact)
    approximated = loss.full and t > 1  # log t!, of which only its last term remains
    least = (log + wide.constant(LOG_2PI)) * 0.5 if approximated else exact - exact * log
    with np.errstate(over="ignore"):
        return float(least.rounded())


class _Counting:
    """A loss of a count, which may add log t!."""

    def validate(self):
        with np.errstate(over="ignore"):
            beyond = self.full and not np.isfinite(stirling(self.target).rounded())
        if beyond:
            raise BadParameter(f"{self.name}: full=true needs a target whose log t! is a float, got {self.target:g}")


@register
class PoissonNll(_Counting, TargetLoss):
    """How surprising a count is under a Poisson distribution whose rate is predicted by its logarithm."""

    target: float = param(1, "the count that is aimed at", symbol="t", at_least=0)
    full: float = full_parameter("Stirling's approximation of log t!")

    variable = "log rate"
    letter = "z"
    usual_plane = ((-2.0, 2.5), (0.0, 8.0))
    name = "poisson_nll"
    display = "Poisson NLL"
    aliases = ("PoissonNLLLoss", "poisson_nll_loss", "log_poisson_loss")
    interval = (-3.0, 3.0)
    formula = "exp(x) - target*x"
    formulas_given = {"full": f"exp(x) - target*x + full*{STIRLING}"}
    routes = {
        "terms": (
            Line("definition", "D(exp(x) - target*x)"),
            Line("term by term", "D(exp(x)) - target*D(x)"),
            Line("exponential rule", "exp(x) - target", "The gradient is predicted rate minus count."),
        ),
        "likelihood": (
            Line("let", "p = exp(x)", "The rate."),
            Line(
                "minus the logarithm of pᵗ·e⁻ᵖ",
                "f(x) = -log(p^target*exp(-p))",
                "The Poisson probability of t, without its factor 1/t!, which does not depend on z.",
            ),
            Line("ln of a product", "p - target*log(p)", "ln(pᵗ) = t·ln p, and ln(e⁻ᵖ) = −p."),
            Line("write out p", "exp(x) - target*x"),
            Line("collected form", "D(f(x)) = D(exp(x) - target*x)", "The form from above."),
            Line("term by term", "exp(x) - target"),
        ),
    }
    note = Text(
        (
            "Without log t!, whose Stirling approximation full=true and TensorFlow's compute_full_loss=True add.",
            lambda self: not self.full,
        ),
        ("With Stirling's approximation of log t! for counts above 1.", lambda self: self.full),
        "PyTorch's default log_input=True is this form.",
        ("Its minimum is at z = log t.", lambda self: self.target > 0),
        ("For a count of 0 it falls towards 0 as z → −∞ and has no minimum.", lambda self: self.target == 0),
    )
    strengths = ("Convex, any real number is a valid prediction, and the gradient is rate minus count.",)
    weaknesses = ("Grows exponentially with z, so a far too large prediction has a huge gradient.",)
    sources = (
        "Nelder and Wedderburn 1972, Generalized linear models, doi:10.2307/2344614",
        "McCullagh and Nelder 1989, Generalized linear models, 2nd edition, ISBN 978-0-412-31760-6",
    )

    @property
    def equivalents(self):
        return {"JAX": f"jax.numpy.exp(z) - target * z{_IN_JAX if self.full else ''}"}

    @property
    def bounds(self):
        return Interval(_least(self), ends="[)") if self.target > 0 else Interval(0)

    @property
    def asymptotes(self):
        return (Asymptote(-self.target, stirling(self.target).rounded() if self.full else 0.0), None)

    def compose(self, x):
        loss = jets.exp(x) - jets.where(x.point < FAR, x, 0.0) * self.target
        return loss + stirling(self.target) if self.full else loss

    def derivative(self, x):
        return self.composed(x, 0, PoissonNll._slope)

    def _slope(self, z):  # eᶻ − 1 + (1 − t), which keeps all digits near z = 0 for t = 1
        return jets.expm1(z) + (1.0 - wide.widened(self.target))


@register
class PoissonNllRate(_Counting, RateLoss):
    """How surprising a count is under a Poisson distribution with the predicted rate."""

    target: float = param(1, "the count that is aimed at", symbol="t", at_least=0)
    full: float = full_parameter("Stirling's approximation of log t!")

    name = "poisson_nll_rate"
    display = "Poisson NLL of a rate"
    aliases = ("Poisson", "poisson_loss")
    formula = "x - target*log(x)"
    formulas_given = {"full": f"x - target*log(x) + full*{STIRLING}"}
    routes = {
        "terms": (
            Line("definition", "D(x - target*log(x))"),
            Line("term by term", "D(x) - target*D(log(x))"),
            Line("derivative of ln", "1 - target/x"),
            Line("common denominator", "(x - target)/x"),
        ),
    }
    convention = "At p = 0 the limits from inside; 0·log 0 counts as 0."
    note = Text(
        ("Without log t!, whose Stirling approximation full=true adds.", lambda self: not self.full),
        ("With Stirling's approximation of log t! for counts above 1.", lambda self: self.full),
        "Without the eps inside the logarithm that PyTorch (1e-8) and Keras (1e-7) have. Its minimum is at p = t.",
    )
    strengths = ("Convex, and takes the rate itself, so a model may predict it in any way.",)
    weaknesses = Sentences(
        ("The rate must be positive; near 0 the gradient is unbounded.", lambda self: np.isinf(self.derivative(0.0))),
        ("For a count of 0 the best rate is 0, whose logarithm is not finite.", lambda self: self.target == 0),
    )
    sources = (
        "Nelder and Wedderburn 1972, Generalized linear models, doi:10.2307/2344614",
        "McCullagh and Nelder 1989, Generalized linear models, 2nd edition, ISBN 978-0-412-31760-6",
    )

    @property
    def equivalents(self):
        if self.full:
            return {"JAX": f"p - target * jax.numpy.log(p){_IN_JAX}"}
        return {"TensorFlow": "tf.keras.losses.Poisson()(target, p)", "JAX": "p - target * jax.numpy.log(p)"}

    @property
    def bounds(self):
        return Interval(_least(self), ends="[)")

    @property
    def asymptotes(self):
        return (None, LINE if np.all(np.equal(self.target, 0)) else None)

    def compose(self, x):
        loss = x - jets.log(x) * self.target
        return loss + stirling(self.target) if self.full else loss

    def value(self, x):
        inside = either(np.equal(self.target, 0), x, self.composed(x, 0))
        return either((x == 0) & np.not_equal(self.target, 0), np.inf, inside)

    def derivative(self, x):
        return either(np.equal(self.target, 0), 1.0, either(np.isinf(x), 1.0, (x - self.target) / x))

    def second_derivative(self, x):
        return either(np.equal(self.target, 0), 0.0, self.target / x / x)


@register
class GammaDeviance(RateLoss):
    """How far a predicted mean is from a positive target, by their ratio alone."""

    target: float = param(1, "the positive number that is aimed at", symbol="t", above=0)

    variable = "prediction"
    name = "gamma_deviance"
    aliases = ("GammaDeviance", "gamma_deviance_loss", "gamma_loss")
    formula = "2*(log(x/target) + target/x - 1)"
    routes = {
        "terms": (
            Line("definition", "D(2*(log(x/target) + target/x - 1))"),
            Line("term by term", "2*(D(log(x/target)) + D(target/x))", "The constant −1 drops out."),
            Line("derivative of ln and 1/p", "2*(1/x - target/x^2)", "ln(p/t) = ln p − ln t."),
            Line("common denominator", "2*(x - target)/x^2"),
        ),
    }
    convention = "At p = 0 the limits from inside, which are infinite."
    note = "Twice the log-likelihood that a gamma distribution of shape 1 loses against p = t; 0 only there."
    strengths = ("Measures relative errors: scaling prediction and target alike changes nothing.",)
    weaknesses = ("Not convex beyond p = 2t, and punishes too low predictions far harder than too high ones.",)
    sources = (
        "Nelder and Wedderburn 1972, Generalized linear models, doi:10.2307/2344614",
        "McCullagh and Nelder 1989, Generalized linear models, 2nd edition, ISBN 978-0-412-31760-6",
    )
    equivalents = {
        "PyTorch": "2 * (torch.log(p / target) + target / p - 1)",
        "TensorFlow": "2 * (tf.math.log(p / target) + target / p - 1)",
        "JAX": "2 * (jax.numpy.log(p / target) + target / p - 1)",
    }
    bounds = Interval(0, ends="[)")

    def compose(self, x):
        lack = (self.target - x) / x  # t/p − 1, exact to the last bit where p is close to t
        near = np.abs(x.point - self.target) < x.point / 2
        return (lack - jets.where(near, jets.log1p(lack), -jets.log(x / self.target))) * 2.0

    def value(self, x):
        return either(x == 0, np.inf, self.composed(x, 0))

    def derivative(self, x):
        return either(np.isinf(x), 0.0, 2 * ((x - self.target) / x / x))

    def second_derivative(self, x):
        return either(np.isinf(x), 0.0, 2 * ((2 * self.target - x) / x / x / x))

"""Smooth losses of the residual that keep outliers from dominating a fit."""

import numpy as np

from ...numerics import jets, wide
from ...numerics.arrays import either
from ..kinds.functions import Asymptote, Interval, Line, param
from ..kinds.losses import ResidualLoss
from ..registry import register

SCALE = "size from which on a residual counts as an outlier"

# Of barron's third case; the other two are shown by the rules.
POWER = (
    Line("let", "d = |alpha - 2|"),
    Line("let", "s = (x/c)^2/d + 1"),
    Line("power rule", "D(s) = 2*x/(c^2*d)"),
    Line("definition", "D(f(x)) = D(d/alpha*(s^(alpha/2) - 1))", "For α other than 0 and 2."),
    Line("constant factor", "d/alpha*D(s^(alpha/2))", "The constant −1 drops out."),
    Line("power and chain rule", "d/alpha*(alpha/2)*s^(alpha/2 - 1)*D(s)", "(vⁿ)′ = n·vⁿ⁻¹·v′."),
    Line("substitute", "d/2*s^(alpha/2 - 1)*(2*x/(c^2*d))"),
    Line("cancel", "x/c^2*s^(alpha/2 - 1)"),
    Line("write out s", "x/c^2*((x/c)^2/|alpha - 2| + 1)^(alpha/2 - 1)", "α = 0 fits in too; for α = 2 it is r/c²."),
)


def _square(number):
    """Exactly, which a float's square is not."""
    return wide.widened(number) * number


def _bend(x, width, factor):
    """factor·(1 + (x/width)²)^(−3/2), which the chain rule gives as a difference that cancels."""

    def closed(r):
        whole = jets.square(r / width) + 1.0
        return 1.0 / (whole * jets.sqrt(whole)) * factor

    return jets.evaluate(closed, x, 0)


@register
class PseudoHuber(ResidualLoss):
    """A smooth Huber loss: quadratic for small residuals, ever closer to a line for large ones."""

    delta: float = param(1, "residual around which the parabola turns into a line", symbol="δ", above=0)

    name = "pseudo_huber"
    display = "pseudo-Huber loss"
    aliases = ("PseudoHuber", "pseudo_huber_loss", "PseudoHuberLoss")
    formula = "delta^2*(sqrt(1 + (x/delta)^2) - 1)"
    routes = {
        "chain": (
            Line("definition", "D(delta^2*(sqrt(1 + (x/delta)^2) - 1))"),
            Line("constant factor", "delta^2*D(sqrt(1 + (x/delta)^2))", "δ² stays, and the constant −1 drops out."),
            Line("chain rule", "delta^2*D((x/delta)^2)/(2*sqrt(1 + (x/delta)^2))", "(√v)′ = v′/(2·√v)."),
            Line("power rule", "delta^2*(2*x/delta^2)/(2*sqrt(1 + (x/delta)^2))"),
            Line("cancel", "x/sqrt(1 + (x/delta)^2)"),
        ),
    }
    bounds = Interval(0, ends="[)")
    note = "Close to r²/2 near 0 and to δ·|r| − δ² far away; δ² times barron with alpha = 1 and c = δ."
    strengths = ("Smooth to every order, where the Huber loss has a jump in its second derivative.",)
    weaknesses = ("delta sets the scale of an outlier and has to be chosen.",)
    sources = (
        "Charbonnier et al. 1997, Deterministic edge-preserving regularization in computed imaging, "
        "doi:10.1109/83.551699",
        "Hartley and Zisserman 2004, Multiple view geometry in computer vision, 2nd edition, ISBN 978-0-521-54051-3",
    )
    equivalents = {
        "PyTorch": "{delta}**2 * (torch.sqrt(1 + (r / {delta})**2) - 1)",
        "TensorFlow": "{delta}**2 * (tf.sqrt(1 + (r / {delta})**2) - 1)",
        "JAX": "{delta}**2 * (jax.numpy.sqrt(1 + (r / {delta})**2) - 1)",
    }
    equivalents_of_defaults = {
        "PyTorch": "torch.sqrt(1 + r**2) - 1",
        "TensorFlow": "tf.sqrt(1 + r**2) - 1",
        "JAX": "jax.numpy.sqrt(1 + r**2) - 1",
    }

    @property
    def asymptotes(self):
        drop = -self.delta * self.delta
        return (Asymptote(-self.delta, drop), Asymptote(self.delta, drop))

    def compose(self, x):
        root = jets.sqrt(jets.square(x / self.delta) + 1.0)
        return x * x / (root + 1.0)

    def second_derivative(self, x):
        return _bend(x, self.delta, 1.0)


@register
class Charbonnier(ResidualLoss):
    """The absolute error with its corner rounded off."""

    epsilon: float = param(0.001, "height and half width of the rounded corner", symbol="ε", above=0)

    name = "charbonnier"
    display = "Charbonnier loss"
    aliases = ("CharbonnierLoss", "charbonnier_loss")
    formula = "sqrt(x^2 + epsilon^2)"
    routes = {
        "chain": (
            Line("definition", "D(sqrt(x^2 + epsilon^2))"),
            Line("chain rule", "D(x^2)/(2*sqrt(x^2 + epsilon^2))", "(√v)′ = v′/(2·√v), and ε² is constant."),
            Line("power rule", "2*x/(2*sqrt(x^2 + epsilon^2))"),
            Line("cancel", "x/sqrt(x^2 + epsilon^2)"),
        ),
    }
    note = "Its least value is epsilon, not 0; epsilon·(f(r) − epsilon) is pseudo_huber with delta = epsilon."
    strengths = ("As robust as the absolute error, and smooth at 0.",)
    weaknesses = ("The curvature at 0 is 1/epsilon, which limits the step length where epsilon is small.",)
    sources = (
        "Charbonnier et al. 1994, Two deterministic half-quadratic regularization algorithms for computed imaging, "
        "doi:10.1109/ICIP.1994.413553",
        "Lai et al. 2017, Deep Laplacian pyramid networks for fast and accurate super-resolution, arXiv:1704.03915",
    )
    equivalents = {
        "PyTorch": "torch.sqrt(r**2 + {epsilon}**2)",
        "TensorFlow": "tf.sqrt(r**2 + {epsilon}**2)",
        "JAX": "jax.numpy.sqrt(r**2 + {epsilon}**2)",
    }
    asymptotes = (Asymptote(-1, 0), Asymptote(1, 0))

    @property
    def interval(self):
        return (-10 * self.epsilon, 10 * self.epsilon)

    @property
    def bounds(self):
        return Interval(self.epsilon, ends="[)")

    def compose(self, x):
        return jets.sqrt(x * x + _square(self.epsilon))

    def second_derivative(self, x):
        return _bend(x, self.epsilon, wide.widened(1.0) / self.epsilon)


@register
class Cauchy(ResidualLoss):
    """A loss that grows like a logarithm: the larger a residual, the less it pulls."""

    c: float = param(1, SCALE, above=0)

    name = "cauchy"
    display = "Cauchy loss"
    aliases = ("lorentzian", "CauchyLoss", "cauchy_loss")
    formula = "c^2/2*log(1 + (x/c)^2)"
    routes = {
        "chain": (
            Line("definition", "D(c^2/2*log(1 + (x/c)^2))"),
            Line("derivative of ln", "c^2/2*D((x/c)^2)/(1 + (x/c)^2)", "(ln v)′ = v′/v."),
            Line("power rule", "c^2/2*(2*x/c^2)/(1 + (x/c)^2)"),
            Line("cancel", "x/(1 + (x/c)^2)"),
        ),
    }
    bounds = Interval(0, ends="[)")
    note = "Up to constants the negative log-likelihood of a Cauchy distribution with scale c; f′ is largest at r = c."
    strengths = ("The pull of an outlier falls to 0 as the outlier grows.",)
    weaknesses = ("Not convex: a fit can end in a local minimum.",)
    sources = (
        "Black and Anandan 1996, The robust estimation of multiple motions: parametric and piecewise-smooth flow "
        "fields, doi:10.1006/cviu.1996.0006",
    )
    equivalents = {
        "PyTorch": "{c}**2 / 2 * torch.log1p((r / {c})**2)",
        "TensorFlow": "{c}**2 / 2 * tf.math.log1p((r / {c})**2)",
        "JAX": "{c}**2 / 2 * jax.numpy.log1p((r / {c})**2)",
    }
    equivalents_of_defaults = {
        "PyTorch": "torch.log1p(r**2) / 2",
        "TensorFlow": "tf.math.log1p(r**2) / 2",
        "JAX": "jax.numpy.log1p(r**2) / 2",
    }

    def compose(self, x):
        return jets.log1p(jets.square(x / self.c)) * (_square(self.c) * 0.5)

    def value(self, x):
        return either(np.isinf(x), np.inf, self.composed(x, 0))  # too slow a growth to be noticed


@register
class GemanMcClure(ResidualLoss):
    """A loss that levels off: beyond a few units every residual costs the same."""

    name = "geman_mcclure"
    display = "Geman–McClure loss"
    aliases = ("GemanMcClure", "GemanMcClureLoss", "geman_mcclure_loss")
    formula = "x^2/2/(1 + x^2)"
    routes = {
        "quotient": (
            Line("definition", "D(x^2/2/(1 + x^2))"),
            Line("quotient rule", "(x*(1 + x^2) - x^2/2*2*x)/(1 + x^2)^2", "(r²/2)′ = r and (1 + r²)′ = 2r."),
            Line("multiply out", "(x + x^3 - x^3)/(1 + x^2)^2"),
            Line("simplify", "x/(1 + x^2)^2"),
        ),
    }
    bounds = Interval(0, 0.5, "[)")
    asymptotes = (Asymptote(0, 0.5), Asymptote(0, 0.5))
    note = "A quarter of barron with alpha = −2 and c = 1/2."
    strengths = ("Outliers are all but ignored: their pull falls with the cube of their size.",)
    weaknesses = ("Not convex, and almost flat far away: a bad start may never recover.",)
    sources = (
        "Geman and McClure 1985, Bayesian image analysis: an application to single photon emission tomography, "
        "Proceedings of the Statistical Computing Section, American Statistical Association",
    )
    equivalents = {"PyTorch": "r**2 / 2 / (1 + r**2)", "JAX": "r**2 / 2 / (1 + r**2)"}

    def compose(self, x):
        whole = x * x + 1.0
        # The second form loses nothing where r² is large, also in its derivatives.
        return jets.where(np.abs(x.point) < 1, x * x * 0.5 / whole, 0.5 - 0.5 / whole)


@register
class Welsch(ResidualLoss):
    """An upside-down bell: residuals beyond a few times c all cost the same."""

    c: float = param(1, SCALE, above=0)

    name = "welsch"
    display = "Welsch loss"
    aliases = ("leclerc", "WelschLoss", "welsch_loss")
    formula = "c^2*(1 - exp(-(x/c)^2/2))"
    routes = {
        "chain": (
            Line("definition", "D(c^2*(1 - exp(-(x/c)^2/2)))"),
            Line("exponential rule", "-c^2*exp(-(x/c)^2/2)*D(-(x/c)^2/2)"),
            Line("power rule", "c^2*exp(-(x/c)^2/2)*(x/c^2)", "The two minus signs cancel."),
            Line("cancel", "x*exp(-(x/c)^2/2)"),
        ),
    }
    note = (
        "c² times barron in the limit alpha → −∞. Dennis and Welsch write (c²/2)·(1 − exp(−(r/c)²)): c here is "
        "their c/√2, as f″(0) = 1 for both."
    )
    strengths = ("The pull of an outlier vanishes faster than any power of its size.",)
    weaknesses = ("Not convex, and flat far away: a bad start may never recover.",)
    sources = (
        "Dennis and Welsch 1978, Techniques for nonlinear least squares and robust regression, "
        "doi:10.1080/03610917808812083",
        "Leclerc 1989, Constructing simple stable descriptions for image partitioning, doi:10.1007/BF00054839",
    )
    equivalents = {
        "PyTorch": "-{c}**2 * torch.expm1(-(r / {c})**2 / 2)",
        "TensorFlow": "-{c}**2 * tf.math.expm1(-(r / {c})**2 / 2)",
        "JAX": "-{c}**2 * jax.numpy.expm1(-(r / {c})**2 / 2)",
    }
    equivalents_of_defaults = {
        "PyTorch": "-torch.expm1(-r**2 / 2)",
        "TensorFlow": "-tf.math.expm1(-r**2 / 2)",
        "JAX": "-jax.numpy.expm1(-r**2 / 2)",
    }

    @property
    def bounds(self):
        square = self.c * self.c
        return Interval(0, square, "[)" if square else "[]")  # a square below all floats leaves 0 everywhere

    @property
    def asymptotes(self):
        return (Asymptote(0, self.c * self.c),) * 2

    def compose(self, x):
        return jets.expm1(jets.square(x / self.c) * -0.5) * -_square(self.c)


@register
class TukeyBiweight(ResidualLoss):
    """Ignores residuals beyond c altogether, and fades them out smoothly on the way there."""

    c: float = param(4.685, "residual from which on the loss is constant", above=0)

    name = "tukey_biweight"
    display = "Tukey biweight"
    aliases = ("tukey", "TukeyBiweight", "biweight", "bisquare")
    formula = "where(|x| <= c, c^2/6*(1 - (1 - (x/c)^2)^3), c^2/6)"
    routes = {
        "pieces": (
            Line("definition", "D(where(|x| <= c, c^2/6*(1 - (1 - (x/c)^2)^3), c^2/6))"),
            Line("piece by piece", "where(|x| <= c, -c^2/6*D((1 - (x/c)^2)^3), 0)", "A constant has slope 0."),
            Line("chain rule", "where(|x| <= c, -c^2/6*3*(1 - (x/c)^2)^2*D(1 - (x/c)^2), 0)", "(v³)′ = 3·v²·v′."),
            Line("power rule", "where(|x| <= c, c^2/6*3*(1 - (x/c)^2)^2*(2*x/c^2), 0)"),
            Line("cancel", "where(|x| <= c, x*(1 - (x/c)^2)^2, 0)"),
        ),
    }
    convention = "The pieces join smoothly: f′(±c) = f″(±c) = 0 from both sides."
    note = "c = 4.685 gives 95 % of the efficiency of least squares for normal errors with deviation 1."
    strengths = ("Outliers beyond c have no influence at all.",)
    weaknesses = (
        "Not convex, and a residual beyond c has gradient 0: it needs a good start.",
        "Residuals have to be scaled to deviation 1 first.",
    )
    sources = (
        "Beaton and Tukey 1974, The fitting of power series, meaning polynomials, illustrated on band-spectroscopic "
        "data, doi:10.1080/00401706.1974.10489171",
    )
    equivalents = {
        "PyTorch": "{c}**2 / 6 * (1 - torch.clamp(1 - (r / {c})**2, min=0)**3)",
        "TensorFlow": "{c}**2 / 6 * (1 - tf.maximum(1 - (r / {c})**2, 0)**3)",
        "JAX": "{c}**2 / 6 * (1 - jax.numpy.maximum(1 - (r / {c})**2, 0)**3)",
    }

    @property
    def interval(self):
        reach = float(f"{1.5 * self.c:.1g}")  # a round number beyond c
        return (-reach, reach)

    @property
    def breaks(self):
        return (-self.c, self.c)

    @property
    def bounds(self):
        return Interval(0, self.c * self.c / 6, "[]")

    @property
    def asymptotes(self):
        return (Asymptote(0, self.c * self.c / 6),) * 2

    def compose(self, x):
        share = jets.square(x / self.c)
        rest = 1.0 - share
        # 1 − rest³ twice: multiplied out, it does not cancel near 0; as it stands, its slope does not near c.
        near, far = share * (share * share - share * 3.0 + 3.0), 1.0 - rest * rest * rest
        inside = jets.where(np.abs(x.point) < self.c / 2, near, far)
        return jets.where(np.abs(x.point) <= self.c, inside, 1.0) * (_square(self.c) / 6.0)


@register
class Barron(ResidualLoss):
    """A family of losses: its shape alpha leads from the squared error to losses that ignore outliers."""

    alpha: float = param(1, "shape: the smaller, the less an outlier pulls", symbol="α")
    c: float = param(1, SCALE, above=0, aliases=("scale",))

    name = "barron"
    display = "Barron loss"
    aliases = ("BarronLoss", "general_robust_loss")
    formula = (
        "where(alpha == 2, (x/c)^2/2, where(alpha == 0, log((x/c)^2/2 + 1), "
        "|alpha - 2|/alpha*(((x/c)^2/|alpha - 2| + 1)^(alpha/2) - 1)))"
    )
    note = (
        "alpha = 2 is half_squared_error of r/c, alpha = 1 pseudo_huber with delta = c, over c², alpha = 0 cauchy with "
        "c·√2, over c², alpha = −2 four times geman_mcclure of r/(2c); alpha → −∞ tends to welsch over c²."
    )
    strengths = ("One parameter chooses between many robust losses, and may be learned with the weights.",)
    weaknesses = ("Not convex for alpha below 1.",)
    sources = ("Barron 2019, A general and adaptive robust loss function, arXiv:1701.03077",)
    equivalents_of_defaults = {"PyTorch": "torch.sqrt(r**2 + 1) - 1", "JAX": "jax.numpy.sqrt(r**2 + 1) - 1"}

    @property
    def equivalents(self):
        if self.alpha == 0:
            return {"PyTorch": "torch.log1p((r / {c})**2 / 2)", "JAX": "jax.numpy.log1p((r / {c})**2 / 2)"}
        general = "abs({alpha} - 2) / {alpha} * (((r / {c})**2 / abs({alpha} - 2) + 1)**({alpha} / 2) - 1)"
        return dict.fromkeys(("PyTorch", "JAX"), "(r / {c})**2 / 2" if self.alpha == 2 else general)

    @property
    def routes(self):
        return {} if self.alpha in (0, 2) else {"power": POWER}

    @property
    def bounds(self):
        return Interval(0, 1 - 2 / self.alpha, "[)") if self.alpha < 0 else Interval(0, ends="[)")

    @property
    def asymptotes(self):
        if self.alpha < 0:
            return (Asymptote(0, 1 - 2 / self.alpha),) * 2
        return (Asymptote(-1 / self.c, -1), Asymptote(1 / self.c, -1)) if self.alpha == 1 else (None, None)

    @property
    def _distance(self):
        """|α − 2|, to all its bits."""
        return wide.size(wide.widened(self.alpha) - 2.0)

    @property
    def _half(self):
        return wide.widened(self.alpha) * 0.5

    def _growth(self, x):
        """log((r/c)²/|α − 2| + 1)."""
        return jets.log1p(jets.square(x / self.c) / self._distance)

    def compose(self, x):
        if self.alpha == 2:
            return jets.square(x / self.c) * 0.5
        if self.alpha == 0:
            return self._growth(x)
        return jets.expm1(self._growth(x) * self._half) * (self._distance / self.alpha)

    def derivative(self, x):
        return x / self.c / self.c if self.alpha == 2 else self.composed(x, 0, Barron._slope)

    def second_derivative(self, x):
        return np.full_like(x, 1 / self.c / self.c) if self.alpha == 2 else self.composed(x, 0, Barron._bend)

    def _slope(self, r):  # r/c²·s^(α/2 − 1), with a root of s beside r, which it grows with
        whole = jets.square(r / self.c) / self._distance + 1.0
        return r / jets.sqrt(whole) * self._power(r, self._half - 0.5) / _square(self.c)

    def _bend(self, r):  # (α − 1 + (2 − α)/s)·s^(α/2 − 1)/c², which the chain rule gives as a difference
        whole = jets.square(r / self.c) / self._distance + 1.0
        lean = (2.0 - wide.widened(self.alpha)) / whole.value + (wide.widened(self.alpha) - 1.0)
        return self._power(r, self._half - 1.0) * lean / _square(self.c)

    def _power(self, x, exponent):
        return jets.exp(self._growth(x) * exponent)

"""Losses of the residual, prediction − target."""

import numpy as np

from ...numerics import jets, kernels, wide
from ...numerics.arrays import either
from ..entry import Sentences, Text
from ..kinds.functions import Asymptote, Interval, Line, param
from ..kinds.losses import ResidualLoss
from ..registry import register


@register
class MeanSquaredError(ResidualLoss):
    """The square of the residual, to be averaged over the elements."""

    name = "mse"
    topics = ("lecture",)
    display = "MSE"
    aliases = ("mean_squared_error", "MSELoss", "mse_loss", "squared_error", "MeanSquaredError", "l2")
    formula = "x^2"
    routes = {
        "power": (
            Line("definition", "D(x^2)"),
            Line("power rule", "2*x"),
        ),
    }
    bounds = Interval(0, ends="[)")
    note = "Per element; the mean over elements is the MSE, their sum the squared 2-norm. Some write r²/2."
    strengths = (
        "Smooth, strictly convex, and the maximum-likelihood loss for normal errors.",
        "The conditional mean minimises it.",
    )
    weaknesses = ("An outlier counts with its square and can dominate the fit.",)
    sources = ("Stigler 1981, Gauss and the invention of least squares, doi:10.1214/aos/1176345451",)

    def value(self, x):
        return x * x

    def derivative(self, x):
        return 2 * x

    def second_derivative(self, x):
        return np.full_like(x, 2.0)


@register
class HalfSquaredError(ResidualLoss):
    """Half the square of the residual, so that its derivative is the residual itself."""

    name = "half_squared_error"
    aliases = ("l2_loss", "half_mse", "half_mean_squared_error")
    formula = "x^2/2"
    routes = {
        "power": (
            Line("definition", "D(x^2/2)"),
            Line("power rule", "2*x/2"),
            Line("cancel", "x", "That is what the factor ½ is for."),
        ),
    }
    bounds = Interval(0, ends="[)")
    note = "Half of mse. TensorFlow's and Optax' l2_loss mean this; TensorFlow's also sums over the tensor."
    strengths = (
        "Smooth, strictly convex, and the gradient is exactly the residual.",
        "Up to a constant the negative log-likelihood for normal errors with variance 1.",
    )
    weaknesses = ("An outlier counts with its square and can dominate the fit.",)
    sources = (
        "Stigler 1981, Gauss and the invention of least squares, doi:10.1214/aos/1176345451",
        "Bishop 2006, Pattern recognition and machine learning, ISBN 978-0-387-31073-2",
    )
    equivalents = {
        "PyTorch": "0.5 * torch.nn.MSELoss()(prediction, target)",
    }

    def value(self, x):
        return x / 2 * x  # halved first: x² would overflow before x²/2 does

    def derivative(self, x):
        return +x

    def second_derivative(self, x):
        return np.ones_like(x)


@register
class MeanAbsoluteError(ResidualLoss):
    """The size of the residual, to be averaged over the elements."""

    name = "mae"
    topics = ("lecture", "outliers")
    display = "MAE"
    aliases = ("mean_absolute_error", "L1Loss", "l1_loss", "absolute_error", "MeanAbsoluteError", "l1")
    formula = "|x|"
    routes = {
        "pieces": (
            Line("definition", "D(|x|)"),
            Line(
                "write the pieces",
                "D(where(x > 0, x, -x))",
                "The size of a number is the number itself or its negative.",
            ),
            Line("piece by piece", "where(x > 0, 1, -1)"),
            Line("recognise the sign", "sign(x)", "1 for positive and −1 for negative residuals."),
        ),
    }
    breaks = (0.0,)
    bounds = Interval(0, ends="[)")
    asymptotes = (Asymptote(-1, 0), Asymptote(1, 0))
    convention = "f′(0) = 0, as PyTorch and TensorFlow take it; JAX takes 1."
    note = "The conditional median minimises it."
    strengths = ("Robust: every outlier pulls with the same force.",)
    weaknesses = ("Not differentiable at 0, and the gradient does not shrink as the residual does.",)
    sources = ("Koenker and Bassett 1978, Regression quantiles, doi:10.2307/1913643",)
    equivalents = {
        "JAX": "jax.numpy.abs(prediction - target)",
    }

    def value(self, x):
        return np.abs(x)

    def derivative(self, x):
        return np.sign(x)

    def second_derivative(self, x):
        return np.zeros_like(x)


@register
class Huber(ResidualLoss):
    """Quadratic for small residuals, linear for large ones."""

    delta: float = param(1, "residual at which the line takes over", symbol="δ", above=0)

    name = "huber"
    topics = ("lecture", "outliers")
    display = "Huber loss"
    aliases = ("huber_loss", "HuberLoss", "Huber")
    formula = "where(|x| <= delta, x^2/2, delta*(|x| - delta/2))"
    routes = {
        "pieces": (
            Line("definition", "D(where(|x| <= delta, x^2/2, delta*(|x| - delta/2)))"),
            Line("piece by piece", "where(|x| <= delta, D(x^2)/2, delta*D(|x|))"),
            Line("power rule", "where(|x| <= delta, x, delta*D(|x|))"),
            Line("derivative of |r|", "where(|x| <= delta, x, delta*sign(x))", "The slope of |r| is the sign of r."),
            Line("recognise a clip", "clip(x, -delta, delta)", "The residual itself, cut off at ±δ."),
        ),
    }
    bounds = Interval(0, ends="[)")
    convention = "f′(±delta) = ±delta from both sides; f″(±delta) = 0."
    note = "Its derivative is the residual, clipped to ±delta."
    strengths = ("Smooth at its minimum like the squared error, robust far from it like the absolute error.",)
    weaknesses = ("delta sets the scale of an outlier and has to be chosen.",)
    sources = ("Huber 1964, Robust estimation of a location parameter, doi:10.1214/aoms/1177703732",)

    @property
    def breaks(self):
        return (-self.delta, self.delta)

    @property
    def asymptotes(self):
        drop = -self.delta * self.delta / 2
        return (Asymptote(-self.delta, drop), Asymptote(self.delta, drop))

    def value(self, x):
        size = np.abs(x)
        return either(size <= self.delta, x * (x / 2), self.delta * (size - self.delta / 2))

    def derivative(self, x):
        return np.clip(x, -self.delta, self.delta)

    def second_derivative(self, x):
        return either(np.abs(x) < self.delta, 1.0, 0.0)


@register
class SmoothL1(ResidualLoss):
    """The absolute error with its corner replaced by a parabola."""

    beta: float = param(1, "residual at which the line takes over", symbol="β", above=0)

    name = "smooth_l1"
    display = "smooth L1"
    aliases = ("SmoothL1Loss", "smooth_l1_loss", "SmoothL1")
    formula = "where(|x| < beta, x^2/(2*beta), |x| - beta/2)"
    routes = {
        "pieces": (
            Line("definition", "D(where(|x| < beta, x^2/(2*beta), |x| - beta/2))"),
            Line("piece by piece", "where(|x| < beta, D(x^2)/(2*beta), D(|x|))", "The constant −β/2 drops out."),
            Line("power rule", "where(|x| < beta, 2*x/(2*beta), D(|x|))"),
            Line("cancel", "where(|x| < beta, x/beta, D(|x|))"),
            Line("derivative of |r|", "where(|x| < beta, x/beta, sign(x))", "The slope of |r| is the sign of r."),
            Line("recognise a clip", "clip(x/beta, -1, 1)", "r/β, cut off at ±1."),
        ),
    }
    bounds = Interval(0, ends="[)")
    convention = "f′(±beta) = ±1 from both sides; f″(±beta) = 0."
    note = "huber with delta = beta, divided by beta; as beta → 0 it becomes mae, which PyTorch takes for beta = 0."
    strengths = ("Smooth at its minimum, and no gradient exceeds 1, whatever beta is.",)
    weaknesses = ("beta has to be chosen, and a small one makes the curvature 1/beta large.",)
    sources = ("Girshick 2015, Fast R-CNN, arXiv:1504.08083",)
    equivalents = {
        "TensorFlow": "tf.keras.losses.Huber(delta={beta})(target, prediction) / {beta}",
        "Keras": "keras.losses.Huber(delta={beta})(target, prediction) / {beta}",
        "Optax": "optax.huber_loss(prediction, target, delta={beta}) / {beta}",
    }
    equivalents_of_defaults = {
        "TensorFlow": "tf.keras.losses.Huber()(target, prediction)",
        "Keras": "keras.losses.Huber()(target, prediction)",
        "Optax": "optax.huber_loss(prediction, target)",
    }

    @property
    def breaks(self):
        return (-self.beta, self.beta)

    @property
    def asymptotes(self):
        return (Asymptote(-1, -self.beta / 2), Asymptote(1, -self.beta / 2))

    def value(self, x):
        size = np.abs(x)
        return either(size < self.beta, x * (x / self.beta) / 2, size - self.beta / 2)

    def derivative(self, x):
        return np.clip(x / self.beta, -1.0, 1.0)

    def second_derivative(self, x):
        return either(np.abs(x) < self.beta, 1 / self.beta, 0.0)


@register
class LogCosh(ResidualLoss):
    """The logarithm of the hyperbolic cosine of the residual: a smooth absolute error."""

    name = "log_cosh"
    display = "log-cosh"
    aliases = ("LogCosh", "logcosh")
    formula = "log(cosh(x))"
    routes = {
        "chain": (
            Line("definition", "D(log(cosh(x)))"),
            Line("derivative of ln", "D(cosh(x))/cosh(x)", "(ln v)′ = v′/v."),
            Line("derivative of cosh", "sinh(x)/cosh(x)", "cosh′ = sinh."),
            Line("recognise tanh", "tanh(x)", "sinh/cosh is tanh."),
        ),
    }
    bounds = Interval(0, ends="[)")
    asymptotes = (Asymptote(-1, -np.log(2)), Asymptote(1, -np.log(2)))
    note = "Close to r²/2 near 0 and to |r| − log 2 far away; its derivative is tanh."
    strengths = ("Smooth everywhere, and robust to outliers without a parameter.",)
    weaknesses = ("The scale at which it turns linear is fixed at about 1.",)
    sources = (
        "Green 1990, Bayesian reconstructions from emission tomography data using a modified EM algorithm, "
        "doi:10.1109/42.52985",
        "Saleh and Saleh 2022, Statistical properties of the log-cosh loss function, arXiv:2208.04564",
    )
    equivalents = {
        "TensorFlow": "tf.keras.losses.LogCosh()",
    }

    def value(self, x):
        size = np.abs(x)
        growth = np.expm1(np.minimum(size, 2.0))
        near = np.log1p(growth * growth / (2 * (1 + growth)))  # log1p(cosh x − 1)
        return either(size < 2, near, (size - np.log(2)) + np.log1p(np.exp(-2 * size)))

    def derivative(self, x):
        return np.tanh(x)

    def second_derivative(self, x):
        return kernels.sech2(x)


@register
class Wing(ResidualLoss):
    """A logarithm for small residuals, so that they still count, and the absolute error for large ones."""

    w: float = param(10, "residual at which the line takes over", above=0)
    epsilon: float = param(2, "limits the curvature near 0", symbol="ε", above=0)

    name = "wing"
    display = "wing loss"
    aliases = ("WingLoss", "wing_loss")
    formula = "where(|x| < w, w*log(1 + |x|/epsilon), |x| - w + w*log(1 + w/epsilon))"
    routes = {
        "pieces": (
            Line("definition", "D(where(|x| < w, w*log(1 + |x|/epsilon), |x| - w + w*log(1 + w/epsilon)))"),
            Line("piece by piece", "where(|x| < w, w*D(log(1 + |x|/epsilon)), D(|x|))", "The rest is constant."),
            Line("derivative of ln", "where(|x| < w, w*D(|x|)/epsilon/(1 + |x|/epsilon), D(|x|))", "(ln v)′ = v′/v."),
            Line("multiply out", "where(|x| < w, w*D(|x|)/(epsilon + |x|), D(|x|))", "ε·(1 + |r|/ε) = ε + |r|."),
            Line("derivative of |r|", "where(|x| < w, w*sign(x)/(epsilon + |x|), sign(x))"),
        ),
    }
    bounds = Interval(0, ends="[)")
    convention = "f′(0) = 0 and f″(0) = −w/epsilon², as on both sides; f′(±w) = ±1 and f″(±w) = 0, those of the line."
    note = Text(
        "Made for the coordinates of landmarks in pixels.",
        ("The gradient is largest for the smallest residuals.", lambda self: self.w >= self.epsilon),
    )
    strengths = Sentences(
        ("Small and medium residuals pull hard, so a fit is refined to the end.", lambda self: self.w > self.epsilon),
        "Robust: far out it is the absolute error.",
    )
    weaknesses = (
        "The gradient jumps at 0 and at ±w, and does not shrink as the residual does.",
        "Not convex: it bends down between 0 and w.",
    )
    sources = (
        "Feng et al. 2018, Wing loss for robust facial landmark localisation with convolutional neural networks, "
        "arXiv:1711.06753",
    )
    equivalents = {
        "PyTorch": "torch.where(abs(r) < {w}, {w} * torch.log1p(abs(r) / {epsilon}), "
        "abs(r) - {w} + {w} * math.log1p({w} / {epsilon}))",
        "JAX": "jax.numpy.where(abs(r) < {w}, {w} * jax.numpy.log1p(abs(r) / {epsilon}), "
        "abs(r) - {w} + {w} * math.log1p({w} / {epsilon}))",
    }

    @property
    def interval(self):
        return (-1.5 * self.w, 1.5 * self.w)

    @property
    def breaks(self):
        return (-self.w, 0.0, self.w)

    @property
    def asymptotes(self):
        step = self.w * (float(np.log1p(self.w / self.epsilon)) - 1)
        return (Asymptote(-1, step), Asymptote(1, step))

    def compose(self, x):
        size = jets.absolute(x)
        near = jets.log1p(size / self.epsilon) * self.w
        step = wide.log1p(wide.widened(self.w) / self.epsilon) * self.w
        return jets.where(np.abs(x.point) < self.w, near, size - self.w + step)

    def second_derivative(self, x):
        reach = np.abs(x) + self.epsilon
        return either(np.abs(x) < self.w, -self.w / reach / reach, 0.0)

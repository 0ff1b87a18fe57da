"""Shares that sum to 1 and are exactly 0 for scores that are far behind."""

import numpy as np

from ..entry import Line
from ..kinds.formula import Formula
from ..kinds.vector_functions import VectorFunction
from ..registry import register


def lead(z: np.ndarray) -> np.ndarray:
    """The scores less the largest: what they are ahead of it, so at most 0; −4 stands for all that have no share.

    Sums of any scores stay floats then. Beside a score of ∞ nothing is known.
    """
    highest = np.max(z, axis=-1, keepdims=True)
    return np.where(highest == np.inf, np.nan, np.maximum(z - highest, -4.0))


def leading_sums(ordered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many numbers are summed, 1 to n, and their sums, largest first."""
    return np.arange(1.0, ordered.shape[-1] + 1), np.cumsum(ordered, axis=-1)


def at_count(values: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Of values that belong to the counts 1 to n those of one count per vector."""
    return np.take_along_axis(values, np.maximum(count, 1) - 1, axis=-1)


def sparse_shares(z: np.ndarray) -> np.ndarray:
    """The point of the simplex that is nearest to z."""
    ahead = lead(z)
    ordered = -np.sort(-ahead, axis=-1)
    counts, sums = leading_sums(ordered)
    support = np.sum(1.0 + counts * ordered > sums, axis=-1, keepdims=True)
    # Not z − τ: to round τ would cost the last digits of every share.
    shares = (1.0 + (support * ahead - at_count(sums, support))) / support
    return np.maximum(shares, 0.0)


def entmax_roots(z: np.ndarray) -> np.ndarray:
    """√p of the 1.5-entmax p: z/2 − τ where that is positive, with the τ that makes the squares sum to 1."""
    half = lead(z) / 2
    ordered = -np.sort(-half, axis=-1)
    counts, sums = leading_sums(ordered)
    means = sums / counts
    spread = np.cumsum(ordered**2, axis=-1) - counts * means**2
    thresholds = means - np.sqrt(np.maximum((1.0 - spread) / counts, 0.0))
    support = np.sum((thresholds < ordered) & (spread <= 1.0), axis=-1, keepdims=True)
    return np.maximum(half - at_count(thresholds, support), 0.0)


def centred_on(weights: np.ndarray) -> np.ndarray:
    """diag(w) − w·wᵀ/Σw; the diagonal takes the other weights, since a difference would lose small ones."""
    own = np.eye(weights.shape[-1], dtype=bool)
    portions = weights / np.sum(weights, axis=-1, keepdims=True)
    others = np.where(own, 0.0, portions[..., None, :])
    diagonal = weights[..., None] * np.sum(others, axis=-1, keepdims=True)
    return np.where(own, diagonal, -weights[..., None] * portions[..., None, :])


SUPPORT = (
    Line(
        "the shares sum to 1",
        "tau = (sum(s_k*z_k, k, n) - 1)/K",
        "Those of the support are z_k − τ, and the others 0: Σ s_k·z_k − K·τ = 1.",
    ),
    Line("definition", "D(tau, z_j) = D((sum(s_k*z_k, k, n) - 1)/K, z_j)", "From above."),
    Line(
        "the support stays",
        "sum(s_k*D(z_k, z_j), k, n)/K",
        "Nearby the same scores have shares: s and K are constants.",
    ),
    Line("only k = j is left", "s_j/K", "A score's slope is 1 with respect to itself, and 0 to all others."),
)


@register
class Sparsemax(VectorFunction):
    """Scores as shares of 1 of which the small ones are exactly 0: the nearest point that is a distribution."""

    name = "sparsemax"
    topics = ("attention",)
    reach = 0.4
    aliases = ("Sparsemax", "simplex_projection")
    formula = Formula(
        "p_i = max(z_i - tau, 0)",
        let="T_k = (sum(z_j, j, n, z_j >= z_k) - 1)/sum(1, j, n, z_j >= z_k); tau = max(T_k, k, n)",
        symbols={"tau": "the threshold with which the shares sum to 1"},
    )
    routes = {
        "support": (
            *formula.opening,
            Line("let", "s_i = where(z_i > tau, 1, 0)"),
            Line("let", "K = sum(s_k, k, n)"),
            Line("symbol", "s_i", "1 for a score of the support, which has a share, else 0"),
            Line("symbol", "K", "the size of the support"),
            *SUPPORT,
            Line("shares of the support", "p_i = s_i*(z_i - tau)", "A score below the threshold has none."),
            Line("definition", "D(p_i, z_j) = D(s_i*(z_i - tau), z_j)", "From above."),
            Line("the support stays", "s_i*(D(z_i, z_j) - D(tau, z_j))", "So s is a constant."),
            Line("insert both", "s_i*(delta_ij - s_j/K)", "A mean over the support is taken off."),
        )
    }
    breaks = "where a score reaches the threshold τ"
    convention = "At a threshold, the derivative without the score that has just reached it."
    note = (
        "sparsemax(0.5, 0.4) = (0.55, 0.45). Keras 3.15.1 gives (0.3, 0.2), as its threshold is wrong where two or "
        "more shares are positive. A score of −∞ has share 0; one of +∞ gives nan."
    )
    strengths = (
        "Leaves classes out altogether, which reads well in attention.",
        "Its Jacobian is that of a mean over the support: the same for all positive shares.",
    )
    weaknesses = (
        "No gradient reaches a class whose share is 0.",
        "A share of 0 has no logarithm, so that a cross-entropy cannot follow; it has a loss of its own.",
    )
    sources = ("Martins and Astudillo 2016, From softmax to sparsemax, arXiv:1602.02068, algorithm 1",)
    equivalents = {"JAX": "jax.numpy.apply_along_axis(optax.projections.projection_simplex, -1, z)"}

    def value(self, x):
        return sparse_shares(x)

    def jacobian(self, x):
        shares = sparse_shares(x)
        return centred_on(np.where(shares > 0, 1.0, 0.0 * shares))  # 0·nan is nan


@register
class Entmax15(VectorFunction):
    """Halfway between softmax and sparsemax: shares that are smooth, and exactly 0 for scores far behind."""

    name = "entmax15"
    topics = ("attention",)
    display = "1.5-entmax"
    by_rules = False
    reach = 0.7
    aliases = ("Entmax15",)
    formula = Formula(
        "p_i = max(z_i/2 - tau, 0)^2",
        let="N_k = sum(1, j, n, z_j >= z_k); M_k = sum(z_j/2, j, n, z_j >= z_k)/N_k; "
        "V_k = sum((z_j/2 - M_k)^2, j, n, z_j >= z_k); "
        "T_k = M_k - sqrt(max(0, 1 - V_k)/N_k); tau = max(T_k, k, n, T_k < z_k/2)",
        symbols={"tau": "the threshold with which the shares sum to 1"},
    )
    routes = {
        "support": (
            *formula.opening,
            Line("let", "s_i = max(z_i/2 - tau, 0)"),
            Line("let", "R = sum(s_k, k, n)"),
            Line("root of a share", "p_i = s_i^2", "So s is 0 where p is."),
            Line("the shares sum to 1", "sum(s_k^2, k, n) = 1", "That is what the threshold is for."),
            Line("of a constant", "D(sum(s_k^2, k, n), z_j) = 0", "1 does not change."),
            Line("chain rule", "D(sum(s_k^2, k, n), z_j) = sum(2*s_k*D(s_k, z_j), k, n)", "Term by term."),
            Line(
                "on the support",
                "sum(2*s_k*(delta_jk/2 - D(tau, z_j)), k, n)",
                "There s_k is z_k/2 − τ; elsewhere it is 0, and so is its term.",
            ),
            Line("only k = j is left", "s_j - 2*R*D(tau, z_j)", "The slope of τ is the same for every term."),
            Line("solve for the slope of τ", "D(tau, z_j) = s_j/(2*R)", "Both are 0."),
            Line("definition", "D(p_i, z_j) = D(s_i^2, z_j)", "From above."),
            Line("chain rule", "2*s_i*D(s_i, z_j)", "A square's derivative is twice the base."),
            Line("on the support", "2*s_i*(delta_ij/2 - D(tau, z_j))", "Elsewhere s_i is 0."),
            Line("insert the slope of τ", "2*s_i*(delta_ij/2 - s_j/(2*R))", "From above."),
            Line("simplify", "s_i*(delta_ij - s_j/R)", "As for sparsemax, with the roots for weights."),
        )
    }
    note = (
        "The 1.5-entmax: α-entmax is softmax at α = 1 and sparsemax at α = 2. A share is 0 from a lead of 2 on at the "
        "latest. A score of −∞ has share 0; one of +∞ gives nan."
    )
    strengths = (
        "Sparse as sparsemax, yet its derivative is continuous.",
        "The threshold is found exactly, by sorting.",
    )
    weaknesses = ("No gradient reaches a class whose share is 0.", "Slower than softmax, as it sorts.")
    sources = ("Peters, Niculae and Martins 2019, Sparse sequence-to-sequence models, arXiv:1905.05702",)
    equivalents = {"PyTorch": "entmax.entmax15(z, dim=-1)"}

    def value(self, x):
        return entmax_roots(x) ** 2

    def jacobian(self, x):
        return centred_on(entmax_roots(x))

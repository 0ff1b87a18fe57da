"""Authored derivations of losses of vectors, longer than their entries, and the formulas that they begin with."""

from ..entry import Line
from ..kinds.formula import Formula

CROSS_ENTROPY = Formula(
    "L = -sum(y_i*log(p_i), i, n)",
    let="S = sum(exp(z_k), k, n); p_i = exp(z_i)/S",
    target="y",
    symbols={
        "z_i": "the logit of class i",
        "y_i": "the share of class i in the target",
        "n": "the number of classes",
    },
    silent=True,
)
DIVERGENCE = Formula("KL = sum(p_i*log(p_i/q_i), i, n)", prediction="q", target="p", silent=True)

SOFTMAX_CROSS_ENTROPY = {
    "jacobian": (
        *(line for line in CROSS_ENTROPY.given if line.rule == "symbol"),
        Line("let", "p_i = exp(z_i)/sum(exp(z_k), k, n)"),
        Line("cross-entropy", CROSS_ENTROPY.text, "The target's mean surprise at the softmax."),
        Line(
            "Jacobian of softmax",
            "D(p_i, z_j) = p_i*(delta_ij - p_j)",
            "See the derivation of softmax.",
        ),
        Line("definition", "D(L, z_j) = D(-sum(y_i*log(p_i), i, n), z_j)", "Every p depends on every logit."),
        Line(
            "chain rule",
            "-sum(y_i/p_i*D(p_i, z_j), i, n)",
            "The sum is differentiated term by term, and the derivative of ln p is 1/p times that of p.",
        ),
        Line("insert the Jacobian", "-sum(y_i/p_i*p_i*(delta_ij - p_j), i, n)", "From the side calculation."),
        Line("cancel p", "-sum(y_i*(delta_ij - p_j), i, n)", "This is why the two belong together."),
        Line(
            "split the sum",
            "-sum(y_i*delta_ij, i, n) + p_j*sum(y_i, i, n)",
            "The share of class j does not depend on i, so it stands before the sum.",
        ),
        Line("only i = j is left", "-y_j + p_j*sum(y_i, i, n)", "δ is 0 in every other term."),
        Line("in general", "sum(y_i, i, n)*p_j - y_j", "This holds for labels of any sum."),
        Line(
            "for labels of sum 1",
            "p_j - y_j if sum(y_i, i, n) == 1",
            "Prediction minus target, as for one logit with a sigmoid.",
        ),
    ),
    "logits": (
        *CROSS_ENTROPY.given,
        Line("cross-entropy", CROSS_ENTROPY.text, "The target's mean surprise at the softmax."),
        Line("ln of a quotient", "-sum(y_i*(z_i - log(S)), i, n)", "The logarithm undoes the exponential."),
        Line(
            "split the sum",
            "-sum(y_i*z_i, i, n) + log(S)*sum(y_i, i, n)",
            "S is the same for every class, so its logarithm stands before the sum.",
        ),
        Line(
            "split form",
            "D(L, z_j) = D(-sum(y_i*z_i, i, n) + log(S)*sum(y_i, i, n), z_j)",
            "The form from above.",
        ),
        Line(
            "derivative of ln",
            "-y_j + 1/S*D(S, z_j)*sum(y_i, i, n)",
            "Only the term with i = j of the first sum holds the logit.",
        ),
        Line("only k = j depends on it", "-y_j + exp(z_j)/S*sum(y_i, i, n)", "The exponential is its own derivative."),
        Line("recognise p", "sum(y_i, i, n)*p_j - y_j", "This holds for labels of any sum."),
        Line(
            "for labels of sum 1",
            "p_j - y_j if sum(y_i, i, n) == 1",
            "Prediction minus target, as for one logit with a sigmoid.",
        ),
    ),
}

DIVERGENCE_ROUTES = {
    "entropies": (
        Line("symbol", "p_i > 0", "the target's probability of class i"),
        Line("symbol", "q_i > 0", "the predicted probability of class i"),
        Line("symbol", "n", "the number of classes"),
        Line("cross-entropy", "C = -sum(p_i*log(q_i), i, n)", "The target's mean surprise at the prediction."),
        Line("entropy", "H = -sum(p_i*log(p_i), i, n)", "The target's mean surprise at itself."),
        Line("divergence", DIVERGENCE.text, "The Kullback-Leibler divergence of q from p."),
        Line("ln of a quotient", "sum(p_i*(log(p_i) - log(q_i)), i, n)", "A logarithm of a quotient is a difference."),
        Line("split the sum", "sum(p_i*log(p_i), i, n) - sum(p_i*log(q_i), i, n)", "One sum for each logarithm."),
        Line("recognise both", "C - H", "The first sum is minus the entropy, the second minus the cross-entropy."),
        Line("the target is fixed", "D(H, q_j) = 0", "No q occurs in the entropy of p."),
        Line("cross-entropy − entropy", "D(KL, q_j) = D(C - H, q_j)", "From above."),
        Line("difference", "D(C, q_j) - D(H, q_j)", "A difference is differentiated term by term."),
        Line(
            "the entropy drops out",
            "D(C, q_j)",
            "Both have the same gradient: what minimises the cross-entropy minimises the divergence.",
        ),
        Line("derivative of ln", "-p_j/q_j", "Only the term with i = j holds the probability of class j."),
        Line(
            "remark",
            "The divergence and the cross-entropy differ by the entropy of the target, which the prediction does not "
            "change, so that minimising one minimises the other.",
        ),
    ),
}

OF_SPARSEMAX = (
    Line("let", "q_i = where(s_i > tau, 1, 0)"),
    Line("let", "K = sum(q_i, i, n)"),
    Line("let", "p_i = max(s_i - tau, 0)"),
    Line("symbol", "q_i", "1 for a score of the support, else 0"),
    Line("symbol", "K", "the size of the support"),
    Line("symbol", "p_i", "the share that sparsemax gives to class i"),
    Line("derivative of τ", "D(tau, s_j) = q_j/K", "See the derivation of sparsemax."),
    Line("sum over the support", "L = sum(q_i*(s_i^2 - tau^2), i, n)/2 + 1/2 - s_k", "q leaves out the others."),
    Line("definition", "D(L, s_j) = D(sum(q_i*(s_i^2 - tau^2), i, n)/2 + 1/2 - s_k, s_j)", "From above."),
    Line(
        "power rule",
        "sum(q_i*(s_i*delta_ij - tau*D(tau, s_j)), i, n) - delta_jk",
        "Nearby the support stays, so q is a constant.",
    ),
    Line("only i = j is left", "q_j*s_j - K*tau*D(tau, s_j) - delta_jk", "The second term is the same K times."),
    Line("insert the derivative of τ", "q_j*s_j - tau*q_j - delta_jk", "K cancels."),
    Line("recognise p", "p_j - delta_jk", "Share minus target, as for softmax."),
)

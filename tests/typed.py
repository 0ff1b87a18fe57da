"""What a type checker knows of a user's code: mypy reads this file, and a test runs it."""

from typing import Any, assert_type

import numpy as np
from matplotlib.figure import Figure

import actplot
from actplot.requests.figures.compare import CompareRequest
from actplot.requests.picture import Picture

assert_type(actplot.get("gelu"), actplot.Activation)
assert_type(actplot.get("mse"), actplot.Loss)
assert_type(actplot.get("softmax"), actplot.VectorFunction)
assert_type(actplot.get("cross_entropy"), actplot.VectorLoss)
assert_type(actplot.get("dropout"), actplot.RandomLayer)
assert_type(actplot.get(actplot.get("gelu")), actplot.Activation)
assert_type(actplot.get("a*|x - 1|", {"a": 2}), Any)

assert_type(actplot.get("gelu").derivative([0.0, 1.0]), np.ndarray)
assert_type(actplot.get("mse").gradient([1.0, 2.0], target=0.5), np.ndarray)
assert_type(actplot.get("softmax").jacobian([2.0, 1.0]), np.ndarray)
assert_type(actplot.get("leaky_relu:0.2").parameters, Any)
assert_type(actplot.get("elu").parameters, dict[str, float])

assert_type(actplot.names("loss"), tuple[str, ...])
assert_type(actplot.get("elu", {"alpha": 0.5}), actplot.Activation)
assert_type(actplot.get("cross_entropy", {"weight": [0.2, 0.3], "ignore_index": None}), actplot.VectorLoss)

picture = actplot.compare("gelu", actplot.get("silu"), theme="dark", range=(-3, 3), mark=["kinks"])
assert_type(picture, CompareRequest)
assert_type(picture.command, str)
assert_type(picture.alt, str)
assert_type(picture.facts, dict[str, Any])
assert_type(actplot.compare("elu", range=np.array([-3, 3])).facts, dict[str, Any])
assert_type(actplot.draw("diff gelu gelu_tanh"), Picture)
assert_type(actplot.explore("elu", order=2, range=(-3, 3)).html, str)
figure: Figure = picture.figure()

assert_type(actplot.check("gelu", derivative=None).passed, bool)
assert_type(actplot.eval("gelu", at=np.linspace(0, 1, 3), order=2).to_dict(), dict[str, Any])
assert_type(actplot.identify("x*sigmoid(1.702*x)").names, tuple[str, ...])
assert_type(actplot.show("gelu").to_dict(), dict[str, Any])
assert_type(actplot.table("relu", "gelu", columns=["range"]).latex(), str)
assert_type(actplot.derive("tanh").latex(), str)

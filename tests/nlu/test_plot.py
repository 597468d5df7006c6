"""The reliability plot says how sure the model was and how often it was right."""

from xml.etree import ElementTree

from evaluation.plot import reliability_plot

SVG = "{http://www.w3.org/2000/svg}"


def test_each_curve_is_drawn_with_a_dot_for_each_stretch() -> None:
    """A point on the diagonal lies on it; more messages make a larger dot."""
    curves = {"ordinary": [(4, 0.5, 0.5), (900, 1.0, 1.0)], "hard": [(25, 0.6, 0.4)]}
    drawn = ElementTree.fromstring(reliability_plot(curves))
    half, sure, hard = drawn.findall(f"{SVG}circle")
    assert float(half.get("cx", 0)) == float(half.get("cy", 0))
    assert float(sure.get("r", 0)) > float(half.get("r", 0))
    assert float(hard.get("cy", 0)) > float(half.get("cy", 0))
    named = [text.text for text in drawn.findall(f"{SVG}text")]
    assert {"ordinary", "hard", "confidence", "share right"} <= set(named)

"""A reliability plot as SVG: how sure the model was, and how often it was right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# Pixels.
_SIZE, _EDGE = 320, 40
_COLOURS = ("#1f5fa8", "#b4451f", "#3a7d34")


def reliability_plot(curves: Mapping[str, Sequence[tuple[int, float, float]]]) -> str:
    """One line for each of `curves`: (number of messages, mean confidence, share right).

    A point's area grows with its messages. On the diagonal a confidence of 0.7 is right seven
    times in ten; above it the model is better than it says.
    """
    whole = _SIZE + 2 * _EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{whole}" height="{whole}" fill="white"/>',
        _line([(0, 0), (1, 1)], "#999", 'stroke-dasharray="4 4"'),
        _line([(0, 1), (0, 0), (1, 0)], "#333"),
    ]
    parts += [_mark(value / 5) for value in range(6)]
    for place, (name, points) in enumerate(curves.items()):
        colour = _COLOURS[place % len(_COLOURS)]
        parts.append(_line([(sure, right) for _, sure, right in points], colour))
        parts += [_dot(count, sure, right, colour) for count, sure, right in points]
        parts.append(f'<text x="60" y="{60 + 18 * place}" fill="{colour}">{name}</text>')
    parts.append(f'<text x="{whole / 2}" y="{whole - 8}" text-anchor="middle">confidence</text>')
    parts.append(f'<text x="8" y="{_EDGE - 14}">share right</text>')
    return "\n".join([*parts, "</svg>", ""])


def _at(across: float, up: float) -> tuple[float, float]:
    return round(_EDGE + across * _SIZE, 1), round(_EDGE + (1 - up) * _SIZE, 1)


def _line(points: Sequence[tuple[float, float]], colour: str, more: str = "") -> str:
    path = " ".join(f"{x},{y}" for x, y in (_at(*point) for point in points))
    return f'<polyline points="{path}" fill="none" stroke="{colour}" {more}/>'


def _dot(count: int, sure: float, right: float, colour: str) -> str:
    x, y = _at(sure, right)
    return f'<circle cx="{x}" cy="{y}" r="{2 + count**0.5 / 5:.1f}" fill="{colour}"/>'


def _mark(value: float) -> str:
    (x, floor), (wall, y) = _at(value, 0), _at(0, value)
    return (
        f'<text x="{x}" y="{floor + 14}" text-anchor="middle">{value:.1f}</text>'
        f'<text x="{wall - 6}" y="{y + 4}" text-anchor="end">{value:.1f}</text>'
    )

"""The explorable page driven in a browser: its sliders, its numbers, its sizes."""

CLOSE = {"rel": 1e-6, "abs": 1e-6}
SIZES = (1500, 1280, 390)
PLAYED = "[...document.querySelectorAll('.editable')].every(e => e.dataset.played)"


def set_sliders(page, figure: str, **values: float) -> None:
    for name, value in values.items():
        page.locator(f"#explore-{figure} input[name={name}]").evaluate(
            "(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }", value
        )


def exact(page, figure: str) -> dict[str, float]:
    """The numbers that a figure shows, unrounded."""
    found = page.locator(f"#explore-{figure} [data-number]").evaluate_all(
        "all => all.map(e => [e.dataset.number, Number(e.dataset.exact)])"
    )
    return dict(found)


def steps(rng, low: float, high: float) -> float:
    return low + 0.05 * int(rng.integers(0, round((high - low) / 0.05) + 1))

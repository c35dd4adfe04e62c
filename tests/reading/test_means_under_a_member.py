r"""E_{\theta_0} is a mean under the member of a family that \theta_0 names, not over it; an s(a) has any sign."""

from __future__ import annotations

import pytest

from derivations.reading.note import read_note
from derivations.reading.verdicts.walk import Judge

FAMILIES = [r"Let $p_\theta(x)$ be a family of densities.", r"Let $p(x|\theta)$ be a family of densities."]


def last(note: str) -> str:
    return Judge(read_note(note), mend=False).run()[-1].verdict


@pytest.mark.parametrize("said", FAMILIES)
@pytest.mark.parametrize("member", [r"\theta_0", r"\theta_1", r"\theta'"])
def test_a_member_of_a_family(said, member):
    line = rf"$$ \mathbb{{E}}_{{{member}}}[{member} T(x)] = {member} \mathbb{{E}}_{{{member}}}[T(x)] $$"
    assert last(f"{said}\n\n{line}") == "proved"
    line = rf"$$ \mathbb{{E}}_{{{member}}}[x T(x)] = x \mathbb{{E}}_{{{member}}}[T(x)] $$"
    assert last(f"{said}\n\n{line}") != "proved"


def test_a_parameter_with_a_density_is_averaged_over():
    line = r"$$ \mathbb{E}_{\theta_0}[\theta_0 T(x)] = \theta_0 \mathbb{E}_{\theta_0}[T(x)] $$"
    assert last(r"The prior is $p(\theta_0)$, the model $p(x|\theta)$." + "\n\n" + line) != "proved"


@pytest.mark.parametrize("name", ["s(a)", "s_i(a)", "v(a)"])
def test_of_a_function_no_sign_is_known_by_custom(name):
    assert last(f"$$ |{name}| = {name} $$") != "proved"
    assert last(rf"$$ \log {name} = \log {name} + 0 $$" + "\n\n" + f"$$ |{name}| = {name} $$") == "proved"
    assert last(r"$$ |\sigma(a)| = \sigma(a) $$") == "proved"

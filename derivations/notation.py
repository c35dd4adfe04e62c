"""The note's letters, shared by the chapters: p is data and encoder, q decoder and prior."""

from __future__ import annotations

from derivations.logic.language import Distribution, RandomVariable

p, q = Distribution("p"), Distribution("q")
x, z = RandomVariable("x"), RandomVariable("z")

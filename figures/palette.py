"""Colours with a meaning, the same in every picture (Okabe and Ito's set, told apart with any colour vision)."""

P = "#0072B2"  # p: data and encoder
Q = "#D55E00"  # q: decoder, prior, and the model's own q(x)
GAP = "#CC79A7"  # what lies between: a KL, an error
THIRD = "#009E73"  # a third thing, where one is needed
FOURTH = "#E69F00"
SKY = "#56B4E9"
INK = "#000000"
GREY = "#6B6B6B"
PALE = "#D9D9D9"

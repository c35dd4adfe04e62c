"""An expression of the language as a number in a world, by quadrature or by draws."""

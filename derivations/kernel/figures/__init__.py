"""The rules: one function a figure, its inference figure as its docstring, None where it does not fit."""

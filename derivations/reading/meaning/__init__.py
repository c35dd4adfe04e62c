"""Trees to the language: which density, variable or function a name is."""

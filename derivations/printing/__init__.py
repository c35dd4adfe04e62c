"""How an expression is written: text and LaTeX in the note's notation."""

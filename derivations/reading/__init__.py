"""From a Markdown or LaTeX note to the language of densities."""

"""What can be said: variables, densities, averages, facts. Knows no rule and no proof."""

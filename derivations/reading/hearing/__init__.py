"""What the prose declares: densities, draws, ranges, cases."""

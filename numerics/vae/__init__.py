"""The VAE with a hand-written backward pass: its data, training and benchmarks."""

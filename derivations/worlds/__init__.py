"""Where a line is false: small exact worlds. Imports nothing of the prover or the kernel."""

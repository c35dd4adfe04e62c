"""Nodes, noise, buffers and files: what the other rooms count with."""

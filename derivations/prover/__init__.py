"""Who finds a proof."""

"""The small trusted part: what can be said, why a step may be taken, and who judges it."""

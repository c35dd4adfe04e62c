"""An expression evaluated in a world, exactly."""

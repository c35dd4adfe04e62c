"""What a person types: the commands, their options, and the errors of wrong usage."""

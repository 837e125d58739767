"""Events: what is on, who comes, and the register on the day."""

"""What people are told: notices, and the pushes that carry them to their phones."""

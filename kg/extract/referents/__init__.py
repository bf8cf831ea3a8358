"""How pronouns, groups and descriptions find who or what they mean."""

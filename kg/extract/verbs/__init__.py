"""How verbs and their arguments make propositions, one construction a module."""

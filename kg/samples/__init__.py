"""Sample articles, written for this package about events that took place; details and quotations are invented."""

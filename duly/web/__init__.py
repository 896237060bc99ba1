"""Front doors on the web: one domain call each; they share nothing but the house's rules."""

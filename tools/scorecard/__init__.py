"""How the first score was fitted and measured."""

"""The pages, one module for each thing that somebody comes to do."""

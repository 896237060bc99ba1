"""Evidence of one matter as a pack: everything that bears on it, what proves it, and what checks it without us."""

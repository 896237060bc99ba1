"""The whole book, columnar: builds queries, runs none."""

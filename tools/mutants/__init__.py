"""Change the law and the rules one thing at a time and see that a case notices: `python -m tools.mutants [word …]`.

A mutant is one limit's value one off, or one comparison, word, negation or condition changed or left out. It is caught
where a case of its rule in tests/law no longer gets the answer it states or, where the law of mainland China itself was
changed, a worked question to the judge. No file is written; the gate is built anew in memory.
"""

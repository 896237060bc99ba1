"""The course and its exam on the rule pack: situations from the law's cases, answers from the judge."""

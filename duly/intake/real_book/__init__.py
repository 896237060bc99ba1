"""The real book: 30,000 Taiwan cards of 2005 as a book of the contract, dates moved forward exactly 21 years."""

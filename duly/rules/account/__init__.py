"""The borrower's account: schedules, accrual, allocation, ageing, plans and the statement, exact to the minor unit."""

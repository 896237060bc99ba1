SELECT 'Z' || loan_id[2:] AS plan_id, borrower_id, loan_id,
    at_minute(book_day() - 10 - up_to(40, loan_no, 'day of plan')::INTEGER, 900) AS agreed_at,
    one_of([6, 12, 24, 36, 60], loan_no, 'months of plan') AS months,
    3 AS grace_days,
    CASE WHEN state = 'breached' THEN book_day() - 1 - up_to(9, loan_no, 'plan missed')::INTEGER END AS missed_due_date,
    state
FROM (
    SELECT *, one_of(['active', 'active', 'active', 'active', 'active', 'active', 'breached', 'breached', 'proposed',
        'cancelled'], loan_no, 'plan state') AS state
    FROM traits WHERE dpd > 60 AND happens(800, loan_no, 'plan')
)
ORDER BY borrower_id, plan_id

SELECT 'M' || loan_id[2:] AS promise_id, borrower_id, loan_id,
    at_minute(due_date - 1 - up_to(7, loan_no, 'days promised')::INTEGER, 600 + up_to(600, loan_no, 'promise minute')) AS made_at,
    due_date, instalment_minor AS amount_minor,
    CASE WHEN due_date >= book_day() THEN CASE WHEN happens(500, loan_no, 'promise withdrawn') THEN 'withdrawn' ELSE 'open' END
        WHEN happens(4500, loan_no, 'promise kept') THEN 'kept' ELSE 'broken' END AS state
FROM (
    SELECT *, book_day() + 5 - up_to(20, loan_no, 'promised day')::INTEGER AS due_date
    FROM traits WHERE dpd > 5 AND happens(1500, loan_no, 'promise')
)
ORDER BY borrower_id, promise_id

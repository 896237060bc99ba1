SELECT 'Y' || loan_id[2:] AS complaint_id, borrower_id, loan_id,
    one_of(['amount', 'identity', 'fraud', 'conduct', 'service'], loan_no, 'complaint topic') AS topic,
    at_minute(received_date, 600 + up_to(600, loan_no, 'complaint minute')) AS received_at,
    CASE WHEN happens(7000, loan_no, 'complaint answered') AND received_date < book_day() - 10
        THEN at_minute(received_date + 3 + up_to(7, loan_no, 'days to answer')::INTEGER, 960) END AS answered_at
FROM (
    SELECT *, book_day() - 1 - up_to(60, loan_no, 'day of complaint')::INTEGER AS received_date
    FROM traits WHERE happens(CASE WHEN dpd > 0 THEN 80 ELSE 10 END, loan_no, 'complaint')
)
ORDER BY borrower_id, complaint_id

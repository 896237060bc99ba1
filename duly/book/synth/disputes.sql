SELECT 'D' || loan_id[2:] AS dispute_id, borrower_id, loan_id,
    one_of(['amount', 'paid', 'not_mine', 'identity_theft'], loan_no, 'dispute topic') AS topic,
    at_minute(raised_date, 600 + up_to(600, loan_no, 'dispute minute')) AS raised_at,
    CASE WHEN happens(5000, loan_no, 'dispute closed') AND raised_date < book_day() - 15
        THEN at_minute(raised_date + 5 + up_to(10, loan_no, 'days to decide')::INTEGER, 960) END AS closed_at
FROM (
    SELECT *, book_day() - 1 - up_to(60, loan_no, 'day of dispute')::INTEGER AS raised_date
    FROM traits WHERE happens(CASE WHEN dpd > 0 THEN 60 ELSE 5 END, loan_no, 'dispute')
)
ORDER BY borrower_id, dispute_id

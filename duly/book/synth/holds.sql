SELECT 'H' || loan_id[2:] AS hold_id, borrower_id,
    CASE WHEN happens(5000, loan_no, 'hold of loan') THEN loan_id END AS loan_id,
    reason, first_date,
    CASE WHEN reason IN ('quiet', 'disaster', 'bereavement', 'other')
        THEN first_date + 15 + up_to(90, loan_no, 'days of hold')::INTEGER END AS last_date,
    reason = 'disaster' AS pauses_ageing
FROM (
    SELECT *, one_of(['legal', 'insolvency', 'quiet', 'disaster', 'bereavement', 'identity_theft', 'investigation', 'other'],
        loan_no, 'hold reason') AS reason, book_day() - up_to(60, loan_no, 'first day of hold')::INTEGER AS first_date
    FROM traits WHERE happens(CASE WHEN dpd > 0 THEN 60 ELSE 5 END, loan_no, 'hold')
)
ORDER BY borrower_id, hold_id

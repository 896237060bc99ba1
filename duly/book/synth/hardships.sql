SELECT 'I' || loan_id[2:] AS hardship_id, borrower_id,
    one_of(['serious_illness', 'hospitalised', 'disaster_area', 'detained', 'pregnancy_childbirth', 'bereavement',
        'income_loss', 'other'], loan_no, 'hardship kind') AS kind,
    at_minute(reported_date, 600 + up_to(600, loan_no, 'hardship minute')) AS reported_at,
    CASE WHEN happens(2000, loan_no, 'hardship over') AND reported_date < book_day() - 30
        THEN at_minute(reported_date + 28, 960) END AS ended_at
FROM (
    SELECT *, book_day() - 1 - up_to(90, loan_no, 'day of hardship')::INTEGER AS reported_date
    FROM traits WHERE happens(CASE WHEN dpd > 0 THEN 200 ELSE 5 END, loan_no, 'hardship')
)
ORDER BY borrower_id, hardship_id

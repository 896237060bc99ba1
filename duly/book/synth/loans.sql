SELECT loan_id, borrower_id, 'BOOK-1' AS book_id, product,
    day_of_month(zero_month, due_day) AS signed_date,
    limit_minor, rate,
    CASE WHEN happens(3000, loan_no, 'grace') THEN 3 ELSE 0 END AS grace_days,
    CASE WHEN ended AND unpaid_no IS NULL THEN 'settled'
        WHEN dpd > 360 AND happens(5000, loan_no, 'written off') THEN 'written_off' ELSE 'open' END AS state,
    CASE WHEN product = 'credit_card' AND unpaid_no IS NULL
        THEN one_of(['no_use', 'paid_in_full', 'revolving', 'revolving'], loan_no, 'card state') END AS card_state,
    agency_of(loan_no, dpd) AS agency_id
FROM traits

-- The loans of one stretch of borrowers, in the order of their ids: one or two each.
SELECT loan_no, borrower_no
FROM (
    SELECT n AS borrower_no,
        unnest([n * getvariable('gather') % getvariable('borrowers'),
                n * getvariable('gather') % getvariable('borrowers') + getvariable('borrowers')]) AS loan_no
    FROM range(getvariable('start'), getvariable('stop')) numbers(n)
)
WHERE loan_no < getvariable('loans')
ORDER BY borrower_no, loan_no

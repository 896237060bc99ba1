-- The loans of one stretch, in the order of their ids. Loans beyond the number of borrowers are second loans.
SELECT n AS loan_no, n % getvariable('borrowers') * getvariable('spread') % getvariable('borrowers') AS borrower_no
FROM range(getvariable('start'), getvariable('stop')) numbers(n)
ORDER BY loan_no

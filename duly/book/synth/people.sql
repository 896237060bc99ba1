-- One row a borrower of this stretch: where they live and how their mobile number is, which contacts need too.
CREATE OR REPLACE TEMP TABLE people AS
SELECT borrower_no, borrower_id,
    CASE WHEN NOT happens(50, borrower_no, 'region unknown')
        THEN one_of(getvariable('cities'), borrower_no, 'region') END AS region,
    CASE WHEN happens(200, borrower_no, 'mobile gone') THEN 'not_in_service'
        WHEN happens(100, borrower_no, 'mobile wrong') THEN 'wrong_number'
        WHEN happens(50, borrower_no, 'mobile reassigned') THEN 'reassigned' ELSE 'valid' END AS mobile_state,
    happens(1500, borrower_no, 'named contact') AS named_contact,
    happens(400, borrower_no, 'second mobile') AS second_mobile
FROM traits
WHERE loan_no < getvariable('borrowers')
ORDER BY borrower_no

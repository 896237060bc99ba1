-- A mobile number and an app account each; some have a second number, some named a contact person. The numbers begin with
-- +999, a country code that was never assigned.
WITH kinds AS (
    SELECT *, unnest(CASE WHEN named_contact AND second_mobile THEN [1, 2, 3, 4] WHEN named_contact THEN [1, 2, 4]
        WHEN second_mobile THEN [1, 2, 3] ELSE [1, 2] END) AS kind_no
    FROM people
)
SELECT 'A' || borrower_id[2:] || '-' || kind_no AS address_id, borrower_id,
    CASE kind_no WHEN 2 THEN 'app_account' ELSE 'mobile' END AS kind,
    CASE kind_no WHEN 4 THEN 'contact' ELSE 'borrower' END AS owner_role,
    CASE kind_no WHEN 3 THEN 'debtor_authorised' WHEN 4 THEN 'reserved_contact' ELSE 'contract' END AS source,
    CASE kind_no WHEN 1 THEN mobile_state ELSE 'valid' END AS state,
    CASE WHEN kind_no = 4 AND happens(500, borrower_no, 'contact refuses')
        THEN at_minute(book_day() - 1 - up_to(300, borrower_no, 'day of refusal')::INTEGER, 660) END AS refused_at,
    CASE WHEN kind_no <> 2 THEN '+999' || padded(borrower_no * 10 + kind_no, 10000000000) END AS value
FROM kinds

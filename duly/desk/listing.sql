-- What a closed day lists, in the words of the desk's nouns: whose case is open, and who works it. As `loading.sql`.

-- case
SELECT uuid() AS id, b.id AS borrower_id, 'CASE-' || w.borrower_id AS ref, 'reminder' AS state, 0 AS moved, today() AS opened_on
FROM (SELECT DISTINCT borrower_id FROM worklists) w JOIN store_borrower b ON b.ref = w.borrower_id;

-- casemove
SELECT s.id AS of_id, 1 AS seq, 'advance' AS event, 'phone' AS to_state, midnight(today()) AS at, '夜间清单 the night''s worklist' AS because
FROM worklists w JOIN store_case s ON s.ref = 'CASE-' || w.borrower_id WHERE s.moved = 0;

-- planned
SELECT uuid() AS id, b.id AS borrower_id, w.contact_id AS ref, today() AS day, w.team_id, w.position, l.id AS loan_id,
       a.id AS address_id, w.why, w.priority, w.earliest_minute, w.latest_minute
FROM worklists w JOIN planned p USING (contact_id) JOIN store_borrower b ON b.ref = w.borrower_id
JOIN store_loan l ON l.ref = w.loan_id JOIN store_address a ON a.ref = p.address_id;

-- assigned
SELECT uuid() AS id, b.id AS borrower_id, s.ref AS ref, s.id AS case_id, w.team_id
FROM (SELECT borrower_id, any_value(team_id) AS team_id FROM worklists GROUP BY borrower_id) w
JOIN store_borrower b ON b.ref = w.borrower_id JOIN store_case s ON s.ref = 'CASE-' || w.borrower_id;

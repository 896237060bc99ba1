-- A past of twelve months for the cases of a demonstration, and for some that were closed: invented, a statement a table, each after those it needs.
-- `month` has a line for each borrower with a case and each month that the book knows: how late the lender reported the
-- loan at its end, what was asked for, and what the book says was paid on the tenth after it. What speaks of money hangs on
-- these; in the months before them nobody is said to have been late, to have promised or to have paid. Two contacts of one
-- borrower lie days apart, each in ordinary hours, and none lies between a complaint or the beginning of a hold and its end.

-- complaint
SELECT uuid() AS id, m.borrower AS borrower_id, 'invented/' || m.who || '-complaint' AS ref, 'open' AS state, 0 AS moved,
       ['service', 'conduct', 'amount'][1 + draw(m.who, 'topic', 3)] AS topic, NULL AS loans,
       clocked(m.complained, 600 + draw(m.who, 'complained', 400)) AS received_at
FROM person m WHERE m.complained IS NOT NULL;

-- complaintmove
SELECT s.id AS of_id, 1 AS seq, 'answer' AS event, 'answered' AS to_state, clocked(m.complained + 9, 900) AS at,
       '虚构 invented' AS because, '已核实并答复（虚构） Looked into and answered (invented)' AS answer
FROM person m JOIN store_complaint s ON s.ref = 'invented/' || m.who || '-complaint' WHERE s.moved = 0;

-- hold
SELECT uuid() AS id, m.borrower AS borrower_id, 'invented/' || m.who || '-hold' AS ref, 'placed' AS state, 0 AS moved,
       ['care', 'disaster'][1 + draw(m.who, 'hold', 2)] AS kind, NULL AS loans, midnight(m.held) AS from_at,
       midnight(m.held + 21) AS until_at
FROM person m WHERE m.held IS NOT NULL;

-- promise
-- Kept where the book has the payment of that day, for what it says was paid; broken where it has none since.
SELECT uuid() AS id, m.borrower AS borrower_id, 'invented/' || m.who || '-promise-' || month(m.ends) AS ref, 'open' AS state,
       0 AS moved, m.loan AS loan_id, CASE WHEN m.paid > 0 THEN m.paid ELSE m.least END AS amount_minor, m.currency,
       m.ends + m.after AS made_on, m.pays AS due_on
FROM month m WHERE m.promised;

-- promisemove
SELECT s.id AS of_id, 1 AS seq, CASE WHEN m.paid > 0 THEN 'paid_in_full' ELSE 'grace_ended' END AS event,
       CASE WHEN m.paid > 0 THEN 'kept' ELSE 'broken' END AS to_state, midnight(m.pays + 1) AS at, '虚构 invented' AS because
FROM month m JOIN store_promise s ON s.ref = 'invented/' || m.who || '-promise-' || month(m.ends)
WHERE m.promised AND s.moved = 0;

-- notice
SELECT uuid() AS id, m.borrower AS borrower_id, 'invented/' || m.who || '-notice' AS ref, 'adverse_credit' AS kind,
       NULL AS loans, clocked(m.ends + 2, 600) AS sent_at, clocked(m.ends + 5, 660) AS delivered_at,
       '虚构-' || m.who AS proof_id
FROM month m WHERE m.late >= 2 AND draw(m.who, 'notice', 4) = 0
QUALIFY row_number() OVER (PARTITION BY m.borrower ORDER BY m.ends) = 1;

-- heard
SELECT uuid() AS id, c.borrower AS borrower_id, 'invented/' || c.who || '-' || c.what AS ref, clocked(c.day, c.minute) AS at,
       c.channel, c.direction, json_merge_patch('{}', json_object('party', 'P1', 'address', CAST(c.address AS VARCHAR),
           'purpose', c.purpose, 'collector', (SELECT lender_id FROM book), 'actor', 'human',
           'mode', CASE WHEN c.channel = 'phone_call' THEN 'interactive' END, 'outcome', c.outcome,
           'answered', CASE WHEN c.channel = 'phone_call' THEN c.outcome IN ('conversation', 'answered') END,
           'effective', CASE WHEN c.channel = 'phone_call' THEN c.outcome = 'conversation' END)) AS said
FROM contact c JOIN person p ON p.borrower = c.borrower
WHERE c.address IS NOT NULL
  AND (p.complained IS NULL OR c.day NOT BETWEEN p.complained AND p.complained + 9)
  AND (p.held IS NULL OR c.day NOT BETWEEN p.held AND p.held + 21);

-- case
SELECT uuid() AS id, m.borrower AS borrower_id, 'invented/' || m.who || '-case' AS ref, 'reminder' AS state, 0 AS moved,
       m.ends AS opened_on
FROM cure m;

-- A move for each case a statement: PostgreSQL moves a case on when the statement is over.

-- casemove
SELECT s.id AS of_id, 1 AS seq, 'advance' AS event, 'phone' AS to_state, midnight(m.ends + 1) AS at, '虚构 invented' AS because
FROM cure m JOIN store_case s ON s.ref = 'invented/' || m.who || '-case' WHERE s.moved = 0;

-- casemove
SELECT s.id AS of_id, 2 AS seq, 'cure' AS event, 'cured' AS to_state, midnight(m.pays + 1) AS at, '虚构 invented' AS because
FROM cure m JOIN store_case s ON s.ref = 'invented/' || m.who || '-case' WHERE s.moved = 0;

-- casemove
SELECT s.id AS of_id, 3 AS seq, 'close' AS event, 'closed' AS to_state, midnight(m.pays + 2) AS at, '虚构 invented' AS because
FROM cure m JOIN store_case s ON s.ref = 'invented/' || m.who || '-case' WHERE s.moved = 0;

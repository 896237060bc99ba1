-- A past of twelve months for the cases of a demonstration, and for some that were closed: invented, a statement a table,
-- each after those it needs (`past_reads.sql`). In the months before those the book knows nobody is said to have been
-- late, to have promised or to have paid. Two contacts of one borrower lie days apart, each in ordinary hours, and none lies
-- between a complaint, the beginning of a hold or the yes to a plan and its end. Where a noun moves more than once,
-- `turn()` says which of its moves is written.

-- complaint
SELECT uuid() AS id, m.borrower AS borrower_id, invented(m.who || '-complaint') AS ref, 'open' AS state, 0 AS moved,
       ['service', 'conduct', 'amount'][1 + draw(m.who, 'topic', 3)] AS topic, NULL AS loans,
       clocked(m.complained, 600 + draw(m.who, 'complained', 400)) AS received_at
FROM person m WHERE m.complained IS NOT NULL;

-- complaintmove
SELECT s.id AS of_id, 1 AS seq, 'answer' AS event, 'answered' AS to_state, clocked(m.complained + 9, 900) AS at,
       '虚构 invented' AS because, '已核实并答复（虚构） Looked into and answered (invented)' AS answer
FROM person m JOIN store_complaint s ON s.ref = invented(m.who || '-complaint') WHERE s.moved = 0;

-- hold
SELECT uuid() AS id, m.borrower AS borrower_id, invented(m.who || '-hold') AS ref, 'placed' AS state, 0 AS moved,
       ['care', 'disaster'][1 + draw(m.who, 'hold', 2)] AS kind, NULL AS loans, midnight(m.held) AS from_at,
       midnight(m.held + 21) AS until_at
FROM person m WHERE m.held IS NOT NULL;

-- promise
-- Kept where the book has the payment of that day, for what it says was paid; broken where it has none since.
SELECT uuid() AS id, m.borrower AS borrower_id, invented(m.who || '-promise-' || month(m.ends)) AS ref, 'open' AS state,
       0 AS moved, m.loan AS loan_id, CASE WHEN m.paid > 0 THEN m.paid ELSE m.least END AS amount_minor, m.currency,
       m.ends + m.after AS made_on, m.pays AS due_on
FROM month m WHERE m.promised;

-- promisemove
SELECT s.id AS of_id, 1 AS seq, CASE WHEN m.paid > 0 THEN 'paid_in_full' ELSE 'grace_ended' END AS event,
       CASE WHEN m.paid > 0 THEN 'kept' ELSE 'broken' END AS to_state, midnight(m.pays + 1) AS at,
       '按台账的回款核对（虚构） by the payments of the book (invented)' AS because
FROM month m JOIN store_promise s ON s.ref = invented(m.who || '-promise-' || month(m.ends))
WHERE m.promised AND s.moved = 0;

-- plan
-- `counted` names every payment of the book but those of the plan's own days.
SELECT uuid() AS id, a.borrower AS borrower_id, invented(a.who || '-plan') AS ref, 'proposed' AS state, 0 AS moved,
       a.loan AS loan_id, a.currency, 'reschedule' AS kind,
       json_object('kind', 'reschedule', 'annual_rate_bp', 0, 'instalments', 2, 'first_due_on', CAST(a.pays AS VARCHAR)) AS change,
       json_object('currency', a.currency, 'as_of', CAST(a.agreed_on AS VARCHAR), 'instalments', json_array(
           json_object('no', 1, 'due_on', CAST(a.pays AS VARCHAR), 'principal', a.each_minor),
           json_object('no', 2, 'due_on', CAST(a.last_due_on AS VARCHAR), 'principal', a.each_minor))) AS account,
       (SELECT to_json(coalesce(list(y.payment_id ORDER BY y.payment_id), [])) FROM payments y
        WHERE y.loan_id = a.loan_ref AND y.paid_date NOT IN (a.pays, a.last_due_on)) AS counted,
       f.said AS said_first, 2 AS instalments, a.pays AS first_due_on, a.last_due_on, a.each_minor AS month_most_minor,
       2 * a.each_minor AS total_minor, grace() AS grace_days,
       json_object('income', 4 * a.each_minor, 'expenses', 2 * a.each_minor, 'left', 2 * a.each_minor,
           'living_minimum', a.each_minor, 'monthly', a.each_minor, 'fits', true) AS affordability,
       true AS fits, false AS asks_approval, a.agreed_on + 7 AS offer_ends_on, a.user_id AS proposed_by_id,
       clocked(a.agreed_on, 1080) AS proposed_at
FROM arranged a JOIN said_first f ON f.agreed_on = a.agreed_on AND f.due_on = a.last_due_on;

-- planmove
SELECT s.id AS of_id, turn() AS seq, t.event, t.to_state, t.moved_at AS at, t.user_id AS by_id,
       CASE WHEN t.user_id IS NULL THEN '按台账的回款核对（虚构） by the payments of the book (invented)' ELSE '虚构 invented' END AS because,
       CASE WHEN t.event = 'sign' THEN t.ref ELSE '' END AS evidence_id, t.event = 'sign' AS told_first,
       CASE WHEN t.event = 'miss' THEN t.last_due_on END AS missed_due_on
FROM kept_by t JOIN store_plan s ON s.ref = t.ref
WHERE t.seq = turn() AND s.moved = 0;

-- notice
SELECT uuid() AS id, m.borrower AS borrower_id, invented(m.who || '-notice') AS ref, 'adverse_credit' AS kind,
       NULL AS loans, clocked(m.ends + 2, 600) AS sent_at, clocked(m.ends + 5, 660) AS delivered_at,
       '虚构-' || m.who AS proof_id
FROM month m WHERE m.months_late >= 2 AND NOT m.arranged AND draw(m.who, 'notice', 4) = 0
QUALIFY row_number() OVER (PARTITION BY m.borrower ORDER BY m.ends) = 1;

-- heard
SELECT uuid() AS id, c.borrower AS borrower_id, invented(c.who || '-' || c.what) AS ref, clocked(c.day, c.minute) AS at,
       c.channel, c.direction, json_merge_patch('{}', json_object('party', 'P1', 'address', CAST(c.address AS VARCHAR),
           'purpose', c.purpose, 'collector', (SELECT lender_id FROM book), 'actor', 'human',
           'mode', CASE WHEN c.channel = 'phone_call' THEN 'interactive' END, 'outcome', c.outcome,
           'answered', CASE WHEN c.channel = 'phone_call' THEN c.outcome IN ('conversation', 'answered') END,
           'effective', CASE WHEN c.channel = 'phone_call' THEN c.outcome = 'conversation' END)) AS said
FROM contact c JOIN person p ON p.borrower = c.borrower LEFT JOIN arranged a ON a.borrower = c.borrower
WHERE c.address IS NOT NULL
  AND (p.complained IS NULL OR c.day NOT BETWEEN p.complained AND p.complained + 9)
  AND (p.held IS NULL OR c.day NOT BETWEEN p.held AND p.held + 21)
  AND (a.who IS NULL OR c.day NOT BETWEEN a.agreed_on + 1 AND a.over_on);

-- case
SELECT uuid() AS id, c.borrower AS borrower_id, c.ref, 'reminder' AS state, 0 AS moved, c.opened_on FROM cases c;

-- casemove
SELECT s.id AS of_id, turn() AS seq, m.event, m.to_state, midnight(m.on_day) AS at,
       CASE m.why WHEN 'again' THEN '贷款人报告再次逾期（虚构） the lender reports it late again (invented)'
           WHEN 'unpaid' THEN '贷款人报告逾期，仍未还（虚构） reported late, still unpaid (invented)'
           WHEN 'current' THEN '台账显示不再逾期（虚构） the book shows it current again (invented)'
           ELSE '没有再逾期（虚构） not late again (invented)' END AS because
FROM cases c JOIN store_case s ON s.ref = c.ref JOIN turns m ON m.who = c.who
WHERE m.seq = turn() AND s.moved = 0;

-- assigned
-- Who worked a case that is over; whoever works an open one is listed by the day.
SELECT uuid() AS id, c.borrower AS borrower_id, c.ref, s.id AS case_id, c.team AS team_id
FROM cases c JOIN store_case s ON s.ref = c.ref WHERE c.is_over;

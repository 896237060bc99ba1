-- What of the desk's store a close needs, in SQL that both databases have: a statement a table, its columns with the types
-- the engine gives them. Rows that the book had before and that nobody moved are left where they are. :end is the instant
-- at which the day ends, :since the one from which on facts that grow are looked at, :day the day.

-- attempt: id UUID, borrower VARCHAR, address_id UUID, address_ref VARCHAR, role VARCHAR, username VARCHAR, agency_id VARCHAR, at TIMESTAMPTZ, channel VARCHAR, mode VARCHAR, purpose VARCHAR, state VARCHAR, outcome VARCHAR, result VARCHAR
SELECT a.id, b.ref, w.id, w.ref, p.role, u.username, u.agency_id, a.at, a.channel, a.mode, a.purpose, a.state, m.outcome, r.code
FROM store_attempt a JOIN store_borrower b ON b.id = a.borrower_id JOIN store_address w ON w.id = a.address_id
JOIN store_user u ON u.id = a.by_id LEFT JOIN store_party p ON p.id = w.party_id
LEFT JOIN store_attemptmove m ON m.of_id = a.id AND m.seq = a.moved LEFT JOIN store_result r ON r.attempt_id = a.id
WHERE a.at < :end AND a.at >= :since;

-- heard: id UUID, borrower VARCHAR, at TIMESTAMPTZ, channel VARCHAR, direction VARCHAR, said JSON
SELECT h.id, b.ref, h.at, h.channel, h.direction, h.said
FROM store_heard h JOIN store_borrower b ON b.id = h.borrower_id
WHERE h.ref IS NULL AND h.at < :end AND h.at >= :since;

-- promise: id UUID, ref VARCHAR, borrower VARCHAR, loan VARCHAR, made_on DATE, due_on DATE, amount_minor BIGINT, moved_to VARCHAR
SELECT n.id, n.ref, b.ref, l.ref, n.made_on, n.due_on, n.amount_minor,
       (SELECT m.to_state FROM store_promisemove m WHERE m.of_id = n.id AND m.at < :end ORDER BY m.seq DESC LIMIT 1)
FROM store_promise n JOIN store_borrower b ON b.id = n.borrower_id JOIN store_loan l ON l.id = n.loan_id
WHERE (n.ref IS NULL OR n.moved > 0) AND n.made_on <= :day;

-- hold: id UUID, ref VARCHAR, borrower VARCHAR, kind VARCHAR, loans JSON, from_at TIMESTAMPTZ, until_at TIMESTAMPTZ, moved_to VARCHAR, moved_at TIMESTAMPTZ
SELECT n.id, n.ref, b.ref, n.kind, n.loans, n.from_at, n.until_at,
       (SELECT m.to_state FROM store_holdmove m WHERE m.of_id = n.id AND m.at < :end ORDER BY m.seq DESC LIMIT 1),
       (SELECT m.at FROM store_holdmove m WHERE m.of_id = n.id AND m.at < :end ORDER BY m.seq DESC LIMIT 1)
FROM store_hold n JOIN store_borrower b ON b.id = n.borrower_id
WHERE (n.ref IS NULL OR n.moved > 0) AND n.from_at < :end;

-- hardship: hold_id UUID, reason VARCHAR
SELECT r.hold_id, r.reason FROM store_hardship r;

-- plan: id UUID, borrower VARCHAR, loan VARCHAR, instalments BIGINT, grace_days BIGINT, moved_to VARCHAR, agreed_at TIMESTAMPTZ, missed_due_on DATE
-- Those to which the borrower has said yes here.
SELECT n.id, b.ref, l.ref, n.instalments, n.grace_days,
       (SELECT m.to_state FROM store_planmove m WHERE m.of_id = n.id AND m.at < :end ORDER BY m.seq DESC LIMIT 1),
       (SELECT min(m.at) FROM store_planmove m WHERE m.of_id = n.id AND m.to_state IN ('accepted', 'kept')),
       (SELECT m.missed_due_on FROM store_planmove m WHERE m.of_id = n.id AND m.at < :end ORDER BY m.seq DESC LIMIT 1)
FROM store_plan n JOIN store_borrower b ON b.id = n.borrower_id JOIN store_loan l ON l.id = n.loan_id
WHERE n.ref IS NULL AND EXISTS (SELECT 1 FROM store_planmove m WHERE m.of_id = n.id AND m.to_state IN ('accepted', 'kept') AND m.at < :end);

-- settlement: id UUID, borrower VARCHAR, loan VARCHAR, pay_by DATE, moved_to VARCHAR, agreed_at TIMESTAMPTZ
SELECT n.id, b.ref, l.ref, n.pay_by,
       (SELECT m.to_state FROM store_settlementmove m WHERE m.of_id = n.id AND m.at < :end ORDER BY m.seq DESC LIMIT 1),
       (SELECT min(m.at) FROM store_settlementmove m WHERE m.of_id = n.id AND m.to_state = 'accepted')
FROM store_settlement n JOIN store_borrower b ON b.id = n.borrower_id JOIN store_loan l ON l.id = n.loan_id
WHERE EXISTS (SELECT 1 FROM store_settlementmove m WHERE m.of_id = n.id AND m.to_state = 'accepted' AND m.at < :end);

-- complaint: id UUID, ref VARCHAR, borrower VARCHAR, topic VARCHAR, loans JSON, received_at TIMESTAMPTZ, moved_to VARCHAR, moved_at TIMESTAMPTZ
SELECT n.id, n.ref, b.ref, n.topic, n.loans, n.received_at,
       (SELECT m.to_state FROM store_complaintmove m WHERE m.of_id = n.id AND m.at < :end ORDER BY m.seq DESC LIMIT 1),
       (SELECT m.at FROM store_complaintmove m WHERE m.of_id = n.id AND m.at < :end ORDER BY m.seq DESC LIMIT 1)
FROM store_complaint n JOIN store_borrower b ON b.id = n.borrower_id
WHERE (n.ref IS NULL OR n.moved > 0) AND n.received_at < :end;

-- dispute: id UUID, ref VARCHAR, borrower VARCHAR, kind VARCHAR, loans JSON, raised_at TIMESTAMPTZ, moved_to VARCHAR, moved_at TIMESTAMPTZ
SELECT n.id, n.ref, b.ref, n.kind, n.loans, n.raised_at,
       (SELECT m.to_state FROM store_disputemove m WHERE m.of_id = n.id AND m.at < :end ORDER BY m.seq DESC LIMIT 1),
       (SELECT m.at FROM store_disputemove m WHERE m.of_id = n.id AND m.at < :end ORDER BY m.seq DESC LIMIT 1)
FROM store_dispute n JOIN store_borrower b ON b.id = n.borrower_id
WHERE (n.ref IS NULL OR n.moved > 0) AND n.raised_at < :end;

-- preference: id UUID, ref VARCHAR, borrower VARCHAR, kind VARCHAR, said_at TIMESTAMPTZ, terms JSON
-- Those that the book had come along where the borrower said something later.
SELECT n.id, n.ref, b.ref, n.kind, n.said_at, n.terms
FROM store_preference n JOIN store_borrower b ON b.id = n.borrower_id
WHERE n.borrower_id IN (SELECT o.borrower_id FROM store_preference o WHERE o.ref IS NULL) AND n.said_at < :end;

-- consent: id UUID, ref VARCHAR, borrower VARCHAR, scope VARCHAR, given_at TIMESTAMPTZ, form VARCHAR, evidence_id VARCHAR, terms JSON, revoked_at TIMESTAMPTZ
SELECT n.id, n.ref, b.ref, n.scope, n.given_at, n.form, n.evidence_id, n.terms, r.at
FROM store_consent n JOIN store_borrower b ON b.id = n.borrower_id
LEFT JOIN store_consentrevoked r ON r.consent_id = n.id AND r.at < :end
WHERE (n.ref IS NULL OR r.at IS NOT NULL) AND n.given_at < :end;

-- borrower: borrower VARCHAR, deceased BOOLEAN, minor BOOLEAN, capacity VARCHAR
SELECT ref, deceased, minor, capacity FROM store_borrower WHERE deceased OR minor OR capacity <> 'full';

-- address: id UUID, ref VARCHAR, borrower VARCHAR, kind VARCHAR, role VARCHAR, source VARCHAR, state VARCHAR, refused_at TIMESTAMPTZ
SELECT w.id, w.ref, b.ref, w.kind, p.role, w.source, w.state, p.refused_at
FROM store_address w JOIN store_borrower b ON b.id = w.borrower_id LEFT JOIN store_party p ON p.id = w.party_id
WHERE w.ref IS NULL OR w.state <> 'valid' OR p.refused_at IS NOT NULL;

-- place: id UUID, ref VARCHAR
-- The addresses that what was heard and what was asked for may name.
SELECT w.id, w.ref FROM store_address w
WHERE w.borrower_id IN (SELECT o.borrower_id FROM store_preference o WHERE o.ref IS NULL)
   OR w.borrower_id IN (SELECT h.borrower_id FROM store_heard h WHERE h.ref IS NULL AND h.at < :end AND h.at >= :since);

-- person: id UUID, role VARCHAR
SELECT p.id, p.role FROM store_party p
WHERE p.borrower_id IN (SELECT h.borrower_id FROM store_heard h WHERE h.ref IS NULL AND h.at < :end AND h.at >= :since);

-- loan: id UUID, ref VARCHAR
-- The loans that a stop may name.
SELECT l.id, l.ref FROM store_loan l
WHERE l.borrower_id IN (SELECT o.borrower_id FROM store_hold o WHERE o.ref IS NULL)
   OR l.borrower_id IN (SELECT o.borrower_id FROM store_complaint o WHERE o.ref IS NULL)
   OR l.borrower_id IN (SELECT o.borrower_id FROM store_dispute o WHERE o.ref IS NULL);

-- agency: id VARCHAR
SELECT id FROM store_agency;

-- visit_invited: id UUID
SELECT v.id FROM store_visitinvited v WHERE v.said_at < :end;

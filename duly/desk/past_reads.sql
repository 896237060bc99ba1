-- What a past is written from: a temporary table a statement, each after those it needs. `reported` has a line for each
-- borrower whose past is told and each month that the book knows: how late the lender reported the loan at its end, what
-- was asked for, and what the book says was paid on the tenth after it. Months in a row in which it was late are a spell.

-- cured
-- Late once and not since: an eighth of them is told of, for whoever looks a closed case up.
SELECT l.borrower_id AS who
FROM statements s JOIN loans l ON l.loan_id = s.loan_id JOIN aging g ON g.loan_id = s.loan_id
WHERE g.dpd = 0 AND l.borrower_id NOT IN (SELECT borrower_id FROM worklists) AND draw(l.borrower_id, 'is told of', 8) = 0
GROUP BY l.borrower_id, l.loan_id
HAVING max(s.months_late) >= 1 AND arg_max(s.months_late, s.statement_date) <= 0
   AND max(s.statement_date) FILTER (s.months_late >= 1) + 32 + reopens() < today();

-- stopped
-- Those of whom the book itself tells something: no more is told.
SELECT borrower_id AS who FROM preferences UNION SELECT borrower_id FROM hardships UNION SELECT borrower_id FROM disputes
UNION SELECT borrower_id FROM complaints UNION SELECT borrower_id FROM holds UNION SELECT borrower_id FROM plans;

-- person
SELECT b.id AS borrower, b.ref AS who, l.id AS loan, l.ref AS loan_ref, c.team, any_value(h.region) AS region,
       any_value(a.id) FILTER (a.kind = 'mobile' AND a.own) AS mobile,
       any_value(a.id) FILTER (a.kind = 'app_account' AND a.own) AS app,
       CASE WHEN draw(b.ref, 'complains', 40) = 0 THEN today() - 330 + draw(b.ref, 'complaint', 280) END AS complained,
       CASE WHEN draw(b.ref, 'is held', 50) = 0 THEN today() - 340 + draw(b.ref, 'held', 270) END AS held
FROM (SELECT borrower_id AS who, any_value(team_id) AS team FROM worklists GROUP BY ALL UNION ALL SELECT who, NULL FROM cured) c
JOIN store_borrower b ON b.ref = c.who JOIN borrowers h ON h.borrower_id = c.who
JOIN (SELECT borrower_id, any_value(loan_id) AS ref FROM loans GROUP BY ALL HAVING count(*) = 1) one
     ON one.borrower_id = b.ref JOIN store_loan l ON l.ref = one.ref
ANTI JOIN stopped ON stopped.who = c.who
LEFT JOIN (SELECT s.id, s.ref, kind, owner_role = 'borrower' AND state = 'valid' AS own, borrower_id
           FROM addresses JOIN store_address s ON s.ref = address_id) a ON a.borrower_id = b.ref
GROUP BY ALL;

-- reported
SELECT p.*, s.statement_date AS ends, s.months_late >= 1 AS late, s.months_late, tenth(s.statement_date) AS pays,
       coalesce((SELECT sum(amount_minor) FROM payments y WHERE y.loan_id = p.loan_ref
                 AND y.paid_date BETWEEN s.statement_date + 1 AND tenth(s.statement_date)), 0) AS paid,
       s.billed_minor // 20 AS least, (SELECT currency FROM book) AS currency,
       2 + draw(p.who, 'after ' || month(s.statement_date), 3) AS after,
       lead(s.statement_date) OVER months AS next_ends,
       count(*) FILTER (s.months_late <= 0) OVER (months ROWS UNBOUNDED PRECEDING) AS spell
FROM person p JOIN statements s ON s.loan_id = p.loan_ref
WINDOW months AS (PARTITION BY p.who ORDER BY s.statement_date);

-- spells
-- Cured on the day after the payment, or where there was none, after the statement that reports the loan current.
SELECT borrower, who, team, region, min(ends) AS since, max(ends) AS until,
       CASE WHEN max(next_ends) > max(ends) THEN CASE WHEN arg_max(paid, ends) > 0 THEN max(pays) ELSE max(next_ends) END + 1
       END AS cured_on,
       row_number() OVER (PARTITION BY who ORDER BY min(ends)) AS nth,
       lead(min(ends)) OVER (PARTITION BY who ORDER BY min(ends)) AS again_on
FROM reported WHERE late GROUP BY borrower, who, team, region, spell;

-- turns
-- Each case with the moves of its spells: none begins a stage before the last has ended. The night opens the telephone to
-- those that were not late before this month.
SELECT *, row_number() OVER (PARTITION BY who ORDER BY on_day, event) AS seq
FROM (
    SELECT who, since + 1 AS on_day, CASE WHEN kept_open THEN 'fall_late' ELSE 'reopen' END AS event, 'reminder' AS to_state,
           'again' AS why FROM (SELECT *, lag(cured_on) OVER (PARTITION BY who ORDER BY since) + reopens() > since AS kept_open
                                FROM spells) WHERE nth > 1
    UNION ALL
    SELECT who, CASE WHEN since = (SELECT max(statement_date) FROM statements) THEN today() ELSE since + 2 END, 'advance', 'phone',
           'unpaid' FROM spells
    UNION ALL
    SELECT who, cured_on, 'cure', 'cured', 'current' FROM spells WHERE cured_on IS NOT NULL
    UNION ALL
    SELECT who, cured_on + reopens(), 'close', 'closed', 'stayed' FROM spells
    WHERE cured_on + reopens() <= coalesce(again_on, today()));

-- cases
-- Of those whose loan the book shows as the case would end: late and listed, or current and closed.
SELECT borrower, who, CASE WHEN team IS NULL THEN invented(who || '-case') ELSE 'CASE-' || who END AS ref,
       min(since) AS opened_on, coalesce(team, (SELECT min(team_id) FROM teams t WHERE t.region = s.region),
           (SELECT min(team_id) FROM teams t WHERE t.region IS NULL), (SELECT min(team_id) FROM teams)) AS team, team IS NULL AS is_over
FROM spells s GROUP BY borrower, who, s.team, s.region
HAVING CASE WHEN s.team IS NULL THEN bool_and(cured_on + reopens() <= today() AND cured_on IS NOT NULL)
            ELSE bool_or(cured_on IS NULL) END;

-- proposers
-- The lender's own people, by team, for who worked a plan out.
SELECT s.team_id AS team, u.id AS user_id, row_number() OVER (PARTITION BY s.team_id ORDER BY s.staff_id) - 1 AS nth,
       count(*) OVER (PARTITION BY s.team_id) AS many
FROM staff s JOIN store_user u ON u.username = s.staff_id WHERE s.agency_id IS NULL AND NOT s.suspended;

-- arranged
-- Two equal instalments. Kept where the book has both on their days, and reports the loan current after either; broken
-- where it has the first and not the second.
SELECT m.*, c.ref AS case_ref, m.ends + m.after AS agreed_on, n.pays AS last_due_on, n.paid > 0 AS kept,
       CASE WHEN n.paid > 0 THEN (m.paid + n.paid) // 2 ELSE m.paid END AS each_minor,
       n.pays + CASE WHEN n.paid > 0 THEN 1 ELSE grace() + 1 END AS over_on, p.user_id
FROM reported m JOIN reported n ON n.who = m.who AND n.ends = m.next_ends JOIN spells s ON s.who = m.who
     AND m.ends BETWEEN s.since AND s.until
JOIN cases c ON c.who = m.who
JOIN proposers p ON p.team = c.team AND p.nth = draw(m.who, 'is served by', p.many)
WHERE m.late AND m.paid >= worth() AND m.complained IS NULL AND m.held IS NULL
  AND NOT EXISTS (FROM promises x WHERE x.borrower_id = m.who)
  AND CASE WHEN n.paid > 0 THEN n.paid >= worth() AND m.paid >= n.paid AND (m.paid + n.paid) % 2 = 0
                AND s.cured_on IS NOT NULL AND s.until IN (m.ends, n.ends)
           ELSE n.late AND draw(m.who, 'agrees', 4) = 0 END
  AND n.pays + grace() + 1 < today()
QUALIFY row_number() OVER (PARTITION BY m.who ORDER BY m.ends DESC) = 1;

-- kept_by
-- What came of each plan.
SELECT invented(who || '-plan') AS ref, 1 AS seq, 'offer' AS event, 'offered' AS to_state, clocked(agreed_on, 1080) AS moved_at,
       user_id, last_due_on
FROM arranged
UNION ALL SELECT invented(who || '-plan'), 2, 'sign', 'kept', clocked(agreed_on, 1100), user_id, last_due_on FROM arranged
UNION ALL SELECT invented(who || '-plan'), 3, if(kept, 'complete', 'miss'), if(kept, 'completed', 'in_grace'),
                 midnight(last_due_on + 1), NULL, last_due_on FROM arranged
UNION ALL SELECT invented(who || '-plan'), 4, 'break', 'broken', midnight(over_on), NULL, last_due_on FROM arranged WHERE NOT kept;

-- month
-- What was done in a month: a plan, or else a promise here and there.
SELECT r.*, a.who IS NOT NULL AS arranged, coalesce(r.ends = a.ends, false) AS agrees,
       late AND if(paid > 0, paid, least) >= worth() AND draw(r.who, 'promises ' || month(r.ends), 3) = 0 AND complained IS NULL AND held IS NULL
           AND NOT coalesce(r.ends >= a.ends AND r.ends + r.after <= a.over_on, false)
           AND NOT EXISTS (FROM promises x WHERE x.borrower_id = r.who) AS promised
FROM reported r LEFT JOIN (SELECT who, ends, over_on FROM arranged) a ON a.who = r.who
WHERE r.pays < today() - 15;

-- contact
SELECT borrower, who, 'reminder-' || k AS what, day, 600 + draw(who, 'reminds ' || k, 480) AS minute,
       'push' AS channel, 'outbound' AS direction, app AS address, 'reminder' AS purpose, 'delivered' AS outcome
FROM (SELECT *, CAST(date_trunc('month', today()) - to_months(12 - k) AS DATE) + 11 AS day
      FROM person, range(12) months(k))
WHERE day < (SELECT min(statement_date) - 14 FROM statements) AND draw(who, 'is reminded ' || k, 4) > 0
UNION ALL
SELECT borrower, who, 'call-' || month(ends), ends + after, 560 + draw(who, 'calls ' || month(ends), 500),
       'phone_call', 'outbound', mobile, 'collect',
       CASE WHEN promised OR agrees THEN 'conversation'
            ELSE split('no_answer no_answer busy answered conversation', ' ')[1 + draw(who, 'came ' || month(ends), 5)] END
FROM month WHERE late
UNION ALL
SELECT borrower, who, 'again-' || month(ends), ends + after + 6, 560 + draw(who, 'again ' || month(ends), 500),
       'phone_call', 'outbound', mobile, 'collect',
       ['no_answer', 'busy', 'conversation'][1 + draw(who, 'came again ' || month(ends), 3)]
FROM month WHERE late AND NOT promised AND draw(who, 'is called again ' || month(ends), 2) = 0
UNION ALL
SELECT borrower, who, 'wrote', today() - 300 + draw(who, 'wrote on', 260), 480 + draw(who, 'wrote', 800), 'im',
       'inbound', app, 'service', 'conversation'
FROM person WHERE draw(who, 'writes', 12) = 0;

-- Each wide relation is read once, into a small cube; every measure is a sum over a cube, so that measures that
-- must add up do. An absent measure is nought. :day is the business day.
WITH
loan_cube AS (
    SELECT
        bucket, bucket_before, roll, class_floor, in_grace,
        count(*) AS loans,
        sum(outstanding_minor) AS outstanding,
        sum(overdue_minor) AS overdue,
        sum(overdue_principal_minor) AS principal,
        sum(overdue_interest_minor) AS interest,
        sum(overdue_fee_minor) AS fee,
        sum(overdue_penalty_minor) AS penalty
    FROM aging
    GROUP BY bucket, bucket_before, roll, class_floor, in_grace
),

band_cube AS (SELECT band, count(*) AS loans FROM scores GROUP BY band),

borrower_cube AS (
    SELECT
        treatment, reason, row_id, arm, bucket, band, channel,
        CASE WHEN bucket <> 'M0' THEN 'late' ELSE 'not_late' END AS lateness, -- in M0 nobody is late, grace days or not
        count(*) AS borrowers,
        sum(overdue_minor) AS overdue
    FROM treatments
    GROUP BY treatment, reason, row_id, arm, bucket, band, channel, lateness
),

contact_cube AS (
    SELECT
        channel, party_role, verdict, refused_by, unknown_in, team_id, address_id IS NULL AS without_address,
        CASE WHEN verdict IN ('allow', 'warn') THEN 'permitted' ELSE 'refused' END AS answer,
        count(*) AS contacts
    FROM planned
    GROUP BY channel, party_role, verdict, refused_by, unknown_in, team_id, without_address
),

refusals AS (
    SELECT
        string_split(refused_by, ',') AS rules,
        contacts
    FROM contact_cube
    WHERE answer = 'refused' AND coalesce(refused_by, '') <> ''
),

objections AS (SELECT unnest(rules) AS rule, len(rules) AS rules_of_contact, contacts FROM refusals),

doubts AS (
    SELECT unnest(string_split(unknown_in, ',')) AS rule, contacts
    FROM contact_cube
    WHERE answer = 'refused' AND coalesce(unknown_in, '') <> ''
),

call_cube AS (
    SELECT
        worklists.team_id,
        CASE WHEN coalesce(teams.region, '') <> '' AND starts_with(coalesce(borrowers.region, ''), teams.region)
            THEN 'local' ELSE 'elsewhere' END AS nearness,
        count(*) AS calls
    FROM worklists
    LEFT JOIN teams ON worklists.team_id = teams.team_id
    LEFT JOIN borrowers ON worklists.borrower_id = borrowers.borrower_id
    GROUP BY worklists.team_id, nearness
),

-- What became of the loans kept out of the fitting of the score, at the first observation after the day.
observed AS (
    SELECT
        scores.score, scores.pd_bp,
        count(*) FILTER (WHERE outcomes.defaulted) AS defaults,
        count(*) FILTER (WHERE NOT outcomes.defaulted) AS others
    FROM outcomes
    INNER JOIN scores ON outcomes.loan_id = scores.loan_id
    WHERE
        outcomes.is_test
        AND outcomes.observed_date = (SELECT min(observed_date) FROM outcomes WHERE observed_date > :day)
    GROUP BY scores.score, scores.pd_bp
),

by_score AS (SELECT score, sum(defaults) AS defaults, sum(others) AS others FROM observed GROUP BY score),

-- Pairs of a default and another loan, of which the other has more points; a tie is half a pair.
pairs AS (
    SELECT
        defaults, others,
        defaults * (
            2 * coalesce(sum(others) OVER (ORDER BY score DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
            + others
        ) AS halves
    FROM by_score
),

by_probability AS (
    SELECT pd_bp, sum(defaults) AS defaults, sum(defaults + others) AS loans FROM observed GROUP BY pd_bp
),

tenths AS (
    SELECT
        pd_bp, defaults, loans,
        10 * (2 * coalesce(sum(loans) OVER (ORDER BY pd_bp ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) + loans)
        // (2 * sum(loans) OVER ()) + 1 AS tenth
    FROM by_probability
),

kept AS (
    SELECT 'loans' AS measure, bucket AS "of", '' AS "by", sum(loans) AS value FROM loan_cube GROUP BY bucket
    UNION ALL SELECT 'outstanding_minor', bucket, '', sum(outstanding) FROM loan_cube GROUP BY bucket
    UNION ALL SELECT 'overdue_minor', bucket, '', sum(overdue) FROM loan_cube GROUP BY bucket
    UNION ALL SELECT 'overdue_part_minor', 'principal', '', sum(principal) FROM loan_cube
    UNION ALL SELECT 'overdue_part_minor', 'interest', '', sum(interest) FROM loan_cube
    UNION ALL SELECT 'overdue_part_minor', 'fee', '', sum(fee) FROM loan_cube
    UNION ALL SELECT 'overdue_part_minor', 'penalty', '', sum(penalty) FROM loan_cube
    UNION ALL SELECT 'in_grace', '', '', sum(loans) FROM loan_cube WHERE in_grace
    UNION ALL SELECT 'class_loans', class_floor, '', sum(loans) FROM loan_cube GROUP BY class_floor
    UNION ALL SELECT 'class_outstanding_minor', class_floor, '', sum(outstanding) FROM loan_cube GROUP BY class_floor
    UNION ALL SELECT 'moved', bucket_before, bucket, sum(loans) FROM loan_cube GROUP BY bucket_before, bucket
    UNION ALL
    SELECT 'moved_outstanding_minor', bucket_before, bucket, sum(outstanding) FROM loan_cube
    GROUP BY bucket_before, bucket
    UNION ALL SELECT 'roll', roll, '', sum(loans) FROM loan_cube GROUP BY roll
    UNION ALL SELECT 'band_loans', band, '', sum(loans) FROM band_cube GROUP BY band
    UNION ALL SELECT 'borrowers', treatment, lateness, sum(borrowers) FROM borrower_cube GROUP BY treatment, lateness
    UNION ALL
    SELECT 'in_peace', coalesce(reason, ''), lateness, sum(borrowers) FROM borrower_cube
    WHERE treatment = 'leave_in_peace' GROUP BY coalesce(reason, ''), lateness
    UNION ALL SELECT 'treatment_row', row_id, treatment, sum(borrowers) FROM borrower_cube GROUP BY row_id, treatment
    UNION ALL SELECT 'arm', arm, lateness, sum(borrowers) FROM borrower_cube GROUP BY arm, lateness
    UNION ALL SELECT 'arm_bucket', arm, bucket, sum(borrowers) FROM borrower_cube GROUP BY arm, bucket
    UNION ALL SELECT 'arm_band', arm, coalesce(band, ''), sum(borrowers) FROM borrower_cube GROUP BY arm, coalesce(band, '')
    UNION ALL SELECT 'arm_treatment', arm, treatment, sum(borrowers) FROM borrower_cube GROUP BY arm, treatment
    UNION ALL SELECT 'arm_overdue_minor', arm, '', sum(overdue) FROM borrower_cube GROUP BY arm
    UNION ALL SELECT 'planned', channel, answer, sum(contacts) FROM contact_cube GROUP BY channel, answer
    UNION ALL SELECT 'verdict', verdict, '', sum(contacts) FROM contact_cube GROUP BY verdict
    UNION ALL SELECT 'party', party_role, answer, sum(contacts) FROM contact_cube GROUP BY party_role, answer
    UNION ALL SELECT 'refused_by', rule, '', sum(contacts) FROM objections GROUP BY rule
    UNION ALL
    SELECT 'refused_by_it_alone', rule, '', sum(contacts) FROM objections WHERE rules_of_contact = 1 GROUP BY rule
    UNION ALL SELECT 'unknown_in', rule, '', sum(contacts) FROM doubts GROUP BY rule
    UNION ALL
    SELECT 'without_address', answer, '', sum(contacts) FROM contact_cube WHERE without_address GROUP BY answer
    UNION ALL SELECT 'rules_of_refusal', len(rules)::VARCHAR, '', sum(contacts) FROM refusals GROUP BY len(rules)
    UNION ALL
    SELECT 'permitted_calls', team_id, '', sum(contacts) FROM contact_cube
    WHERE team_id IS NOT NULL AND answer = 'permitted' GROUP BY team_id
    UNION ALL SELECT 'worklist', team_id, nearness, sum(calls) FROM call_cube GROUP BY team_id, nearness
    UNION ALL SELECT 'capacity', team_id, '', agents * calls_per_agent FROM teams
    UNION ALL SELECT 'tested', 'loans', '', sum(defaults + others) FROM by_score
    UNION ALL SELECT 'tested', 'defaults', '', sum(defaults) FROM by_score
    UNION ALL
    SELECT 'auc_ppm', '', '', 1000000 * sum(halves) // nullif(2 * sum(defaults) * sum(others), 0) FROM pairs
    UNION ALL
    SELECT
        'brier_ppm', '', '',
        sum(defaults * (10000 - pd_bp) * (10000 - pd_bp) + others * pd_bp * pd_bp) // (100 * sum(defaults + others))
    FROM observed
    UNION ALL SELECT 'tenth_loans', tenth::INTEGER::VARCHAR, '', sum(loans) FROM tenths GROUP BY tenth
    UNION ALL SELECT 'tenth_defaults', tenth::INTEGER::VARCHAR, '', sum(defaults) FROM tenths GROUP BY tenth
    UNION ALL SELECT 'tenth_pd_bp', tenth::INTEGER::VARCHAR, '', sum(pd_bp * loans) FROM tenths GROUP BY tenth
    UNION ALL
    SELECT 'set_aside', CASE WHEN l.loan_id IS NULL THEN 'unnamed' ELSE 'held' END AS names, '', count(*)
    FROM set_aside LEFT JOIN loans AS l USING (loan_id) GROUP BY names
    UNION ALL SELECT 'days_since_payment', '', '', :day - max(paid_date) FROM payments WHERE paid_date <= :day
    UNION ALL SELECT unnest(['statements', 'statements_explained']), '', '', unnest([loans, explained]) FROM (:explained)
)

SELECT measure, "of", "by", value::BIGINT AS value
FROM kept
WHERE value <> 0
ORDER BY measure, "of", "by"

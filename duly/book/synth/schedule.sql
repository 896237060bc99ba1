-- Equal instalments. Principal follows the share of the limit that is repaid through an instalment, so that it adds up to
-- the limit exactly; interest is the rest of the instalment, so that the running total is a product.
SELECT loan_id, instalment_no::INTEGER AS instalment_no, day_of_month(zero_month + instalment_no, due_day) AS due_date,
    repaid(limit_minor, plan_no, instalment_no) - repaid(limit_minor, plan_no, instalment_no - 1) AS principal_minor,
    instalment_minor - fee_minor - repaid(limit_minor, plan_no, instalment_no)
        + repaid(limit_minor, plan_no, instalment_no - 1) AS interest_minor,
    fee_minor,
    false AS estimated,
    instalment_no * instalment_minor AS due_total_minor
FROM (
    SELECT loan_id, limit_minor, plan_no, zero_month, due_day, instalment_minor, has_fee * (limit_minor // 1000) AS fee_minor,
        unnest(range(1, term + 1)) AS instalment_no
    FROM traits
)

-- Everything that is true of a loan, from its number alone. `numbers` holds (loan_no, borrower_no).
-- Habit and turn are the hidden regimes: how a person pays, and what once happened to that.
CREATE OR REPLACE MACRO due_date_of(instalment) AS day_of_month(due_month + instalment - due_count, due_day);

-- Days from the due date to the day of payment, while nothing has happened.
CREATE OR REPLACE MACRO habit_days(instalment) AS CASE habit
    WHEN 'early' THEN -1 - up_to(9, loan_no * 64 + instalment, 'days early')
    WHEN 'few_days_late' THEN up_to(10, loan_no * 64 + instalment, 'days late')
    ELSE 0 END;

-- The day on which an instalment is paid in full; none where it never is.
CREATE OR REPLACE MACRO paid_date_of(instalment) AS CASE
    WHEN turn_no IS NULL OR instalment < turn_no OR turn = 'resumes' AND instalment >= turn_no + missed
        THEN due_date_of(instalment) + habit_days(instalment)::INTEGER
    WHEN turn = 'slides' THEN due_date_of(instalment) + least(9 * (instalment - turn_no + 1), 59)::INTEGER
    WHEN turn = 'resumes' THEN resumed_date END;

CREATE OR REPLACE TEMP TABLE traits AS
WITH drawn AS (
    SELECT loan_no, borrower_no,
        up_to(20, loan_no, 'term') AS term_draw,
        up_to(10000, loan_no, 'product') AS product_draw,
        1 + up_to(28, loan_no, 'due day') AS due_day,
        up_to(24, loan_no, 'rate') % 6 AS rate_no,
        happens(400, loan_no, 'ended') AS ended,
        up_to(10000, loan_no, 'habit') AS habit_draw,
        up_to(10000, loan_no, 'turn') AS turn_draw,
        up_to(100, loan_no, 'missed') AS missed_draw
    FROM numbers
), named AS (
    SELECT loan_no, borrower_no, due_day, missed_draw,
        CASE WHEN term_draw < 2 THEN 3 WHEN term_draw < 7 THEN 6 WHEN term_draw < 16 THEN 12 ELSE 24 END AS term,
        CASE WHEN product_draw < 4000 THEN 'online_consumer_loan' WHEN product_draw < 6500 THEN 'consumer_loan'
            WHEN product_draw < 8500 THEN 'credit_card' WHEN product_draw < 9500 THEN 'micro_loan'
            ELSE 'personal_loan' END AS product,
        rate_no,
        getvariable('rates')[1 + rate_no] AS rate,
        one_of([100000, 200000, 300000, 500000, 800000, 1000000, 2000000, 5000000], loan_no, 'size')
            // 10 * (10 + up_to(10, loan_no, 'size within')) AS limit_minor,
        CASE WHEN happens(500, loan_no, 'fee') THEN 1 ELSE 0 END AS has_fee,
        ended,
        CASE WHEN habit_draw < 3000 THEN 'early' WHEN habit_draw < 8000 THEN 'on_time' ELSE 'few_days_late' END AS habit,
        CASE WHEN turn_draw < 500 THEN 'slides' WHEN turn_draw < 1100 THEN 'stops'
            WHEN turn_draw < 2300 THEN 'resumes' END AS turn,
        getvariable('month') - (due_day > getvariable('day_of_month'))::INTEGER AS last_due_month
    FROM drawn
), timed AS (
    SELECT *,
        CASE WHEN ended THEN term ELSE up_to(term, loan_no, 'age') END AS due_count,
        last_due_month - CASE WHEN ended THEN up_to(12, loan_no, 'months ended') ELSE 0 END AS due_month,
        term_no(term) + rate_no * 4 AS annuity_no
    FROM named
), turned AS (
    SELECT *,
        CASE WHEN turn IS NOT NULL AND due_count > 0 THEN 1 + up_to(due_count, loan_no, 'turn no') END AS turn_no,
        CASE WHEN missed_draw < 45 THEN 1 WHEN missed_draw < 68 THEN 2 WHEN missed_draw < 82 THEN 3
            WHEN missed_draw < 91 THEN 4 WHEN missed_draw < 97 THEN 5 ELSE 6 END AS missed,
        limit_minor * getvariable('annuities')[1 + annuity_no] // 1000000000 + has_fee * (limit_minor // 1000)
            AS instalment_minor
    FROM timed
), resumed AS (
    SELECT *, due_date_of(turn_no + missed - 1) + (1 + up_to(18, loan_no, 'days to resume'))::INTEGER AS resumed_date
    FROM turned
), unpaid AS (
    SELECT *,
        CASE
            WHEN turn = 'stops' OR turn = 'resumes' AND resumed_date > book_day() THEN turn_no
            WHEN due_count > 1 AND paid_date_of(due_count - 1) > book_day() THEN due_count - 1
            WHEN due_count > 0 AND paid_date_of(due_count) > book_day() THEN due_count
        END AS unpaid_no
    FROM resumed
)
SELECT *, 'L' || loan_digits(loan_no) AS loan_id, 'B' || borrower_digits(borrower_no) AS borrower_id,
    coalesce(book_day() - due_date_of(unpaid_no), 0) AS dpd
FROM unpaid
ORDER BY getvariable('by_borrower') AND borrower_no IS NOT NULL, loan_no

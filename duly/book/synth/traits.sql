-- Everything that is true of a loan, from its number alone. `numbers` holds (loan_no, borrower_no).
-- Instalment n falls due in month `zero_month` + n, counted from the year 0.
CREATE OR REPLACE TEMP TABLE traits AS
WITH drawn AS (
    SELECT loan_no, borrower_no,
        up_to(20, loan_no, 'term') AS term_draw,
        up_to(10000, loan_no, 'product') AS product_draw,
        1 + up_to(28, loan_no, 'due day') AS due_day,
        up_to(len(getvariable('rates')), loan_no, 'rate') AS rate_no,
        happens(400, loan_no, 'ended') AS ended,
        up_to(10000, loan_no, 'habit') AS habit_draw,
        up_to(10000, loan_no, 'turn') AS turn_draw,
        up_to(100, loan_no, 'missed') AS missed_draw
    FROM numbers
), named AS (
    SELECT loan_no, borrower_no, due_day, missed_draw,
        CASE WHEN term_draw < 2 THEN 0 WHEN term_draw < 7 THEN 1 WHEN term_draw < 16 THEN 2 ELSE 3 END AS term_no,
        CASE WHEN product_draw < 4000 THEN 'online_consumer_loan' WHEN product_draw < 6500 THEN 'consumer_loan'
            WHEN product_draw < 8500 THEN 'credit_card' WHEN product_draw < 9500 THEN 'micro_loan'
            ELSE 'personal_loan' END AS product,
        rate_no,
        getvariable('rates')[1 + rate_no] AS rate,
        one_of([100000, 200000, 300000, 500000, 800000, 1000000, 2000000, 5000000], loan_no, 'size')
            // 10 * (10 + up_to(10, loan_no, 'size within')) AS limit_minor,
        CASE WHEN happens(500, loan_no, 'fee') THEN 1 ELSE 0 END AS has_fee,
        ended,
        CASE WHEN habit_draw < 3000 THEN 'early' WHEN habit_draw < 7500 THEN 'on_time' ELSE 'few_days_late' END AS habit,
        CASE WHEN turn_draw < 600 THEN 'slides' WHEN turn_draw < 1300 THEN 'stops'
            WHEN turn_draw < 2800 THEN 'resumes' END AS turn,
        getvariable('month') - (due_day > getvariable('day_of_month'))::INTEGER AS last_due_month
    FROM drawn
), planned AS (
    SELECT *, getvariable('terms')[1 + term_no] AS term, rate_no * len(getvariable('terms')) + term_no AS plan_no
    FROM named
), timed AS (
    SELECT *,
        CASE WHEN ended THEN term ELSE up_to(term, loan_no, 'age') END AS due_count,
        last_due_month - CASE WHEN ended THEN up_to(12, loan_no, 'months ended') ELSE 0 END AS due_month
    FROM planned
), turned AS (
    SELECT *, due_month - due_count AS zero_month,
        CASE WHEN turn IS NOT NULL AND due_count > 0 THEN 1 + up_to(due_count, loan_no, 'turn no') END AS turn_no,
        CASE WHEN missed_draw < 40 THEN 1 WHEN missed_draw < 64 THEN 2 WHEN missed_draw < 80 THEN 3
            WHEN missed_draw < 90 THEN 4 WHEN missed_draw < 95 THEN 5 ELSE missed_draw - 89 END AS missed,
        limit_minor * getvariable('annuities')[1 + plan_no] // 1000000000 + has_fee * (limit_minor // 1000)
            AS instalment_minor
    FROM timed
), resumed AS (
    SELECT *, day_of_month(zero_month + turn_no + missed - 1, due_day) + (1 + up_to(18, loan_no, 'days to resume'))::INTEGER AS resumed_date
    FROM turned
), unpaid AS (
    SELECT *,
        CASE
            WHEN turn = 'stops' OR turn = 'resumes' AND resumed_date > book_day() THEN turn_no
            WHEN due_count > 1 AND paid_date_of(loan_no, habit, turn, turn_no, missed, resumed_date, due_count - 1,
                day_of_month(zero_month + due_count - 1, due_day)) > book_day() THEN due_count - 1
            WHEN due_count > 0 AND paid_date_of(loan_no, habit, turn, turn_no, missed, resumed_date, due_count,
                day_of_month(zero_month + due_count, due_day)) > book_day() THEN due_count
        END AS unpaid_no
    FROM resumed
)
SELECT *, 'L' || loan_digits(loan_no) AS loan_id, 'B' || borrower_digits(borrower_no) AS borrower_id,
    coalesce(book_day() - day_of_month(zero_month + unpaid_no, due_day), 0) AS dpd
FROM unpaid

-- A penalty for every instalment that was thirty days late (half as much again as the agreed rate, on the instalment, for
-- those days, rounded down); it is taken back when the instalment is paid.
WITH instalments AS (
    SELECT *, day_of_month(zero_month + instalment_no, due_day) AS due_date
    FROM (SELECT *, unnest(range(turn_no, due_count + 1)) AS instalment_no FROM traits WHERE turn_no IS NOT NULL)
), late AS (
    SELECT loan_id, product, rate, instalment_minor, instalment_no, due_date + 30 AS charged_date,
        paid_date_of(loan_no, habit, turn, turn_no, missed, resumed_date, instalment_no, due_date) AS paid_date
    FROM instalments
), charged AS (
    SELECT *, instalment_minor * rate * 3 * 30 // (2 * 360 * 10000) AS penalty_minor,
        unnest(CASE WHEN paid_date <= book_day() THEN [1, 2] ELSE [1] END) AS piece
    FROM late
    WHERE charged_date <= book_day() AND (paid_date > charged_date) IS NOT FALSE
)
SELECT 'C' || loan_id[2:] || '-' || padded(instalment_no * 10 + piece, 1000) AS charge_id, loan_id,
    CASE product WHEN 'credit_card' THEN 'late_fee' ELSE 'penalty' END AS kind,
    CASE piece WHEN 1 THEN charged_date ELSE paid_date END AS charged_date,
    CASE piece WHEN 1 THEN penalty_minor ELSE -penalty_minor END AS amount_minor
FROM charged
WHERE penalty_minor > 0
ORDER BY loan_id, charge_id

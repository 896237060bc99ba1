-- One payment an instalment (piece 4). What was paid before the book's first day came over as one payment a loan (piece 0).
-- A few late instalments are paid in two parts (3 and 4); a few direct debits bounce on the due date (1, reversed by 2).
WITH instalments AS (
    SELECT *, loan_no * 64 + instalment_no AS number, day_of_month(zero_month + instalment_no, due_day) AS due_date
    FROM (
        SELECT loan_no, 'P' || loan_id[2:] || '-' AS stem, loan_id, zero_month, due_day, habit, turn, turn_no, missed,
            resumed_date, instalment_minor, unnest(range(1, least(due_count + 1, term) + 1)) AS instalment_no
        FROM traits
    )
), dated AS (
    SELECT *, paid_date_of(loan_no, habit, turn, turn_no, missed, resumed_date, instalment_no, due_date) AS paid_date
    FROM instalments
), known AS (
    SELECT *, (paid_date < getvariable('first_date')) IS TRUE AS came_over,
        CASE WHEN paid_date < getvariable('first_date')
            THEN paid_date_of(loan_no, habit, turn, turn_no, missed, resumed_date, instalment_no + 1,
                day_of_month(zero_month + instalment_no + 1, due_day)) END AS next_paid_date,
        due_date BETWEEN getvariable('first_date') AND book_day() AND (paid_date > due_date) IS NOT FALSE AS late
    FROM dated
), halved AS (
    SELECT *,
        CASE WHEN NOT late THEN 0 WHEN (instalment_no <= turn_no) IS NOT FALSE AND happens(600, number, 'parts')
            THEN instalment_minor // 2 ELSE 0 END AS part_minor,
        CASE WHEN late THEN happens(200, number, 'bounce') ELSE false END AS bounced
    FROM known
), pieces AS (
    SELECT stem, loan_id, instalment_no, instalment_minor, part_minor, due_date, paid_date,
        unnest(CASE WHEN next_paid_date < getvariable('first_date') THEN [] WHEN came_over THEN [0]
            WHEN bounced AND part_minor > 0 THEN [1, 2, 3, 4] WHEN bounced THEN [1, 2, 4]
            WHEN part_minor > 0 THEN [3, 4] ELSE [4] END) AS piece
    FROM halved
), paid AS (
    SELECT stem || padded(instalment_no * 10 + piece, 1000) AS payment_id, loan_id,
        CASE piece WHEN 0 THEN getvariable('first_date') WHEN 4 THEN paid_date ELSE due_date END AS paid_date,
        CASE piece WHEN 0 THEN instalment_no * instalment_minor WHEN 1 THEN instalment_minor
            WHEN 2 THEN -instalment_minor WHEN 3 THEN part_minor ELSE instalment_minor - part_minor END AS amount_minor,
        CASE WHEN piece = 2 THEN stem || padded(instalment_no * 10 + 1, 1000) END AS reverses
    FROM pieces
)
SELECT * FROM paid WHERE paid_date <= book_day()

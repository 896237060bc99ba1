SELECT 'N' || borrower_id[2:] AS consent_id, borrower_id,
    CASE WHEN wider_hours THEN 'contact_hours' ELSE 'more_attempts' END AS kind,
    CASE WHEN happens(300, borrower_no, 'given by another') THEN 'contact' ELSE 'borrower' END AS given_by,
    CASE WHEN happens(5000, borrower_no, 'one channel') THEN 'voice' END AS channel,
    CASE WHEN wider_hours THEN CASE WHEN evening THEN 1320 ELSE 420 END END::SMALLINT AS from_minute,
    CASE WHEN wider_hours THEN CASE WHEN evening THEN 1380 ELSE 480 END END::SMALLINT AS to_minute,
    at_minute(book_day() - 40 - up_to(200, borrower_no, 'day of consent')::INTEGER, 720) AS given_at,
    CASE WHEN happens(1500, borrower_no, 'withdrawn')
        THEN at_minute(book_day() - 1 - up_to(39, borrower_no, 'day of withdrawal')::INTEGER, 780) END AS withdrawn_at,
    CASE WHEN NOT happens(1000, borrower_no, 'no evidence') THEN 'E' || borrower_id[2:] END AS evidence_id
FROM (
    SELECT *, happens(6000, borrower_no, 'wider hours') AS wider_hours, happens(8000, borrower_no, 'evening') AS evening
    FROM people WHERE happens(100, borrower_no, 'consent')
)

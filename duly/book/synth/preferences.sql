SELECT 'R' || borrower_id[2:] AS preference_id, borrower_id, kind,
    CASE WHEN kind = 'channel_opt_out' THEN one_of(['ai_voice', 'voice', 'sms', 'push'], borrower_no, 'opt out') END
        AS channel,
    CASE WHEN kind = 'address_opt_out' THEN 'A' || borrower_id[2:] || '-1' END AS address_id,
    CASE kind WHEN 'quiet_hours' THEN 720 WHEN 'contact_window' THEN 1080 END::SMALLINT AS from_minute,
    CASE kind WHEN 'quiet_hours' THEN 840 WHEN 'contact_window' THEN 1260 END::SMALLINT AS to_minute,
    at_minute(book_day() - 1 - up_to(300, borrower_no, 'day of preference')::INTEGER, 600) AS stated_at,
    CASE WHEN happens(2000, borrower_no, 'preference ends')
        THEN book_day() + 30 - up_to(60, borrower_no, 'last day of preference')::INTEGER END AS last_date
FROM (
    SELECT *, one_of(['cease', 'channel_opt_out', 'channel_opt_out', 'address_opt_out', 'quiet_hours', 'quiet_hours',
        'contact_window'], borrower_no, 'preference kind') AS kind
    FROM people WHERE happens(150, borrower_no, 'preference')
)

-- What was done in the last sixty days. A loan that is late was called while it was late; another got a reminder or two.
WITH counted AS (
    SELECT t.loan_no, t.borrower_id, t.dpd, p.mobile_state,
        p.named_contact AND t.dpd > 90 AND p.mobile_state <> 'valid' AS contact_may_be_asked,
        coalesce(p.region[:2], '00') AS province, agency_of(t.loan_no, t.dpd) AS agency_id,
        least(CASE WHEN t.dpd > 0 THEN t.dpd + 3 ELSE 60 END, 60) AS days,
        unnest(range((CASE WHEN t.dpd > 0 THEN 350 + up_to(1130, t.loan_no, 'contacts when late')
            ELSE up_to(140, t.loan_no, 'contacts') END * getvariable('contacts_per_100_loans') // 200
            + up_to(100, t.loan_no, 'contacts rounded')) // 100)) AS contact_no
    FROM traits t JOIN people p USING (borrower_no)
), numbered AS (
    SELECT *, loan_no * 64 + contact_no AS number FROM counted
), drawn AS (
    SELECT *, up_to(100, number, 'direction') AS direction_draw, up_to(100, number, 'channel') AS channel_draw,
        up_to(100, number, 'outcome') AS outcome_draw,
        book_day() - 1 - up_to(days, number, 'day')::INTEGER AS day, 540 + up_to(660, number, 'minute') AS minute
    FROM numbered
), done AS (
    SELECT *,
        CASE WHEN direction_draw < 3 THEN 'inbound' ELSE 'outbound' END AS direction,
        CASE WHEN direction_draw < 3 THEN 'voice'
            WHEN dpd > 0 THEN CASE WHEN channel_draw < 45 THEN 'voice' WHEN channel_draw < 70 THEN 'ai_voice'
                WHEN channel_draw < 90 THEN 'sms' ELSE 'push' END
            WHEN channel_draw < 20 THEN 'ai_voice' WHEN channel_draw < 50 THEN 'sms' ELSE 'push' END AS channel,
        contact_may_be_asked AND direction_draw >= 3 AND channel_draw < 10 AS asks_contact
    FROM drawn
)
SELECT 'K' || borrower_id[2:] || '-' || padded(number, 100000000000) AS contact_id,
    borrower_id,
    'A' || borrower_id[2:] || '-' || CASE WHEN asks_contact THEN 4 WHEN channel = 'push' THEN 2 ELSE 1 END AS address_id,
    at_minute(day, minute) AS "at",
    channel,
    CASE channel WHEN 'voice' THEN 'interactive' WHEN 'ai_voice' THEN
        CASE WHEN dpd > 0 THEN 'interactive' ELSE 'informational' END END AS mode,
    direction,
    CASE WHEN direction = 'inbound' THEN 'service' WHEN asks_contact THEN 'ask_contact'
        WHEN dpd > 0 THEN 'collect' ELSE 'remind' END AS purpose,
    CASE WHEN asks_contact THEN 'contact' ELSE 'borrower' END AS party_role,
    CASE WHEN agency_id IS NOT NULL AND channel = 'voice' AND direction = 'outbound' THEN 'agency' ELSE 'lender' END AS actor,
    CASE WHEN channel <> 'voice' THEN NULL WHEN agency_id IS NOT NULL AND direction = 'outbound' THEN agency_id
        ELSE staff_of(province, up_to(getvariable('agents'), number, 'agent')) END AS actor_id,
    CASE WHEN direction = 'inbound' THEN 'conversed'
        WHEN channel IN ('sms', 'push') THEN CASE WHEN outcome_draw < 97 THEN 'delivered' WHEN outcome_draw < 99 THEN 'failed'
            ELSE 'unknown' END
        WHEN asks_contact THEN CASE WHEN outcome_draw < 40 THEN 'third_person_answered' ELSE 'no_answer' END
        WHEN mobile_state = 'not_in_service' THEN 'not_in_service'
        WHEN mobile_state IN ('wrong_number', 'reassigned') THEN 'wrong_number'
        WHEN outcome_draw < 44 THEN 'no_answer' WHEN outcome_draw < 66 THEN 'conversed'
        WHEN outcome_draw < 76 THEN 'answered' WHEN outcome_draw < 84 THEN 'busy'
        WHEN outcome_draw < 92 THEN 'switched_off' WHEN outcome_draw < 97 THEN 'refused'
        WHEN outcome_draw < 99 THEN 'third_person_answered' ELSE 'unknown' END AS outcome
FROM done
ORDER BY borrower_id, "at", contact_id

-- What the desk knows, in the words of the book: a statement a table, of rows as the contract has them. `desk_X` holds what
-- the store has, `before_X` is the book's own table. Only what differs from the book is taken. What the desk knows of a row
-- of the book may tighten it and end it, and never loosens it: the lender may have said more since it was loaded.

-- each_wish
-- Each wish once for every channel that it names; one about hours with when the desk heard the next such wish.
SELECT * EXCLUDE (channels), unnest(channels) AS channel, generate_subscripts(channels, 1) AS n FROM (
    SELECT *,
           CASE WHEN (terms ->> 'address') IS NOT NULL OR coalesce(json_array_length(terms -> 'channels'), 0) = 0 THEN [NULL]
               ELSE book_channels(listed(terms -> 'channels'), is_robot(terms)) END AS channels,
           CASE WHEN kind IN ('inconvenient_time', 'contact_window') THEN min(CASE WHEN ref IS NULL THEN said_at END) OVER (
               PARTITION BY borrower, kind ORDER BY said_at, id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) END AS next_at
    FROM desk_preference);

-- each_consent
SELECT * EXCLUDE (channels), unnest(channels) AS channel, generate_subscripts(channels, 1) AS n FROM (
    SELECT *, book_channels(listed(terms -> 'channels'), false) AS channels FROM desk_consent
    WHERE ref IS NULL AND scope = 'night_contact' AND form IN ('recorded_call', 'written', 'in_app_separate')
      AND evidence_id IS NOT NULL AND (terms -> 'valid_until') IS NULL AND (terms -> 'valid_from') IS NULL);

-- contacts
-- Own attempts, and what was heard that no book knew. What may have left and of which nobody knows counts, as unknown.
SELECT own(id) AS contact_id, borrower AS borrower_id, named(address_ref, address_id) AS address_id, "at",
       book_channel(channel, false) AS channel, CASE WHEN channel = 'phone_call' THEN mode END AS mode, 'outbound' AS direction,
       book_purpose(purpose) AS purpose, book_role(role) AS party_role,
       CASE WHEN agency_id IS NULL THEN 'lender' ELSE 'agency' END AS actor, as_id(coalesce(agency_id, username)) AS actor_id,
       book_outcome(outcome, role IS NULL AND NOT by_another(result)) AS outcome
FROM desk_attempt WHERE state <> 'lapsed' AND book_channel(channel, false) IS NOT NULL
UNION ALL
SELECT own(h.id), h.borrower, named(w.ref, w.id), h."at", book_channel(h.channel, is_robot(said)), (said ->> 'mode'),
       h.direction, book_purpose(coalesce(said ->> 'purpose', CASE direction WHEN 'inbound' THEN 'service' ELSE 'collect' END)),
       book_role(p.role), CASE WHEN g.id IS NULL THEN 'lender' ELSE 'agency' END, as_id(g.id),
       book_outcome(said ->> 'outcome', p.id IS NULL)
FROM desk_heard h LEFT JOIN desk_place w ON w.id = TRY_CAST(said ->> 'address' AS UUID)
LEFT JOIN desk_person p ON p.id = TRY_CAST(said ->> 'party' AS UUID) LEFT JOIN desk_agency g ON g.id = (said ->> 'collector')
WHERE book_channel(h.channel, is_robot(said)) IS NOT NULL;

-- promises
SELECT b.* REPLACE (d.moved_to AS state) FROM before_promises b JOIN desk_promise d ON d.ref = b.promise_id
WHERE d.moved_to IS NOT NULL
UNION ALL BY NAME
SELECT own(id) AS promise_id, borrower AS borrower_id, loan AS loan_id, first_minute(made_on) AS made_at,
       due_on AS due_date, amount_minor, coalesce(moved_to, 'open') AS state
FROM desk_promise WHERE ref IS NULL;

-- holds
SELECT b.* REPLACE (ending(b.first_date, b.last_date, d.moved_at) AS last_date)
FROM before_holds b JOIN desk_hold d ON d.ref = b.hold_id WHERE d.moved_to = 'lifted'
UNION ALL BY NAME
SELECT nth(id, n) AS hold_id, borrower AS borrower_id, loan AS loan_id,
       CASE kind WHEN 'legal' THEN 'legal' WHEN 'insolvency' THEN 'insolvency' WHEN 'disaster' THEN 'disaster'
           WHEN 'fraud' THEN 'investigation' WHEN 'care' THEN 'quiet' ELSE 'other' END AS reason,
       local_day(from_at) AS first_date, false AS pauses_ageing,
       ending(local_day(from_at), local_day(until_at - INTERVAL 1 MICROSECOND), CASE moved_to WHEN 'lifted' THEN moved_at END)
           AS last_date
FROM each_loan('desk_hold') WHERE kind <> 'hardship';

-- hardships
SELECT b.* REPLACE (least(b.ended_at, d.moved_at) AS ended_at)
FROM before_hardships b JOIN desk_hold d ON d.ref = b.hardship_id WHERE d.moved_to = 'lifted'
UNION ALL BY NAME
SELECT own(h.id) AS hardship_id, borrower AS borrower_id,
       CASE WHEN reason IN ('lost_work', 'less_income', 'late_wages', 'business') THEN 'income_loss'
           WHEN reason IN ('illness', 'accident') THEN 'serious_illness' WHEN reason = 'disaster' THEN 'disaster_area'
           WHEN reason = 'detention' THEN 'detained' WHEN reason = 'birth' THEN 'pregnancy_childbirth'
           WHEN reason = 'bereavement' THEN 'bereavement' ELSE 'other' END AS kind,
       from_at AS reported_at, least(until_at, CASE moved_to WHEN 'lifted' THEN moved_at END) AS ended_at
FROM desk_hold h LEFT JOIN desk_hardship r ON r.hold_id = h.id WHERE h.ref IS NULL AND h.kind = 'hardship';

-- plans
-- As the judge by day hears them: a settlement that was accepted is a plan of one instalment, missed after its last day.
SELECT own(id) AS plan_id, borrower AS borrower_id, loan AS loan_id, agreed_at, instalments AS months, grace_days,
       missed_due_on AS missed_due_date,
       CASE moved_to WHEN 'broken' THEN 'breached' WHEN 'completed' THEN 'completed'
           ELSE CASE WHEN moved_to IN ('given_up', 'withdrawn', 'lapsed') THEN 'cancelled' ELSE 'active' END END AS state
FROM desk_plan
UNION ALL BY NAME
SELECT own(id) AS plan_id, borrower AS borrower_id, loan AS loan_id, agreed_at, 1 AS months, 0 AS grace_days,
       pay_by AS missed_due_date,
       CASE moved_to WHEN 'settled' THEN 'completed' WHEN 'lapsed' THEN 'breached' ELSE 'active' END AS state
FROM desk_settlement;

-- complaints
-- A topic that the book does not have is told as one that stops collection.
SELECT b.* REPLACE (CASE WHEN d.moved_to <> 'open' THEN d.moved_at END AS answered_at)
FROM before_complaints b JOIN desk_complaint d ON d.ref = b.complaint_id WHERE d.moved_to IS NOT NULL
UNION ALL BY NAME
SELECT nth(id, n) AS complaint_id, borrower AS borrower_id, loan AS loan_id,
       CASE topic WHEN 'other' THEN 'conduct' ELSE topic END AS topic, received_at,
       CASE WHEN moved_to <> 'open' THEN moved_at END AS answered_at
FROM each_loan('desk_complaint');

-- disputes
SELECT b.* REPLACE (CASE WHEN d.moved_to <> 'open' THEN d.moved_at END AS closed_at)
FROM before_disputes b JOIN desk_dispute d ON d.ref = b.dispute_id WHERE d.moved_to IS NOT NULL
UNION ALL BY NAME
SELECT nth(id, n) AS dispute_id, borrower AS borrower_id, loan AS loan_id,
       CASE kind WHEN 'credit_record' THEN 'amount' ELSE kind END AS topic, raised_at,
       CASE WHEN moved_to <> 'open' THEN moved_at END AS closed_at
FROM each_loan('desk_dispute');

-- preferences
-- A wish about hours takes the place of the one before it; the day of the change has both. On which days of the week it
-- holds only the desk knows, and the night keeps it on all. Where no channel and no address is named, it is every contact.
SELECT b.* REPLACE (ending(local_day(b.stated_at), b.last_date, d.next_at) AS last_date)
FROM before_preferences b JOIN each_wish d ON d.ref = b.preference_id WHERE d.next_at IS NOT NULL
UNION ALL BY NAME
SELECT nth(d.id, d.n) AS preference_id, d.borrower AS borrower_id,
       CASE d.kind WHEN 'inconvenient_time' THEN 'quiet_hours' WHEN 'contact_window' THEN 'contact_window'
           ELSE CASE WHEN w.id IS NOT NULL THEN 'address_opt_out' WHEN d.channel IS NULL THEN 'cease' ELSE 'channel_opt_out' END
       END AS kind,
       d.channel, named(w.ref, w.id) AS address_id, minute(terms ->> 'from') AS from_minute, minute(terms ->> 'to') AS to_minute,
       d.said_at AS stated_at, local_day(d.next_at) AS last_date
FROM each_wish d LEFT JOIN desk_place w ON w.id = TRY_CAST(terms ->> 'address' AS UUID)
WHERE d.ref IS NULL AND d.kind IN ('inconvenient_time', 'contact_window', 'channel_opt_out');

-- consents
-- One in a form that allows nothing, or that ends on a day, is not told: the book has no words for either.
SELECT b.* REPLACE (least(b.withdrawn_at, d.revoked_at) AS withdrawn_at)
FROM before_consents b JOIN desk_consent d ON d.ref = b.consent_id WHERE d.revoked_at IS NOT NULL
UNION ALL BY NAME
SELECT nth(id, n) AS consent_id, borrower AS borrower_id, 'contact_hours' AS kind, 'borrower' AS given_by, channel,
       minute(terms ->> 'from') AS from_minute, minute(terms ->> 'to') AS to_minute, given_at, revoked_at AS withdrawn_at,
       evidence_id
FROM each_consent;

-- borrowers
SELECT b.* REPLACE (b.deceased OR coalesce(d.deceased, false) AS deceased, b.minor OR coalesce(d.minor, false) AS minor,
                    CASE WHEN d.capacity <> 'full' THEN d.capacity ELSE b.capacity END AS capacity)
FROM before_borrowers b JOIN desk_borrower d ON d.borrower = b.borrower_id;

-- addresses
-- The number itself stays where it is kept; a new address comes without it.
SELECT b.* REPLACE (CASE WHEN d.state = 'valid' OR (b.state = 'wrong_number' AND d.state = 'reassigned') THEN b.state ELSE d.state
                    END AS state, coalesce(b.refused_at, d.refused_at) AS refused_at)
FROM before_addresses b JOIN desk_address d ON d.ref = b.address_id
UNION ALL BY NAME
SELECT own(id) AS address_id, borrower AS borrower_id, kind, book_role(role) AS owner_role, source, state, refused_at
FROM desk_address WHERE ref IS NULL AND kind <> 'building_door';

-- untold
-- What stays with the desk for want of words in the book: what it is, and how many. To ask for a visit ends a refusal at the
-- desk alone: that somebody was asked to leave the judge goes on hearing, and the book could not say so.
SELECT 'heard' AS what, count(*) AS n FROM desk_heard WHERE book_channel(channel, is_robot(said)) IS NULL
UNION ALL SELECT kind, count(*) FROM desk_preference WHERE ref IS NULL AND kind IN ('agreed_limit', 'inconvenient_place') GROUP BY kind
UNION ALL SELECT 'consent', count(*) FROM desk_consent WHERE ref IS NULL AND id NOT IN (SELECT id FROM each_consent)
UNION ALL SELECT 'address', count(*) FROM desk_address WHERE ref IS NULL AND kind = 'building_door'
UNION ALL SELECT 'visit_invited', count(*) FROM desk_visit_invited;

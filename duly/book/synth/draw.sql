-- Dice without a dice cup: a draw is integer arithmetic on the seed, a purpose and a number, so that the same seed gives
-- the same book on any number of threads, in any order of rows and on any engine. Products stay under 2^63.
-- The multipliers 0x21f0aaad and 0x735a2d97 with shifts 16, 15, 15 are a published 32-bit mixer (hash-prospector).
CREATE OR REPLACE MACRO key_of(purpose) AS
    (md5_number_lower(getvariable('seed') || '/' || purpose) % 4294967296)::BIGINT;
CREATE OR REPLACE MACRO mixed(x) AS xor(x, x >> 15);
CREATE OR REPLACE MACRO mixed_twice(x) AS mixed((mixed(x) * 1935289751) & 4294967295);
CREATE OR REPLACE MACRO mixed_thrice(x) AS mixed_twice((xor(x, x >> 16) * 569420461) & 4294967295);

-- a whole number from 0 to 2^32 - 1
CREATE OR REPLACE MACRO draw(number, purpose) AS mixed_thrice((number * 2654435769 + key_of(purpose)) & 4294967295);
-- a whole number from 0 to below - 1
CREATE OR REPLACE MACRO up_to(below, number, purpose) AS draw(number, purpose) % below;
-- true for so many of ten thousand numbers
CREATE OR REPLACE MACRO happens(per_10000, number, purpose) AS draw(number, purpose) % 10000 < per_10000;
-- one of a list, each as likely as the next
CREATE OR REPLACE MACRO one_of(list, number, purpose) AS list[1 + draw(number, purpose) % len(list)];

-- a whole number with leading zeros: padded(7, 1000) is 007
CREATE OR REPLACE MACRO padded(n, top) AS substr((top + n)::VARCHAR, 2);

-- Ids grow with the number of their loan or borrower, so that rows are made in the order in which the lake keeps them.
CREATE OR REPLACE MACRO loan_digits(n) AS (100000000000 + n * 1000 + up_to(1000, n, 'loan id'))::VARCHAR;
CREATE OR REPLACE MACRO borrower_digits(n) AS (100000000000 + n * 1000 + up_to(1000, n, 'borrower id'))::VARCHAR;

-- Days and instants.
CREATE OR REPLACE MACRO book_day() AS getvariable('day');
CREATE OR REPLACE MACRO day_of_month(month_no, day_no) AS make_date(month_no // 12, month_no % 12 + 1, day_no);
CREATE OR REPLACE MACRO at_minute(day, minute) AS  -- a local minute of Asia/Shanghai, which has no summer time since 1991
    make_timestamptz((epoch(day)::BIGINT + minute * 60 - 8 * 3600) * 1000000);

-- Who does the work.
CREATE OR REPLACE MACRO agency_of(loan_no, dpd) AS
    CASE WHEN dpd > 60 AND happens(5000, loan_no, 'placed') THEN one_of(['AGENCY-1', 'AGENCY-2'], loan_no, 'agency') END;
CREATE OR REPLACE MACRO staff_of(code, agent_no) AS 'STAFF-' || code || '-' || padded(agent_no, 1000);

-- How people pay. Habit and turn are hidden regimes: how somebody usually pays, and what once happened to that.
CREATE OR REPLACE MACRO habit_days(loan_no, habit, instalment) AS CASE habit
    WHEN 'early' THEN -1 - up_to(9, loan_no * 64 + instalment, 'days early')
    WHEN 'few_days_late' THEN up_to(10, loan_no * 64 + instalment, 'days late')
    ELSE 0 END::INTEGER;
-- the day on which an instalment is paid in full, none where it never is: one who slides is later each time, one who
-- stops pays no more, one who resumes pays all that was missed on one day and then as before
CREATE OR REPLACE MACRO paid_date_of(loan_no, habit, turn, turn_no, missed, resumed_date, instalment, due_date) AS CASE
    WHEN turn_no IS NULL OR instalment < turn_no OR turn = 'resumes' AND instalment >= turn_no + missed
        THEN due_date + habit_days(loan_no, habit, instalment)
    WHEN turn = 'slides' THEN due_date + least(9 * (instalment - turn_no + 1), 59)::INTEGER
    WHEN turn = 'resumes' THEN resumed_date END;

-- Principal repaid through an instalment, from the table of shares.
CREATE OR REPLACE MACRO repaid(limit_minor, plan_no, through) AS
    limit_minor * getvariable('repaid')[1 + plan_no * 25 + through] // 1000000000;

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

-- Ids grow with the number of their loan or borrower, so that rows are made in the order in which the lake keeps them.
CREATE OR REPLACE MACRO loan_digits(n) AS (100000000000 + n * 1000 + up_to(1000, n, 'loan id'))::VARCHAR;
CREATE OR REPLACE MACRO borrower_digits(n) AS (100000000000 + n * 1000 + up_to(1000, n, 'borrower id'))::VARCHAR;

-- Days and instants.
CREATE OR REPLACE MACRO book_day() AS getvariable('day');
CREATE OR REPLACE MACRO day_of_month(month_no, day_no) AS make_date(month_no // 12, month_no % 12 + 1, day_no);
CREATE OR REPLACE MACRO at_minute(day, minute) AS  -- a local minute of Asia/Shanghai, which has no summer time since 1991
    make_timestamptz((epoch(day)::BIGINT + minute * 60 - 8 * 3600) * 1000000);

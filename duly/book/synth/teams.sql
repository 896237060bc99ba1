-- A team for each province and one for everywhere else. Far to the west the day begins two hours later.
SELECT 'TEAM-' || code AS team_id, title, CASE WHEN code <> '00' THEN code END AS region,
    (CASE WHEN code IN ('54', '65') THEN 660 ELSE 540 END)::SMALLINT AS opens_minute,
    (CASE WHEN code IN ('54', '65') THEN 1200 ELSE 1080 END)::SMALLINT AS closes_minute,
    concat_ws('|', '普通话', getvariable('dialects')[code]) AS dialects,
    getvariable('agents') AS agents,
    60 + up_to(3, code::BIGINT, 'calls') * 10 AS calls_per_agent
FROM (SELECT unnest(getvariable('provinces'), recursive := true) UNION ALL SELECT '00', '其他地区') teams(code, title)
ORDER BY team_id

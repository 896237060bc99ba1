SELECT staff_of(code, agent_no) AS staff_id, 'TEAM-' || code AS team_id, NULL::VARCHAR AS agency_id,
    book_day() + 330 - up_to(340, code::BIGINT * 1000 + agent_no, 'certificate')::INTEGER AS certificate_last_date,
    happens(100, code::BIGINT * 1000 + agent_no, 'suspended') AS suspended
FROM (SELECT unnest([p.code FOR p IN getvariable('provinces')] || ['00']) AS code), range(getvariable('agents')) agents(agent_no)
ORDER BY staff_id

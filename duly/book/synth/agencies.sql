SELECT agency_id, title, true AS listed, true AS published, book_day() - 300 AS contract_first_date,
    book_day() + 300 AS contract_last_date
FROM (VALUES ('AGENCY-1', '示例催收服务甲(合成)'), ('AGENCY-2', '示例催收服务乙(合成)')) agencies(agency_id, title)
ORDER BY agency_id

SELECT borrower_id,
    '合成' || borrower_id[2:] AS name,
    NULL::VARCHAR AS id_number,
    region,
    CASE WHEN happens(200, borrower_no, 'dialect') THEN getvariable('dialects')[region[:2]] END AS dialect,
    CASE WHEN NOT happens(5, borrower_no, 'death unknown') THEN happens(5, borrower_no, 'deceased') END AS deceased,
    CASE WHEN NOT happens(5, borrower_no, 'age unknown') THEN false END AS minor,
    CASE WHEN happens(2, borrower_no, 'limited') THEN 'limited'
        WHEN NOT happens(5, borrower_no, 'capacity unknown') THEN 'full' END AS capacity
FROM people

SELECT 'BOOK-1' AS book_id, 'LENDER-1' AS lender_id, '示例消费金融有限公司(合成)' AS lender_name,
    'consumer_finance' AS lender_kind, 'CNY' AS currency, getvariable('first_date') AS first_date, true AS synthetic,
    '合成台账：没有真实的人，号码无法拨通，各项占比为演示而设 Synthetic book: no real person, numbers that cannot be dialled, '
        || 'shares chosen for demonstration' AS notice

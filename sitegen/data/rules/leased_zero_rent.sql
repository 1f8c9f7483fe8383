/*
名称: 已出租但租金为零
组: C 合同与资产资源
级别: 疑点
范围: 本村
需要: [contracts.rent]
依据: 农村集体经济组织法：集体资产有偿使用；桐庐分水镇清出多年无人收租的公房
对象: [ref]
句: "{name}（{ref:号}，{party}）正在租用，年租金{said}"
比了什么: 合同的年租金、用途、起止日和应缴表
谨慎: 养老、医疗、学校、公益用房免租是可以的，一次性交清整个租期的年租金也可能写 0
怎样算清楚: 写明免租的用途和哪次会议决定；一次交清的填应缴表
去看什么: 现在谁在用、做什么用
公开说: "“{name}”合同的租金正在核对。"
*/
SELECT village, ref, name, party, CASE WHEN rent = 0 THEN '写的是 0 元' ELSE '没有写' END AS said, file, line, cell, [piece(file, line, cell, starts, name || '，年租金', rent)] AS pieces
FROM contract_refs AS contracts
WHERE coalesce(rent, 0) = 0 AND ended IS NULL AND starts <= as_of() AND ends >= as_of()
  AND NOT regexp_matches(coalesce(purpose, '') || name || coalesce(notes, ''), '公益|养老|敬老|幸福院|卫生|医疗|学校|幼儿|公厕|供水|消防|减免|免租|一次性')
  AND NOT EXISTS (
    SELECT 1 FROM payments_due AS due
    WHERE due.village = contracts.village AND due.item = contracts.item AND due.number = contracts.number AND due.amount > 0)

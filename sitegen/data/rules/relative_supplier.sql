/*
名称: 收款企业和干部亲属有关
组: D 工程与采购
级别: 疑点
范围: 名单
需要: [cash_rows.party]
名单: [relatives, companies]
阈值:
  least: {说: 金额至少, 是: 金额, 值: 1000元}
依据: 建德乌龙村：书记把 5 个项目 132 万余元给自己缴社保的公司；全椒：妻子名下合作社获利 4.2 万元
对象: [party, person]
句: "{party}的{role}{person}（{how}）是{official}{relation}，村里付给它 {amount:元}"
比了什么: 出账、项目的收款企业，企业登记的法人、股东、参保人，和干部亲属备案
谨慎: 同名；全部公开招标得来的；村集体自己办的企业由干部兼法人
怎样算清楚: 附公开选定和回避的记录
去看什么: 企业登记和中标记录
*/
WITH linked AS (
  SELECT kin.village, company.company, company.person, coalesce(company.role, '登记人') AS role, kin.official, CASE WHEN plain_name(kin.official) = plain_name(kin.person) THEN '本人' ELSE '的' || coalesce(kin.relation, '亲属') END AS relation, company.person_key = kin.person_key AS by_number
  FROM list_relatives AS kin JOIN list_companies AS company ON company.person_key = kin.person_key
  UNION
  SELECT kin.village, company.company, company.person, coalesce(company.role, '登记人'), kin.official, CASE WHEN plain_name(kin.official) = plain_name(kin.person) THEN '本人' ELSE '的' || coalesce(kin.relation, '亲属') END, false
  FROM list_relatives AS kin JOIN list_companies AS company ON plain_name(company.person) = plain_name(kin.person) WHERE company.person_key IS NULL OR kin.person_key IS NULL
),
paid AS (
  SELECT village, plain_name(party) AS who, any_value(party) AS party, sum(amount) AS amount, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, list(piece(file, line, cell, day, voucher || ' ' || summary, amount) ORDER BY day) AS pieces
  FROM moves WHERE tab = '出账' AND party IS NOT NULL GROUP BY village, plain_name(party)
)
SELECT paid.village, '021' AS item, paid.party, linked.person, linked.role, official, relation, CASE WHEN by_number THEN '号码相同' ELSE '只同名' END AS how, CASE WHEN by_number THEN '疑点' ELSE '提示' END AS level, amount, file, line, NULL AS cell, pieces
FROM paid JOIN linked ON linked.village = paid.village AND plain_name(linked.company) = paid.who JOIN limits ON limits.village = paid.village
WHERE amount >= least

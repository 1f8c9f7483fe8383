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
句: "{company}的{role}{person}（{how}）是{official}{relation}，村里付给{party} {amount:元}"
比了什么: 出账的收款企业，企业登记的法人、股东、参保人，和干部亲属备案（备案里写的企业也比）、村情里的干部姓名；号码相同、企业名写全的才算疑点
谨慎: 同名；企业简称像而不是一家；全部公开招标得来的；村集体自己办的企业由干部兼法人
怎样算清楚: 附公开选定和回避的记录
去看什么: 企业登记和中标记录
*/
WITH kin AS (
  SELECT village, official, CASE WHEN plain_name(official) = plain_name(person) THEN '本人' ELSE '的' || coalesce(relation, '亲属') END AS relation, person, person_key, company FROM list_relatives
),
linked AS (
  SELECT kin.village, firm.company, firm.person, coalesce(firm.role, '登记人') AS role, official, relation, true AS by_number
  FROM kin JOIN list_companies AS firm ON firm.person_key = kin.person_key
  UNION
  SELECT kin.village, firm.company, firm.person, coalesce(firm.role, '登记人'), official, relation, false
  FROM kin JOIN list_companies AS firm ON plain_name(firm.person) = plain_name(kin.person) WHERE firm.person_key IS NULL OR kin.person_key IS NULL
  UNION
  SELECT village, company, person, '备案人', official, relation, true FROM kin WHERE company IS NOT NULL
  UNION
  SELECT officers.village, firm.company, firm.person, coalesce(firm.role, '登记人'), officers.office, '本人', false
  FROM officers JOIN list_companies AS firm ON plain_name(firm.person) = plain_name(officers.person)
  WHERE NOT EXISTS (SELECT 1 FROM kin WHERE kin.village = officers.village AND plain_name(kin.person) = plain_name(officers.person) AND kin.person_key IS NOT NULL AND firm.person_key IS NOT NULL)
),
firms AS (SELECT village, firm_name(company) AS firm, any_value(company) AS company, person, bool_or(by_number) AS by_number, arg_max(role, by_number) AS role, arg_max(official, by_number) AS official, arg_max(relation, by_number) AS relation FROM linked GROUP BY village, firm_name(company), person),
paid AS (
  SELECT village, plain_name(party) AS who, any_value(party) AS party, sum(amount)::BIGINT AS amount, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, list(piece(file, line, cell, day, voucher || ' ' || summary, amount) ORDER BY day) AS pieces
  FROM moves WHERE tab = '出账' AND party IS NOT NULL GROUP BY village, plain_name(party)
),
met AS (
  SELECT paid.*, firms.company, firms.person, firms.role, firms.official, firms.relation, by_number, firm = firm_name(who) AS exact
  FROM paid JOIN firms ON firms.village = paid.village AND (firm = firm_name(who) OR (length(firm_name(who)) >= 4 AND (starts_with(firm, firm_name(who)) OR starts_with(firm_name(who), firm))))
)
SELECT met.village, '021' AS item, party, company, person, role, official, relation, CASE WHEN by_number THEN CASE WHEN role = '备案人' THEN '备案写了这家企业' ELSE '号码相同' END ELSE '只同名' END || CASE WHEN exact THEN '' ELSE '，企业名相近' END AS how,
  CASE WHEN by_number AND exact THEN '疑点' ELSE '提示' END AS level, amount, file, line, NULL AS cell, pieces
FROM met JOIN limits ON limits.village = met.village
WHERE amount >= least

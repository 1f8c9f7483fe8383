/*
名称: 不在本村名册的人领取
组: F 惠民补贴救助
级别: 提示
范围: 名单
需要: [list_rows.person]
名单: [roster]
依据: 五河韩台村：3 张花名册均有同一非本村人员
对象: [item, period, part, row_key]
句: "{person}在“{benefit}”{period:期}名单里，{amount:元}，户籍成员名册里没有这个名字"
比了什么: 名单里的人和本村名册（有号码按号码，没有就按名字）
谨慎: 名册不全、音同字不同、嫁进来没迁户、租地种的外村人都可以
怎样算清楚: 补名册，或写明为什么
去看什么: 找组长认一认
*/
SELECT row.village, row.item, row.period, row.part, row.row_key, row.person, row.benefit, row.amount, row.file, row.line, row.cell, [piece(row.file, row.line, row.cell, row."last", row.benefit || '，' || row.person, row.amount)] AS pieces
FROM benefit_people AS row
WHERE row.village IN (SELECT village FROM list_roster GROUP BY village HAVING count(*) >= 50) AND row.item IN ('241', '242', '251', '252', '255') AND row."last" >= as_of() - 400 AND NOT is_organisation(row.person)
  AND NOT EXISTS (SELECT 1 FROM list_roster AS known WHERE known.village = row.village AND plain_name(known.person) = plain_name(row.person))
  AND NOT EXISTS (SELECT 1 FROM list_roster AS known WHERE known.person_key = row.person_key)

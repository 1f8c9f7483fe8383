/*
名称: 死亡人员领补贴
组: F 惠民补贴救助
级别: 重点疑点
范围: 名单
需要: [list_rows.person]
名单: [deaths]
阈值:
  months: {说: 死亡后第几个月起不该有, 是: 个数, 值: 1}
依据: 富源、青神、津市等地比对；按死亡日期比，不按注销日期
对象: [item, period, part, row_key]
句: "{person}（{how}）死亡名单写 {died} 去世，“{benefit}”{period:期}名单里还有，{amount:元}"
比了什么: 各名单和部门给的死亡名单；有号码按号码，没有号码只比同村同名
谨慎: 只同名的可能是另一个人；去世当月照发、丧葬补助、补发以前的、户主没改名的都可以
怎样算清楚: 写明哪个月停发；户主去世的改户主
去看什么: 家里还有谁、钱到了谁的卡
*/
SELECT row.village, row.item, row.period, row.part, row.row_key, row.person, row.benefit, row.amount, listed.day AS died, CASE WHEN by_number THEN '号码相同' ELSE '只同村同名' END AS how,
  CASE WHEN by_number AND NOT row.universal THEN '重点疑点' WHEN by_number THEN '疑点' ELSE '提示' END AS level, row.file, row.line, row.cell, [piece(row.file, row.line, row.cell, row."last", row.benefit || '，' || row.person, row.amount)] AS pieces
FROM in_both('benefit_people', 'list_deaths') JOIN limits ON limits.village = row.village
WHERE paid_from(row.month, row.began, row."first") >= date_trunc('month', listed.day)::DATE + to_months(months::INTEGER) AND NOT regexp_matches(coalesce(row.thing, '') || coalesce(row.state, ''), '丧葬|退出|停发')

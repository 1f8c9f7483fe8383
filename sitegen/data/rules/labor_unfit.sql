/*
名称: 失能高龄人员领劳务
组: E 用工与岗位
级别: 疑点
范围: 名单
需要: [labour.person]
名单: [unfit]
阈值:
  age: {说: 几岁以上, 是: 个数, 值: 80}
依据: 审计：应急演练补助名单含瘫痪和八十多岁老人
对象: [person]
句: "{person}（{why}，{how}）误工表里有 {rows} 笔，{amount:元}"
比了什么: 误工表和高龄、失能名单；有全名单的按号码，没有号码只比同村同名
谨慎: 同名；身体好的老人看看门、儿女替干记老人名
怎样算清楚: 写明是谁干的
去看什么: 问一起干活的人
*/
SELECT row.village, row.item, max(row.period) AS period, any_value(row.person) AS person, CASE WHEN bool_or(coalesce(listed.disabled, false)) THEN '重度失能' ELSE '高龄' END AS why, count(*) AS rows, sum(row.amount)::BIGINT AS amount,
  CASE WHEN bool_or(by_number) THEN '号码相同' ELSE '只同村同名' END AS how, CASE WHEN bool_or(by_number) THEN '疑点' ELSE '提示' END AS level,
  min(spot(row.file, row.line)).file AS file, min(spot(row.file, row.line)).line AS line, NULL AS cell,
  list(piece(row.file, row.line, row.cell, row.day, row.matter, row.amount) ORDER BY row.day) AS pieces
FROM in_both('labour_people', 'list_unfit') JOIN limits ON limits.village = row.village
WHERE coalesce(listed.disabled, false) OR listed.born + to_years(age::INTEGER) <= row.day
GROUP BY row.village, row.item, coalesce(row.person_key, plain_name(row.person))

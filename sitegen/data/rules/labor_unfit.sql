/*
名称: 失能高龄人员领劳务
组: E 用工与岗位
级别: 提示
范围: 名单
需要: [labour.person]
名单: [unfit]
阈值:
  age: {说: 几岁以上, 是: 个数, 值: 80}
依据: 审计：应急演练补助名单含瘫痪和八十多岁老人
对象: [person]
句: "{person}（{why}）误工表里有 {rows} 笔，{amount:元}，只比了同村同名"
比了什么: 误工表和高龄、失能名单
谨慎: 同名；身体好的老人看看门、儿女替干记老人名
怎样算清楚: 写明是谁干的
去看什么: 问一起干活的人
*/
SELECT labour.village, labour.item, max(labour.period) AS period, any_value(labour.person) AS person, CASE WHEN bool_or(coalesce(disabled, false)) THEN '重度失能' ELSE '高龄' END AS why, count(*) AS rows, sum(labour.amount) AS amount, min(labour.file) AS file, min(labour.line) AS line, NULL AS cell,
  list(piece(labour.file, labour.line, labour.cell, labour.day, labour.matter, labour.amount) ORDER BY labour.day) AS pieces
FROM labour JOIN list_unfit AS unfit ON unfit.village = labour.village AND plain_name(unfit.person) = plain_name(labour.person) JOIN limits ON limits.village = labour.village
WHERE coalesce(unfit.disabled, false) OR unfit.born + to_years(age::INTEGER) <= labour.day
GROUP BY labour.village, labour.item, plain_name(labour.person)

/*
名称: 同一户按户发放领了两份
组: F 惠民补贴救助
级别: 疑点
范围: 本村
需要: [list_rows.household]
依据: 泾阳模型：重复发放
对象: [item, period, household]
句: "“{benefit}”{period:期}里 {household} 号户有 {rows} 个人领：{names}"
比了什么: 按户发的补贴里同一个户号出现的人数
谨慎: 分了户没有改户号、按人发的项目
怎样算清楚: 分户的改户号
去看什么: 户口簿（只看不抄）
*/
SELECT village, item, period, household, any_value(benefit) AS benefit, count(DISTINCT plain_name(person)) AS rows, string_agg(DISTINCT person, '、') AS names, sum(amount) AS amount, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell,
  list(piece(file, line, cell, day, person, amount) ORDER BY line) AS pieces
FROM benefit_rows WHERE household IS NOT NULL AND item IN ('241', '242', '245', '251')
GROUP BY village, item, period, household HAVING count(DISTINCT plain_name(person)) > 1

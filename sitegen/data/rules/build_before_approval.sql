/*
名称: 先开工后签合同
组: D 工程与采购
级别: 疑点
范围: 本村
需要: [projects.starts, projects.signed]
阈值:
  days: {说: 早几天, 是: 天, 值: 1}
依据: 永嘉限额工程系统：未发包已开工，说明为应急工程后消除
对象: [ref]
句: "“{name}”{starts}开工，{what}是 {later}，早了 {days_between} 天"
比了什么: 开工日和签合同、审批的日期
谨慎: 应急抢修、先口头约定后补签的
怎样算清楚: 应急的写明险情；补签的写明原因
去看什么: 合同签字日期、现场照片日期
*/
WITH days AS (SELECT projects.*, '项目/' || number AS ref, greatest(coalesce(signed, DATE '0001-01-01'), coalesce(approved, DATE '0001-01-01')) AS later FROM projects)
SELECT days.village, ref, name, party, starts, CASE later WHEN approved THEN '审批' ELSE '签合同' END AS what, later, date_diff('day', starts, later) AS days_between, price AS amount, file, line, cell,
  [piece(file, line, cell, starts, '开工', NULL), piece(file, line, cell, later, '签合同或审批', price)] AS pieces
FROM days JOIN limits USING (village)
WHERE starts + limits.days <= later AND NOT coalesce(urgent, false) AND NOT regexp_matches(name || coalesce(content, '') || coalesce(notes, ''), '应急|抢修|抢险|救灾|水毁|灾后')

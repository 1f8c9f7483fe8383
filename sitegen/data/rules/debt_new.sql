/*
名称: 新增债务
组: G 债务
级别: 疑点
范围: 本村
需要: [debts.owed_by_village]
阈值:
  least: {说: 增加至少, 是: 金额, 值: 0.01元}
  grave: {说: 增加多少算疑点（再小的只提示）, 是: 金额, 值: 10000元}
依据: 云溪 2024 年：负债村比例只减不增
对象: [part, period]
句: "{period:期}村里欠别人 {amount:元}，比上一期多 {more:元}"
比了什么: 相邻两期的负债合计
谨慎: 工程做完还没付的应付款、押金也在里面，不都是借钱
怎样算清楚: 写明多出来的是欠谁、为什么、怎么还
去看什么: 借款合同、会议决定
*/
SELECT now.village, now.item, now.part, now.period, now.owed_by_village AS amount, now.owed_by_village - before.owed_by_village AS more,
  CASE WHEN now.owed_by_village - before.owed_by_village >= grave THEN '疑点' ELSE '提示' END AS level, now.file, now.owed_by_line AS line, now.cell,
  [piece(before.file, before.owed_by_line, before.cell, before."last", '上一期', before.owed_by_village), piece(now.file, now.owed_by_line, now.cell, now."last", '这一期', now.owed_by_village)] AS pieces
FROM debts AS now JOIN debts AS before ON before.village = now.village AND before.part = now.part AND before."last" = now."first" - 1 JOIN limits ON limits.village = now.village
WHERE now.owed_by_village - before.owed_by_village >= least AND now."last" >= as_of() - 400

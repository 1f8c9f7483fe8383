/*
名称: 未经审核即公开
组: A 公开纪律
级别: 疑点
范围: 本村
需要: [reviews.day]
依据: 村民委员会组织法第三十七条第一款；农村集体经济组织财务公开规定：公开前由民主理财小组审核
对象: [period, kind]
句: "{period:期}的公开日期写的是 {posted}，有 {items} 项{why}：{names}"
比了什么: 公开日期和审核的日期、结论
谨慎: 网上不会公布没有审核的，这里说的是墙上；审核单签了还没录的也会这样
怎样算清楚: 补录审核的日期和校验码；审核在公开之后的写明原因
去看什么: 审核单上的签字日期
公开说: "{period:期}有 {items} 项审核手续正在补。"
*/
WITH bare AS (
  SELECT disclosures.*, items.name, CASE WHEN reviewed IS NULL THEN '没有写谁审核同意' ELSE '的审核日期晚于公开日期' END AS why, CASE WHEN reviewed IS NULL THEN '没有审核' ELSE '审核晚了' END AS kind
  FROM disclosures JOIN items USING (item)
  WHERE posted <= as_of() AND NOT draft AND NOT nothing AND items.shape <> 'register' AND ((reviewed IS NULL AND (objections = 0 OR unanswered > 0)) OR reviewed > posted)
)
SELECT village, period, kind, any_value(item) AS item, min(posted) AS posted, count(*) AS items, why, string_agg(name, '、' ORDER BY item) AS names, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell,
  list(piece(file, line, cell, posted, name || coalesce('，审核 ' || reviewed, '，没有审核'), NULL) ORDER BY line) AS pieces
FROM bare GROUP BY village, period, kind, why

/*
名称: 公开超期
组: A 公开纪律
级别: 重点疑点
范围: 本村
需要: [dues.due]
阈值:
  grace: {说: 宽限天数, 是: 天, 值: 0}
  most: {说: 晚几天算重点, 是: 天, 值: 90}
依据: 村民委员会组织法第三十五条第三款；各地期限写在“地区”预设里
对象: [period]
句: "{period_says}有 {items} 项过了期限还没有公开：{names}。最早的应在 {due} 前公开，已晚 {late} 天"
比了什么: 该公开的每一项每一期的期限，和账本里能公开的内容
谨慎: 已经贴在墙上、账本还没录的，网上看也是没公开；没有审核、有异议没答复的不算公开
怎样算清楚: 补上并写明哪天贴的；这一期确实没有的写“本期无发生”
去看什么: 村口公开栏上这一期贴了没有，拍一张带日期的照片
公开说: "{period_says}有 {items} 项没有按时公开，正在补。"
*/
WITH late AS (
  SELECT dues.*, items.name, limits.most FROM dues
  JOIN limits USING (village)
  JOIN items USING (item)
  WHERE NOT dues.done AND dues.due + limits.grace < as_of()
)
SELECT village, period, count(*) AS items, array_to_string(list(name ORDER BY item)[1:6], '、') || CASE WHEN count(*) > 6 THEN '等' ELSE '' END AS names, min(due) AS due,
  date_diff('day', min(due), as_of()) AS late,
  CASE WHEN any_value(length(period)) = 5 THEN left(period, 4) || '年'
       WHEN period LIKE '%q%' THEN left(period, 4) || '年' || right(period, 1) || '季度'
       ELSE left(period, 4) || '年' || right(period, 2) || '月' END AS period_says,
  CASE WHEN date_diff('day', min(due), as_of()) > any_value(most) THEN '重点疑点' ELSE '疑点' END AS level,
  any_value(file) AS file, min(line) AS line, NULL AS cell,
  list(piece(NULL, NULL, NULL, due, name || '，应在这天前公开', NULL) ORDER BY item) AS pieces
FROM late
GROUP BY village, period

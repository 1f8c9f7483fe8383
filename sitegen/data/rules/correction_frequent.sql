/*
名称: 更正频繁
组: A 公开纪律
级别: 提示
范围: 本村
需要: [corrections.day]
阈值:
  least: {说: 一期几次, 是: 个数, 值: 3}
  running: {说: 接连几期都有, 是: 个数, 值: 2}
依据: 没有找到规定，是本程序的经验判断
对象: [period]
句: "{period:期}更正了 {times} 次{before_said}"
比了什么: 每一期的更正记录（只算公开表抄错的，账务调整不算）；一期几次，或者接连几期都有
谨慎: 肯更正是好事；一次核对出好几处也会这样
怎样算清楚: 说明是不是换了人、换了表
去看什么: 报账员有没有难处，要不要帮着对一次
*/
WITH wrong AS (SELECT * FROM corrections WHERE kind = 'transcription'),
held AS (SELECT DISTINCT village, period, "first", "last" FROM disclosures),
times AS (
  SELECT wrong.village, wrong.period, min(held."first") AS "first", max(held."last") AS "last", any_value(item) AS item, count(*) AS times,
    min(spot(file, line)).file AS file, min(spot(file, line)).line AS line,
    list(piece(file, line, cell, day, position || '：' || before || ' → ' || after || '，' || reason, NULL) ORDER BY day) AS pieces
  FROM wrong JOIN held ON held.village = wrong.village AND held.period = wrong.period GROUP BY wrong.village, wrong.period
),
runs AS (
  SELECT *, sum(CASE WHEN follows THEN 0 ELSE 1 END) OVER (PARTITION BY village, length ORDER BY "first") AS run
  FROM (SELECT *, length(period) AS length, coalesce(lag("last") OVER (PARTITION BY village, length(period) ORDER BY "first") = "first" - 1, false) AS follows FROM times)
),
counted AS (SELECT *, row_number() OVER (PARTITION BY village, length, run ORDER BY "first") AS nth FROM runs)
SELECT counted.village, period, item, times, CASE WHEN nth >= running THEN '，接连 ' || nth || ' 期都有更正' ELSE '' END AS before_said, file, line, NULL AS cell, pieces
FROM counted JOIN limits USING (village)
WHERE times >= least OR nth >= running

/*
名称: 更正频繁
组: A 公开纪律
级别: 提示
范围: 本村
需要: [corrections.day]
阈值:
  least: {说: 一期几次, 是: 个数, 值: 3}
依据: 推断，没有出处
对象: [period]
句: "{period:期}更正了 {times} 次"
比了什么: 每一期的更正记录
谨慎: 肯更正是好事；一次核对出好几处也会这样
怎样算清楚: 说明是不是换了人、换了表
去看什么: 报账员有没有难处，要不要帮着对一次
*/
SELECT corrections.village, period, any_value(item) AS item, count(*) AS times, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell,
  list(piece(file, line, cell, day, position || '：' || before || ' → ' || after || '，' || reason, NULL) ORDER BY day) AS pieces
FROM corrections JOIN limits USING (village)
WHERE kind = 'transcription'
GROUP BY corrections.village, period HAVING count(*) >= any_value(least)

/*
名称: 福利由实物改现金
组: B 账务与票据
级别: 提示
范围: 本村
需要: [cash_rows.summary]
阈值:
  over: {说: 比去年多, 是: 比例, 值: 50%}
依据: 审计发现 2018 年发实物、2019 年改发现金 25.2 万，走访发现现金发放不存在
对象: [holiday, year]
句: "{year}年{holiday}慰问发现金 {amount:元}，去年是实物 {before:元}"
比了什么: 同一节日两年的慰问、福利支出，摘要里是实物还是现金
谨慎: 按村民要求改发现金、标准提高是可以的
怎样算清楚: 附会议决定和签领表
去看什么: 找几户问发了没有、发了多少
*/
WITH gifts AS (
  SELECT village, year(day) AS year, regexp_extract(summary, '春节|中秋|重阳|端午|八一|七一') AS holiday, regexp_matches(summary, '现金|慰问金|过节费|红包') AS in_cash,
    sum(amount) AS amount, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, list(piece(file, line, cell, day, summary, amount)) AS pieces
  FROM moves WHERE tab = '出账' AND regexp_matches(summary, '春节|中秋|重阳|端午|八一|七一') GROUP BY ALL
)
SELECT now.village, now.holiday, now.year, '021' AS item, now.amount, before.amount AS before, now.file, now.line, NULL AS cell, list_concat(before.pieces, now.pieces) AS pieces
FROM gifts AS now JOIN gifts AS before ON before.village = now.village AND before.holiday = now.holiday AND before.year = now.year - 1
JOIN limits ON limits.village = now.village
WHERE now.in_cash AND NOT before.in_cash AND now.amount >= before.amount * (1 + over / 100.0)

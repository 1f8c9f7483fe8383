/*
名称: 白条、普通收据代替发票
组: B 账务与票据
级别: 疑点
范围: 本村
需要: [cash_rows.slip]
阈值:
  most: {说: 零星支出可用收据, 是: 金额, 值: 300元}
依据: 汉阴幸和村上百张白条报销吃喝；发票管理办法
对象: [part, period]
句: "{period:期}有 {slips} 笔出账用{kinds}，合计 {amount:元}，每笔都超过 {most:元}"
比了什么: 出账的票据种类
谨慎: 买农户自己种的东西、请零工、没有税务登记的小摊，可以用收购凭证或领款单
怎样算清楚: 附领款人签字和为什么开不出发票
去看什么: 找收款的人问一问
*/
SELECT moves.village, item, part, period, count(*) AS slips, string_agg(DISTINCT slip, '、') AS kinds, sum(amount) AS amount, any_value(most) AS most,
  min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell, list(piece(file, line, cell, day, voucher || ' ' || summary || '，' || slip, amount) ORDER BY day) AS pieces
FROM moves JOIN limits USING (village)
WHERE tab = '出账' AND regexp_matches(plain_name(slip), '白条|收据|自制|自开') AND NOT regexp_matches(slip, '财政|行政|电子票据|收购') AND amount > most
  AND coalesce(detail, '') NOT IN ('村组干部报酬', '误工补贴')
GROUP BY moves.village, item, part, period

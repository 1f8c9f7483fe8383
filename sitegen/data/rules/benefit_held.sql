/*
名称: 上级拨了村里没有发
组: F 惠民补贴救助
级别: 疑点
替群众: 是
范围: 本村
需要: [cash_rows.category]
阈值:
  days: {说: 到账后几天, 是: 天, 值: 30}
  least: {说: 金额至少, 是: 金额, 值: 500元}
依据: 宣威 8350 元错划给同名村民，多年未到账
对象: [part, period, voucher]
句: "{day}凭证 {voucher}“{summary}”收到 {amount:元}，到今天 {waiting} 天，没有找到发出去的一笔"
比了什么: 进账里要发到户的钱（补贴、补助、救助、救灾），和之后同样用途、相近金额的出账
谨慎: 分几次发的、直接打到卡上村里不过账的、项目补助不是发给人的
怎样算清楚: 写上发放的凭证号，或还在等什么
去看什么: 该领的人领到没有
*/
WITH got AS (
  SELECT moves.*, limits.days FROM moves JOIN limits USING (village)
  WHERE tab = '进账' AND amount >= limits.least AND regexp_matches(summary, '补贴|救助|救灾款|慰问金|补偿.*户|临时救助|代发') AND NOT regexp_matches(summary, '项目|工程|运转|经费|办公|报酬|奖补|集体')
)
SELECT got.village, item, part, period, voucher, day, summary, amount, date_diff('day', day, as_of()) AS waiting, file, line, cell, [piece(file, line, cell, day, voucher || ' ' || summary, amount)] AS pieces
FROM got
WHERE day + days < as_of() AND day + days <= (SELECT max("last") FROM cash WHERE cash.village = got.village)
  AND coalesce((SELECT sum(paid.amount) FROM moves AS paid WHERE paid.village = got.village AND paid.tab = '出账' AND paid.day BETWEEN got.day - 10 AND got.day + 400
    AND (alike(paid.summary, got.summary) >= 0.4 OR paid.amount = got.amount OR regexp_matches(paid.summary, '补贴|救助|慰问|补偿|发放|代发|转给|转付'))), 0) < got.amount * 0.5

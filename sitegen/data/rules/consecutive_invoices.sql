/*
名称: 连号发票
组: B 账务与票据
级别: 疑点
范围: 本村
需要: [cash_rows.invoice_number, cash_rows.issuer]
阈值:
  limit_at: {说: 审批限额, 是: 金额, 值: 10000元}
  near: {说: 单张到限额的, 是: 比例, 值: 80%}
依据: 余姚、宁波用税务数据筛连号发票和大额订单（说的是烟酒店，不是村账）
对象: [issuer, invoice]
句: "{issuer}的发票 {invoice} 和 {following} 连号，分别 {one:元} 和 {two:元}，都贴着限额 {limit_at:元}"
比了什么: 同一开票方号码相连、单张接近审批限额的两张
谨慎: 电子发票按全国顺序发号，小店一天只开几张时自然相连
怎样算清楚: 两张各是什么、送到哪里
去看什么: 送货单和东西
*/
WITH slips AS (
  SELECT moves.*, try_cast(invoice_number AS HUGEINT) AS number, limits.limit_at, limits.near FROM moves JOIN limits USING (village)
  WHERE tab = '出账' AND length(invoice_number) >= 6 AND issuer IS NOT NULL
)
SELECT one.village, one.item, one.period, one.issuer AS issuer, one.issuer AS party, one.invoice_number AS invoice, two.invoice_number AS following,
  one.amount AS one, two.amount AS two, one.limit_at, one.amount + two.amount AS amount, one.file, one.line, one.cell,
  [piece(one.file, one.line, one.cell, one.day, one.summary, one.amount), piece(two.file, two.line, two.cell, two.day, two.summary, two.amount)] AS pieces
FROM slips AS one JOIN slips AS two
  ON two.village = one.village AND plain_name(two.issuer) = plain_name(one.issuer) AND two.number = one.number + 1 AND coalesce(two.invoice_code, '') = coalesce(one.invoice_code, '')
WHERE one.amount BETWEEN one.limit_at * one.near / 100 AND one.limit_at AND two.amount BETWEEN two.limit_at * two.near / 100 AND two.limit_at

/*
名称: 疑似重复支付
组: B 账务与票据
级别: 疑点
范围: 本村
需要: [cash_rows.party]
阈值:
  days: {说: 相隔几天以内, 是: 天, 值: 7}
  least: {说: 金额至少, 是: 金额, 值: 500元}
依据: 致富村同一酒店两分钟内开出两张发票
对象: [part, period, voucher]
句: "{party}在 {days_between} 天里两次收到 {amount:元}，摘要差不多：{one}；{other}"
比了什么: 同一对方、同一金额、相隔几天的两笔出账，摘要里的字差不多；写明是两个组、两个月、两个号的不算
谨慎: 报酬、补贴、租车按次付的、两处工地同价的会一样
怎样算清楚: 拿出两次的单据，说明是两件事
去看什么: 两张票据、两次的签收
*/
WITH paid AS (
  SELECT moves.*, limits.days FROM moves JOIN limits USING (village)
  WHERE tab = '出账' AND party IS NOT NULL AND amount >= limits.least
    AND coalesce(detail, '') NOT IN ('村组干部报酬', '误工补贴', '代理记账费', '报刊费', '水电网络费', '保洁治安')
    AND NOT regexp_matches(summary, '报酬|工资|补贴|补助|津贴|误工|分红|救助|慰问|劳务|台班')
)
SELECT two.village, two.item, two.part, two.period, two.voucher, two.party, two.amount, date_diff('day', one.day, two.day) AS days_between,
  one.voucher || ' ' || one.summary AS one, two.voucher || ' ' || two.summary AS other, two.file, two.line, two.cell,
  [piece(one.file, one.line, one.cell, one.day, one.voucher || ' ' || one.summary, one.amount), piece(two.file, two.line, two.cell, two.day, two.voucher || ' ' || two.summary, two.amount)] AS pieces
FROM paid AS one JOIN paid AS two
  ON two.village = one.village AND two.part = one.part AND plain_name(two.party) = plain_name(one.party) AND two.amount = one.amount
    AND (two.day, two.part, two.voucher, two.n) > (one.day, one.part, one.voucher, one.n) AND two.day <= one.day + one.days
WHERE (alike(one.summary, two.summary) >= 0.6 OR list_sort(string_split(plain_name(one.summary), '')) = list_sort(string_split(plain_name(two.summary), '')))
  -- 一组清渠 and 二组清渠 are two matters.
  AND NOT (len(numbered(one.summary)) > 0 AND len(numbered(two.summary)) > 0 AND numbered(one.summary) <> numbered(two.summary))
  AND coalesce(one.project, '') = coalesce(two.project, '')
QUALIFY row_number() OVER (PARTITION BY two.village, two.part, two.period, two.voucher, two.n ORDER BY one.day DESC) = 1

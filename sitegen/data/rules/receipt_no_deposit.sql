/*
名称: 开了收据银行没有到账
组: B 账务与票据
级别: 疑点
范围: 名单
需要: [cash_rows.amount]
名单: [bank]
阈值:
  days: {说: 到账窗口, 是: 天, 值: 7}
  least: {说: 金额至少, 是: 金额, 值: 1000元}
依据: 安吉：20 万元现金从未存入；武汉审计：鸳鸯收据设小金库
对象: [part, period, voucher]
句: "{day}凭证 {voucher}“{summary}”进账 {amount:元}，前后 {days} 天银行流水里没有这笔存入"
比了什么: 进账的每一笔，和村账户银行流水的存入（同一金额、日子相近，或几天里加起来够）
谨慎: 几笔并成一次存的、抵账的、内部转款、收现金直接付出去的
怎样算清楚: 写明哪天存的、并在哪一笔
去看什么: 现金日记账和存款单
*/
WITH covered AS (SELECT village, min(day) AS since, max(day) AS until FROM list_bank GROUP BY village)
SELECT moves.village, item, part, period, voucher, moves.day, summary, party, moves.amount, days, file, line, cell, [piece(file, line, cell, moves.day, voucher || ' ' || summary, moves.amount)] AS pieces
FROM moves JOIN limits USING (village) JOIN covered USING (village)
WHERE tab = '进账' AND moves.amount >= least AND moves.day BETWEEN since + days AND until - days AND coalesce(nature, '') <> '往来'
  AND NOT EXISTS (SELECT 1 FROM list_bank AS bank WHERE bank.village = moves.village AND bank.amount = moves.amount AND bank.day BETWEEN moves.day - days AND moves.day + days)
  AND coalesce((SELECT sum(amount) FROM list_bank AS bank WHERE bank.village = moves.village AND bank.day BETWEEN moves.day - days AND moves.day + days), 0)
    < (SELECT sum(near.amount) FROM moves AS near WHERE near.village = moves.village AND near.tab = '进账' AND near.day BETWEEN moves.day - days AND moves.day + days)

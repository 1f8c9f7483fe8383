/*
名称: 租金、承包款逾期
组: C 合同与资产资源
级别: 重点疑点
范围: 本村
需要: [payments_due.due, payments_due.amount]
阈值:
  grace: {说: 宽限天数, 是: 天, 值: 0}
  most: {说: 逾期几天算重点, 是: 天, 值: 60}
依据: 合同约定；萧山逾期 2 个月红色预警，鄞州 3 个月预警
对象: [ref, due]
句: "{name}（{ref:号}，{party}）{due}应交 {unpaid:元}，到今天 {days} 天没有登记缴清，{said}"
比了什么: 合同应缴的每一笔、缴清日期，和资金收支里写明这份合同、同一对方、或摘要里写了对方名字的进账（押金、借款不算租金；分几次交的加起来，先抵早到期的）
谨慎: 钱已到账而登记没有写“缴清日期”的很常见；灾年减免、以工抵租要有会议决定
怎样算清楚: 补写缴清日期和凭证号；减免的附决定；催收的写催收日期
去看什么: 收款收据存根、银行流水；承租人手里的收据
公开说: "“{name}”有一笔租金{due}到期还没有收到，正在催收。"
*/
WITH unpaid AS (
  SELECT due.*, contract.ref, contract.party, limits.most
  FROM payments_due AS due
  JOIN contract_refs AS contract USING (village, item, number)
  JOIN limits ON limits.village = due.village
  WHERE due.paid IS NULL AND due.voucher IS NULL AND due.amount > 0 AND due.due + limits.grace < as_of()
    AND (due.due >= (SELECT min(first) FROM cash WHERE cash.village = due.village) OR due.due < as_of() - 365)
),
-- What came in from this party, without what already settles another of its dues.
received AS (
  SELECT debtor.village, debtor.ref, sum(income.amount)::BIGINT AS received
  FROM (SELECT village, item, number, ref, any_value(party) AS party, min(due) AS since FROM unpaid GROUP BY ALL) AS debtor
  JOIN cash_rows AS income ON income.village = debtor.village AND income.tab = '进账' AND income.day BETWEEN debtor.since - 120 AND as_of()
    AND coalesce(income.category, '') NOT IN ('押金', '借款', '内部转款') AND coalesce(income.nature, '') <> '内部转款'
    AND (income.contract = debtor.ref OR (income.contract IS NULL AND (plain_name(income.party) = plain_name(debtor.party)
      OR (length(plain_name(debtor.party)) >= 2 AND contains(plain_name(income.summary), plain_name(debtor.party))))))
  WHERE NOT EXISTS (
    SELECT 1 FROM payments_due AS settled
    WHERE settled.village = debtor.village AND settled.item = debtor.item AND settled.number = debtor.number
      AND ((settled.voucher = income.voucher AND income.day BETWEEN coalesce(settled.paid, settled.due) - 200 AND coalesce(settled.paid, settled.due) + 200)
        OR (settled.amount = income.amount AND income.day BETWEEN settled.paid - 40 AND settled.paid + 40)))
  GROUP BY ALL
),
-- The oldest due takes what came in first.
owing AS (
  SELECT unpaid.*, least(unpaid.amount, greatest(0, coalesce(received, 0) + unpaid.amount - sum(unpaid.amount) OVER (PARTITION BY village, ref ORDER BY due, n)))::BIGINT AS got
  FROM unpaid LEFT JOIN received USING (village, ref)
)
SELECT village, ref, due, name, party, amount AS unpaid, amount - got AS amount, date_diff('day', due, as_of()) AS days, file, line, cell,
  CASE WHEN got > 0 THEN '账上只找到 ' || yuan(got) ELSE '账上也没有找到这笔进账' END AS said,
  CASE WHEN date_diff('day', due, as_of()) >= most THEN '重点疑点' ELSE '提示' END AS level,
  [piece(file, line, cell, due, name || '，应缴', amount)] AS pieces
FROM owing WHERE got < amount

/*
名称: 登记已收的租金账上没有
组: B 账务与票据
级别: 重点疑点
范围: 本村
需要: [payments_due.paid, cash.closing]
阈值:
  days: {说: 缴清后几天内应入账, 是: 天, 值: 30}
依据: 呈贡缪家营 176.2 万元迟到七年才入账；村级会计制度：收入及时入账
对象: [ref, due]
句: "{name}（{ref}，{party}）登记 {paid} 缴清 {amount:元}，那前后的钱账里没有找到这笔进账"
比了什么: 合同应缴的缴清日期、凭证号，和资金收支那几期的进账
谨慎: 几份合同并成一笔入账、交到别的账套、提前一年交清的会找不到
怎样算清楚: 写上凭证号；合并入账的写明是哪一笔
去看什么: 收据存根和银行流水
*/
WITH kept AS (SELECT village, min("first") AS since, max("last") AS until FROM cash GROUP BY village),
paid AS (
  SELECT due.*, ref, contract.party, limits.days FROM payments_due AS due
  JOIN contract_refs AS contract USING (village, item, number)
  JOIN limits ON limits.village = due.village
  JOIN kept ON kept.village = due.village
  WHERE due.paid IS NOT NULL AND due.amount > 0 AND due.paid >= kept.since AND due.paid + limits.days <= kept.until
)
SELECT village, ref, due, name, party, paid, amount, file, line, cell, [piece(file, line, cell, paid, name || '，登记缴清', amount)] AS pieces
FROM paid
WHERE NOT EXISTS (
  SELECT 1 FROM cash_rows AS booked
  WHERE booked.village = paid.village AND booked.tab = '进账' AND booked.day BETWEEN paid.paid - 400 AND paid.paid + paid.days
    AND ((booked.contract = paid.ref AND booked.amount > 0) OR (booked.voucher = paid.voucher AND booked.day BETWEEN paid.paid - 40 AND paid.paid + 40)
      OR (booked.amount = paid.amount AND booked.day BETWEEN paid.paid - 40 AND paid.paid + paid.days)
      OR (plain_name(booked.party) = plain_name(paid.party) AND plain_name(paid.party) <> '' AND booked.amount >= paid.amount)))

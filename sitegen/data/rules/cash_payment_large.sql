/*
名称: 超限额现金支付
组: B 账务与票据
级别: 疑点
范围: 本村
需要: [cash_rows.paid_by]
阈值:
  most: {说: 现金支付限额, 是: 金额, 值: 1000元}
依据: 高邮镇等地：超过 1000 元走银行转账
对象: [part, period, voucher]
句: "{day}凭证 {voucher}“{summary}”用现金付 {amount:元}，超过 {most:元}"
比了什么: 支付方式是现金的每一笔和限额
谨慎: 收款人没有账户、救急的、发给很多人合成一笔的
怎样算清楚: 附领款签字表，或说明为什么不能转账
去看什么: 领款人是不是真的领到
*/
SELECT moves.village, item, part, period, voucher, day, summary, party, amount, most, file, line, cell, [piece(file, line, cell, day, summary, amount)] AS pieces
FROM moves JOIN limits USING (village)
WHERE tab = '出账' AND regexp_matches(plain_name(paid_by), '现金') AND amount > most

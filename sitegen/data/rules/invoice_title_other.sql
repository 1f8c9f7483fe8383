/*
名称: 发票抬头不是本村
组: B 账务与票据
级别: 疑点
范围: 本村
需要: [cash_rows.title]
依据: 致富村账内有抬头为镇政府的发票
对象: [part, period, voucher]
句: "{day}凭证 {voucher}“{summary}”{amount:元}，发票抬头是“{title}”"
比了什么: 发票抬头和本村、本村集体经济组织的名字
谨慎: 村名改过、写了简称、合作社另有名字的
怎样算清楚: 附说明；合作社的名字写进账套
去看什么: 东西送到了哪里
*/
SELECT moves.village, moves.item, moves.part, moves.period, voucher, day, summary, party, amount, title, moves.file, moves.line, moves.cell,
  [piece(moves.file, moves.line, moves.cell, day, summary || '，抬头 ' || title, amount)] AS pieces
FROM moves JOIN villages USING (village)
WHERE tab = '出账' AND title IS NOT NULL AND NOT contains(title, regexp_replace(villages.name, '村$', ''))
  AND NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.village = moves.village AND alike(accounts.name, title) >= 0.8)

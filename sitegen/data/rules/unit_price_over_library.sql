/*
名称: 单价高于造价库参考价
组: D 工程与采购
级别: 疑点
范围: 名单
需要: [cash_rows.thing, cash_rows.unit_price]
名单: [prices]
阈值:
  over: {说: 高于参考价, 是: 比例, 值: 10%}
依据: 各地小额工程造价库
对象: [part, period, voucher]
句: "{day}凭证 {voucher}买“{thing}”每{unit} {price:元}，参考价 {guide:元}"
比了什么: 品名、单位相同的单价和参考价
谨慎: 运费、规格、买得少
怎样算清楚: 附规格和报价
去看什么: 送货单上的规格、数量，东西还在不在
*/
SELECT moves.village, item, part, period, voucher, day, moves.thing, coalesce(moves.unit, '件') AS unit, unit_price AS price, guide.price AS guide, party, amount, file, line, cell, [piece(file, line, cell, day, moves.thing, amount)] AS pieces
FROM moves JOIN list_prices AS guide ON plain_name(guide.thing) = plain_name(moves.thing) AND coalesce(guide.unit, '') = coalesce(moves.unit, '') JOIN limits ON limits.village = moves.village
WHERE tab = '出账' AND unit_price * 100 > guide.price * (100 + over)

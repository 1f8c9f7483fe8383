/*
名称: 单价高于镇内同类
组: D 工程与采购
级别: 提示
范围: 跨村
需要: [cash_rows.thing, cash_rows.unit_price]
阈值:
  over: {说: 比正中一笔高, 是: 比例, 值: 30%}
  least: {说: 至少几笔同类, 是: 个数, 值: 5}
依据: 没有找到规定，是本程序的经验判断；各地造价库做法
对象: [part, period, voucher]
句: "{day}凭证 {voucher}买“{thing}”每{unit} {price:元}，镇里 {others} 笔，从低到高排在正中的是 {median:元}"
比了什么: 同一品名、同一单位的单价（近一年）
谨慎: 规格、牌子、送货远近不同；买得少就贵
怎样算清楚: 附规格和报价
去看什么: 东西的牌子和规格
*/
WITH bought AS (
  SELECT *, left(village, 9) AS township, unit_price AS price FROM moves WHERE tab = '出账' AND thing IS NOT NULL AND unit_price > 0 AND day >= as_of() - 365
),
usual AS (SELECT township, plain_name(thing) AS what, coalesce(unit, '') AS per, quantile_cont(price, 0.5)::BIGINT AS median, count(*) AS others, count(DISTINCT village) AS villages FROM bought GROUP BY ALL)
SELECT bought.village, item, part, period, voucher, day, thing, coalesce(unit, '件') AS unit, price, median, others, party, amount, file, line, cell, [piece(file, line, cell, day, thing, amount)] AS pieces
FROM bought JOIN usual ON usual.township = bought.township AND what = plain_name(thing) AND per = coalesce(unit, '') JOIN limits ON limits.village = bought.village
WHERE others >= least AND villages > 1 AND price * 100 > median * (100 + over)

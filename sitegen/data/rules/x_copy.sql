/*
名称: 两村公开内容雷同
组: H 镇级交叉
级别: 提示
范围: 跨村
需要: [cash_rows.amount]
阈值:
  share: {说: 一样的占, 是: 比例, 值: 90%}
  least: {说: 至少几笔, 是: 个数, 值: 10}
依据: 没有找到规定，是本程序的经验判断
对象: [other, period]
句: "{period:期}和{other_name}的出账，{same} 笔摘要、对方、金额一模一样（共 {rows} 笔）"
比了什么: 同一期两个村的出账
谨慎: 镇里统一采购、统一标准的会一样；同一笔五个村以上都有的已经不算
怎样算清楚: 各自拿出凭证
去看什么: 是不是同一个人代做的、套了模板
*/
WITH own AS (
  SELECT village, period, summary, coalesce(party, '') AS party, amount, file, line, cell, day, hash(summary, coalesce(party, ''), amount) AS mark FROM moves
  WHERE tab = '出账' AND coalesce(detail, '') NOT IN ('村组干部报酬', '误工补贴', '水电网络费', '代理记账费', '报刊费')
),
marks AS (SELECT village, period, mark FROM own GROUP BY ALL),
rare AS (SELECT period, mark FROM marks GROUP BY ALL HAVING count(*) BETWEEN 2 AND 5),
few AS (SELECT DISTINCT ON (own.village, own.period, own.mark) own.* FROM own JOIN rare USING (period, mark)),
twins AS (
  SELECT two.village, one.village AS other, two.period, count(*) AS same, min(two.file) AS file, min(two.line) AS line, list(piece(two.file, two.line, two.cell, two.day, two.summary, two.amount) ORDER BY two.line)[1:8] AS pieces
  FROM few AS one JOIN few AS two ON two.period = one.period AND two.mark = one.mark AND two.village > one.village
  WHERE two.summary = one.summary AND two.party = one.party AND two.amount = one.amount
  GROUP BY two.village, one.village, two.period
),
sizes AS (SELECT village, period, count(*) AS rows FROM marks WHERE village IN (SELECT village FROM twins) GROUP BY ALL)
SELECT twins.village, other, home.name AS other_name, twins.period, '021' AS item, same, sizes.rows, twins.file, twins.line, NULL AS cell, pieces
FROM twins JOIN sizes ON sizes.village = twins.village AND sizes.period = twins.period JOIN villages AS home ON home.village = other JOIN limits ON limits.village = twins.village
WHERE same >= least AND same * 100 >= share * sizes.rows

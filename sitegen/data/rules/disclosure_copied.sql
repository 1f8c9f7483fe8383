/*
名称: 照抄上期
组: A 公开纪律
级别: 提示
范围: 本村
需要: [cash_rows.amount]
阈值:
  share: {说: 逐笔相同占, 是: 比例, 值: 95%}
  least: {说: 至少几笔, 是: 个数, 值: 5}
依据: 各地查访发现有的村换个日期照抄上期（没有找到规定）
对象: [part, period]
句: "{period:期}的出账有 {rows} 笔，{same} 笔和上一期的摘要、对方、金额一模一样"
比了什么: 同一本账两期的出账，去掉报酬、工资、误工、租金、保洁、水电这些每期一样的
谨慎: 每期固定的开支本来就一样；代理记账模板也会这样写
怎样算清楚: 拿出这一期自己的凭证
去看什么: 两期的凭证号和票据日期
*/
WITH own AS (
  SELECT village, part, period, "first", "last", row_key, file, line, cell, day, summary, party, amount FROM moves
  WHERE tab = '出账' AND coalesce(detail, '') NOT IN ('村组干部报酬', '误工补贴', '水电网络费', '保洁治安', '代理记账费', '报刊费')
    AND NOT regexp_matches(summary, '报酬|工资|补贴|误工|租金|水费|电费|网费|话费|保洁|服务费|记账')
),
twins AS (
  SELECT now.*, EXISTS (
    SELECT 1 FROM own AS before
    WHERE before.village = now.village AND before.part = now.part AND before."last" = now."first" - 1 AND before.summary = now.summary
      AND before.amount = now.amount AND plain_name(before.party) = plain_name(now.party)) AS copied
  FROM own AS now
)
SELECT village, part, period, '021' AS item, count(*) AS rows, count(*) FILTER (copied) AS same, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell,
  list(piece(file, line, cell, day, summary, amount) ORDER BY line) AS pieces
FROM twins JOIN limits USING (village)
GROUP BY village, part, period
HAVING count(*) >= any_value(least) AND count(*) FILTER (copied) * 100 >= any_value(share) * count(*)

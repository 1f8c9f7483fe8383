/*
名称: 一人多签
组: B 账务与票据
级别: 提示
范围: 本村
需要: [cash_rows.handler, cash_rows.approver]
阈值:
  least: {说: 金额至少, 是: 金额, 值: 500元}
依据: 报账员不得由书记、主任及近亲属担任（岗位回避）；一人多签是推断
对象: [part, period, person]
句: "{period:期}有 {rows} 笔出账，{person}一个人又经手又{other}，合计 {amount:元}"
比了什么: 经手人、证明人、审批人、收款人的姓名
谨慎: 只对名字；人少的村一人兼几职，报自己垫的钱也会这样
怎样算清楚: 由别的人补签证明
去看什么: 凭证上的笔迹（在镇里看）
*/
WITH hands AS (
  SELECT moves.*, handler AS hand, CASE WHEN plain_name(handler) = plain_name(approver) THEN '审批'
    WHEN plain_name(handler) = plain_name(witness) THEN '证明' WHEN plain_name(handler) = plain_name(party) THEN '收款' END AS other
  FROM moves WHERE tab = '出账' AND handler IS NOT NULL
)
SELECT hands.village, item, part, period, any_value(hand) AS person, string_agg(DISTINCT other, '、') AS other, count(*) AS rows, sum(amount) AS amount,
  min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell, list(piece(file, line, cell, day, voucher || ' ' || summary, amount) ORDER BY day) AS pieces
FROM hands JOIN limits USING (village)
WHERE other IS NOT NULL AND amount >= least AND coalesce(detail, '') NOT IN ('村组干部报酬', '误工补贴') AND NOT regexp_matches(summary, '报酬|误工|补贴|差旅|垫付')
GROUP BY hands.village, item, part, period, plain_name(hand)

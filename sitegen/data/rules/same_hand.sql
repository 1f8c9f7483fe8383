/*
名称: 一人多签
组: B 账务与票据
级别: 提示
范围: 本村
需要: ["cash_rows.handler|cash_rows.witness|cash_rows.approver|cash_rows.checker"]
阈值:
  least: {说: 金额至少, 是: 金额, 值: 500元}
依据: 报账员不得由书记、主任及近亲属担任（岗位回避）；一人多签没有找到规定
对象: [part, period, person]
句: "{period:期}有 {rows} 笔出账，{person}一个人又{roles}，合计 {amount:元}"
比了什么: 同一笔的经手人、证明人、审批人、村监会审核人、收款人的姓名，任意两处是同一个名字
谨慎: 只对名字；人少的村一人兼几职，报自己垫的钱也会这样
怎样算清楚: 由别的人补签证明
去看什么: 凭证上的笔迹（在镇里看）
*/
WITH signed AS (
  SELECT *, [{'role': '经手', 'who': plain_name(handler)}, {'role': '证明', 'who': plain_name(witness)}, {'role': '审批', 'who': plain_name(approver)},
    {'role': '审核', 'who': plain_name(checker)}, {'role': '收款', 'who': plain_name(party)}] AS hands
  FROM moves
  WHERE tab = '出账' AND coalesce(detail, '') NOT IN ('村组干部报酬', '误工补贴') AND NOT regexp_matches(summary, '报酬|误工|补贴|差旅|垫付')
),
each_hand AS (SELECT signed.* EXCLUDE (hands), unnest(hands) AS hand FROM signed),
twice AS (
  SELECT village, item, part, period, voucher, n, hand.who AS person, string_agg(hand.role, '又') AS roles, any_value(amount) AS amount, any_value(file) AS file, any_value(line) AS line,
    any_value(cell) AS cell, any_value(day) AS day, any_value(summary) AS summary
  FROM each_hand WHERE hand.who <> '' GROUP BY village, item, part, period, voucher, n, hand.who
  HAVING count(*) > 1
)
SELECT twice.village, item, part, period, person, arg_max(roles, length(roles)) AS roles, count(*) AS rows, sum(amount) AS amount,
  min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell, list(piece(file, line, cell, day, voucher || ' ' || summary || '，' || roles, amount) ORDER BY day, voucher) AS pieces
FROM twice JOIN limits USING (village)
WHERE amount >= least
GROUP BY twice.village, item, part, period, person

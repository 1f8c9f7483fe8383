/*
名称: 签字不全
组: B 账务与票据
级别: 疑点
范围: 本村
需要: [cash_rows.handler, cash_rows.approver]
阈值:
  least: {说: 金额至少, 是: 金额, 值: 1000元}
依据: 龙泉东书村：1000 元以上三签并经村监会；各村财务制度
对象: [part, period]
句: "{period:期}有 {rows} 笔 {least:元} 以上的出账，经手人或审批人没有写：{vouchers}"
比了什么: 经手人、审批人（同一期别的笔都写了）
谨慎: 扣款、银行手续费没有经手人；录表时漏写的居多
怎样算清楚: 照凭证补上
去看什么: 凭证上签了没有
*/
WITH signed AS (
  SELECT village, part, period, count(*) AS rows FROM moves WHERE tab = '出账' AND handler IS NOT NULL AND approver IS NOT NULL GROUP BY ALL
)
SELECT moves.village, moves.item, moves.part, moves.period, count(*) AS rows, any_value(least) AS least, string_agg(voucher, '、' ORDER BY day, voucher) AS vouchers, sum(amount) AS amount,
  min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell, list(piece(file, line, cell, day, voucher || ' ' || summary, amount) ORDER BY day) AS pieces
FROM moves JOIN limits USING (village) JOIN signed USING (village, part, period)
WHERE tab = '出账' AND amount >= least AND (handler IS NULL OR approver IS NULL) AND NOT regexp_matches(summary, '手续费|扣款|利息|税')
GROUP BY moves.village, moves.item, moves.part, moves.period
HAVING any_value(signed.rows) >= 3 AND count(*) < any_value(signed.rows)

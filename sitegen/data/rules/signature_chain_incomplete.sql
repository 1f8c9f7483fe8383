/*
名称: 签字不全
组: B 账务与票据
级别: 疑点
范围: 本村
需要: ["cash_rows.handler|cash_rows.witness|cash_rows.approver|cash_rows.checker"]
阈值:
  least: {说: 金额至少, 是: 金额, 值: 1000元}
  usual: {说: 这一栏写了几笔以上才查, 是: 个数, 值: 3}
依据: 龙泉东书村：1000 元以上书记、主任、副主任三签并经村监会；各村财务制度
对象: [part, period]
句: "{period:期}有 {rows} 笔 {least:元} 以上的出账，{what}没有写：{vouchers}"
比了什么: 经手人、证明人、审批人、村监会审核人四栏；同一期别的笔多数写了、这几笔空着的（整栏都不写的不查）
谨慎: 扣款、银行手续费没有经手人；录表时漏写的居多
怎样算清楚: 照凭证补上
去看什么: 凭证上签了没有
*/
WITH spent AS (
  SELECT moves.*, limits.least, limits.usual FROM moves JOIN limits USING (village) WHERE tab = '出账' AND coalesce(detail, '') NOT IN ('村组干部报酬', '误工补贴') AND NOT regexp_matches(summary, '手续费|扣款|利息|税')
),
kept AS (
  SELECT village, part, period, count(*) AS rows, count(handler) AS handlers, count(witness) AS witnesses, count(approver) AS approvers, count(checker) AS checkers FROM spent GROUP BY village, part, period
),
bare AS (
  SELECT spent.*, list_filter([
      CASE WHEN handler IS NULL AND handlers >= usual AND handlers * 2 > rows THEN '经手人' END, CASE WHEN witness IS NULL AND witnesses >= usual AND witnesses * 2 > rows THEN '证明人' END,
      CASE WHEN approver IS NULL AND approvers >= usual AND approvers * 2 > rows THEN '审批人' END,
      CASE WHEN checker IS NULL AND checkers >= usual AND checkers * 2 > rows THEN '村监会审核人' END], lambda each: each IS NOT NULL) AS lacking
  FROM spent JOIN kept USING (village, part, period) WHERE amount >= least
)
SELECT village, item, part, period, count(*) AS rows, any_value(least) AS least, array_to_string(list_sort(list_distinct(flatten(list(lacking)))), '、') AS what,
  string_agg(voucher, '、' ORDER BY day, voucher) AS vouchers, sum(amount) AS amount, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell,
  list(piece(file, line, cell, day, voucher || ' ' || summary || '，没有写' || array_to_string(lacking, '、'), amount) ORDER BY day, voucher) AS pieces
FROM bare WHERE len(lacking) > 0
GROUP BY village, item, part, period

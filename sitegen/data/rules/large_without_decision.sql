/*
名称: 大额支出找不到会议决定
组: B 账务与票据
级别: 疑点
范围: 本村
需要: [cash_rows.amount, "201"]
少了只查一部分: {cash_rows.meeting: 该由两委会定的、小一些的支出}
阈值:
  board: {说: 多大的支出要两委会决定, 是: 金额, 值: 1000元}
  least: {说: 多大的支出要村民代表会议决定, 是: 金额, 值: 10000元}
  grave: {说: 多大算疑点（再小的只提示）, 是: 金额, 值: 50000元}
  alike: {说: 摘要和议题像到几成算同一件事, 是: 比例, 值: 34%}
依据: 村民委员会组织法第二十八条；各村财务制度的分级额度（常见 1,000 元到 1 万元由两委会定，1 万元以上由村民代表会议定）
对象: [part, period, mark]
句: "{said}"
比了什么: 出账的每一笔大额，和它写的项目、合同、会议记录，前后一年多的会议决定（议题、决定里的字和钱数），当年财务计划，资产购置，重大财务事项；1 万元以下的，只在“会议记录”一栏有的笔写了、有的笔空着的村查，一本账一期合成一条
谨慎: 会开了没有录、议题写法不同的最多；按合同分期付的、年初打算里通过的、上级指定用途的、平常买卖周转的，不用每笔开会
怎样算清楚: 在这一笔写上项目、合同或会议记录，或在会议决定里补录那次会议
去看什么: 会议记录原件和签到（不拍签名）
*/
-- Years in which a village writes the meeting beside smaller payments: where nobody does, all of them would be hits.
WITH kept AS (SELECT DISTINCT village, year(day) AS year FROM moves JOIN limits USING (village) WHERE tab = '出账' AND meeting IS NOT NULL AND amount BETWEEN board AND limits.least),
large AS (
  SELECT moves.*, limits.board, limits.least, limits.grave, limits.alike / 100.0 AS needed FROM moves JOIN limits USING (village)
  WHERE tab = '出账' AND amount >= CASE WHEN category = '经营支出' THEN greatest(limits.least, limits.grave) ELSE least(limits.board, limits.least) END AND meeting IS NULL
    AND category NOT IN ('归还欠款', '退押金', '税金及附加', '内部转款') AND coalesce(nature, '') <> '往来'
    AND coalesce(detail, '') NOT IN ('村组干部报酬', '误工补贴', '水电网络费', '代理记账费')
    AND NOT regexp_matches(summary, '报酬|工资|补贴|补助|津贴|分红|救助|慰问|保险|税|土地补偿|征地补偿|到户|退|转给|转付|代收|代付|质保金')
    AND (amount >= limits.least OR ((village, year(day)) IN (SELECT (village, year) FROM kept) AND NOT regexp_matches(summary, '水费|电费|水电|话费|网费|报刊|油费|误工|利息|手续费|差旅|垫付')))
),
decided AS (
  SELECT village, decided AS day, '项目/' || number AS ref, name, party, price FROM projects WHERE decided IS NOT NULL OR meeting IS NOT NULL
  UNION ALL
  SELECT village, decided, ref, name, party, NULL FROM contract_refs WHERE decided IS NOT NULL OR meeting IS NOT NULL
),
undecided AS (
  SELECT * FROM large
  WHERE NOT EXISTS (
      SELECT 1 FROM decided WHERE decided.village = large.village
        AND (ref IN (large.project, large.contract)
          OR (coalesce(decided.day, large.day) <= large.day AND plain_name(decided.party) = plain_name(large.party) AND plain_name(large.party) <> ''
            AND (large.amount <= decided.price OR alike(decided.name, large.summary) >= 0.5))))
    AND NOT EXISTS (
      SELECT 1 FROM decisions WHERE decisions.village = large.village AND decisions.day BETWEEN large.day - 400 AND large.day + 30
        AND (alike(decisions.matter, large.summary) >= large.needed OR alike(coalesce(decisions.outcome, ''), large.summary) >= 0.5
          OR says_amount(decisions.matter || ' ' || coalesce(decisions.outcome, ''), large.amount)))
    AND NOT EXISTS (
      SELECT 1 FROM plan_rows WHERE plan_rows.village = large.village AND year(plan_rows."last") = year(large.day) AND alike(plan_rows.matter, large.summary) >= 0.5)
    AND NOT EXISTS (
      SELECT 1 FROM purchases WHERE purchases.village = large.village AND abs(date_diff('day', purchases.day, large.day)) <= 120
        AND (purchases.price = large.amount OR alike(purchases.thing, large.summary) >= 0.5))
    AND NOT EXISTS (
      SELECT 1 FROM major_matters WHERE major_matters.village = large.village AND major_matters.decided <= large.day
        AND (major_matters.amount = large.amount OR alike(major_matters.matter, large.summary) >= large.needed))
)
SELECT village, part, period, '021' AS item, voucher AS mark, party, amount, CASE WHEN amount >= grave THEN '疑点' ELSE '提示' END AS level,
  say_day(day) || '凭证 ' || voucher || '“' || summary || '”付 ' || yuan(amount) || '，村里的会议决定、项目、合同、财务计划里没有找到是哪次会定的' AS said,
  file, line, cell, [piece(file, line, cell, day, summary || coalesce('，' || party, ''), amount)] AS pieces
FROM undecided WHERE amount >= least
UNION ALL
SELECT undecided.village, part, period, '021', '两委会', NULL, sum(amount)::BIGINT, '提示',
  count(*) || ' 笔 ' || yuan(any_value(board)) || '以上、' || yuan(any_value(least)) || '以下的支出，合计 ' || yuan(sum(amount)::BIGINT) || '，没有找到是哪次两委会定的：' || string_agg(voucher || ' ' || summary, '、' ORDER BY day, voucher),
  min(spot(file, line)).file, min(spot(file, line)).line, NULL, list(piece(file, line, cell, day, voucher || ' ' || summary || coalesce('，' || party, ''), amount) ORDER BY day, voucher)
FROM undecided WHERE amount < least GROUP BY undecided.village, part, period

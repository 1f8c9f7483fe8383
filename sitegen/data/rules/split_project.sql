/*
名称: 拆分工程规避限额
组: D 工程与采购
级别: 重点疑点
范围: 本村
需要: [projects.party, projects.price]
阈值:
  limit_at: {说: 限额, 是: 金额, 值: 10万元}
  days: {说: 相隔几天以内, 是: 天, 值: 180}
依据: 安吉马吉村 9.05 万＋9.34 万（限额 10 万）；南浔 30 万元以下为小额工程
对象: [party, leader]
句: "{said}，每个都不到 {limit_at:元}，合起来 {amount:元}{same_site}"
比了什么: 项目登记里同一承建单位、或同一地点由几家做的，时间相近、单个合同价都低于限额而合计超过限额的；地点、名称都不像的只按同一承建单位算
谨慎: 真的分两期、分两处做的，公开招标过的，都不是拆分
怎样算清楚: 说明为什么分开（两笔资金、两处地点、分期），附各自的报价或招标记录
去看什么: 几个项目是不是连在一起的一件事，开工完工的日子，现场量一量
*/
WITH works AS (
  SELECT projects.*, coalesce(signed, starts, decided) AS day, limits.limit_at, limits.days
  FROM projects JOIN limits USING (village)
  WHERE price > 0 AND price < limits.limit_at AND party IS NOT NULL
    AND NOT EXISTS (
      SELECT 1 FROM tenders
      WHERE tenders.village = projects.village AND tenders.project = '项目/' || projects.number AND tenders.method IN ('公开招标', '邀请招标'))
),
pairs AS (
  SELECT first.village, first.number AS leader, other.number AS follower, firm_name(first.party) AS who,
    firm_name(other.party) = firm_name(first.party) AS one_party,
    alike(other.site, first.site) >= 0.99 AND alike(other.name, first.name) >= 0.4 AS one_work,
    other.number <> first.number AND (alike(other.site, first.site) >= 0.99 OR alike(other.name, first.name) >= 0.5) AS near
  FROM works AS first
  JOIN works AS other
    ON other.village = first.village
      AND (other.day > first.day OR other.number = first.number OR (other.day = first.day AND other.number > first.number))
      AND other.day <= first.day + first.days
  WHERE first.day IS NOT NULL
),
bound AS (
  SELECT *, 'party' AS bond FROM pairs WHERE one_party
  UNION ALL
  SELECT *, 'site' FROM pairs WHERE one_work OR leader = follower
),
groups AS (
  SELECT bound.village, bound.bond, leader, any_value(who) AS who, any_value(first.party) AS party, any_value(first.site) AS site, any_value(first.limit_at) AS limit_at, any_value(first.day) AS began,
    count(*) AS projects, count(DISTINCT firm_name(other.party)) AS parties, sum(other.price)::BIGINT AS amount, date_diff('day', min(other.day), max(other.day)) AS days_apart, bool_or(near) AS near,
    string_agg(DISTINCT other.party, '、' ORDER BY other.party) AS names,
    list(piece(other.file, other.line, other.cell, other.day, other.name || coalesce('，' || other.site, '') || '，' || other.party, other.price) ORDER BY other.day, other.number) AS pieces,
    any_value(first.file) AS file, any_value(first.line) AS line
  FROM bound JOIN works AS first ON first.village = bound.village AND first.number = leader JOIN works AS other ON other.village = bound.village AND other.number = follower
  GROUP BY bound.village, bound.bond, leader
)
SELECT village, '211' AS item, party, leader, limit_at, projects, amount, days_apart,
  CASE bond WHEN 'party' THEN party || '在 ' || days_apart || ' 天里承建 ' || projects || ' 个项目'
    ELSE '“' || site || '”一处在 ' || days_apart || ' 天里有 ' || projects || ' 个项目，由' || names || '分着做' END AS said,
  CASE WHEN bond = 'party' AND near THEN '，地点或名称相近' ELSE '' END AS same_site,
  CASE WHEN bond = 'party' AND near THEN '重点疑点' ELSE '疑点' END AS level, file, line, NULL AS cell, pieces
FROM groups
WHERE projects > 1 AND amount >= limit_at AND (bond = 'party' OR parties > 1)
QUALIFY row_number() OVER (PARTITION BY village, CASE bond WHEN 'party' THEN who ELSE site END, year(began) ORDER BY amount DESC, began, leader) = 1

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
句: "{party}在 {days_apart} 天里承建 {projects} 个项目，每个都不到 {limit_at:元}，合起来 {amount:元}{same_site}"
比了什么: 项目登记里同一承建单位、时间相近、单个合同价都低于限额而合计超过限额的
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
groups AS (
  SELECT first.village, plain_name(first.party) AS who, first.number AS leader, any_value(first.party) AS party, any_value(first.limit_at) AS limit_at,
    any_value(first.day) AS began, count(*) AS projects, sum(other.price) AS amount,
    date_diff('day', min(other.day), max(other.day)) AS days_apart,
    max(CASE WHEN other.number <> first.number AND (other.site = first.site OR alike(other.name, first.name) >= 0.5) THEN 1 ELSE 0 END) AS near,
    list(piece(other.file, other.line, other.cell, other.day, other.name || coalesce('，' || other.site, ''), other.price) ORDER BY other.day, other.number) AS pieces,
    any_value(first.file) AS file, any_value(first.line) AS line
  FROM works AS first
  JOIN works AS other
    ON other.village = first.village AND plain_name(other.party) = plain_name(first.party)
      AND (other.day > first.day OR other.number = first.number OR (other.day = first.day AND other.number > first.number))
      AND other.day <= first.day + first.days
  WHERE first.day IS NOT NULL
  GROUP BY first.village, plain_name(first.party), first.number
)
SELECT village, '211' AS item, party, leader, limit_at, projects, amount, days_apart,
  CASE WHEN near = 1 THEN '，地点或名称相近' ELSE '' END AS same_site,
  CASE WHEN near = 1 THEN '重点疑点' ELSE '疑点' END AS level, file, line, NULL AS cell, pieces
FROM groups
WHERE projects > 1 AND amount >= limit_at
QUALIFY row_number() OVER (PARTITION BY village, who, year(began) ORDER BY amount DESC, began, leader) = 1

/*
名称: 应享未享
组: F 惠民补贴救助
级别: 疑点
替群众: 是
范围: 名单
需要: [list_rows.person]
名单: [eligible]
阈值:
  most: {说: 一份名册里最多几成对不上才列, 是: 比例, 值: 30%}
  days: {说: 资格认定后几天, 是: 天, 值: 60}
依据: 济南、保靖补发；这一条是替群众找该得的钱
对象: [item, person, grp]
句: "{person}在“{benefit}”资格名册里，最近一期（{period:期}）的发放名单里{how}——可能该领没领到"
比了什么: 资格名册里现在有效的人，和本村这一项最近一期的发放名单；名册里有号码、发放名单全都有号码（全名单）的按号码找，算疑点，别的只按姓名找，只作提示
谨慎: 刚批还没到发的月份、暂停或自愿放弃、户主代领、名字写法不同、号码抄错的；对不上的超过三成就当名册有问题，不列
怎样算清楚: 该发的补发，写明从哪个月；不该发的写明为什么
去看什么: 上门问一句领到没有，帮着办手续
*/
WITH latest AS (SELECT village, item, max("last") AS "last" FROM disclosures WHERE NOT draft GROUP BY ALL),
paid AS (SELECT row.* FROM benefit_people AS row JOIN latest USING (village, item, "last")),
heads AS (
  SELECT disclosures.village, disclosures.item, disclosures.period, disclosures."last", min(disclosures.file) AS file, min(disclosures.line) AS line
  FROM disclosures JOIN latest USING (village, item, "last") WHERE NOT nothing AND table_rows > 0 GROUP BY ALL
),
-- Lists in which every row has its number: who is missing there is missing by number.
numbered AS (SELECT village, item FROM paid GROUP BY ALL HAVING count(*) = count(person_key)),
due AS (
  SELECT known.village, known.item, known.person, known.person_key, known.day, heads.period, heads."last", heads.file, heads.line,
    known.person_key IS NOT NULL AND (known.village, known.item) IN (SELECT (village, item) FROM numbered) AS by_number,
    EXISTS (SELECT 1 FROM paid WHERE paid.village = known.village AND paid.item = known.item AND plain_name(paid.person) = plain_name(known.person)) AS namesake,
    EXISTS (
      SELECT 1 FROM paid WHERE paid.village = known.village AND paid.item = known.item AND plain_name(paid.person) = plain_name(known.person)
        AND (paid.person_key IS NULL OR known.person_key IS NULL))
      OR EXISTS (SELECT 1 FROM paid WHERE paid.item = known.item AND paid.person_key = known.person_key) AS found
  FROM list_eligible AS known JOIN heads ON heads.village = known.village AND heads.item = known.item
  WHERE known.why_not IS NULL AND (known.until IS NULL OR known.until > heads."last")
),
shares AS (SELECT village, item, count(*) FILTER (NOT found) * 100.0 / count(*) AS missing, count(*) AS rows FROM due GROUP BY ALL),
gone AS (SELECT village, plain_name(person) AS who, person_key FROM list_deaths UNION ALL SELECT village, plain_name(person), person_key FROM list_moved)
SELECT due.village, due.item, due.period, due.person, '' AS grp, items.name AS benefit, due.file, due.line, NULL AS cell,
  CASE WHEN by_number AND namesake THEN '按号码没有找到（有一个同名的，号码不同）' WHEN by_number THEN '按号码没有找到' WHEN namesake THEN '只有一个同名的，号码不同' ELSE '只按姓名找，没有找到' END AS how,
  CASE WHEN by_number THEN '疑点' ELSE '提示' END AS level, [piece(due.file, due.line, NULL, due."last", items.name || ' 的名单里没有 ' || due.person, NULL)] AS pieces
FROM due JOIN shares USING (village, item) JOIN items ON items.item = due.item JOIN limits ON limits.village = due.village
WHERE NOT found AND (missing <= most OR rows < 4) AND (due.day IS NULL OR due.day + days <= due."last")
  AND NOT EXISTS (
    SELECT 1 FROM gone
    WHERE gone.person_key = due.person_key
      OR (gone.village = due.village AND gone.who = plain_name(due.person) AND (gone.person_key IS NULL OR due.person_key IS NULL)))

/*
名称: 共性问题
组: H 镇级交叉
级别: 提示
范围: 结果
阈值:
  share: {说: 至少几成的村, 是: 比例, 值: 30%}
  least: {说: 至少几个村, 是: 个数, 值: 3}
依据: 富阳把共性问题转为领域性治理项目
对象: [township, rule]
句: "{town} {villages_of} 个村都有“{rule_name}”（{names}），宜一起办"
比了什么: 这一次查出的、还没办完的，按镇和规则数村
谨慎: 村少的镇、规则限额不合当地的
怎样算清楚: 先看限额合不合适，再看是不是制度和培训的事
去看什么: 抽两个村问为什么
*/
WITH homes AS (SELECT left(village, 9) AS township, count(*) AS all_villages, any_value(town_name) AS town, min(file) AS file FROM villages GROUP BY left(village, 9)),
hits AS (
  SELECT found.village, left(found.village, 9) AS township, rule, any_value(rule_name) AS rule_name, any_value(villages.name) AS name,
    list(piece(found.file, found.line, NULL, NULL, villages.name || '：' || sentence, NULL) ORDER BY found.line) AS pieces
  FROM found JOIN villages USING (village) WHERE NOT closed AND level <> 'hint' GROUP BY found.village, rule
)
SELECT min(hits.village) AS village, township, rule, any_value(rule_name) AS rule_name, coalesce(any_value(town), '本镇') AS town, count(*) AS villages_of,
  string_agg(hits.name, '、' ORDER BY hits.village) AS names, any_value(homes.file) AS file, 1 AS line, NULL AS cell,
  flatten(list(hits.pieces ORDER BY hits.village))[1:12] AS pieces
FROM hits JOIN homes USING (township) JOIN limits ON limits.village = hits.village
GROUP BY township, rule
HAVING count(*) >= any_value(least) AND count(*) * 100 >= any_value(share) * any_value(all_villages)

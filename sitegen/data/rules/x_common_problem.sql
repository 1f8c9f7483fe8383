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
WITH homes AS (SELECT left(village, 9) AS township, count(*) AS all_villages, any_value(town_name) AS town, min(file) AS file FROM villages GROUP BY left(village, 9))
SELECT min(found.village) AS village, homes.township, rule, any_value(rule_name) AS rule_name, coalesce(any_value(town), '本镇') AS town, count(DISTINCT found.village) AS villages_of, string_agg(DISTINCT villages.name, '、') AS names, any_value(homes.file) AS file, 1 AS line, NULL AS cell,
  list(piece(found.file, found.line, NULL, NULL, villages.name || '：' || sentence, NULL))[1:12] AS pieces
FROM found JOIN villages ON villages.village = found.village JOIN homes ON homes.township = left(found.village, 9) JOIN limits ON limits.village = found.village
WHERE NOT closed AND level <> 'hint' GROUP BY homes.township, rule
HAVING count(DISTINCT found.village) >= any_value(least) AND count(DISTINCT found.village) * 100 >= any_value(share) * any_value(all_villages)

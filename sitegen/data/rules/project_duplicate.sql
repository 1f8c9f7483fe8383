/*
名称: 重复建设
组: D 工程与采购
级别: 提示
范围: 本村
需要: [projects.site]
阈值:
  years: {说: 几年以内, 是: 个数, 值: 3}
  alike: {说: 名称像到, 是: 比例, 值: 85%}
依据: 审计常见：同一处工程换名重报
对象: [first_number, number]
句: "“{name}”和“{earlier}”在同一处（{site}），相隔 {days_between} 天"
比了什么: 同一地点、名称和内容相近的两个项目
谨慎: 路要年年修、分两段、前一个没有做成的
怎样算清楚: 写明两次各做了什么
去看什么: 现场看两处是不是重着
*/
WITH works AS (SELECT projects.*, coalesce(signed, starts, decided) AS day, limits.years, limits.alike AS needed FROM projects JOIN limits USING (village) WHERE price > 0)
SELECT two.village, '项目/' || two.number AS ref, one.number AS first_number, two.number, two.name, one.name AS earlier, two.site, date_diff('day', one.day, two.day) AS days_between, two.party, two.price AS amount, two.file, two.line, two.cell,
  [piece(one.file, one.line, one.cell, one.day, one.name, one.price), piece(two.file, two.line, two.cell, two.day, two.name, two.price)] AS pieces
FROM works AS one JOIN works AS two ON two.village = one.village AND alike(one.site, two.site) >= 0.99 AND (two.day > one.day OR (two.day = one.day AND two.number > one.number)) AND two.day <= one.day + to_years(one.years::INTEGER)
WHERE alike(one.name, two.name) * 100 >= one.needed AND (one.content IS NULL OR two.content IS NULL OR alike(one.content, two.content) >= 0.6) AND NOT regexp_matches(two.name || coalesce(two.content, ''), '一期|二期|三期|一段|二段|三段|维修|维护|养护|管护|补坑|清淤|保洁')

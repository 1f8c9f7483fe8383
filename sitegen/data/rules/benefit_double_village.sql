/*
名称: 两个村重复领取
组: F 惠民补贴救助
级别: 重点疑点
范围: 跨村
需要: [list_rows.person]
名单: [people]
依据: 富源：既吃农村低保又领城镇低保；要有号码才比
对象: [item, period, person]
句: "{person}在{one}和{two}的“{benefit}”{period:期}名单里都有"
比了什么: 各村名单里号码相同的人
谨慎: 刚迁户还没交接的一个月；在两个村都有承包地的可以领两处耕地补贴
怎样算清楚: 写明从哪个月起归哪个村发
去看什么: 两边各发到哪个月
*/
SELECT two.village, two.item, two.period, two.person, one_home.name AS one, two_home.name AS two, two.benefit, two.amount, two.file, two.line, two.cell,
  [piece(one.file, one.line, one.cell, one."last", one_home.name || '，' || one.person, one.amount), piece(two.file, two.line, two.cell, two."last", two_home.name || '，' || two.person, two.amount)] AS pieces
FROM benefit_people AS one JOIN benefit_people AS two ON two.person_key = one.person_key AND two.item = one.item AND two.period = one.period AND two.village > one.village
JOIN villages AS one_home ON one_home.village = one.village JOIN villages AS two_home ON two_home.village = two.village
WHERE NOT one.universal

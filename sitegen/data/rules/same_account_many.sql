/*
名称: 同一账户收多人补贴
组: F 惠民补贴救助
级别: 提示
范围: 名单
名单: [paid_out]
阈值:
  least: {说: 至少几个人, 是: 个数, 值: 3}
依据: 没有找到规定，是本程序的经验判断；监护人代领很常见
对象: [item, people_said]
句: "“{benefit}”发放文件里 {people} 个人用同一个账户：{people_said}，合计 {amount:元}"
比了什么: 发放文件里账号相同的领取人（账号只在内存里比，不写出来）
谨慎: 一家人、监护人、敬老院集中代领都可以，写了代领关系的不列
怎样算清楚: 附代领协议
去看什么: 本人拿到没有
*/
WITH shown AS (SELECT village, item, plain_name(person) AS who, arg_max(file, "last") AS file, arg_max(line, "last") AS line, arg_max(cell, "last") AS cell, max("last") AS day FROM benefit_rows GROUP BY village, item, plain_name(person))
SELECT paid.village, paid.item, any_value(items.name) AS benefit, count(DISTINCT plain_name(person)) AS people, string_agg(DISTINCT person, '、' ORDER BY person) AS people_said, sum(amount) AS amount, coalesce(min(spot(shown.file, shown.line)).file, any_value(villages.file)) AS file, coalesce(min(spot(shown.file, shown.line)).line, 1) AS line, NULL AS cell,
  list(piece(shown.file, shown.line, shown.cell, shown.day, person, amount) ORDER BY person) AS pieces
FROM list_paid_out AS paid JOIN items ON items.item = paid.item JOIN villages ON villages.village = paid.village JOIN limits ON limits.village = paid.village
LEFT JOIN shown ON shown.village = paid.village AND shown.item = paid.item AND shown.who = plain_name(paid.person)
WHERE agent IS NULL GROUP BY paid.village, paid.item, account_key HAVING count(DISTINCT plain_name(person)) >= any_value(least)

/*
名称: 同一人同一天在两个村误工
组: E 用工与岗位
级别: 疑点
范围: 跨村
需要: [labour.days]
名单: [people]
依据: 没有找到规定，是本程序的经验判断；要有号码才比，只同名不比
对象: [person, day]
句: "{person} {day} 在{one}和{two}都登记了误工"
比了什么: 各村误工表里号码相同的人同一天的登记
谨慎: 上午下午各一处、日期按季补记
怎样算清楚: 写明各是半天
去看什么: 两边的用工单
*/
WITH known AS (SELECT labour_people.*, villages.name AS home FROM labour_people JOIN villages USING (village) WHERE person_key IS NOT NULL)
SELECT two.village, two.item, two.period, two.person, two.day, one.home AS one, two.home AS two, two.amount, two.file, two.line, two.cell,
  [piece(one.file, one.line, one.cell, one.day, one.home || '，' || one.matter, one.amount), piece(two.file, two.line, two.cell, two.day, two.home || '，' || two.matter, two.amount)] AS pieces
FROM known AS one JOIN known AS two ON two.person_key = one.person_key AND two.day = one.day AND two.village > one.village WHERE one.days + two.days > 1

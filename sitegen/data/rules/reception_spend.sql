/*
名称: 接待费、吃喝
组: B 账务与票据
级别: 疑点
范围: 本村
需要: [cash_rows.summary]
阈值:
  most: {说: 一期最多, 是: 金额, 值: 0元}
依据: 多地村级零接待规定；当地有限额的改阈值
对象: [part, period]
句: "{period:期}有 {rows} 笔像是接待：{amount:元}，当地限额 {most:元}"
比了什么: 细目是招待费的，和摘要里有招待、接待、烟酒、吃饭的出账
谨慎: 老人聚餐、敬老慰问、防汛抢险的工作餐、食堂、合作社经营的餐饮不是接待
怎样算清楚: 写明谁、为什么事、几个人、什么标准
去看什么: 菜单、审批单
*/
SELECT moves.village, item, part, period, count(*) AS rows, sum(amount) AS amount, any_value(most) AS most, min(spot(file, line)).file AS file, min(spot(file, line)).line AS line, NULL AS cell,
  list(piece(file, line, cell, day, voucher || ' ' || summary || coalesce('，' || party, ''), amount) ORDER BY day) AS pieces
FROM moves JOIN limits USING (village)
WHERE tab = '出账' AND (detail = '招待费' OR regexp_matches(summary, '招待|接待|宴|烟酒|香烟|卷烟|白酒|啤酒|红酒|酒水|餐费|餐饮费|午餐|晚餐|用餐|便餐|就餐|吃饭|饭钱|饭菜'))
  AND NOT regexp_matches(summary, '老人|敬老|重阳|养老|幸福|聚餐|防汛|抢险|抗旱|值班|工作餐|食堂|助餐|学生|慰问|志愿|加餐|老年|配餐|儿童')
GROUP BY moves.village, item, part, period HAVING sum(amount) > any_value(most)

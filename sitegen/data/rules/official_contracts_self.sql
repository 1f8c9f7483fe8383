/*
名称: 村干部、村监会成员承揽本村工程
组: D 工程与采购
级别: 提示
范围: 本村
需要: [officers.person]
阈值:
  least: {说: 金额至少, 是: 金额, 值: 1000元}
依据: 农村基层干部廉洁履行职责规定；只对名字，所以只作提示
对象: [person, matter]
句: "{office}{person}的名字出现在“{matter}”里，{amount:元}"
比了什么: 村情里的干部姓名，和项目承建方、合同承租方、出账收款人的姓名，连名字打头的店、队、户（某某小卖部）
谨慎: 只是同名，可能是另一个人；报酬、误工、差旅报销、退垫付款已经除外；干部作为村民公开竞价承租也是可以的
怎样算清楚: 说明是不是同一个人；是本人的，附回避和公开选定的记录
去看什么: 合同上的签名和身份（在镇里看，不抄号码）
*/
WITH named AS (
  SELECT DISTINCT village, plain_name(person) AS who, person, string_agg(DISTINCT office, '、') OVER (PARTITION BY village, plain_name(person)) AS office
  FROM officers WHERE person IS NOT NULL
),
works AS (
  SELECT village, party, '项目：' || name AS matter, price AS amount, coalesce(signed, starts) AS day, file, line, cell FROM projects
  UNION ALL
  SELECT village, party, '合同：' || name, rent, coalesce(signed, starts), file, line, cell FROM contracts WHERE coalesce(method, '') NOT IN ('公开竞价', '招标') AND ended IS NULL
  UNION ALL
  SELECT village, party, '出账：' || any_value(summary), sum(amount), min(day), arg_max(file, amount), arg_max(line, amount), NULL
  FROM moves
  WHERE tab = '出账' AND category NOT IN ('退押金', '归还欠款', '内部转款') AND coalesce(detail, '') NOT IN ('村组干部报酬', '误工补贴', '差旅费')
    AND NOT regexp_matches(summary, '报酬|工资|误工|补贴|补助|津贴|差旅|报销|垫付|退|慰问|备用金|值班|分红|劳务|保险')
  GROUP BY village, party, year(day)
)
SELECT works.village, named.person, named.office, matter, amount, file, line, cell,
  [piece(file, line, cell, day, matter, amount)] AS pieces
FROM works JOIN named ON named.village = works.village AND (named.who = plain_name(works.party)
  -- A shop or a gang that bears the name: of three signs at least, with nothing but its trade behind them.
  OR (length(named.who) >= 3 AND regexp_matches(substr(plain_name(works.party), length(named.who) + 1), '^(个体|农家|农资|建材|百货|五金|水电|便民)?(小卖部|超市|商店|门市部|经营部|批发部|服务部|店|农庄|家庭农场|农场|饭店|农家乐|养殖场|加工厂|砖厂|沙场|工程队|施工队|建筑队|运输队|队)$')
    AND starts_with(plain_name(works.party), named.who)))
JOIN limits ON limits.village = works.village
WHERE amount >= limits.least

/*
名称: 结算超合同
组: D 工程与采购
级别: 疑点
范围: 本村
需要: [projects.price, projects.settled]
阈值:
  over: {说: 超过合同价, 是: 比例, 值: 10%}
依据: 上杭六甲村虚增造价经审计追回；比例没有统一规定
对象: [ref]
句: "“{name}”合同价 {price:元}，结算 {amount:元}，多 {percent}%，没有登记变更"
比了什么: 合同价、变更、结算价
谨慎: 变更签证没有录的；单价合同按实结算的
怎样算清楚: 登记变更金额，附签证和会议决定
去看什么: 变更单上的签字，现场量多出来的部分
*/
SELECT projects.village, '项目/' || number AS ref, name, party, price, settled AS amount, round((settled - price) * 100.0 / price)::BIGINT AS percent, file, line, cell,
  [piece(file, line, cell, signed, '合同价', price), piece(file, line, cell, accepted, '结算价', settled)] AS pieces
FROM projects JOIN limits USING (village) WHERE price > 0 AND settled * 100 > (price + greatest(coalesce(changed, 0), 0)) * (100 + over)

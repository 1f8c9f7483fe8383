/*
名称: 销号后反弹
组: I 反馈与整改
级别: 重点疑点
范围: 结果
阈值:
  days: {说: 销号后几天内, 是: 天, 值: 365}
依据: 没有找到规定，是本程序的经验判断
对象: [number]
句: "{number}（{rule_name}）{closed_on} 销号，这次又查出来：{sentence}"
比了什么: 已经销号的和这一次查出的
谨慎: 销号时账本还没改过来的
怎样算清楚: 账本改过来，或重新核查
去看什么: 当时怎么验收的
*/
SELECT found.village, number, rule_name, closed_on, sentence, file, line, NULL AS cell, [piece(file, line, NULL, closed_on, sentence, NULL)] AS pieces
FROM found JOIN limits USING (village) WHERE state IN ('销号', '回头看') AND closed_on BETWEEN as_of() - days AND as_of() - 1

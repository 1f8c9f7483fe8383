/*
名称: 整改超期
组: I 反馈与整改
级别: 疑点
范围: 结果
依据: 萧山：线下整改完成前预警不变色
对象: [number]
句: "{number}（{rule_name}）停在“{state}”，应在 {due} 前办下一步，已超 {late} 天"
比了什么: 办理记录的步骤日期和各步的时限
谨慎: 要等农时、等拨款的可以先说明
怎样算清楚: 办下一步，或写明为什么要等
去看什么: 责任人手上有什么难处
*/
SELECT village, number, rule_name, state, due, date_diff('day', due, as_of()) AS late, file, line, NULL AS cell, [piece(file, line, NULL, due, sentence, NULL)] AS pieces
FROM found WHERE state IN ('整改', '申请销号', '验收') AND due < as_of()

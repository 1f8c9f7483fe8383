/*
名称: 一个镇公开及时率低
组: H 镇级交叉
级别: 提示
范围: 跨村
需要: [dues.due]
阈值:
  share: {说: 及时的至少, 是: 比例, 值: 90%}
依据: 没有找到规定，是本程序的经验判断；只用来帮，不排名
对象: [township]
句: "{town}最近一年应公开 {due_count} 项次，按时 {on_time}，占 {percent}%"
比了什么: 全镇各村应公开、按时公开的项次
谨慎: 期限是预设的；录得晚不等于贴得晚
怎样算清楚: 看是人不够、不会填，还是真没公开
去看什么: 哪几项最常晚，能不能统一帮着做
*/
SELECT min(dues.village) AS village, left(dues.village, 9) AS township, coalesce(any_value(town_name), '本镇') AS town, count(*) AS due_count, count(*) FILTER (done AND posted <= due) AS on_time,
  (count(*) FILTER (done AND posted <= due) * 100 // count(*))::BIGINT AS percent, min(dues.file) AS file, 1 AS line, NULL AS cell,
  [piece(NULL, NULL, NULL, min(due), '最近一年应公开', NULL)] AS pieces
FROM dues JOIN villages USING (village) JOIN limits USING (village) WHERE due BETWEEN as_of() - 365 AND as_of()
GROUP BY left(dues.village, 9) HAVING count(*) FILTER (done AND posted <= due) * 100 < any_value(share) * count(*)

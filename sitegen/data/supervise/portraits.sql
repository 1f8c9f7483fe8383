-- One row a village: what its own ledger says of the last twelve months up to as_of(). No points, no ranks.
WITH recent_dues AS (SELECT * FROM dues WHERE due BETWEEN as_of() - 365 AND as_of()),
timely AS (
  SELECT village, count(*) AS due, count(*) FILTER (done) AS done, count(*) FILTER (done AND posted <= due) AS on_time,
    count(*) FILTER (done AND posted <= due AND online > due + 1) AS behind
  FROM recent_dues GROUP BY village),
stated AS (
  SELECT village, count(*) AS posted, count(*) FILTER (nothing) AS nothing, count(*) FILTER (reviewed IS NOT NULL) AS reviewed,
    sum(objections) AS objections
  FROM disclosures WHERE posted BETWEEN as_of() - 365 AND as_of() AND NOT draft GROUP BY village),
corrected AS (SELECT village, count(*) AS corrections FROM corrections WHERE day BETWEEN as_of() - 365 AND as_of() GROUP BY village),
let AS (
  SELECT village, count(*) AS contracts, count(*) FILTER (ends < as_of()) AS expired,
    count(*) FILTER (ends BETWEEN as_of() AND as_of() + 90) AS expiring, sum(rent)::BIGINT AS rent
  FROM contracts WHERE ended IS NULL AND starts <= as_of() GROUP BY village),
rents AS (
  SELECT village, sum(amount)::BIGINT AS rent_due, (sum(amount) FILTER (paid IS NOT NULL OR voucher IS NOT NULL))::BIGINT AS rent_paid
  FROM payments_due WHERE due BETWEEN as_of() - 365 AND as_of() GROUP BY village),
asked AS (
  SELECT cases.village, count(*) AS asked, count(*) FILTER (answered IS NOT NULL) AS answered,
    count(*) FILTER (answered IS NOT NULL AND answered <= answer_by) AS in_time,
    count(*) FILTER (satisfied IN ('满意', '基本满意')) AS satisfied, count(satisfied) AS rated
  FROM cases WHERE cases.asked BETWEEN as_of() - 365 AND as_of() GROUP BY cases.village)
SELECT village, name, address, township, town_name, households, people, longitude, latitude,
  coalesce(due, 0) AS due, coalesce(done, 0) AS done, coalesce(on_time, 0) AS on_time, coalesce(behind, 0) AS behind, coalesce(posted, 0) AS posted,
  coalesce(nothing, 0) AS nothing, coalesce(reviewed, 0) AS reviewed, coalesce(objections, 0)::BIGINT AS objections,
  coalesce(corrections, 0) AS corrections, coalesce(contracts, 0) AS contracts, coalesce(expired, 0) AS expired,
  coalesce(expiring, 0) AS expiring, coalesce(rent, 0) AS rent, coalesce(rent_due, 0) AS rent_due, coalesce(rent_paid, 0) AS rent_paid,
  coalesce(asked, 0) AS asked, coalesce(answered, 0) AS answered, coalesce(in_time, 0) AS in_time,
  coalesce(satisfied, 0) AS satisfied, coalesce(rated, 0) AS rated
FROM villages
LEFT JOIN timely USING (village) LEFT JOIN stated USING (village) LEFT JOIN corrected USING (village) LEFT JOIN let USING (village)
LEFT JOIN rents USING (village) LEFT JOIN asked USING (village)
ORDER BY village

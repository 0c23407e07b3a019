-- A role's parts are told apart by a slash; the markers in the vendors' records keep their dash.
UPDATE "link" SET "role" = 'payment/' || substr("role", 9) WHERE "role" LIKE 'payment-%';
--> statement-breakpoint
UPDATE "intent" SET "role" = 'payment/' || substr("role", 9) WHERE "role" LIKE 'payment-%';
--> statement-breakpoint
UPDATE "exception" SET "subject" = CASE split_part("workflow_id", '/', 1)
  WHEN 'contact' THEN 'contact' WHEN 'commitment' THEN 'order' WHEN 'payApp' THEN 'bill' ELSE 'document' END;
--> statement-breakpoint
-- Every name a tracking option was ever seen under, out of every chart that was ever read.
INSERT INTO "option_name" ("connection", "category_id", "option_id", "category", "option", "first_seen_at")
SELECT DISTINCT ON (m."connection", c.value ->> 'id', o.value ->> 'id', o.value ->> 'name')
  m."connection", c.value ->> 'id', o.value ->> 'id', c.value ->> 'name', o.value ->> 'name', s."stored_at"
FROM "snapshot" s
CROSS JOIN LATERAL jsonb_array_elements(s."body" -> 'trackingCategories') AS c(value)
CROSS JOIN LATERAL jsonb_array_elements(c.value -> 'options') AS o(value)
CROSS JOIN (SELECT DISTINCT "connection" FROM "mirror" WHERE "kind" = 'xeroChart') AS m
WHERE s."kind" = 'xeroChart'
ORDER BY m."connection", c.value ->> 'id', o.value ->> 'id', o.value ->> 'name', s."stored_at"
ON CONFLICT DO NOTHING;
--> statement-breakpoint
-- Projects that were posting go on posting: nobody was asked before there was a question.
INSERT INTO "project_start" ("connection", "project_id", "post_from", "person", "shown")
SELECT "connection", "record_id", '0001-01-01', 'tieout', '{"because": "it posted before projects were turned on one by one"}'::jsonb
FROM "mirror" WHERE "kind" = 'procoreProject'
ON CONFLICT DO NOTHING;
--> statement-breakpoint
-- Where each record stood when its history began to be kept.
INSERT INTO "mirror_history" ("connection", "kind", "record_id", "version", "snapshot_hash", "seen_at")
SELECT "connection", "kind", "record_id", "version", "snapshot_hash", "seen_at" FROM "mirror"
WHERE "snapshot_hash" IS NOT NULL;

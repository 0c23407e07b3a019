CREATE TABLE "project_route" (
	"project_id" text NOT NULL,
	"connection" text NOT NULL,
	"until" text,
	"person" text NOT NULL,
	"routed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "project_route_project_id_connection_pk" PRIMARY KEY("project_id","connection")
);
--> statement-breakpoint
-- What was read for a connection is that connection's.
INSERT INTO "project_route" ("project_id", "connection", "person")
SELECT DISTINCT ON ("record_id") "record_id", "connection", 'mapping' FROM "mirror" WHERE "kind" = 'procoreProject' ORDER BY "record_id", "connection";
--> statement-breakpoint
DROP INDEX "vendor_call_recent";--> statement-breakpoint
ALTER TABLE "vendor_pause" DROP CONSTRAINT "vendor_pause_connection_vendor_pk";--> statement-breakpoint
ALTER TABLE "vendor_call" ADD COLUMN "organisation" text;--> statement-breakpoint
-- Which organisation earlier calls were made to was not kept: they count in no window any more, and in the summary as before.
UPDATE "vendor_call" SET "organisation" = "vendor" || '/of ' || "connection";--> statement-breakpoint
ALTER TABLE "vendor_call" ALTER COLUMN "organisation" SET NOT NULL;--> statement-breakpoint
-- Pauses last seconds or minutes, and whoever was told to stay away is told again.
DELETE FROM "vendor_pause";--> statement-breakpoint
ALTER TABLE "vendor_pause" ADD COLUMN "organisation" text PRIMARY KEY NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "project_route_stands" ON "project_route" USING btree ("project_id") WHERE "project_route"."until" is null;--> statement-breakpoint
CREATE INDEX "vendor_call_of" ON "vendor_call" USING btree ("connection","vendor","started_at");--> statement-breakpoint
CREATE INDEX "vendor_call_recent" ON "vendor_call" USING btree ("organisation","started_at");--> statement-breakpoint
ALTER TABLE "vendor_pause" DROP COLUMN "connection";--> statement-breakpoint
ALTER TABLE "vendor_pause" DROP COLUMN "vendor";
CREATE TABLE "full_read" (
	"connection" text NOT NULL,
	"feed" text NOT NULL,
	"began_at" timestamp with time zone NOT NULL,
	CONSTRAINT "full_read_connection_feed_pk" PRIMARY KEY("connection","feed")
);
--> statement-breakpoint
CREATE TABLE "mirror_history" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"connection" text NOT NULL,
	"kind" text NOT NULL,
	"record_id" text NOT NULL,
	"version" text NOT NULL,
	"snapshot_hash" text,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "cursor" ADD COLUMN "reader_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "mirror" ADD COLUMN "reader_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "mirror_history" ADD CONSTRAINT "mirror_history_snapshot_hash_snapshot_hash_fk" FOREIGN KEY ("snapshot_hash") REFERENCES "public"."snapshot"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mirror_history_record" ON "mirror_history" USING btree ("connection","kind","record_id","seen_at");
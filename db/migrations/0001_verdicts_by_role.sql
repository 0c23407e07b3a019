CREATE TABLE "epoch" (
	"connection" text PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"count" integer DEFAULT 1 NOT NULL,
	"began_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"because" text NOT NULL,
	"beat" bigint DEFAULT 0 NOT NULL,
	"alive_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "accepted_difference" (
	"id" text PRIMARY KEY NOT NULL,
	"connection" text NOT NULL,
	"workflow_id" text NOT NULL,
	"subject" text NOT NULL,
	"kind" text NOT NULL,
	"seen" jsonb NOT NULL,
	"seen_hash" text NOT NULL,
	"document_name" text NOT NULL,
	"sentence" text NOT NULL,
	"amount" text,
	"currency" text,
	"exception_id" text NOT NULL,
	"decision_id" text NOT NULL,
	"person" text NOT NULL,
	"reason" text,
	"accepted_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text,
	"ended_because" text
);
--> statement-breakpoint
CREATE TABLE "option_link" (
	"connection" text NOT NULL,
	"source" text NOT NULL,
	"category_id" text NOT NULL,
	"option_id" text NOT NULL,
	"linked_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "option_link_connection_source_category_id_pk" PRIMARY KEY("connection","source","category_id")
);
--> statement-breakpoint
CREATE TABLE "option_name" (
	"connection" text NOT NULL,
	"category_id" text NOT NULL,
	"option_id" text NOT NULL,
	"category" text NOT NULL,
	"option" text NOT NULL,
	"first_seen_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "option_name_connection_category_id_option_id_option_pk" PRIMARY KEY("connection","category_id","option_id","option")
);
--> statement-breakpoint
CREATE TABLE "project_start" (
	"connection" text NOT NULL,
	"project_id" text NOT NULL,
	"post_from" text NOT NULL,
	"person" text NOT NULL,
	"shown" jsonb NOT NULL,
	"started_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "project_start_connection_project_id_pk" PRIMARY KEY("connection","project_id")
);
--> statement-breakpoint
CREATE TABLE "refusal" (
	"workflow_id" text NOT NULL,
	"role" text NOT NULL,
	"verdict_hash" text NOT NULL,
	"kind" text NOT NULL,
	"messages" jsonb NOT NULL,
	"context" text NOT NULL,
	"refused_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "refusal_workflow_id_role_pk" PRIMARY KEY("workflow_id","role")
);
--> statement-breakpoint
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
DROP INDEX "exception_one_live_per_document";--> statement-breakpoint
DROP INDEX "link_target";--> statement-breakpoint
ALTER TABLE "link" DROP CONSTRAINT "link_workflow_id_role_pk";--> statement-breakpoint
ALTER TABLE "batch" ADD COLUMN "claim" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batch" ADD COLUMN "since" text;--> statement-breakpoint
ALTER TABLE "intent" ADD COLUMN "agreed" jsonb;--> statement-breakpoint
ALTER TABLE "intent" ADD COLUMN "after" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sweep" ADD COLUMN "reached_end" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "exception" ADD COLUMN "subject" text DEFAULT 'document' NOT NULL;--> statement-breakpoint
ALTER TABLE "exception" ADD COLUMN "verdicts" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "exception" ADD COLUMN "seen" jsonb;--> statement-breakpoint
ALTER TABLE "exception" ADD COLUMN "seen_hash" text;--> statement-breakpoint
ALTER TABLE "link" ADD COLUMN "id" bigserial PRIMARY KEY NOT NULL;--> statement-breakpoint
ALTER TABLE "link" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "link" ADD COLUMN "ended_because" text;--> statement-breakpoint
ALTER TABLE "cursor" ADD COLUMN "reader_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "mirror" ADD COLUMN "first_seen_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL;--> statement-breakpoint
ALTER TABLE "mirror" ADD COLUMN "reader_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "accepted_difference" ADD CONSTRAINT "accepted_difference_exception_id_exception_id_fk" FOREIGN KEY ("exception_id") REFERENCES "public"."exception"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accepted_difference" ADD CONSTRAINT "accepted_difference_decision_id_decision_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."decision"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mirror_history" ADD CONSTRAINT "mirror_history_snapshot_hash_snapshot_hash_fk" FOREIGN KEY ("snapshot_hash") REFERENCES "public"."snapshot"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "accepted_difference_decision" ON "accepted_difference" USING btree ("decision_id");--> statement-breakpoint
CREATE INDEX "accepted_difference_live" ON "accepted_difference" USING btree ("workflow_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "mirror_history_record" ON "mirror_history" USING btree ("connection","kind","record_id","seen_at");--> statement-breakpoint
CREATE UNIQUE INDEX "exception_one_live_per_subject" ON "exception" USING btree ("workflow_id","subject") WHERE state <> 'closed';--> statement-breakpoint
CREATE UNIQUE INDEX "link_one_live_per_role" ON "link" USING btree ("workflow_id","role") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "link_live_target" ON "link" USING btree ("connection","kind","target_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "link_target" ON "link" USING btree ("connection","kind","target_id");--> statement-breakpoint
ALTER TABLE "document" DROP COLUMN "refusal";
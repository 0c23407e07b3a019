CREATE TABLE "audit" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"connection" text NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"workflow_id" text,
	"decision_id" text,
	"details" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "batch" (
	"id" text PRIMARY KEY NOT NULL,
	"connection" text NOT NULL,
	"endpoint" text NOT NULL,
	"operation" text NOT NULL,
	"state" text DEFAULT 'claimed' NOT NULL,
	"idempotency_key" text NOT NULL,
	"members" jsonb NOT NULL,
	"key_first_sent_at" timestamp with time zone,
	"key_spoiled" boolean DEFAULT false NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"quiet_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "hint" (
	"id" text PRIMARY KEY NOT NULL,
	"connection" text NOT NULL,
	"vendor" text NOT NULL,
	"event_key" text NOT NULL,
	"resource" text NOT NULL,
	"record_id" text NOT NULL,
	"project_id" text,
	"received_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "intent" (
	"key" text PRIMARY KEY NOT NULL,
	"connection" text NOT NULL,
	"workflow_id" text NOT NULL,
	"endpoint" text NOT NULL,
	"operation" text NOT NULL,
	"role" text NOT NULL,
	"marker" text NOT NULL,
	"body" jsonb NOT NULL,
	"body_hash" text NOT NULL,
	"target_id" text,
	"target_version" text,
	"plan_hash" text NOT NULL,
	"observation_hash" text NOT NULL,
	"decision_id" text,
	"state" text DEFAULT 'ready' NOT NULL,
	"alone" boolean DEFAULT false NOT NULL,
	"batch_id" text,
	"outcome" jsonb,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sweep" (
	"id" text PRIMARY KEY NOT NULL,
	"connection" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"finished_at" timestamp with time zone,
	"complete" boolean DEFAULT false NOT NULL,
	"found" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vendor_call" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"connection" text NOT NULL,
	"vendor" text NOT NULL,
	"purpose" text NOT NULL,
	"batch_id" text,
	"started_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"leased_until" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "vendor_pause" (
	"connection" text NOT NULL,
	"vendor" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "vendor_pause_connection_vendor_pk" PRIMARY KEY("connection","vendor")
);
--> statement-breakpoint
CREATE TABLE "wake" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"workflow_id" text NOT NULL,
	"signal" text NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"sent_at" timestamp with time zone,
	"done_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "decision" (
	"id" text PRIMARY KEY NOT NULL,
	"exception_id" text NOT NULL,
	"workflow_id" text NOT NULL,
	"plan_hash" text NOT NULL,
	"verdict" text NOT NULL,
	"reason" text,
	"person" text NOT NULL,
	"decided_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"outcome" text,
	"outcome_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "dependency" (
	"workflow_id" text NOT NULL,
	"waits_for" text NOT NULL,
	"since" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "dependency_workflow_id_waits_for_pk" PRIMARY KEY("workflow_id","waits_for")
);
--> statement-breakpoint
CREATE TABLE "document" (
	"workflow_id" text PRIMARY KEY NOT NULL,
	"connection" text NOT NULL,
	"type" text NOT NULL,
	"source_id" text NOT NULL,
	"project_id" text,
	"counterparty_id" text,
	"state" text DEFAULT 'notPosted' NOT NULL,
	"plan_hash" text,
	"observation_hash" text,
	"mapping_version" text,
	"amount" text,
	"currency" text,
	"refusal" jsonb,
	"first_seen_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"planned_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "exception" (
	"id" text PRIMARY KEY NOT NULL,
	"connection" text NOT NULL,
	"kind" text NOT NULL,
	"workflow_id" text NOT NULL,
	"plan_hash" text NOT NULL,
	"observation_hash" text,
	"document_name" text NOT NULL,
	"amount" text,
	"currency" text,
	"sentence" text NOT NULL,
	"fix" text,
	"state" text DEFAULT 'open' NOT NULL,
	"opened_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_because" text
);
--> statement-breakpoint
CREATE TABLE "link" (
	"workflow_id" text NOT NULL,
	"role" text NOT NULL,
	"connection" text NOT NULL,
	"kind" text NOT NULL,
	"target_id" text NOT NULL,
	"base" jsonb,
	"how" text NOT NULL,
	"linked_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "link_workflow_id_role_pk" PRIMARY KEY("workflow_id","role")
);
--> statement-breakpoint
CREATE TABLE "cursor" (
	"connection" text NOT NULL,
	"feed" text NOT NULL,
	"value" text NOT NULL,
	"moved_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "cursor_connection_feed_pk" PRIMARY KEY("connection","feed")
);
--> statement-breakpoint
CREATE TABLE "mapping_version" (
	"version" text PRIMARY KEY NOT NULL,
	"body" jsonb NOT NULL,
	"first_used_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mirror" (
	"connection" text NOT NULL,
	"kind" text NOT NULL,
	"record_id" text NOT NULL,
	"snapshot_hash" text,
	"version" text DEFAULT '' NOT NULL,
	"unseen" boolean DEFAULT false NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"belongs_to" text,
	"marker" text,
	CONSTRAINT "mirror_connection_kind_record_id_pk" PRIMARY KEY("connection","kind","record_id")
);
--> statement-breakpoint
CREATE TABLE "snapshot" (
	"hash" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"body" jsonb NOT NULL,
	"stored_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "decision" ADD CONSTRAINT "decision_exception_id_exception_id_fk" FOREIGN KEY ("exception_id") REFERENCES "public"."exception"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_observation_hash_snapshot_hash_fk" FOREIGN KEY ("observation_hash") REFERENCES "public"."snapshot"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exception" ADD CONSTRAINT "exception_observation_hash_snapshot_hash_fk" FOREIGN KEY ("observation_hash") REFERENCES "public"."snapshot"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mirror" ADD CONSTRAINT "mirror_snapshot_hash_snapshot_hash_fk" FOREIGN KEY ("snapshot_hash") REFERENCES "public"."snapshot"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_workflow" ON "audit" USING btree ("workflow_id");--> statement-breakpoint
CREATE INDEX "batch_unsettled" ON "batch" USING btree ("connection","endpoint") WHERE state <> 'settled';--> statement-breakpoint
CREATE UNIQUE INDEX "hint_event" ON "hint" USING btree ("vendor","event_key");--> statement-breakpoint
CREATE UNIQUE INDEX "intent_one_live_per_role" ON "intent" USING btree ("workflow_id","role") WHERE state in ('ready', 'claimed', 'sent', 'unknown');--> statement-breakpoint
CREATE INDEX "intent_ready" ON "intent" USING btree ("connection","endpoint","created_at") WHERE state = 'ready';--> statement-breakpoint
CREATE INDEX "intent_batch" ON "intent" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "vendor_call_recent" ON "vendor_call" USING btree ("connection","vendor","started_at");--> statement-breakpoint
CREATE INDEX "wake_undone" ON "wake" USING btree ("workflow_id") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "wake_unsent" ON "wake" USING btree ("id") WHERE sent_at is null and done_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "decision_one_per_plan" ON "decision" USING btree ("exception_id","plan_hash");--> statement-breakpoint
CREATE INDEX "decision_workflow" ON "decision" USING btree ("workflow_id");--> statement-breakpoint
CREATE INDEX "dependency_waits_for" ON "dependency" USING btree ("waits_for");--> statement-breakpoint
CREATE INDEX "document_connection" ON "document" USING btree ("connection","type");--> statement-breakpoint
CREATE UNIQUE INDEX "exception_one_live_per_document" ON "exception" USING btree ("workflow_id") WHERE state <> 'closed';--> statement-breakpoint
CREATE INDEX "exception_state" ON "exception" USING btree ("connection","state");--> statement-breakpoint
CREATE UNIQUE INDEX "link_target" ON "link" USING btree ("connection","kind","target_id");--> statement-breakpoint
CREATE INDEX "mirror_belongs_to" ON "mirror" USING btree ("connection","kind","belongs_to");--> statement-breakpoint
CREATE INDEX "mirror_marker" ON "mirror" USING btree ("connection","kind","marker");
CREATE TABLE "retry" (
	"connection" text NOT NULL,
	"workflow_id" text NOT NULL,
	"activity_id" text NOT NULL,
	"activity" text NOT NULL,
	"attempt" integer NOT NULL,
	"why" text NOT NULL,
	"since" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"tried_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "retry_workflow_id_activity_id_pk" PRIMARY KEY("workflow_id","activity_id")
);
--> statement-breakpoint
CREATE TABLE "unreadable_record" (
	"connection" text NOT NULL,
	"kind" text NOT NULL,
	"record_id" text NOT NULL,
	"words" text NOT NULL,
	"feed" text DEFAULT '' NOT NULL,
	"since" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "unreadable_record_connection_kind_record_id_pk" PRIMARY KEY("connection","kind","record_id")
);
--> statement-breakpoint
ALTER TABLE "cursor" ADD COLUMN "stands_on" text;--> statement-breakpoint
ALTER TABLE "full_read" ADD COLUMN "is_due" boolean DEFAULT false NOT NULL;
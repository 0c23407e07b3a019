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
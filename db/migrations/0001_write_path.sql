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
ALTER TABLE "batch" ADD COLUMN "claim" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "batch" ADD COLUMN "since" text;--> statement-breakpoint
ALTER TABLE "intent" ADD COLUMN "after" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sweep" ADD COLUMN "reached_end" boolean DEFAULT false NOT NULL;
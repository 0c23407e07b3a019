ALTER TABLE "accepted_difference" ADD COLUMN "difference" text;--> statement-breakpoint
ALTER TABLE "exception" ADD COLUMN "shown_hash" text;--> statement-breakpoint
ALTER TABLE "exception" ADD COLUMN "difference" text;--> statement-breakpoint
ALTER TABLE "exception" ADD CONSTRAINT "exception_shown_hash_snapshot_hash_fk" FOREIGN KEY ("shown_hash") REFERENCES "public"."snapshot"("hash") ON DELETE no action ON UPDATE no action;
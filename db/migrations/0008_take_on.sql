CREATE TABLE "take_on" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"connection" text NOT NULL,
	"project_id" text NOT NULL,
	"post_from" text NOT NULL,
	"proposal_hash" text NOT NULL,
	"shown_hash" text NOT NULL,
	"person" text NOT NULL,
	"signed_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_because" text
);
--> statement-breakpoint
CREATE TABLE "take_on_match" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"take_on_id" bigint NOT NULL,
	"connection" text NOT NULL,
	"workflow_id" text NOT NULL,
	"role" text NOT NULL,
	"kind" text NOT NULL,
	"target_id" text NOT NULL,
	"why" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "take_on_opening" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"take_on_id" bigint NOT NULL,
	"connection" text NOT NULL,
	"contract_id" text NOT NULL,
	"side" text NOT NULL,
	"tax_type" text,
	"currency" text NOT NULL,
	"billed" numeric NOT NULL,
	"paid" numeric NOT NULL,
	"held" numeric NOT NULL,
	"in_documents" numeric NOT NULL,
	"stated" numeric NOT NULL,
	"ground" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "take_on" ADD CONSTRAINT "take_on_shown_hash_snapshot_hash_fk" FOREIGN KEY ("shown_hash") REFERENCES "public"."snapshot"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "take_on_match" ADD CONSTRAINT "take_on_match_take_on_id_take_on_id_fk" FOREIGN KEY ("take_on_id") REFERENCES "public"."take_on"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "take_on_opening" ADD CONSTRAINT "take_on_opening_take_on_id_take_on_id_fk" FOREIGN KEY ("take_on_id") REFERENCES "public"."take_on"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "take_on_one_live_per_project" ON "take_on" USING btree ("connection","project_id") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "take_on_match_once" ON "take_on_match" USING btree ("take_on_id","workflow_id","role");--> statement-breakpoint
CREATE INDEX "take_on_match_document" ON "take_on_match" USING btree ("workflow_id");--> statement-breakpoint
CREATE INDEX "take_on_match_target" ON "take_on_match" USING btree ("connection","kind","target_id");--> statement-breakpoint
CREATE INDEX "take_on_opening_contract" ON "take_on_opening" USING btree ("connection","contract_id");--> statement-breakpoint
CREATE INDEX "take_on_opening_of" ON "take_on_opening" USING btree ("take_on_id");--> statement-breakpoint
-- What was signed is not changed or removed: signing again adds, and ends the one before.
CREATE FUNCTION "take_on_is_only_added_to"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "take_on_opening_kept" BEFORE UPDATE OR DELETE ON "take_on_opening"
FOR EACH STATEMENT EXECUTE FUNCTION "take_on_is_only_added_to"();
--> statement-breakpoint
CREATE TRIGGER "take_on_match_kept" BEFORE UPDATE OR DELETE ON "take_on_match"
FOR EACH STATEMENT EXECUTE FUNCTION "take_on_is_only_added_to"();

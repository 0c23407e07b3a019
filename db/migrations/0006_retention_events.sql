CREATE TABLE "retention_event" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"connection" text NOT NULL,
	"basis" text NOT NULL,
	"document_kind" text NOT NULL,
	"document_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"kind" text NOT NULL,
	"side" text NOT NULL,
	"contract_id" text,
	"tax_type" text,
	"account" text,
	"date" text NOT NULL,
	"currency" text NOT NULL,
	"amount" numeric NOT NULL,
	"name" text NOT NULL,
	"person" text,
	"why" text,
	"about_document_id" text,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "retention_event_once" ON "retention_event" USING btree ("connection","basis","document_kind","document_id","sequence");--> statement-breakpoint
CREATE INDEX "retention_event_contract" ON "retention_event" USING btree ("connection","contract_id");--> statement-breakpoint
-- A ledger is corrected by what is added to it: nothing in it is changed or removed.
CREATE FUNCTION "retention_event_is_only_added_to"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'retention_event is only ever added to';
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "retention_event_kept" BEFORE UPDATE OR DELETE ON "retention_event"
FOR EACH STATEMENT EXECUTE FUNCTION "retention_event_is_only_added_to"();

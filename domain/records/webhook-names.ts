// What a vendor's webhooks call a record, as data: each record says it in its own file.

export type WebhookName = {
  /** In lower case. */
  names: readonly string[];
  /** Stands before the id, where one kind of ours is several of the vendor's. */
  prefix?: string;
  /** The webhook is about a part: the record is named among its related resources, in the singular. */
  namedAs?: string;
};

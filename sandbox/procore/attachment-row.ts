// What the Procore sandbox remembers of a file on a pay app.

export type AttachmentRow = {
  id: number;
  requisition_id: number;
  filename: string;
  content_type: string;
  /** What is in it; null for one that is only so many bytes long. */
  text: string | null;
  bytes: number;
};

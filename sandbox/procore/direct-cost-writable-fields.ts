// Which fields of a request body Procore knows of direct costs, and which of them this sandbox keeps.

/** Source: Procore OpenAPI 2024-10, DirectCostItem and DirectCostLineItem, read 2026-11-27. */
export const directCostWritableFields = {
  direct_cost: {
    own: [
      ...['direct_cost_type', 'status', 'description', 'direct_cost_date', 'received_date'],
      ...['payment_date', 'invoice_number', 'vendor_id', 'employee_id', 'terms', 'line_items'],
      ...['origin_id', 'origin_data'],
      // Of a sync action, which names its record in the body.
      'id',
    ],
    plain: {},
    unkept: ['attachments'],
  },
  direct_cost_line: {
    // `tax_code_id`: reference of 2026; `amount` and `extended_type`: the line endpoint of v1.0.
    own: [
      ...['id', 'direct_cost_id', 'manual_amount', 'amount', 'wbs_code_id', 'description'],
      ...['quantity', 'unit_cost', 'uom', 'extended_type', 'tax_code_id', 'ref'],
      ...['origin_id', 'origin_data'],
    ],
    plain: {},
    unkept: ['cost_code_id', 'line_item_type_id'],
  },
} as const;

// Moves with every change of what the planner of owner invoices decides.

export const ownerInvoicePlannerVersion = 3;

// What every seeded company shares whatever its country: cost codes, cost types and billing months.

export const COST_CODES: readonly { code: string; name: string }[] = [
  { code: '01-100', name: 'Preliminaries' },
  { code: '01-300', name: 'Scaffolding' },
  { code: '02-100', name: 'Demolition' },
  { code: '02-200', name: 'Earthworks' },
  { code: '02-300', name: 'Piling' },
  { code: '03-100', name: 'Concrete' },
  { code: '03-200', name: 'Reinforcing' },
  { code: '04-100', name: 'Masonry' },
  { code: '05-100', name: 'Structural Steel' },
  { code: '06-100', name: 'Carpentry' },
  { code: '07-100', name: 'Roofing' },
  { code: '08-100', name: 'Windows & Doors' },
  { code: '09-100', name: 'Linings' },
  { code: '09-200', name: 'Painting' },
  { code: '09-300', name: 'Flooring' },
  { code: '15-100', name: 'Plumbing & Drainage' },
  { code: '15-200', name: 'Mechanical' },
  { code: '16-100', name: 'Electrical' },
  { code: '21-100', name: 'Fire Protection' },
  { code: '32-100', name: 'Landscaping & Paving' },
];

export const COST_TYPES: readonly { code: string; name: string; base_type: string }[] = [
  { code: 'L', name: 'Labour', base_type: 'labor' },
  { code: 'M', name: 'Materials', base_type: 'materials' },
  { code: 'S', name: 'Subcontract', base_type: 'commitment' },
  { code: 'E', name: 'Equipment', base_type: 'equipment' },
  { code: 'O', name: 'Other', base_type: 'other' },
];

/** Billing months of 2026; the last one is still open. */
export const BILLING_MONTHS: readonly { month: number; name: string; days: number }[] = [
  { month: 5, name: 'May', days: 31 },
  { month: 6, name: 'June', days: 30 },
  { month: 7, name: 'July', days: 31 },
  { month: 8, name: 'August', days: 31 },
  { month: 9, name: 'September', days: 30 },
  { month: 10, name: 'October', days: 31 },
];

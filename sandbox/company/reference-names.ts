// The invented names of the seeded company: projects, vendors, cost codes. Any likeness to a real firm is an accident.

export const COMPANY_LEGAL_NAME = 'Harbour & Ridge Construction Ltd';

export const PROJECT_NAMES: readonly { name: string; address: string; city: string }[] = [
  { name: 'Harbourside Apartments', address: '12 Quay Street', city: 'Auckland' },
  { name: 'Ridge Road School', address: '88 Ridge Road', city: 'Tauranga' },
  { name: 'Te Awa Medical Centre', address: '4 River Terrace', city: 'Hamilton' },
  { name: 'Northgate Warehouse', address: '210 Northgate Drive', city: 'Auckland' },
  { name: 'Lakeview Retirement Village', address: '7 Lakeview Lane', city: 'Rotorua' },
  { name: 'Civic Library Refurbishment', address: '1 Library Square', city: 'Palmerston North' },
  { name: 'Bayfair Retail Fit-out', address: '19 Bayfair Avenue', city: 'Mount Maunganui' },
  { name: 'Southern Cross Substation', address: '350 Line Road', city: 'Christchurch' },
  { name: 'Mangawhai Beach Houses', address: '63 Sandspit Road', city: 'Mangawhai' },
  { name: 'Fernhill Bridge Approaches', address: '2 Fernhill Road', city: 'Hastings' },
  { name: 'Wharf Street Offices', address: '31 Wharf Street', city: 'Wellington' },
  { name: 'Kākāriki Childcare Centre', address: '15 Rata Street', city: 'Nelson' },
];

/** Vendors that carry a trap; the order is fixed so that their ids are too. */
export const TRAP_VENDOR_NAMES = {
  contactSuggested: 'Kauri Concrete Ltd',
  contactArchived: 'Southern Steel Erectors Ltd',
  lockedPeriod: 'Ridgeway Earthworks Ltd',
  partsNotWhole: 'Clearwater Plumbing & Drainage Ltd',
  lookAlike: 'Wairau Electrical Ltd',
} as const;

export const SUBCONTRACTOR_NAMES: readonly string[] = [
  'Pōhutukawa Landscapes Ltd',
  'Anchor Scaffolding Ltd',
  'Tasman Roofing Ltd',
  'Blue Penguin Painters Ltd',
  'Rimu Joinery Ltd',
  'Coastal Piling Ltd',
  'Mahoe Fire Protection Ltd',
  'Highline Glazing Ltd',
  'Totara Timber Framing Ltd',
  'Plumb Level Tilers Ltd',
  'Breeze Air Conditioning Ltd',
  'Redstone Masonry Ltd',
  'Pipeline Civil Ltd',
  'Kererū Flooring Ltd',
  'Summit Ceilings & Partitions Ltd',
  'Trig Point Surveyors Ltd',
  'Ironbark Demolition Ltd',
  'Greywacke Asphalt Ltd',
  'Lightship Security Systems Ltd',
  'Manuka Insulation Ltd',
  'Pacific Lifts Ltd',
  'Foreshore Waterproofing Ltd',
  'Harakeke Fencing Ltd',
  'Oakum Marine Works Ltd',
];

export const SUPPLIER_NAMES: readonly string[] = [
  'Volcanic Aggregates Ltd',
  'Ready Beam Precast Ltd',
  'Gannet Hire Centre Ltd',
  'Matai Building Supplies Ltd',
  'Cookson Reinforcing Ltd',
  'Longbay Windows Ltd',
  'Tui Plumbing Merchants Ltd',
  'Copperhead Cables Ltd',
  'Stonecrop Paving Supplies Ltd',
  'Arataki Plasterboard Ltd',
  'Kaimai Crane Hire Ltd',
];

/** What each vendor mostly does: the cost code of the first line of its contracts. */
export const TRADES: Readonly<Record<string, string>> = {
  'Pōhutukawa Landscapes Ltd': '32-100',
  'Anchor Scaffolding Ltd': '01-300',
  'Tasman Roofing Ltd': '07-100',
  'Blue Penguin Painters Ltd': '09-200',
  'Rimu Joinery Ltd': '06-100',
  'Coastal Piling Ltd': '02-300',
  'Mahoe Fire Protection Ltd': '21-100',
  'Highline Glazing Ltd': '08-100',
  'Totara Timber Framing Ltd': '06-100',
  'Plumb Level Tilers Ltd': '09-300',
  'Breeze Air Conditioning Ltd': '15-200',
  'Redstone Masonry Ltd': '04-100',
  'Pipeline Civil Ltd': '02-200',
  'Kererū Flooring Ltd': '09-300',
  'Summit Ceilings & Partitions Ltd': '09-100',
  'Trig Point Surveyors Ltd': '01-100',
  'Ironbark Demolition Ltd': '02-100',
  'Greywacke Asphalt Ltd': '32-100',
  'Lightship Security Systems Ltd': '16-100',
  'Manuka Insulation Ltd': '09-100',
  'Pacific Lifts Ltd': '15-200',
  'Foreshore Waterproofing Ltd': '07-100',
  'Harakeke Fencing Ltd': '32-100',
  'Oakum Marine Works Ltd': '02-300',
  'Volcanic Aggregates Ltd': '02-200',
  'Ready Beam Precast Ltd': '03-100',
  'Gannet Hire Centre Ltd': '01-100',
  'Matai Building Supplies Ltd': '06-100',
  'Cookson Reinforcing Ltd': '03-200',
  'Longbay Windows Ltd': '08-100',
  'Tui Plumbing Merchants Ltd': '15-100',
  'Copperhead Cables Ltd': '16-100',
  'Stonecrop Paving Supplies Ltd': '32-100',
  'Arataki Plasterboard Ltd': '09-100',
  'Kaimai Crane Hire Ltd': '01-300',
  'Kauri Concrete Ltd': '03-100',
  'Southern Steel Erectors Ltd': '05-100',
  'Ridgeway Earthworks Ltd': '02-200',
  'Clearwater Plumbing & Drainage Ltd': '15-100',
  'Wairau Electrical Ltd': '16-100',
};

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

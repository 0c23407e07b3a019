// The invented names of the British firm: projects, vendors and their trades. Any likeness to a real firm is an accident.
import type { Names } from './country.ts';

/** A sole trader under the Construction Industry Scheme: labour only. */
export const cisSubcontractor = 'D. Thackray Bricklaying';

export const ukNames: Names = {
  projects: [
    { name: 'Tanner Wharf Flats', address: '14 Tanner Wharf', city: 'London' },
    { name: 'Hollin Bank Primary School', address: '3 Hollin Bank', city: 'Leeds' },
    { name: 'Severn View Surgery', address: '52 Severn View', city: 'Bristol' },
    { name: 'Brindley Road Warehouse', address: '80 Brindley Road', city: 'Birmingham' },
    { name: 'Castle Mews Care Home', address: '1 Castle Mews', city: 'Cardiff' },
    { name: 'Old Exchange Refurbishment', address: '22 Cross Street', city: 'Manchester' },
  ],
  trapped: {
    contactSuggested: 'Harrier Concrete Ltd',
    contactArchived: 'Northmoor Steel Erectors Ltd',
    lockedPeriod: 'Chalkpit Groundworks Ltd',
    partsNotWhole: 'Millrace Plumbing & Drainage Ltd',
    lookAlike: 'Wheatear Electrical Ltd',
  },
  subcontractors: [
    'Larkrise Landscapes Ltd',
    'Topmast Scaffolding Ltd',
    'Slate & Lead Roofing Ltd',
    'Goldcrest Decorators Ltd',
    'Ashdown Joinery Ltd',
    cisSubcontractor,
    'Fellside Ventilation Ltd',
    'Bulwark Fire Protection Ltd',
    'Meridian Line Surveyors Ltd',
  ],
  suppliers: [
    'Gritstone Aggregates Ltd',
    'Badger Plant Hire Ltd',
    'Rookery Building Supplies Ltd',
    'Tyneforth Reinforcing Ltd',
    'Clearlight Windows Ltd',
    'Copperbeech Cables Ltd',
  ],
  trades: {
    'Harrier Concrete Ltd': '03-100',
    'Northmoor Steel Erectors Ltd': '05-100',
    'Chalkpit Groundworks Ltd': '02-200',
    'Millrace Plumbing & Drainage Ltd': '15-100',
    'Wheatear Electrical Ltd': '16-100',
    'Larkrise Landscapes Ltd': '32-100',
    'Topmast Scaffolding Ltd': '01-300',
    'Slate & Lead Roofing Ltd': '07-100',
    'Goldcrest Decorators Ltd': '09-200',
    'Ashdown Joinery Ltd': '06-100',
    [cisSubcontractor]: '04-100',
    'Fellside Ventilation Ltd': '15-200',
    'Bulwark Fire Protection Ltd': '21-100',
    'Meridian Line Surveyors Ltd': '01-100',
    'Gritstone Aggregates Ltd': '02-200',
    'Badger Plant Hire Ltd': '01-100',
    'Rookery Building Supplies Ltd': '09-100',
    'Tyneforth Reinforcing Ltd': '03-200',
    'Clearlight Windows Ltd': '08-100',
    'Copperbeech Cables Ltd': '16-100',
  },
};

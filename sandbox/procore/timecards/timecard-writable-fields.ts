// Which fields a timecard and a crew are written with; the company's path of timecards knows more than a project's.
// Source: Procore OpenAPI 2024-10, TimecardEntry9 and 10 (project), 4 and 5 (company), read 2026-11-27; crews have no
// model there: public descriptions of Create a new Crew (glama.ai, procore-mcp-server), read 2026-11-27.

const OWN = [
  ...['hours', 'lunch_time', 'party_id', 'time_in', 'time_out', 'billable', 'date', 'description'],
  ...['timecard_time_type_id', 'cost_code_id', 'origin_id', 'origin_data', 'line_item_type_id'],
  'sub_job_id',
];
const UNKEPT = ['timesheet_id', 'location_id', 'clock_in_id', 'clock_out_id'];

export const timecardWritableFields = {
  timecard_entry: { own: OWN, plain: {}, unkept: [...UNKEPT, 'datetime', 'login_information_id'] },
  company_timecard_entry: {
    own: [...OWN, 'crew_id', 'approval_status'],
    plain: {},
    unkept: [
      ...[...UNKEPT, 'procore_signature_id', 'clock_in_time', 'clock_out_time'],
      'set_timecard_time_type_automatically',
    ],
  },
  crew: { own: ['name', 'lead_party_id', 'party_ids'], plain: {}, unkept: ['equipment_ids'] },
} as const;

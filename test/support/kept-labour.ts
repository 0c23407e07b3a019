// One record of each kind that labour is made of: timecard 700 of project 5, and its hours in Xero Projects.
import type { RecordOf } from '../../domain/records/records.ts';

const updatedAt = '2026-06-01T00:00:00.000Z';

type Kinds =
  | 'procoreTimecard'
  | 'xeroProject'
  | 'xeroProjectsUser'
  | 'xeroProjectTask'
  | 'xeroTimeEntry'
  | 'xeroProjectTime';

export const keptLabour: { [K in Kinds]: RecordOf<K> } = {
  procoreTimecard: {
    kind: 'procoreTimecard',
    id: '700',
    projectId: '5',
    date: '2026-06-02',
    hours: '7.50',
    approval: 'approved',
    costCode: { id: '301', code: '03-300', name: 'Concrete' },
    worker: { id: '91', name: 'Aroha Ngata' },
    description: 'Boxing, grid C',
    isDeleted: false,
    updatedAt,
  },
  xeroProject: {
    kind: 'xeroProject',
    id: 'project-1',
    name: '26-001 Ferry Terminal',
    contactId: 'contact-1',
    status: 'INPROGRESS',
    currency: 'NZD',
    minutesLogged: 450,
    expenseTotal: '0.00',
  },
  xeroProjectsUser: {
    kind: 'xeroProjectsUser',
    id: 'user-1',
    name: 'Site Hours',
    email: 'site@harbour.example',
  },
  xeroProjectTask: {
    kind: 'xeroProjectTask',
    id: 'task-1',
    projectId: 'project-1',
    name: '03-300 Concrete',
    chargeType: 'NON_CHARGEABLE',
    terms: {
      estimateMinutes: null,
      rate: { currency: 'NZD', value: '0.00' },
      status: 'ACTIVE',
    },
  },
  xeroTimeEntry: {
    kind: 'xeroTimeEntry',
    id: 'entry-1',
    projectId: 'project-1',
    taskId: 'task-1',
    userId: 'user-1',
    at: '2026-06-02T00:00:00.000Z',
    minutes: 450,
    description: 'Boxing, grid C tieout:demo/projectLabour/5/time-700',
    status: 'ACTIVE',
  },
  xeroProjectTime: { kind: 'xeroProjectTime', projectId: 'project-1', entries: 1, minutes: 450 },
};

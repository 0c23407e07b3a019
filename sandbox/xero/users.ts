// Who may sign in to the organisation, and the Users endpoint. Source: Xero OpenAPI 16.1.0, path /Users, read 2026-11-27.
import type { Books } from './books.ts';
import type { OrderFields } from './listing.ts';
import type { Route } from '../kit/router.ts';
import type { User } from './records.ts';
import type { WhereFields } from './where-clause.ts';
import { envelope, found } from './write-envelope.ts';
import { instantToWire } from './dates.ts';
import { listAnswer } from './listed-answer.ts';

const WHERE: WhereFields<User> = {
  issubscriber: { kind: 'flag', valueOf: ({ isSubscriber }) => isSubscriber },
  emailaddress: { kind: 'folded', valueOf: ({ email }) => email },
  organisationrole: { kind: 'text', valueOf: ({ organisationRole }) => organisationRole },
};
const ORDER: OrderFields<User> = {
  lastname: ({ lastName }) => lastName,
  firstname: ({ firstName }) => firstName,
  updateddateutc: ({ updatedAtMs }) => updatedAtMs,
};

export function userRoutes({ state }: Books, base: string): Route[] {
  const path = `${base}/Users`;
  return [
    {
      method: 'GET',
      path,
      handle: (request) =>
        listAnswer(state, request, {
          plural: 'Users',
          records: state.users.values(),
          idOf: ({ userId }) => userId,
          where: WHERE,
          order: ORDER,
          show: userShown,
        }),
    },
    {
      method: 'GET',
      path: `${path}/{id}`,
      handle: ({ params }) =>
        envelope(state, {
          Users: [userShown(found(state.users.get((params['id'] ?? '').toLowerCase())))],
        }),
    },
  ];
}

function userShown(user: User): Record<string, unknown> {
  return {
    UserID: user.userId,
    EmailAddress: user.email,
    FirstName: user.firstName,
    LastName: user.lastName,
    UpdatedDateUTC: instantToWire(user.updatedAtMs),
    IsSubscriber: user.isSubscriber,
    OrganisationRole: user.organisationRole,
  };
}

// Proves which files go with a bill and what they are called, and what is noted of a decision, each of them once.
import { describe, expect, it } from 'vitest';
import type { PayAppObservation } from '../../../domain/objects/pay-app/observation.ts';
import { attributesOf } from '../../../domain/lifecycle/attributes.ts';
import { planObservation } from '../../../domain/objects/objects.ts';
import type { XeroBill } from '../../../domain/records/xero/bill.ts';
import { whyNotWritable } from '../../../domain/records/write-bodies.ts';
import { attachmentVerdicts, carriedNameOf } from '../../../domain/spare/attachments.ts';
import { noteOf, noteVerdicts } from '../../../domain/spare/notes.ts';
import type { Decided, Spare } from '../../../domain/spare/observation.ts';
import { mapping, requisition } from '../../support/domain-builders.ts';
import { postedPayApp } from '../../support/posted-documents.ts';

const none: Spare = { ended: [], decided: [] };
const pdf = { id: '77', fileName: 'claim 4.pdf', contentType: 'application/pdf' };
const posted = postedPayApp({ claim: requisition({ id: '33' }) });
const bill = (over: Partial<XeroBill> = {}): XeroBill => {
  if (posted.target?.kind !== 'xeroBill') throw new Error('it has no bill');
  return { ...posted.target, ...over };
};

/** A pay app whose bill stands, with this file on it. */
function seen(over: Partial<PayAppObservation> = {}): PayAppObservation {
  return {
    ...posted,
    claim: requisition({ id: '33', attachments: [pdf] }),
    mapping: { ...mapping, attachments: 'payAppPdf' },
    spare: none,
    ...over,
  };
}
const bodies = (observation: PayAppObservation) =>
  attachmentVerdicts(observation).flatMap((verdict) =>
    'write' in verdict && verdict.write ? [verdict.write.body] : [],
  );

describe('the name of a file on a bill', () => {
  it.each([
    ['claim 4.pdf', 'claim 4 (Procore 77).pdf'],
    ['CLAIM.PDF', 'CLAIM (Procore 77).pdf'],
    ['a<b>:"/\\|?*+c.pdf', 'a b c (Procore 77).pdf'],
    ['.pdf', 'pay app (Procore 77).pdf'],
    ['a\u0000\nb', 'a b (Procore 77).pdf'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(60)} (Procore 77).pdf`],
  ])('%j is %j, which Xero takes', (fileName, name) => {
    expect(carriedNameOf({ id: '77', fileName })).toBe(name);
    const [body] = bodies(
      seen({ claim: requisition({ id: '33', attachments: [{ ...pdf, fileName }] }) }),
    );
    expect(body && whyNotWritable(body)).toBeNull();
  });
});

describe('the files of a pay app', () => {
  it('go with its bill, each by a write of its own', () => {
    expect(bodies(seen())).toEqual([
      {
        kind: 'xeroAttachment',
        documentId: bill().id,
        name: 'claim 4 (Procore 77).pdf',
        projectId: requisition().projectId,
        requisitionId: '33',
        attachmentId: '77',
      },
    ]);
  });

  it.each<[string, Partial<PayAppObservation>]>([
    ['where the mapping does not ask for it', { mapping }],
    ['before the bill stands', { target: null }],
    ['with a bill that is void', { target: bill({ status: 'VOIDED' }) }],
    ['with a bill that a person entered', { target: bill({ url: null }) }],
    [
      'where they are of another kind',
      {
        claim: requisition({
          id: '33',
          attachments: [{ id: '8', fileName: 'photo.jpg', contentType: 'image/jpeg' }],
        }),
      },
    ],
    ['where there are none', { claim: requisition({ id: '33' }) }],
    [
      'once they were written, or refused',
      { spare: { ...none, ended: [{ role: 'attachment/77', documentId: bill().id }] } },
    ],
  ])('do not go %s', (_when, over) => {
    expect(bodies(seen(over))).toEqual([]);
  });

  it('go again with another bill, and another version goes beside the first', () => {
    const ended = [{ role: 'attachment/77', documentId: 'the bill before' }];
    expect(bodies(seen({ spare: { ...none, ended } }))).toHaveLength(1);
    const attachments = [pdf, { ...pdf, id: '78' }];
    const named = bodies(seen({ claim: requisition({ id: '33', attachments }) }));
    expect(new Set(named.map((body) => 'name' in body && body.name)).size).toBe(2);
  });

  it('are ten at most, as Xero takes', () => {
    const attachments = Array.from({ length: 12 }, (_, index) => ({ ...pdf, id: String(index) }));
    expect(bodies(seen({ claim: requisition({ id: '33', attachments }) }))).toHaveLength(10);
  });

  it('wait without their document being said to', () => {
    const observation = seen();
    const [without, withFile] = [seen({ spare: undefined }), observation].map(planObservation);
    if (!without || !withFile) throw new Error('no plans');
    expect(withFile.gated.going.map(({ verdict }) => verdict.role)).toContain('attachment/77');
    expect(attributesOf(observation, withFile).state).toBe(
      attributesOf(observation, without).state,
    );
  });
});

describe('a note of a decision', () => {
  const decided: Decided = {
    ...{ role: 'note/1f', marker: 'tieout:demo/payApp/33/note-1f', of: 'xeroBill' as const },
    ...{ documentId: 'bill-1', person: 'Mere Paki', decidedAt: '2026-11-27T17:03:44.000Z' },
    ...{ asked: 'The bill was changed in Xero: total.', reason: 'Agreed by phone' },
  };
  const on = { ...mapping, historyNotes: 'decided' as const };

  it('says who, when, why and what was asked, and ends with its marker', () => {
    expect(noteOf(decided)).toBe(
      'Approved in Tieout by Mere Paki on 2026-11-27 17:03 UTC. Reason given: "Agreed by phone". ' +
        'Asked: The bill was changed in Xero: total. tieout:demo/payApp/33/note-1f',
    );
    expect(noteOf({ ...decided, reason: null })).toContain('Reason given: none.');
  });

  it('is cut to what Xero takes, with its marker whole', () => {
    const note = noteOf({ ...decided, reason: 'why '.repeat(2_000) });
    expect(note.length).toBeLessThanOrEqual(2_500);
    expect(note.endsWith(decided.marker)).toBe(true);
  });

  it('is written once, where notes are asked for', () => {
    const outcomes = (spare: Spare, of: typeof on | typeof mapping = on) =>
      noteVerdicts({ mapping: of, spare }).map(({ outcome }) => outcome);
    expect(outcomes({ ...none, decided: [decided] })).toEqual(['create']);
    const ended = [{ role: 'note/1f', documentId: 'bill-1' }];
    expect(outcomes({ ended, decided: [decided] })).toEqual(['unchanged']);
    expect(outcomes({ ...none, decided: [decided] }, mapping)).toEqual([]);
    expect(noteVerdicts({ mapping: on })).toEqual([]);
  });
});

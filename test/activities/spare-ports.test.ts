// Proves how files and notes are written: looked for by name or marker, fetched on their way out, and given up where they never can be.
import { describe, expect, it } from 'vitest';
import { attachmentsPort } from '../../activities/attachments-port.ts';
import { historyPort } from '../../activities/history-port.ts';
import type { VendorFailureKind } from '../../connectors/http/vendor-error.ts';
import { VendorError } from '../../connectors/http/vendor-error.ts';
import type { FetchedFile, ProcoreClient } from '../../connectors/procore/procore-api.ts';
import type { AttachmentInXero, XeroClient } from '../../connectors/xero/xero-api.ts';
import type { IntentRow } from '../../db/queries/documents.ts';
import type { WriteBody } from '../../domain/records/write-bodies.ts';

const file: WriteBody = {
  ...{ kind: 'xeroAttachment', documentId: 'b1', name: 'claim (Procore 77).pdf' },
  ...{ projectId: '5', requisitionId: '33', attachmentId: '77' },
};
const note: WriteBody = {
  ...{ kind: 'xeroHistoryNote', of: 'xeroBill', documentId: 'b1' },
  details: 'Approved. tieout:demo/payApp/33/note-1f',
};
const member = (body: WriteBody, marker: string): IntentRow =>
  ({ key: 'key-1', body, marker, targetId: null, operation: 'create' }) as IntentRow;
const ofFile = member(file, 'tieout:demo/payApp/33/attachment-77');
const ofNote = member(note, 'tieout:demo/payApp/33/note-1f');
const proof = () => () => Promise.resolve(() => undefined);
const failed = (vendor: 'procore' | 'xero', kind: VendorFailureKind): VendorError =>
  new VendorError({ vendor, kind, status: 500, mayHaveHappened: false });
const pdf: FetchedFile = { got: 'file', content: Buffer.from('%PDF-1.7') };

/** Both vendors, one with this file to hand out, the other with these on the bill. */
function filePort(
  fetch: () => FetchedFile,
  { there = [], write }: { there?: AttachmentInXero[]; write?: () => never } = {},
) {
  const written: string[] = [];
  const procore: Partial<ProcoreClient> = {
    fetchAttachment: () => Promise.resolve().then(fetch),
  };
  const xero: Partial<XeroClient> = {
    listAttachments: () => Promise.resolve(there),
    createAttachment: ({ body, content }) =>
      Promise.resolve().then(() => {
        write?.();
        written.push(content.toString());
        return { id: 'a1', name: body.name };
      }),
  };
  const clients = { procore: procore as ProcoreClient, xero: xero as XeroClient };
  return { port: attachmentsPort(clients), written };
}

describe('a file', () => {
  it('is fetched and put on its bill, and is known by its name afterwards, in whatever case', async () => {
    const { port, written } = filePort(() => pdf, {
      there: [
        { id: 'x', name: 'claim.pdf' },
        { id: 'a1', name: 'CLAIM (Procore 77).pdf' },
      ],
    });
    const { results } = await port.send([ofFile], 'k', proof);
    expect(written).toEqual(['%PDF-1.7']);
    expect(results).toMatchObject([{ ok: true, marker: ofFile.marker, targetId: 'a1' }]);
    const found = (await port.lookUp([ofFile], null)).get('key-1');
    expect(found).toMatchObject([{ kind: 'xeroAttachment', id: 'a1', marker: ofFile.marker }]);
  });

  it.each<[FetchedFile, string]>([
    [{ got: 'tooLarge' }, 'The file is larger than the 10 MB that Xero takes.'],
    [{ got: 'nothing' }, 'Procore no longer shows the file on the pay app.'],
    [{ got: 'badAddress' }, 'Procore names an address for the file that cannot be called.'],
    [{ got: 'refusal', status: 403 }, 'Procore does not hand the file out (HTTP 403).'],
    [{ got: 'refusal', status: 404 }, 'Procore does not hand the file out (HTTP 404).'],
    [{ got: 'file', content: Buffer.from('<html>') }, 'What Procore hands out is not a PDF.'],
  ])('that is %j is refused with its reason, and Xero is not asked', async (got, why) => {
    const { port, written } = filePort(() => got);
    const { results } = await port.send([ofFile], 'k', proof);
    expect(results).toMatchObject([{ ok: false, messages: [why] }]);
    expect(written).toEqual([]);
  });

  it.each<VendorFailureKind>(['unavailable', 'noAnswer', 'rateLimited', 'forbidden', 'notFound'])(
    'that Procore does not serve for now (%s) is tried again without pausing Xero, six times at most',
    async (kind) => {
      const { port } = filePort(() => {
        throw failed('procore', kind);
      });
      const { results, stoppedBy } = await port.send([ofFile], 'k', proof, 5);
      expect(results).toEqual([]);
      expect(stoppedBy).toMatchObject({ kind: 'rateLimited', status: null });
      const last = await port.send([ofFile], 'k', proof, 6);
      expect(last.results).toMatchObject([{ ok: false }]);
    },
  );

  it('that Xero lets nobody attach is tried again later, and Xero is not paused for bills', async () => {
    const { port } = filePort(() => pdf, {
      write: () => {
        throw failed('xero', 'forbidden');
      },
    });
    const { stoppedBy } = await port.send([ofFile], 'k', proof);
    expect(stoppedBy).toMatchObject({ kind: 'rateLimited', status: null });
  });

  it('that Xero refuses is looked for, and refused in its words where it is not there', async () => {
    const refusal = new VendorError({
      ...{ vendor: 'xero', kind: 'refused', status: 400, mayHaveHappened: false },
      messages: ['A document can have at most 10 attachments.'],
    });
    const write = (): never => {
      throw refusal;
    };
    const one = await filePort(() => pdf, { write }).port.send([ofFile], 'k', proof);
    expect(one.results).toMatchObject([{ ok: false, messages: refusal.messages }]);
    const there = [{ id: 'a1', name: 'claim (Procore 77).pdf' }];
    const two = await filePort(() => pdf, { write, there }).port.send([ofFile], 'k', proof);
    expect(two.results).toMatchObject([{ ok: true, record: { id: 'a1' } }]);
  });
});

describe('a note', () => {
  const portOn = (said: string[]) =>
    historyPort({
      listHistory: () => Promise.resolve(said),
      addHistoryNote: () => Promise.resolve(),
    } as Partial<XeroClient> as XeroClient);

  it('is known by its marker, whatever else the history says', async () => {
    const found = async (said: string[]) =>
      (await portOn(said).lookUp([ofNote], null)).get('key-1');
    expect(await found([])).toEqual([]);
    expect(await found(['Approved. tieout:demo/payApp/33/note-2a'])).toEqual([]);
    const there = await found(['Sent', 'Approved. tieout:demo/payApp/33/note-1f']);
    expect(there).toMatchObject([{ kind: 'xeroHistoryNote', documentId: 'b1' }]);
  });

  it('is added by one request', async () => {
    const { results } = await portOn([]).send([ofNote], 'k', proof);
    expect(results).toMatchObject([{ ok: true, marker: ofNote.marker }]);
  });
});

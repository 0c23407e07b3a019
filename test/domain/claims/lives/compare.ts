// Holds what the vendors have after a life against what the model says: every document, every balance, every payment, to the cent.
import type { ProcoreClaim, XeroInvoice } from '../../../../domain/claims/claim-observation.ts';
import { markerIn } from '../../../../domain/identity/markers.ts';
import type { ProcoreContractPayment } from '../../../../domain/records/procore/contract-payment.ts';
import type { XeroCreditNote } from '../../../../domain/records/xero/credit-note.ts';
import { markerOfCreditNote } from '../../../../domain/records/xero/credit-note.ts';
import type { XeroPurchaseOrder } from '../../../../domain/records/xero/purchase-order.ts';
import { isStanding } from '../../../../domain/records/xero/standing.ts';
import { retainageInBase } from '../../../../domain/retainage/ledger/in-base.ts';
import { movedLines } from '../../../../domain/retainage/ledger/posted-entries.ts';
import { cents } from '../../../support/domain-builders.ts';
import { accountOf } from './claim-sums.ts';
import type { Setup } from './life.ts';
import { share, sum, taxOf, text, unitOf } from './life.ts';
import type { Model } from './model.ts';
import { dueOf, openCreditOf, paidOf, payableOf } from './model-cash.ts';
import type { ModelDocument } from './model-records.ts';

/** What both vendors hold of one contract, and what Tieout says each record is: of the small worlds, or of a running stack. */
export type Seen = {
  setup: Setup;
  model: Model;
  xero: {
    invoices: ReadonlyMap<string, XeroInvoice>;
    notes: ReadonlyMap<string, XeroCreditNote>;
    orders: ReadonlyMap<string, XeroPurchaseOrder>;
  };
  /** By the name the life has for each. */
  claims: ReadonlyMap<string, ProcoreClaim>;
  contractPayments: ReadonlyMap<string, ProcoreContractPayment>;
  /** Of each document by role. */
  links: ReadonlyMap<string, ReadonlyMap<string, { targetId: string }>>;
  /** What the life calls a claim of Procore's id. */
  claimNamed: (id: string) => string;
};

/** Everything that is not as the model says; nothing where all is. */
export function differences(seen: Seen): string[] {
  return [
    ...inDocuments(seen),
    ...inDue(seen),
    ...inRetention(seen),
    ...inCurrency(seen),
    ...inPayments(seen),
    ...inOrder(seen),
    ...twoForOne(seen),
  ];
}

function differs(what: string, is: unknown, shouldBe: unknown): string[] {
  const [found, wanted] = [is, shouldBe].map((one) => JSON.stringify(one));
  return found === wanted ? [] : [`${what}: ${found}, and should be ${wanted}`];
}

/** A document as one line of text, from Xero and from the model alike. */
type Said = {
  name: string;
  number: string | null;
  date: string;
  status: string;
  lines: string[];
  money: string[];
};

function saidByModel(seen: Seen, document: ModelDocument): Said {
  const { claim, part, kind, number, date, sums, isDraft } = document;
  const isInvoice = kind === 'invoice';
  const left = isInvoice ? dueOf(document) : openCreditOf(document);
  const used = isInvoice
    ? [paidOf(document), sum(document.credited.map(({ amount }) => amount))]
    : [sum(document.setOff.map(({ amount }) => amount))];
  const tracked = (account: string): string =>
    account === seen.setup.accounts.held ? ' Retention held' : '';
  return {
    name: `${claim} ${part === 'release' ? 'release' : kind === 'credit' ? 'creditNote' : 'main'}`,
    ...{ number, date, status: isDraft ? 'DRAFT' : left === 0n ? 'PAID' : 'AUTHORISED' },
    lines: sums.lines
      .map(
        ({ account, taxType, amount, tax }) =>
          `${account} ${taxType} ${text(amount)} + ${text(tax)}${tracked(account)}`,
      )
      .sort(),
    money: [sums.net, sums.total, left, ...used].map(text),
  };
}

type Line = {
  accountCode: string | null;
  taxType: string | null;
  lineAmount: string;
  taxAmount: string;
  tracking: readonly { option: string }[];
};

function linesSaid(lines: readonly Line[]): string[] {
  return lines
    .map(({ accountCode, taxType, lineAmount, taxAmount, tracking }) => {
      const held = tracking.some(({ option }) => option === 'Retention held');
      return `${accountCode} ${taxType} ${lineAmount} + ${taxAmount}${held ? ' Retention held' : ''}`;
    })
    .sort();
}

function saidByXero({ xero, claimNamed }: Seen): Said[] {
  const invoices = [...xero.invoices.values()].filter(isStanding).map((invoice): Said => {
    const [, type = '', source = '', role = ''] = (markerIn(invoice.url) ?? '').split('/');
    const id = type === 'retainageRelease' ? source.slice(source.indexOf('-') + 1) : source;
    const { number, date, status, lines } = invoice;
    const { subTotal, total, amountDue, amountPaid, amountCredited } = invoice;
    const money = [subTotal, total, amountDue, amountPaid, amountCredited];
    const name = `${claimNamed(id)} ${role === 'release' ? 'release' : 'main'}`;
    return { name, number, date, status, lines: linesSaid(lines), money };
  });
  const notes = [...xero.notes.values()].filter(isStanding).map((note): Said => {
    const [, , id = ''] = (markerOfCreditNote(note) ?? '').split('/');
    const { number, date, status, lines, subTotal, total, remainingCredit } = note;
    const off = text(sum(note.allocations.map(({ amount }) => cents(amount))));
    const money = [subTotal, total, remainingCredit, off];
    return {
      name: `${claimNamed(id)} creditNote`,
      number,
      date,
      status,
      lines: linesSaid(lines),
      money,
    };
  });
  return [...invoices, ...notes];
}

const byName = (a: Said, b: Said): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

function inDocuments(seen: Seen): string[] {
  const wanted = seen.model.documents.map((one) => saidByModel(seen, one)).sort(byName);
  const found = saidByXero(seen).sort(byName);
  const names = [...new Set([...wanted, ...found].map(({ name }) => name))];
  return names.flatMap((name) =>
    differs(
      name,
      found.filter((one) => one.name === name),
      wanted.filter((one) => one.name === name),
    ),
  );
}

/** Σ of what a claim is posted as, without tax, is what Procore says is due. */
function inDue(seen: Seen): string[] {
  if (seen.setup.retainage === 'manual') return [];
  return seen.model.claims.flatMap((claim) => {
    if (claim.documents.length === 0 || claim.isLeft) return [];
    const posted = saidByXero(seen).filter(({ name }) => name.startsWith(`${claim.id} `));
    const net = posted.map(({ name, money }) => {
      const amount = cents(money[0] ?? '0.00');
      return name.endsWith('creditNote') ? -amount : amount;
    });
    const shown = seen.claims.get(claim.id)?.summary.currentPaymentDue;
    return differs(`what is due by ${claim.id}`, text(sum(net)), shown);
  });
}

/** What Xero's retention account holds by tax type is what the claims that are posted hold, and all of them Procore's outstanding. */
function inRetention(seen: Seen): string[] {
  const { model, setup } = seen;
  if (setup.retainage === 'manual') return [];
  const held = new Map<string, bigint>();
  for (const record of [...seen.xero.invoices.values(), ...seen.xero.notes.values()]) {
    if (!['AUTHORISED', 'PAID'].includes(record.status)) continue;
    const sign = record.kind === 'xeroCreditNote' ? 1n : -1n;
    for (const { accountCode, taxType, lineAmount } of record.lines) {
      if (accountCode !== setup.accounts.held) continue;
      const type = taxType ?? '';
      held.set(type, (held.get(type) ?? 0n) + sign * cents(lineAmount));
    }
  }
  const bySaid = (of: ReadonlyMap<string, bigint>): string[] =>
    [...of]
      .filter(([, amount]) => amount !== 0n)
      .map(([type, amount]) => `${type} ${text(amount)}`)
      .sort();
  const wanted = new Map<string, bigint>();
  for (const claim of model.claims.filter((one) => one.documents.length > 0 && !one.isLeft)) {
    for (const [type, amount] of model.sumsOf(claim).keptBy)
      wanted.set(type, (wanted.get(type) ?? 0n) + amount);
  }
  if (model.claims.some(({ isLeft }) => isLeft))
    return differs('retention held', bySaid(held), bySaid(model.heldBy));
  const missing = model.claims.filter(({ documents }) => documents.length === 0);
  const outstanding = cents(
    seen.claims.get(model.claims.at(-1)?.id ?? '')?.summary.totalRetainage ?? '0.00',
  );
  const named = sum(missing.map((claim) => model.sumsOf(claim).kept));
  return [
    ...differs('retention held', bySaid(held), bySaid(wanted)),
    ...differs('retention in all', text(sum(held.values())), text(outstanding - named)),
  ];
}

/** Every document is in the contract's currency; and what the account holds in the own one is explained to the cent. */
function inCurrency({ setup, xero }: Seen): string[] {
  const { currency } = setup;
  if (currency === undefined) return [];
  const documents = [...xero.invoices.values(), ...xero.notes.values()].filter(isStanding);
  const other = [...documents, ...xero.orders.values()].filter((one) => one.currency !== currency);
  const accounts = { payable: [setup.accounts.held], receivable: [setup.accounts.held] };
  const moved = documents.map((document) => movedLines(document, accounts));
  const told = retainageInBase(
    'own',
    moved.flatMap((one) => one ?? []),
  );
  const posted = documents.filter(({ status }) => status !== 'DRAFT');
  const [held, worth] = [posted.map(heldOf), posted.map((one) => worthOf(one, heldOf(one)))].map(
    (all) => sum(all.flat()),
  );
  return [
    ...differs(
      'documents in another currency',
      other.map(({ number }) => number),
      [],
    ),
    ...differs('the account in the own currency', told.account, text(worth ?? 0n)),
    ...differs(
      'what it is made of',
      text(cents(told.atHeldRates) + cents(told.residue)),
      text(worth ?? 0n),
    ),
    ...(held === 0n
      ? differs('what is held at the rates of its days', told.atHeldRates, '0.00')
      : []),
  ];

  function heldOf(document: XeroInvoice | XeroCreditNote): bigint[] {
    const sign = document.kind === 'xeroCreditNote' ? 1n : -1n;
    return document.lines
      .filter(({ accountCode }) => accountCode === setup.accounts.held)
      .map(({ lineAmount }) => sign * cents(lineAmount));
  }
}

/** Each line by itself: so many millionths of the foreign currency buy one of the own. */
function worthOf({ currencyRate }: XeroInvoice | XeroCreditNote, lines: bigint[]): bigint[] {
  const millionths = BigInt((currencyRate ?? '').replace('0.', ''));
  return lines.map((cents) => {
    const size = cents < 0n ? -cents : cents;
    const whole = (2n * size * 1_000_000n + millionths) / (2n * millionths);
    return cents < 0n ? -whole : whole;
  });
}

/** Each payment counts for its part in Procore, and a document that is paid off for all of it. */
function inPayments({ model, setup, contractPayments }: Seen): string[] {
  const wanted = model.documents.flatMap(({ payments }) =>
    payments.flatMap(({ inProcore, date }) =>
      inProcore === null ? [] : [`${date} ${text(inProcore)}`],
    ),
  );
  const found = [...contractPayments.values()].map(({ date, amount }) => `${date} ${amount}`);
  return [
    ...differs('contract payments', found.sort(), wanted.sort()),
    ...model.documents.flatMap((document) => closesToTheCent(document, unitOf(setup))),
  ];
}

function closesToTheCent(document: ModelDocument, unit: bigint): string[] {
  const { gross, net } = payableOf(document, unit);
  const paid = paidOf(document);
  if (gross <= 0n || net < 0n) return [];
  const counted = sum(document.payments.map(({ inProcore }) => inProcore ?? 0n));
  const name = `${document.claim} ${document.part}`;
  if (paid === gross) return differs(`all that is paid of ${name}`, text(counted), text(net));
  const removed = document.payments.filter(({ stands }) => !stands).length;
  const apart = counted - share(paid, net, gross, unit);
  const most = BigInt(removed) * unit;
  return apart <= most && -apart <= most
    ? []
    : [`what is paid of ${name} counts ${text(apart)} too much`];
}

function inOrder(seen: Seen): string[] {
  const { model, setup, xero } = seen;
  if (setup.side === 'receivable') return [];
  const orders = [...xero.orders.values()].filter(isStanding);
  if (model.contract === 'void') return differs('orders', orders.length, 0);
  const [order] = orders;
  const lines = model.ordered.map((line) => {
    const tax = taxOf(setup.regime, line.taxCode);
    const own = share(line.amount, tax.percent, 100n, unitOf(setup));
    return `${accountOf(setup, line)} ${tax.payable} ${text(line.amount)} + ${text(own)}`;
  });
  const billed = sum(
    model.claims
      .filter(({ documents }) => documents.length > 0)
      .map((claim) => model.sumsOf(claim).gross),
  );
  const posted = sum(billedInXero(seen));
  const isLeft = model.claims.some((claim) => claim.isLeft);
  return [
    ...differs('orders', orders.length, 1),
    ...differs('lines of the order', linesSaid(order?.lines ?? []), lines.sort()),
    ...differs('the order in all', order?.subTotal, text(model.revisedSum)),
    ...differs(
      'status of the order',
      order?.status,
      model.contract === 'closed' ? 'BILLED' : 'AUTHORISED',
    ),
    ...(isLeft
      ? []
      : differs(
          'what remains of the commitment',
          text(cents(order?.subTotal ?? '0.00') - posted),
          text(model.revisedSum - billed),
        )),
  ];
}

/** What stands on cost accounts, credits taken off. */
function billedInXero({ xero, setup }: Seen): bigint[] {
  return [...xero.invoices.values(), ...xero.notes.values()]
    .filter(isStanding)
    .flatMap((record) =>
      record.lines
        .filter(({ accountCode }) => accountCode !== setup.accounts.held)
        .map(({ lineAmount }) =>
          record.kind === 'xeroCreditNote' ? -cents(lineAmount) : cents(lineAmount),
        ),
    );
}

/** No marker on two live records, no record linked twice, no payment in Procore twice. */
function twoForOne(seen: Seen): string[] {
  const markers = [
    ...[...seen.xero.invoices.values()].filter(isStanding).map(({ url }) => markerIn(url)),
    ...[...seen.xero.notes.values()].filter(isStanding).map(markerOfCreditNote),
    ...[...seen.xero.orders.values()]
      .filter(isStanding)
      .map(({ reference }) => markerIn(reference)),
    ...[...seen.contractPayments.values()].map(({ id, notes }) => markerIn(notes) ?? id),
  ];
  const targets = [...seen.links.values()].flatMap((links) =>
    [...links.values()].map(({ targetId }) => targetId),
  );
  const twice = (all: readonly (string | null)[]) =>
    all.filter((one, at) => all.indexOf(one) !== at);
  return [
    ...differs('markers on two live records', twice(markers), []),
    ...differs('records that are linked twice', twice(targets), []),
    ...differs(
      'records without a marker',
      markers.filter((one) => one === null),
      [],
    ),
  ];
}

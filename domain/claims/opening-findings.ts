// Why a release waits for the opening of its contract: what was held before the project's start must be signed, and be in the Xero retention account.
import type { Amount } from '../money/amount.ts';
import { groupedAmount, sameAmount, sumAmounts } from '../money/amount.ts';
import type { Finding } from '../plan/verdict.ts';
import { finding } from '../plan/verdicts.ts';
import type { ClaimObservation, OpeningSigned } from './claim-observation.ts';

/** None where nothing was held before the start, or what was signed is what is stated. */
export function openingFindings({ opening, contract }: ClaimObservation): Finding[] {
  if (!opening) return [];
  const { postFrom, held, signed, hasMoved } = opening;
  const name = contract?.number ?? 'its contract';
  if (signed === null) {
    const detail = `${name} held ${groupedAmount(held)} when its project started on ${postFrom}, and nobody has signed what of it is in Xero`;
    return [finding('openingUnsigned', detail, { contract: name, postFrom, held })];
  }
  const differing = signed.filter((row) => !sameAmount(row.held, row.stated));
  if (differing.length > 0) return differing.map((row) => differs(name, row));
  return hasMoved ? [moved(name, opening, signed)] : [];
}

type Signed = NonNullable<OpeningSigned['signed']>;

function differs(contract: string, { taxType, held, stated }: Signed[number]): Finding {
  const detail = `of ${contract} ${groupedAmount(held)} of tax type ${taxType ?? 'unknown'} was held at the start, and ${groupedAmount(stated)} is stated to be in the Xero retention account`;
  return finding('openingDiffers', detail, { contract, taxType, held, stated });
}

function moved(contract: string, { held, postFrom }: OpeningSigned, signed: Signed): Finding {
  const was: Amount = sumAmounts(signed.map((row) => row.held));
  const detail = `claims of ${contract} from before ${postFrom} changed since its opening of ${groupedAmount(was)} was signed; Procore now says ${groupedAmount(held)} was held`;
  return finding('openingDiffers', detail, { contract, held, signed: was });
}
